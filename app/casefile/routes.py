"""GET /v1/cases/{id} and GET /v1/children/{id}: the pages that need every stage."""

from fastapi import APIRouter, Response

from app.access.guard import GuardedRoute
from app.casefile import readings
from app.casefile.schemas import CaseRead, PoliceCaseRead
from app.children.schemas import ChildRead
from app.transaction import Writing
from app.wire import tagged

router = APIRouter(prefix="/v1", route_class=GuardedRoute)


@router.get("/cases/{case_id}", tags=["Cases"])
async def read_case(case_id: str, tx: Writing, reply: Response) -> CaseRead | PoliceCaseRead:
    """The whole case as this role may see it, with what the caller may do to it now."""
    case = await readings.case(tx, case_id)
    tagged(reply, case.version)
    return case


@router.get("/children/{child_id}", tags=["Children"])
async def read_child(child_id: str, tx: Writing, reply: Response) -> ChildRead:
    """A child, their cases and every outcome that stands."""
    child = await readings.child(tx, child_id)
    tagged(reply, child.version)
    return child
