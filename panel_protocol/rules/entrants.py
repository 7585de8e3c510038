"""Whether an outcome makes a first-time entrant: rank all that is known, then look where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from panel_protocol.dated import Answer
from panel_protocol.decision import Decision, Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.outcomes import is_substantive, seriousness
from panel_protocol.saying import written
from panel_protocol.terms import Disposal, OutcomeKind

# Sorts after every key, so that on a tie what is already on record stays first.
_NEW = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedOutcome:
    """One outcome on a child's record; `key` tells it from the others."""

    key: str
    outcome: OutcomeKind
    given_on: date
    home_area: str
    offence_committed_on: date | None = None
    first_hearing_on: date | None = None
    overturned_on: date | None = None


def first_entry(
    protocol: Protocol, born: date, outcomes: Sequence[RecordedOutcome]
) -> Decision[RecordedOutcome | None]:
    """The outcome that made the child an entrant, wherever the child then lived."""
    left_out = {each.key: _why_left_out(protocol, born, each) for each in outcomes}
    ranked = sorted(
        (each for each in outcomes if left_out[each.key] is None),
        key=lambda each: _rank(protocol, each),
    )
    reasons = [why for each in _by_day(outcomes) if (why := left_out[each.key]) is not None]
    if not ranked:
        return Decision(None, tuple(reasons))
    first = ranked[0]
    why = _reason(protocol, first, "first_substantive", "is the first substantive outcome known")
    return Decision(first, (why, *reasons))


def counts_for_area(protocol: Protocol, entry: RecordedOutcome) -> bool:
    """Whether the entry belongs to an area's figures; asked only after ranking."""
    elsewhere = protocol.entrants.residence_not_counted.on(entry.given_on)
    return entry.home_area not in elsewhere.value


def would_be_entrant(
    protocol: Protocol,
    born: date,
    outcomes: Sequence[RecordedOutcome],
    disposal: Disposal,
    given_on: date,
    *,
    offence_committed_on: date | None = None,
) -> Decision[bool]:
    """Whether this disposal, given that day, would be the child's first substantive outcome."""
    proposed = RecordedOutcome(
        key=_NEW,
        outcome=OutcomeKind(disposal),
        given_on=given_on,
        home_area="",
        offence_committed_on=offence_committed_on,
    )
    if why := _why_left_out(protocol, born, proposed):
        return Decision(False, (why,))
    known = first_entry(protocol, born, outcomes).answer
    entry = first_entry(protocol, born, [*outcomes, proposed]).answer
    # Who is an entrant already does not become one again by something graver the same day.
    if known is None or (entry is proposed and given_on < known.given_on):
        text = "would be the first substantive outcome known"
        return Decision(True, (_reason(protocol, proposed, "first_substantive", text),))
    text = "already made this child an entrant"
    return Decision(False, (_reason(protocol, known, "already_entrant", text),))


def definition(protocol: Protocol) -> Answer[str]:
    """The words served beside every count of first-time entrants."""
    return protocol.entrants.definition.on(date.max)


def limits(protocol: Protocol) -> tuple[str, ...]:
    return protocol.entrants.limits.on(date.max).value


def rate_limits(protocol: Protocol) -> tuple[str, ...]:
    return protocol.entrants.rate_limits.on(date.max).value


def kpi_6_limits(protocol: Protocol) -> tuple[str, ...]:
    return protocol.entrants.kpi_6_limits.on(date.max).value


def _why_left_out(protocol: Protocol, born: date, each: RecordedOutcome) -> Reason | None:
    if not is_substantive(protocol, each.outcome, each.given_on):
        return _reason(protocol, each, "not_substantive", "is not a substantive outcome")
    if each.overturned_on is not None:
        return _reason(protocol, each, "overturned", "was overturned")
    if not _in_age_window(protocol, born, each):
        return _reason(protocol, each, "outside_age_window", "is outside the ages counted")
    return None


def _in_age_window(protocol: Protocol, born: date, each: RecordedOutcome) -> bool:
    youngest = protocol.entrants.youngest_age.on(each.given_on).value
    oldest = protocol.entrants.oldest_age.on(each.given_on).value
    # A caution has no hearing: the day it was given stands in, or it would silently be lost.
    heard_on = each.first_hearing_on or each.given_on
    offended_on = each.offence_committed_on or heard_on
    return youngest <= age_on(born, offended_on) <= oldest and age_on(born, heard_on) <= oldest


def _rank(protocol: Protocol, each: RecordedOutcome) -> tuple[date, int, str]:
    return each.given_on, -seriousness(protocol, each.outcome, each.given_on), each.key


def _by_day(outcomes: Sequence[RecordedOutcome]) -> list[RecordedOutcome]:
    return sorted(outcomes, key=lambda each: (each.given_on, each.key))


def _reason(protocol: Protocol, each: RecordedOutcome, code: str, text: str) -> Reason:
    said = each.outcome.replace("_", " ").capitalize()
    source = protocol.outcomes.substantive.on(each.given_on).source
    if code in {"overturned", "outside_age_window"}:
        source = protocol.entrants.oldest_age.on(each.given_on).source
    return Reason(code, f"{said} of {written(each.given_on)} {text}", source)
