"""POST /v1/cases, and a manager's review of what triage could not decide."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Response

from app.access.guard import GuardedRoute
from app.cases.actions import standing
from app.cases.schemas import CaseStanding
from app.retries.actions import once
from app.transaction import Writing
from app.triage import actions, review_actions
from app.triage.schemas import CaseOpened, CaseSubmitted, TriageReviewed
from app.wire import IdempotencyKey, IfMatch, tagged

router = APIRouter(prefix="/v1", route_class=GuardedRoute, tags=["Cases"])


@router.post("/cases", status_code=HTTPStatus.CREATED, response_model=CaseOpened)
async def submit_case(
    body: CaseSubmitted, tx: Writing, key: IdempotencyKey, reply: Response
) -> dict[str, Any]:
    """Police submit a child's case; the reply says where triage put it, and why."""
    opened = await once(
        tx, operation="submit_case", key=key, body=body, work=lambda: actions.submit(tx, body)
    )
    reply.headers["Location"] = f"/v1/cases/{opened['id']}"
    tagged(reply, opened["version"])
    return opened


@router.post("/cases/{case_id}/triage-review")
async def review_triage(
    case_id: str, body: TriageReviewed, tx: Writing, version: IfMatch, reply: Response
) -> CaseStanding:
    """A manager names the road of a case the protocol could not decide."""
    case = await review_actions.review(tx, case_id=case_id, version=version, body=body)
    tagged(reply, case.version)
    return standing(case)
