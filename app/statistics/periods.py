"""The fixed periods that are counted: every one is a run of whole quarters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from panel_protocol.rules.rates import Period

QUARTERS = 4  # in a year
MONTHS = 3  # in a quarter
APRIL = 1  # the quarter of a calendar year in which a financial year begins


def quarter_of(day: date) -> int:
    """Quarters are numbered on end, so that a run of them is a range of numbers."""
    return day.year * QUARTERS + (day.month - 1) // MONTHS


@cache
def starts(quarter: int) -> date:
    year, place = divmod(quarter, QUARTERS)
    return date(year, place * MONTHS + 1, 1)


@cache
def ends(quarter: int) -> date:
    return starts(quarter + 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """The quarters from `first` to `last`, both counted."""

    first: int
    last: int

    @property
    def starts(self) -> date:
        return starts(self.first)

    @property
    def ends(self) -> date:
        return ends(self.last)

    def to(self, last: int) -> "Run":
        return Run(self.first, min(self.last, last))

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))


def counted(today: date, *, years: int, running: bool) -> Run:
    """From the April `years` financial years ago, to the quarter of today or the last whole one.

    A release counts whole quarters alone: two releases of one quarter then differ by what was
    put right, and never show what a few days added.
    """
    now = quarter_of(today)
    whole = now if ends(now) <= today else now - 1
    return Run(year_of(now) - years * QUARTERS, now if running else whole)


def year_of(quarter: int) -> int:
    """The quarter of April that a quarter's financial year begins with."""
    return quarter - (quarter - APRIL) % QUARTERS


def periods(kind: Period, span: Run) -> list[Run]:
    """Every period of this kind that begins in the span; the last ones may not have ended."""
    if kind is Period.QUARTER:
        return [Run(quarter, quarter) for quarter in span]
    whole = QUARTERS - 1
    if kind is Period.ROLLING_12_MONTHS:
        return [Run(last - whole, last) for last in span if last - whole >= span.first]
    begins = APRIL if kind is Period.FINANCIAL_YEAR else 0
    return [Run(first, first + whole) for first in span if first % QUARTERS == begins]
