"""How old the child was at each step, and how near eighteen they are."""

from dataclasses import dataclass
from datetime import date

from panel_protocol.decision import Decision, Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import age_on, birthday
from panel_protocol.rules.months import add_months
from panel_protocol.saying import written


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The day of each step; None where it has not come, or is not known."""

    offence: date | None = None
    interview: date | None = None
    referral: date | None = None
    panel: date | None = None
    giving: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """In whole years at each step; None where the step has no day yet."""

    age_at_offence: int | None
    age_at_interview: int | None
    age_at_referral: int | None
    age_at_panel: int | None
    age_at_giving: int | None


@dataclass(frozen=True, slots=True)
class Turning:
    """When the child turns eighteen, and from when that makes the case urgent."""

    turns_18_on: date
    urgent_from: date
    urgent: bool


def ages_at(born: date, steps: Steps) -> Ages:
    """The age at each step that has a day."""
    return Ages(
        age_at_offence=_age(born, steps.offence),
        age_at_interview=_age(born, steps.interview),
        age_at_referral=_age(born, steps.referral),
        age_at_panel=_age(born, steps.panel),
        age_at_giving=_age(born, steps.giving),
    )


def turning_18(protocol: Protocol, born: date, on: date) -> Decision[Turning]:
    """Asked again whenever a case is opened: what was far away at triage may be near today."""
    oldest = protocol.eligibility.oldest_age.on(on)
    months = protocol.routing.months_of_warning_before_18.on(on)
    day = birthday(born, oldest.value + 1)
    warned = add_months(day, -months.value)
    turning = Turning(day, warned, urgent=warned <= on < day)
    if on >= day:
        text = f"Turned {oldest.value + 1} on {written(day)}: no caution can be given any more"
        return Decision(turning, (Reason("turned_18", text, oldest.source),))
    if turning.urgent:
        text = f"Turns {oldest.value + 1} on {written(day)}: from then on no caution can be given"
        return Decision(turning, (Reason("turns_18_soon", text, oldest.source),))
    return Decision(turning, ())


def turns_18_soon(protocol: Protocol, born: date, on: date) -> bool:
    """Whether the eighteenth birthday is near enough to make the case urgent."""
    return turning_18(protocol, born, on).answer.urgent


def _age(born: date, day: date | None) -> int | None:
    return None if day is None else age_on(born, day)
