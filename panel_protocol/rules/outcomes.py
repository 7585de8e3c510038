"""What an outcome is recorded as, whether it is substantive, and when it is spent."""

from datetime import date

from panel_protocol.protocol import Protocol
from panel_protocol.rules.months import add_months, whole_months
from panel_protocol.rules.open_questions import told
from panel_protocol.terms import Disposal, OutcomeKind

Outcome = Disposal | OutcomeKind


def home_office_code(protocol: Protocol, outcome: Outcome, on: date) -> str | None:
    """The code under which an outcome recorded that day goes, if it has one of its own."""
    return protocol.outcomes.home_office_codes.on(on).value.get(outcome)


def kpi_6_bucket(
    protocol: Protocol, outcome: Outcome, on: date, *, with_yjs: bool = True
) -> str | None:
    """The row of key performance indicator 6 it counts in; none without youth justice work."""
    if not with_yjs:
        return None
    rules = protocol.outcomes
    if outcome == Disposal.OUTCOME_23 and rules.kpi_6_outcome_23.entry_on(on):
        return told(lambda: rules.kpi_6_outcome_23.on(on).value)[0]
    buckets = rules.kpi_6_buckets.entry_on(on)
    return buckets.value.get(outcome) if buckets and buckets.value else None


def is_substantive(protocol: Protocol, outcome: Outcome, given_on: date) -> bool:
    return outcome in protocol.outcomes.substantive.on(given_on).value


def seriousness(protocol: Protocol, outcome: Outcome, given_on: date) -> int:
    """The place of an outcome among all, the higher the more serious."""
    return protocol.outcomes.seriousness.on(given_on).value.index(outcome)


def spent_on(
    protocol: Protocol, disposal: Disposal, given_on: date, condition_end: date | None = None
) -> date | None:
    """The day it is spent; none where nothing is given that could be spent.

    A conditional caution whose end is not known yet is spent at the latest possible day. None is
    spent before it is given.
    """
    rules = protocol.outcomes
    if disposal is Disposal.OUTCOME_23:
        rules.outcome_23_spent.on(given_on)
    if disposal is Disposal.YOUTH_CONDITIONAL_CAUTION:
        months = rules.spent_after_months.on(given_on).value
        return max(given_on, _earlier_of(given_on, condition_end, months))
    return given_on if disposal in rules.spent_when_given.on(given_on).value else None


def _earlier_of(given_on: date, condition_end: date | None, months: int) -> date:
    if condition_end is not None and whole_months(given_on, condition_end) < months:
        return condition_end
    return add_months(given_on, months)
