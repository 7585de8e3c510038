"""The plan carried out: Outcome 22 or 23 is recorded now, and the case closes."""

from app.cases import actions as cases
from app.cases.queries import CaseRow
from app.children import queries as children
from app.conditions import queries
from app.conditions.actions import impossible_day, running_plan
from app.conditions.queries import Carried
from app.conditions.schemas import Concluded, ConclusionKept
from app.conditions.tables import Conclusion
from app.disposals import facts as facts_of
from app.disposals import queries as disposals
from app.disposals import told
from app.disposals.facts import Asked
from app.disposals.outcomes import record_outcome
from app.disposals.queries import ConditionRow, PlanRow
from app.problems import RefusedByProtocol, Unacceptable
from app.transaction import Transaction
from panel_protocol.facts import records
from panel_protocol.journey import Stage
from panel_protocol.rules import plans as rules
from panel_protocol.rules.codes import home_office_code
from panel_protocol.rules.plans import Undertaken
from panel_protocol.terms import ClosedAs, Disposal, OutcomeKind

# A caution or resolution was recorded on the day it was given.
_RECORDED_NOW = (Disposal.OUTCOME_22, Disposal.OUTCOME_23)


async def conclude(
    tx: Transaction, *, case_id: str, version: int, body: Concluded
) -> ConclusionKept:
    case = await cases.for_change(tx, case_id, version, action="conclude_case")
    asked = await facts_of.of_case(tx, case)
    facts_of.refuse_held(tx, asked)
    plan = await running_plan(tx, case)
    conditions = await disposals.conditions(tx, plan.disposal_id)
    await _check_day(tx, case, conditions, body)
    plain = [_undertaken(each) for each in await queries.carried(tx, conditions)]
    verdict = rules.may_be_concluded(tx.protocol, plan.disposal, plain, body.concluded_on)
    if not verdict.answer:
        raise RefusedByProtocol("The plan is not complete", verdict.reasons)
    outcome_id = await _outcome(tx, case, asked, plan, body)
    code = home_office_code(tx.protocol, plan.disposal, body.concluded_on)
    await _insert(tx, plan, body, outcome_id, code)
    closed = await cases.move(
        tx,
        case,
        action="conclude_case",
        to=Stage.CLOSED,
        closed_as=ClosedAs(plan.disposal),
        why=body.summary,
    )
    await cases.keep_decision(
        tx,
        closed,
        kind="conclusion",
        answer={"disposal": plan.disposal.value, "home_office_code": code},
        reasons=verdict.reasons,
        facts={"conditions": {c.id: c.settled for c in conditions}, "undertaken": records(plain)},
        looked_at=body.concluded_on,
    )
    made_it = outcome_id or await _given(tx, case, plan)
    entry = await children.first_entry(tx, case.child_id)
    spent, notes = told.at_the_end(tx, plan.disposal, plan.given_on, body.concluded_on)
    return ConclusionKept(
        **cases.standing(closed).model_dump(),
        disposal=plan.disposal,
        concluded_on=body.concluded_on,
        outcome_id=made_it,
        home_office_code=code,
        first_time_entrant=made_it is not None and entry == made_it,
        edition=tx.protocol.edition_on(body.concluded_on).name,
        spent_on=spent,
        notes=notes,
    )


def _undertaken(each: Carried) -> Undertaken:
    asked = each.terms
    return Undertaken(
        kind=asked.kind,
        due_on=asked.due_on,
        settled=asked.settled,
        hours_required=asked.hours_required,
        hours_completed=each.hours_completed,
    )


async def _check_day(
    tx: Transaction, case: CaseRow, conditions: list[ConditionRow], body: Concluded
) -> None:
    errors = await impossible_day(tx, case, "/concluded_on", body.concluded_on)
    if any(c.settled_on and body.concluded_on < c.settled_on for c in conditions):
        message = "A condition was settled after this day"
        errors.append(("/concluded_on", "before_settled", message))
    if errors:
        raise Unacceptable(errors)


async def _outcome(
    tx: Transaction, case: CaseRow, asked: Asked, plan: PlanRow, body: Concluded
) -> str | None:
    if plan.disposal not in _RECORDED_NOW:
        return None
    return await record_outcome(
        tx, case, asked.facts, OutcomeKind(plan.disposal), given_on=body.concluded_on
    )


async def _given(tx: Transaction, case: CaseRow, plan: PlanRow) -> str | None:
    """The outcome as it now stands: a fuller report may have replaced the row first written."""
    standing = await children.outcomes(tx, case.child_id)
    kind = OutcomeKind(plan.disposal)
    return next((o.id for o in standing if (o.case_id, o.outcome) == (case.id, kind)), None)


async def _insert(
    tx: Transaction, plan: PlanRow, body: Concluded, outcome_id: str | None, code: str | None
) -> None:
    await tx.add(
        Conclusion,
        disposal_id=plan.disposal_id,
        case_id=plan.case_id,
        disposal=plan.disposal,
        **body.model_dump(),
        outcome_id=outcome_id,
        home_office_code=code,
        recorded_at=tx.at,
        recorded_by=tx.by.subject,
        agency=tx.by.agency,
    )
