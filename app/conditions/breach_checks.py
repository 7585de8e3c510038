"""What cannot be in a review of a plan, or in what is decided about it: each with its field."""

from collections.abc import Collection, Iterator, Sequence

from app import clock
from app.conditions import variation_actions
from app.conditions.actions import FieldError
from app.conditions.schemas import BreachDecided
from app.database import Record
from app.disposals.queries import ConditionRow, PlanRow
from app.transaction import Transaction
from panel_protocol.rules import plans as rules
from panel_protocol.terms import BreachChoice, Disposal

_RUNS_ON = (BreachChoice.NO_ACTION, BreachChoice.VARY, BreachChoice.EXTEND)


def errors(
    tx: Transaction,
    plan: PlanRow,
    conditions: Sequence[ConditionRow],
    breach: Record,
    body: BreachDecided,
) -> Iterator[FieldError]:
    yield from _wrong_with(tx, plan.disposal, conditions, breach.conditions, body)
    yield from _unsaid(tx, plan.disposal, body)
    yield from _wrong_form(tx, breach, body)
    if breach.child_withdraws and body.decision is BreachChoice.NO_ACTION:
        message = "The child has withdrawn: agree other terms, return the case, or prosecute"
        yield "/decision", "child_withdrew", message


def _wrong_form(tx: Transaction, breach: Record, body: BreachDecided) -> Iterator[FieldError]:
    pointer, form = "/information_form_completed_on", body.information_form_completed_on
    if form is None:
        return
    if body.decision is not BreachChoice.RESUME_PROSECUTION:
        yield pointer, "no_referral", "A form goes with a referral, and this is none"
    if form > tx.today:
        yield pointer, "in_the_future", "This day has not come yet"
    if form < clock.london(breach.opened_at):
        message = "A form of an earlier referral does not serve: fill in a new one"
        yield pointer, "before_breach", message


def _unsaid(tx: Transaction, disposal: Disposal, body: BreachDecided) -> Iterator[FieldError]:
    """What the law asks of a decision on this disposal, and nobody has said."""
    if body.decision is BreachChoice.RESUME_PROSECUTION:
        needed = rules.asks_for_excuse(tx.protocol, disposal, tx.today)
        if needed and body.reasonable_excuse is None:
            message = "Say whether the child had a reasonable excuse"
            yield "/reasonable_excuse", "missing", message
    if body.decision in (BreachChoice.VARY, BreachChoice.EXTEND):
        yield from variation_actions.unauthorised(tx, disposal, body.authorised_by)


def not_running(
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
    yield from not_running(conditions, body.excused_conditions, "/excused_conditions")
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
    if body.decision not in _RUNS_ON or body.conditions:
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
