"""When a plan is not kept to: the review, and what is decided."""

from collections.abc import Sequence

from app import clock
from app.cases import actions as cases
from app.cases.queries import CaseRow
from app.children.schemas import ReasonRead
from app.conditions import breach_checks, queries, variation_actions
from app.conditions.actions import running_plan
from app.conditions.breach_terms import Deciding, apply
from app.conditions.schemas import BreachDecided, BreachKept, BreachOpened, BreachSettled
from app.conditions.tables import Breach, BreachDecision
from app.database import Record, new_id
from app.disposals import facts as facts_of
from app.disposals import plan_actions
from app.disposals import queries as disposals
from app.disposals.facts import Asked
from app.disposals.queries import ConditionRow, PlanRow
from app.problems import RefusedByProtocol, Unacceptable, said
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.facts import to_record
from panel_protocol.journey import Stage
from panel_protocol.rules import eligibility, hold, prosecutor
from panel_protocol.rules import plans as rules
from panel_protocol.terms import AttendanceKind, BreachChoice, ClosedAs, Disposal

_LEADS_TO = {
    BreachChoice.NO_ACTION: Stage.INTERVENTION,
    BreachChoice.VARY: Stage.INTERVENTION,
    BreachChoice.EXTEND: Stage.INTERVENTION,
    BreachChoice.RETURN_TO_PANEL: Stage.PANEL_READY,
    BreachChoice.RESUME_PROSECUTION: Stage.CLOSED,
}


async def open_review(
    tx: Transaction, *, case_id: str, version: int, body: BreachOpened
) -> BreachKept:
    case = await cases.for_change(tx, case_id, version, action="open_breach")
    plan = await running_plan(tx, case)
    reasons = await _reviewable(tx, plan, body)
    breach_id = new_id()
    await tx.add(
        Breach,
        id=breach_id,
        disposal_id=plan.disposal_id,
        case_id=case.id,
        **body.model_dump(),
        opened_at=tx.at,
        opened_by=tx.by.subject,
        agency=tx.by.agency,
    )
    moved = await cases.move(
        tx, case, action="open_breach", to=Stage.BREACH_REVIEW, why=body.narrative
    )
    return BreachKept(
        **cases.standing(moved).model_dump(),
        breach_id=breach_id,
        conditions=body.conditions,
        reasons=[ReasonRead.model_validate(reason) for reason in reasons],
    )


async def _reviewable(tx: Transaction, plan: PlanRow, body: BreachOpened) -> Sequence[Reason]:
    """Refuse what is no breach and no withdrawal; else what must be done at once."""
    conditions = await disposals.conditions(tx, plan.disposal_id)
    errors = list(breach_checks.not_running(conditions, body.conditions, "/conditions"))
    if body.child_withdraws and not rules.may_be_withdrawn(tx.protocol, plan.disposal, tx.today):
        message = "A child withdraws from a conditional caution, and this is none"
        errors.append(("/child_withdraws", "no_conditional_caution", message))
    if errors:
        raise Unacceptable(errors)
    verdict = rules.may_be_reviewed(
        tx.protocol,
        plan.disposal,
        excuse_considered=body.excuse_considered or body.child_withdraws,
        on=tx.today,
    )
    if not verdict.answer:
        raise RefusedByProtocol("This is not yet a breach", verdict.reasons)
    withdrawn = rules.on_withdrawal(tx.protocol, tx.today) if body.child_withdraws else ()
    return (*rules.on_breach(tx.protocol, plan.disposal, tx.today), *withdrawn)


async def decide(
    tx: Transaction, *, case_id: str, version: int, body: BreachDecided
) -> BreachSettled:
    """Change the plan as decided, and take the case where the decision leads."""
    case = await cases.for_change(tx, case_id, version, action="decide_breach")
    breach = await queries.open_breach(tx, case.id)
    plan = await running_plan(tx, case)
    conditions = await disposals.conditions(tx, plan.disposal_id)
    if errors := list(breach_checks.errors(tx, plan, conditions, breach, body)):
        raise Unacceptable(errors)
    asked = await facts_of.of_case(tx, case)
    excused = await _excused_already(tx, plan, conditions, breach)
    _permitted(tx, asked, plan.disposal, body, excused=excused)
    reasons, doubts = _told(tx, asked, plan.disposal, body)
    warnings = [
        *doubts,
        *await apply(tx, Deciding(case, plan, conditions, breach.conditions, body)),
    ]
    await _insert(tx, case, breach.id, body)
    after = await disposals.conditions(tx, plan.disposal_id)
    moved = await _move(tx, case, after, body)
    await _keep(tx, moved, asked, plan, breach, body, reasons, warnings)
    running = moved.stage is Stage.INTERVENTION
    return BreachSettled(
        **cases.standing(moved).model_dump(),
        breach_id=breach.id,
        decision=body.decision,
        edition=tx.edition,
        spent_on=variation_actions.spent_on(tx, plan, after) if running else None,
        reasons=[ReasonRead.model_validate(reason) for reason in reasons],
        warnings=[ReasonRead.model_validate(warning) for warning in warnings],
    )


async def _move(
    tx: Transaction, case: CaseRow, after: Sequence[ConditionRow], body: BreachDecided
) -> CaseRow:
    to = _LEADS_TO[body.decision]
    due_on = plan_actions.next_due(after) if to is Stage.INTERVENTION else case.police_informed_due
    return await cases.move(
        tx,
        case,
        action="decide_breach",
        to=to,
        closed_as=ClosedAs.CHARGED if to is Stage.CLOSED else None,
        due_on=None if to is Stage.CLOSED else due_on,
        why=body.rationale,
    )


async def _keep(
    tx: Transaction,
    case: CaseRow,
    asked: Asked,
    plan: PlanRow,
    breach: Record,
    body: BreachDecided,
    reasons: Sequence[Reason],
    warnings: Sequence[Reason],
) -> None:
    await cases.keep_decision(
        tx,
        case,
        kind="breach_decision",
        answer={"decision": body.decision.value, "warnings": said(warnings)},
        reasons=reasons,
        facts={
            "case": to_record(asked.facts),
            "disposal": plan.disposal.value,
            "conditions": breach.conditions,
            "child_withdraws": breach.child_withdraws,
            "reasonable_excuse": body.reasonable_excuse,
        },
        looked_at=tx.today,
    )


async def _excused_already(
    tx: Transaction, plan: PlanRow, conditions: Sequence[ConditionRow], breach: Record
) -> bool:
    """Whether this is the failure that was last found excused: the same, and nothing since."""
    last = await queries.excuse(tx, plan.case_id)
    same = last is not None and last.reasonable_excuse and not breach.child_withdraws
    if last is None or not same or not set(breach.conditions) <= set(last.conditions):
        return False
    since = clock.london(last.decided_at)
    again = [each for each in conditions if each.id in breach.conditions]
    gone_by = any(since <= each.due_on < tx.today for each in again)
    missed = any(
        row.attendance is AttendanceKind.MISSED_UNACCEPTABLE and row.occurred_on >= since
        for each in await queries.carried(tx, again)
        for row in each.progress
    )
    return not (gone_by or missed)


def _permitted(
    tx: Transaction, asked: Asked, disposal: Disposal, body: BreachDecided, *, excused: bool
) -> None:
    """A prosecution is resumed only without an excuse, and never while the decision is held.

    An excuse once found is not taken back, whatever else is decided of the same failure.
    """
    resumed = body.decision is BreachChoice.RESUME_PROSECUTION
    found = rules.may_be_prosecuted(tx.protocol, disposal, reasonable_excuse=excused, on=tx.today)
    if found.reasons and (resumed or body.reasonable_excuse is False):
        raise RefusedByProtocol("This failure was found to be excused", found.reasons)
    if not resumed:
        return
    if young := eligibility.under_age(tx.protocol, asked.facts, tx.today):
        raise RefusedByProtocol("The child was too young for an offence", young)
    if held := hold.bars(tx.protocol, asked.facts, tx.today, Disposal.CHARGE):
        raise RefusedByProtocol("The decision about this child is held", held)
    verdict = rules.may_be_prosecuted(
        tx.protocol, disposal, reasonable_excuse=body.reasonable_excuse, on=tx.today
    )
    if not verdict.answer:
        raise RefusedByProtocol("The child cannot be prosecuted for this failure", verdict.reasons)


def _told(
    tx: Transaction, asked: Asked, disposal: Disposal, body: BreachDecided
) -> tuple[Sequence[Reason], Sequence[Reason]]:
    """What follows for the disposal; and, of a referral of its own, a form that is missing."""
    follows = rules.follows(tx.protocol, disposal, body.decision, tx.today)
    if body.decision is not BreachChoice.RESUME_PROSECUTION:
        return follows, ()
    completed = body.information_form_completed_on is not None
    form = prosecutor.information_form(tx.protocol, asked.facts, tx.today)
    missing = prosecutor.form_missing(tx.protocol, asked.facts, tx.today, completed=completed)
    return (*follows, *form), missing


async def _insert(tx: Transaction, case: CaseRow, breach_id: str, body: BreachDecided) -> None:
    await tx.add(
        BreachDecision,
        case.id,
        breach_id=breach_id,
        **body.model_dump(exclude={"conditions"}),
        conditions=[each.model_dump(mode="json") for each in body.conditions],
        decided_at=tx.at,
        decided_by=tx.by.subject,
        agency=tx.by.agency,
    )
