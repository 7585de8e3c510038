"""By when each step is due, in working days of England and Wales."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from panel_protocol.dated import Answer, AwaitingDecision
from panel_protocol.protocol import Protocol

SATURDAY = 5


class HolidaysNotKnown(AwaitingDecision):
    """A due date falls in a year whose bank holidays are not loaded."""

    def __init__(self, year: int) -> None:
        question = f"The bank holidays of {year} are not loaded."
        super().__init__("bank_holidays", question, "bank-holidays", "the service's owner")
        self.year = year


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline; `started_on` itself is not counted.

    `working_days` is None where months, weeks or days of the calendar are counted.
    """

    name: str
    started_on: date
    due_on: date
    working_days: int | None
    source: str
    authorised_by: str | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which counting stood still, the first and the last among them."""

    starts: date
    ends: date
    reason: str

    def holds(self, day: date) -> bool:
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True)
class Forecast:
    """How a deadline stands on a day; `working_days_left` only where those are counted."""

    overdue: bool
    days_left: int
    working_days_left: int | None


def add_working_days(holidays: Set[date], day: date, n: int, pauses: Sequence[Pause] = ()) -> date:
    """The n-th working day after `day`, which is not itself counted; nor is a day of a pause."""
    if n < 0:
        raise ValueError("working days are counted forwards")
    years = {holiday.year for holiday in holidays}
    for _ in range(n):
        day = _next_working_day(holidays, years, day, pauses)
    return day


def clocks(
    protocol: Protocol,
    referred_on: date,
    *,
    bailed_on: date | None = None,
    pauses: Sequence[Pause] = (),
) -> tuple[Clock, ...]:
    """The deadlines of every referral, under the timescales of the day it was referred."""
    rules = protocol.timescales
    bailed = bailed_on or referred_on
    assessed = rules.assessment_complete.on(referred_on)
    informed = rules.police_informed.on(referred_on)
    return (
        working_day_clock(protocol, "assessment_complete", referred_on, assessed, pauses),
        working_day_clock(protocol, "police_informed", bailed, informed, pauses),
    )


def working_day_clock(
    protocol: Protocol, name: str, start: date, days: Answer[int], pauses: Sequence[Pause]
) -> Clock:
    due_on = add_working_days(protocol.bank_holidays, start, days.value, pauses)
    return Clock(name, start, due_on, days.value, days.source)


def numbered_days(holidays: Set[date]) -> Iterator[tuple[date, int]]:
    """Every day of the years that are loaded, and how many working days there were up to it.

    The difference of two numbers is the working days after the first day up to the second.
    """
    years = {holiday.year for holiday in holidays}
    day, number = date(min(years), 1, 1), 0
    while day.year in years:
        number += _counts(holidays, day, ())
        yield day, number
        day += timedelta(days=1)


def may_pause(protocol: Protocol, referred_on: date) -> tuple[str, ...]:
    """For which reasons counting working days may stop."""
    return protocol.timescales.pause_reasons.on(referred_on).value


def forecast(protocol: Protocol, clock: Clock, on: date, pauses: Sequence[Pause] = ()) -> Forecast:
    """How long is left on a day, the due day itself being one that is left."""
    working = clock.working_days is not None
    # Nothing is used up before the clock starts, and years not loaded are not looked at.
    start = max(on, clock.started_on)
    left = _working_days_between(protocol.bank_holidays, start, clock.due_on, pauses)
    return Forecast(
        overdue=on > clock.due_on,
        days_left=max((clock.due_on - on).days, 0),
        working_days_left=left if working else None,
    )


def _working_days_between(
    holidays: Set[date], start: date, end: date, pauses: Sequence[Pause]
) -> int:
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(_counts(holidays, day, pauses) for day in days)


def _next_working_day(
    holidays: Set[date], years: Set[int], day: date, pauses: Sequence[Pause]
) -> date:
    day += timedelta(days=1)
    while day.year in years and not _counts(holidays, day, pauses):
        day += timedelta(days=1)
    # A year with no holidays listed is a year nobody loaded, not a year without Christmas.
    if day.year not in years:
        raise HolidaysNotKnown(day.year)
    return day


def _counts(holidays: Set[date], day: date, pauses: Sequence[Pause]) -> bool:
    working = day.weekday() < SATURDAY and day not in holidays
    return working and not any(pause.holds(day) for pause in pauses)
