"""Rates per 100,000 children, and on which mid-year estimate a period is rated."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PER = 100_000


class Period(StrEnum):
    FINANCIAL_YEAR = "financial_year"
    CALENDAR_YEAR = "calendar_year"
    QUARTER = "quarter"
    ROLLING_12_MONTHS = "rolling_12_months"


@dataclass(frozen=True, slots=True)
class PopulationYear:
    """The mid-year a period should be rated on, and the one that can be used."""

    wanted: int
    used: int | None

    @property
    def note(self) -> str:
        if self.used == self.wanted:
            return f"Rated on the mid-{self.wanted} estimate."
        if self.used is None:
            return f"Not rated: no estimate for mid-{self.wanted} or earlier is loaded."
        return f"Rated on the mid-{self.used} estimate: mid-{self.wanted} is not loaded."


def rate_per_100_000(count: int, population: int) -> int:
    """A whole number, half up; never summed or averaged across areas."""
    if population <= 0:
        raise ValueError("a rate needs a population")
    # In whole numbers, because a float would round some halves down.
    return (2 * PER * count + population) // (2 * population)


def population_year_for(period: Period, start: date, loaded: Collection[int]) -> PopulationYear:
    """A financial year is rated on the mid-year within it, anything else on the one before."""
    wanted = start.year if period is Period.FINANCIAL_YEAR else start.year - 1
    return PopulationYear(wanted, max((year for year in loaded if year <= wanted), default=None))
