"""By when each step is due, in working days of England and Wales."""

from collections.abc import Set
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
    """One deadline; `started_on` itself is not counted."""

    name: str
    started_on: date
    due_on: date
    working_days: int
    source: str


def add_working_days(holidays: Set[date], day: date, n: int) -> date:
    """The n-th working day after `day`, which is not itself counted."""
    if n < 0:
        raise ValueError("working days are counted forwards")
    years = {holiday.year for holiday in holidays}
    for _ in range(n):
        day = _next_working_day(holidays, years, day)
    return day


def clocks(
    protocol: Protocol, referred_on: date, *, bailed_on: date | None = None
) -> tuple[Clock, ...]:
    """Every deadline of a referral, under the timescales of the day it was referred."""
    rules = protocol.timescales
    return (
        _clock(
            protocol, "assessment_complete", referred_on, rules.assessment_complete.on(referred_on)
        ),
        _clock(
            protocol,
            "police_informed",
            bailed_on or referred_on,
            rules.police_informed.on(referred_on),
        ),
    )


def _clock(protocol: Protocol, name: str, start: date, days: Answer[int]) -> Clock:
    due_on = add_working_days(protocol.bank_holidays, start, days.value)
    return Clock(name, start, due_on, days.value, days.source)


def _next_working_day(holidays: Set[date], years: Set[int], day: date) -> date:
    day += timedelta(days=1)
    while day.weekday() >= SATURDAY or day in holidays:
        day += timedelta(days=1)
    # A year with no holidays listed is a year nobody loaded, not a year without Christmas.
    if day.year not in years:
        raise HolidaysNotKnown(day.year)
    return day
