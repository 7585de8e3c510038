"""When a child's record is due to be looked at for disposal; or why it is held.

Nothing is disposed of because a day has come: a due record is shown to a person, who decides.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from panel_protocol.decision import Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import birthday
from panel_protocol.rules.months import add_months
from panel_protocol.rules.open_questions import told

# What is on every record, whatever else is.
NO_OUTCOME = "no_outcome"


class CountedFrom(StrEnum):
    DISPOSAL_DATE = "disposal_date"
    CASE_CLOSED = "case_closed"
    LAST_EVENT = "last_event"
    EIGHTEENTH_BIRTHDAY = "eighteenth_birthday"


@dataclass(frozen=True, slots=True)
class Event:
    """Something linked to the child; one that is no outcome still starts the clear period anew."""

    on: date
    record_class: str = ""


@dataclass(frozen=True, slots=True)
class RecordFacts:
    born: date
    events: Collection[Event]
    closed_on: Collection[date] = ()
    holds: Collection[Reason] = ()
    keep_until: date | None = None  # the next review of a decision to retain


@dataclass(frozen=True, slots=True)
class Held:
    reasons: tuple[Reason, ...]


def due(protocol: Protocol, facts: RecordFacts, on: date) -> date | Held:
    """The day the longest period of the schedule in force `on` that day ends.

    A hold goes before any day, and so does a period nobody has set. A decision to retain is never
    shortened by a later schedule.
    """
    if facts.holds:
        return Held(tuple(sorted(set(facts.holds), key=lambda hold: (hold.code, hold.text))))
    months, awaited = told(lambda: protocol.retention.months.on(on))
    counted_from, unknown = told(lambda: protocol.retention.counted_from.on(on))
    if months is None or counted_from is None:
        return Held((*awaited, *unknown))
    classes = {event.record_class for event in facts.events if event.record_class} | {NO_OUTCOME}
    # A misspelt event is no event to count from: held, rather than counted from another.
    counted = {each for each, said in counted_from.value.items() if said in set(CountedFrom)}
    without = sorted(classes - (months.value.keys() & counted))
    if without:
        return Held(tuple(_no_period(each, months.source) for each in without))
    ends = _ends(protocol, facts, classes, months.value, counted_from.value, on)
    return max([*ends, *([facts.keep_until] if facts.keep_until else [])])


def disposed_on(protocol: Protocol, decided_on: date) -> date:
    """The first day on which a record may go whose disposal was decided."""
    return decided_on + timedelta(days=protocol.retention.grace_days.on(decided_on).value)


def _ends(
    protocol: Protocol,
    facts: RecordFacts,
    classes: Collection[str],
    months: Mapping[str, int],
    counted_from: Mapping[str, str],
    on: date,
) -> Iterator[date]:
    for each in classes:
        start = _start(protocol, facts, each, CountedFrom(counted_from[each]), on)
        yield add_months(start, months[each])


def _start(
    protocol: Protocol, facts: RecordFacts, record_class: str, said: CountedFrom, on: date
) -> date:
    """The latest of what is counted from, so that another event can only make it later."""
    everything = record_class == NO_OUTCOME
    own = [e.on for e in facts.events if everything or e.record_class == record_class]
    latest = max((event.on for event in facts.events), default=facts.born)
    if said is CountedFrom.EIGHTEENTH_BIRTHDAY:
        return birthday(facts.born, protocol.giving.full_age.on(on).value)
    if said is CountedFrom.LAST_EVENT:
        return max([latest, *facts.closed_on])
    if said is CountedFrom.CASE_CLOSED:
        own += facts.closed_on
    return max(own, default=facts.born)


def _no_period(record_class: str, source: str) -> Reason:
    text = f"The schedule has no period for {record_class.replace('_', ' ')}"
    return Reason("no_period", text, source)
