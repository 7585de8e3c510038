"""/v1/cases/{case_id}/assessment: writing it, signing it, agreeing it."""

from fastapi import APIRouter, Response

from app.access.guard import GuardedRoute
from app.assessments import actions, readings
from app.assessments.schemas import (
    AssessmentRead,
    Countersigned,
    SectionHistory,
    SectionSaved,
)
from app.transaction import Writing
from app.wire import Cursor, FewAtOnce, IfMatch, tagged

router = APIRouter(prefix="/v1", route_class=GuardedRoute, tags=["Assessment"])


@router.get("/cases/{case_id}/assessment")
async def read_assessment(case_id: str, tx: Writing, reply: Response) -> AssessmentRead:
    """The assessment as it stands, and what it still needs."""
    found = await readings.opened(tx, case_id)
    tagged(reply, found.version)
    return found


@router.get("/cases/{case_id}/assessment/sections/{section}")
async def read_assessment_section(
    case_id: str, section: str, tx: Writing, limit: FewAtOnce = 20, cursor: Cursor = None
) -> SectionHistory:
    """Every version saved of a section, newest first, with what each cleared."""
    return await readings.section_history(tx, case_id, section, limit=limit, cursor=cursor)


@router.put("/cases/{case_id}/assessment/sections/{section}")
async def save_assessment_section(
    case_id: str, section: str, body: SectionSaved, tx: Writing, version: IfMatch, reply: Response
) -> AssessmentRead:
    """Save some answers of a section; every version saved is kept. The first sends If-Match "0"."""
    saved = await actions.save_section(
        tx, case_id=case_id, section=section, version=version, answers=body.answers
    )
    tagged(reply, saved.version)
    return saved


@router.post("/cases/{case_id}/assessment/signature")
async def sign_assessment(
    case_id: str, tx: Writing, version: IfMatch, reply: Response
) -> AssessmentRead:
    """Its author signs it, or is told every required question still open."""
    signed = await actions.sign(tx, case_id=case_id, version=version)
    tagged(reply, signed.version)
    return signed


@router.post("/cases/{case_id}/assessment/countersignature")
async def countersign_assessment(
    case_id: str, body: Countersigned, tx: Writing, version: IfMatch, reply: Response
) -> AssessmentRead:
    """A manager who is not the author agrees it for the panel, or returns it."""
    decided = await actions.countersign(tx, case_id=case_id, version=version, body=body)
    tagged(reply, decided.version)
    return decided
