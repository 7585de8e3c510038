"""When a plan is not kept to: the review, and what is decided."""

from collections.abc import Collection, Iterator, Sequence

from app.cases import actions as cases
from app.cases.queries import CaseRow
from app.children.schemas import ReasonRead
from app.conditions import queries
from app.conditions.actions import FieldError, running_plan
from app.conditions.breach_terms import Deciding, apply
from app.conditions.schemas import BreachDecided, BreachKept, BreachOpened, BreachSettled
from app.conditions.tables import Breach, BreachDecision
from app.conditions.variation_actions import unauthorised
from app.database import new_id
from app.disposals import facts as facts_of
from app.disposals import plan_actions
from app.disposals import queries as disposals
from app.disposals.queries import ConditionRow
from app.problems import RefusedByProtocol, Unacceptable, said
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.journey import Stage
from panel_protocol.rules import plans as rules
from panel_protocol.rules import prosecutor
from panel_protocol.terms import BreachChoice, ClosedAs, Disposal

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
    conditions = await disposals.conditions(tx, plan.disposal_id)
    if errors := list(_not_running(conditions, body.conditions, "/conditions")):
        raise Unacceptable(errors)
    verdict = rules.may_be_reviewed(
        tx.protocol, plan.disposal, excuse_considered=body.excuse_considered, on=tx.today
    )
    if not verdict.answer:
        raise RefusedByProtocol("This is not yet a breach", verdict.reasons)
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
    reasons = rules.on_breach(tx.protocol, plan.disposal, tx.today)
    return BreachKept(
        **cases.standing(moved).model_dump(),
        breach_id=breach_id,
        conditions=body.conditions,
        reasons=[ReasonRead.model_validate(reason) for reason in reasons],
    )


async def decide(
    tx: Transaction, *, case_id: str, version: int, body: BreachDecided
) -> BreachSettled:
    """Change the plan as decided, and take the case where the decision leads."""
    case = await cases.for_change(tx, case_id, version, action="decide_breach")
    breach = await queries.open_breach(tx, case.id)
    plan = await running_plan(tx, case)
    conditions = await disposals.conditions(tx, plan.disposal_id)
    errors = [
        *_wrong_with(tx, plan.disposal, conditions, breach.conditions, body),
        *_unsaid(tx, plan.disposal, body),
    ]
    if errors:
        raise Unacceptable(errors)
    _without_excuse(tx, plan.disposal, body)
    reasons = (
        *rules.follows(tx.protocol, plan.disposal, body.decision, tx.today),
        *await _information_form(tx, case, body),
    )
    warnings = await apply(tx, Deciding(case, plan, conditions, breach.conditions, body))
    await _insert(tx, breach.id, body)
    after = await disposals.conditions(tx, plan.disposal_id)
    to = _LEADS_TO[body.decision]
    due_on = plan_actions.next_due(after) if to is Stage.INTERVENTION else case.police_informed_due
    moved = await cases.move(
        tx,
        case,
        action="decide_breach",
        to=to,
        closed_as=ClosedAs.CHARGED if to is Stage.CLOSED else None,
        due_on=None if to is Stage.CLOSED else due_on,
        why=body.rationale,
    )
    await cases.keep_decision(
        tx,
        moved,
        kind="breach_decision",
        answer={"decision": body.decision.value, "warnings": said(warnings)},
        reasons=reasons,
        facts={
            "disposal": plan.disposal.value,
            "conditions": breach.conditions,
            "reasonable_excuse": body.reasonable_excuse,
        },
        looked_at=tx.today,
    )
    return BreachSettled(
        **cases.standing(moved).model_dump(),
        breach_id=breach.id,
        decision=body.decision,
        edition=tx.edition,
        reasons=[ReasonRead.model_validate(reason) for reason in reasons],
        warnings=[ReasonRead.model_validate(warning) for warning in warnings],
    )


def _unsaid(tx: Transaction, disposal: Disposal, body: BreachDecided) -> Iterator[FieldError]:
    """What the law asks of a decision on this disposal, and nobody has said."""
    if body.decision is BreachChoice.RESUME_PROSECUTION:
        needed = rules.asks_for_excuse(tx.protocol, disposal, tx.today)
        if needed and body.reasonable_excuse is None:
            message = "Say whether the child had a reasonable excuse"
            yield "/reasonable_excuse", "missing", message
    if body.decision in (BreachChoice.VARY, BreachChoice.EXTEND):
        yield from unauthorised(tx, disposal, body.authorised_by)


def _without_excuse(tx: Transaction, disposal: Disposal, body: BreachDecided) -> None:
    if body.decision is not BreachChoice.RESUME_PROSECUTION:
        return
    verdict = rules.may_be_prosecuted(
        tx.protocol, disposal, reasonable_excuse=body.reasonable_excuse, on=tx.today
    )
    if not verdict.answer:
        raise RefusedByProtocol("The child cannot be prosecuted for this failure", verdict.reasons)


async def _information_form(
    tx: Transaction, case: CaseRow, body: BreachDecided
) -> Sequence[Reason]:
    """A prosecution resumed is a referral of its own, with a form of its own."""
    if body.decision is not BreachChoice.RESUME_PROSECUTION:
        return ()
    asked = await facts_of.of_case(tx, case)
    return prosecutor.information_form(tx.protocol, asked.facts, tx.today)


def _not_running(
    conditions: Sequence[ConditionRow], named: Sequence[str], pointer: str
) -> Iterator[FieldError]:
    running = {each.id for each in conditions if each.settled is None}
    for place, key in enumerate(named):
        if key not in running:
            yield f"{pointer}/{place}", "not_running", "Not a condition this plan still asks for"
        if key in named[:place]:
            yield f"{pointer}/{place}", "repeated", "Named already"


def _wrong_with(
    tx: Transaction,
    disposal: Disposal,
    conditions: Sequence[ConditionRow],
    breached: Collection[str],
    body: BreachDecided,
) -> Iterator[FieldError]:
    if _nothing_left(tx, disposal, conditions, body):
        message = "Nothing would be undertaken: return the case to the panel, or leave something"
        yield "/excused_conditions", "nothing_left", message
    yield from _not_running(conditions, body.excused_conditions, "/excused_conditions")
    running = [each for each in conditions if each.settled is None]
    extended = [c for c in running if c.id in breached and c.id not in body.excused_conditions]
    if body.decision is BreachChoice.EXTEND:
        yield from _wrong_extension(tx, extended, body)
    elif body.due_on is not None:
        yield "/due_on", "not_extended", "A new due date belongs to `extend`"
    if body.decision is BreachChoice.VARY:
        yield from _wrong_variation(tx, conditions, body)
    elif body.conditions:
        yield "/conditions", "not_varied", "New conditions belong to `vary`"


def _nothing_left(
    tx: Transaction, disposal: Disposal, conditions: Sequence[ConditionRow], body: BreachDecided
) -> bool:
    """What is recorded only for activity undertaken never could be, with none left."""
    if _LEADS_TO[body.decision] is not Stage.INTERVENTION or body.conditions:
        return False
    left = [each for each in conditions if each.id not in body.excused_conditions]
    needed = rules.needs_activity(tx.protocol, disposal, tx.today) is not None
    return needed and not any(each.asked_for for each in left)


def _wrong_extension(
    tx: Transaction, extended: Sequence[ConditionRow], body: BreachDecided
) -> Iterator[FieldError]:
    if body.due_on is None:
        yield "/due_on", "missing", "Say until when"
        return
    if not extended:
        yield "/excused_conditions", "nothing_left", "No condition in breach is left to extend"
    if body.due_on < tx.today or any(body.due_on <= each.due_on for each in extended):
        yield "/due_on", "not_later", "An extension is to a later day, and not one gone by"


def _wrong_variation(
    tx: Transaction, conditions: Sequence[ConditionRow], body: BreachDecided
) -> Iterator[FieldError]:
    if not body.conditions:
        yield "/conditions", "missing", "Say what the conditions are to be"
    running = {each.id for each in conditions if each.settled is None}
    replaced = [each.replaces for each in body.conditions]
    for place, new in enumerate(body.conditions):
        pointer = f"/conditions/{place}"
        if new.replaces and new.replaces not in running - set(body.excused_conditions):
            message = "Not a condition this plan still asks for"
            yield f"{pointer}/replaces", "not_running", message
        if new.replaces and new.replaces in replaced[:place]:
            yield f"{pointer}/replaces", "repeated", "Replaced already"
        if new.due_on < tx.today:
            yield f"{pointer}/due_on", "gone_by", "This day has gone by"


async def _insert(tx: Transaction, breach_id: str, body: BreachDecided) -> None:
    await tx.add(
        BreachDecision,
        breach_id=breach_id,
        **body.model_dump(exclude={"conditions"}),
        conditions=[each.model_dump(mode="json") for each in body.conditions],
        decided_at=tx.at,
        decided_by=tx.by.subject,
        agency=tx.by.agency,
    )
