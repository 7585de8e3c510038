"""Whether an outcome is substantive, how serious it is, and when it is spent."""

from datetime import date

from panel_protocol.protocol import Protocol
from panel_protocol.rules.months import add_months, whole_months
from panel_protocol.terms import Disposal, OutcomeKind

Outcome = Disposal | OutcomeKind


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
