"""/v1/cases/{case_id}/conditions and /v1/conditions: the plan, and how it is carried out."""

from http import HTTPStatus

from fastapi import APIRouter, Response

from app.access.guard import GuardedRoute
from app.conditions import (
    actions,
    breach_actions,
    conclusion_actions,
    readings,
    variation_actions,
)
from app.conditions.schemas import (
    BreachDecided,
    BreachKept,
    BreachOpened,
    BreachSettled,
    Completed,
    Concluded,
    ConclusionKept,
    ConditionRead,
    ConditionVaried,
    PlanRead,
    ProgressMade,
    Varied,
)
from app.transaction import Writing
from app.wire import IfMatch, tagged

router = APIRouter(prefix="/v1", route_class=GuardedRoute, tags=["Conditions"])


@router.get("/cases/{case_id}/conditions")
async def read_conditions(case_id: str, tx: Writing, reply: Response) -> PlanRead:
    """The plan: each condition with its progress and where it stands today."""
    plan = await readings.plan(tx, case_id)
    tagged(reply, plan.case_version)
    return plan


@router.post("/conditions/{condition_id}/progress")
async def record_progress(
    condition_id: str, body: ProgressMade, tx: Writing, version: IfMatch, reply: Response
) -> ConditionRead:
    """An attendance or a piece of work, made or missed."""
    condition = await actions.record_progress(
        tx, condition_id=condition_id, version=version, body=body
    )
    tagged(reply, condition.version)
    return condition


@router.post("/conditions/{condition_id}/completion")
async def record_completion(
    condition_id: str, body: Completed, tx: Writing, version: IfMatch, reply: Response
) -> ConditionRead:
    """The condition is done, and this is how it is known."""
    condition = await actions.complete(tx, condition_id=condition_id, version=version, body=body)
    tagged(reply, condition.version)
    return condition


@router.post("/conditions/{condition_id}/variation", status_code=HTTPStatus.CREATED)
async def vary_condition(
    condition_id: str, body: Varied, tx: Writing, version: IfMatch, reply: Response
) -> ConditionVaried:
    """Another condition in place of this one, agreed with the child; the old one stays."""
    varied = await variation_actions.vary(tx, condition_id=condition_id, version=version, body=body)
    tagged(reply, varied.version)
    return varied


@router.post("/cases/{case_id}/breach")
async def open_breach(
    case_id: str, body: BreachOpened, tx: Writing, version: IfMatch, reply: Response
) -> BreachKept:
    """Conditions have not been kept to: open a review."""
    breach = await breach_actions.open_review(tx, case_id=case_id, version=version, body=body)
    tagged(reply, breach.version)
    return breach


@router.post("/cases/{case_id}/breach-decision")
async def decide_breach(
    case_id: str, body: BreachDecided, tx: Writing, version: IfMatch, reply: Response
) -> BreachSettled:
    """Decide a review: go on, vary, extend, back to the panel, or prosecution."""
    settled = await breach_actions.decide(tx, case_id=case_id, version=version, body=body)
    tagged(reply, settled.version)
    return settled


@router.post("/cases/{case_id}/conclusion")
async def conclude_case(
    case_id: str, body: Concluded, tx: Writing, version: IfMatch, reply: Response
) -> ConclusionKept:
    """All done: Outcome 22 or 23 is recorded now, under that day's edition, and the case closes."""
    kept = await conclusion_actions.conclude(tx, case_id=case_id, version=version, body=body)
    tagged(reply, kept.version)
    return kept
