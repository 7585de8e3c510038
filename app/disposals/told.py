"""What must be told once something is given or carried out: duties, and what checks show."""

from collections.abc import Iterable
from datetime import date

from app.children.schemas import ReasonRead
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.rules.disclosure import DisclosureFacts, disclosed
from panel_protocol.rules.duties import DutyFacts, duties
from panel_protocol.rules.open_questions import told
from panel_protocol.terms import Disposal

# Said by the calculator to whoever asks about a day; here the day is known.
_OF_THE_CALCULATOR = {"offence_day_not_given", "no_bar", "not_standing"}


def must_follow(
    tx: Transaction, facts: CaseFacts, disposal: Disposal, given_on: date
) -> tuple[Reason, ...]:
    """What the giving now asks of the team and of whoever gave it, and means before a court."""
    given = DutyFacts(disposal=disposal, given_on=given_on, history=facts.history)
    follows = duties(tx.protocol, given)
    reasons = (
        *follows.referral.reasons,
        *follows.youth_offending_team.reasons,
        *follows.conditional_discharge.reasons,
        *follows.citability.reasons,
        *follows.reasons,
    )
    return tuple(reason for reason in reasons if reason.code not in _OF_THE_CALCULATOR)


def once_given(
    tx: Transaction, disposal: Disposal, given_on: date, ends_on: date | None
) -> tuple[date | None, list[ReasonRead]]:
    """When it is spent by the planned end of its conditions, and what checks show."""
    shown = DisclosureFacts(
        disposal=disposal, given_on=given_on, conditions_end_on=ends_on, end_is_planned=True
    )
    return _shown(tx, shown, given_on)


def at_the_end(
    tx: Transaction, disposal: Disposal, given_on: date, ended_on: date
) -> tuple[date | None, list[ReasonRead]]:
    """When it is spent now that its conditions have ended, and what checks show."""
    shown = DisclosureFacts(disposal=disposal, given_on=given_on, conditions_end_on=ended_on)
    return _shown(tx, shown, ended_on)


def _shown(
    tx: Transaction, facts: DisclosureFacts, on: date
) -> tuple[date | None, list[ReasonRead]]:
    # Only told: what was given stands, whatever is answered of Outcome 23.
    found, awaited = told(lambda: disclosed(tx.protocol, facts, on))
    if found is None:
        return None, _read(awaited)
    return found.spent_on, _read((*found.notes, *found.for_the_child))


def _read(reasons: Iterable[Reason]) -> list[ReasonRead]:
    return [ReasonRead.model_validate(reason) for reason in reasons]
