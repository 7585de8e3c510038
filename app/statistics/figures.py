"""From counts by quarter to the figures of a table: sums, pooled rows, and rates."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.statistics.periods import Run, periods
from panel_protocol.protocol import Protocol
from panel_protocol.rules.rates import Period, population_year_for, rate_per_100_000
from panel_protocol.terms import ClosedAs, Disposal


class Measure(StrEnum):
    FIRST_TIME_ENTRANTS = "first-time-entrants"
    DISPOSALS = "disposals"


OFFICER_RESOLUTION = "officer_resolution"

# Entrants are one series; disposals are one for each, from the least serious to the most.
SERIES: Mapping[Measure, tuple[str, ...]] = {
    Measure.FIRST_TIME_ENTRANTS: ("",),
    Measure.DISPOSALS: (Disposal.NO_FURTHER_ACTION, OFFICER_RESOLUTION, *list(Disposal)[1:]),
}

# What is counted by the closing of its case; the other disposals by the day they were given.
CLOSINGS: Mapping[ClosedAs, str] = {
    ClosedAs.NO_FURTHER_ACTION: Disposal.NO_FURTHER_ACTION,
    ClosedAs.OFFICER_RESOLUTION: OFFICER_RESOLUTION,
    ClosedAs.CHARGED: Disposal.CHARGE,
}

GIVEN = [each for each in SERIES[Measure.DISPOSALS] if each not in CLOSINGS.values()]

# By series, area and quarter; what is not there is nought.
Counts = Mapping[tuple[str, str, int], int]


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a table: one area, or several pooled under the code of them all."""

    code: str
    areas: tuple[str, ...]


def places(protocol: Protocol, held: Collection[str]) -> list[Place]:
    """The areas held, in the partnership's order; all of them are also pooled."""
    each = [Place(code, (code,)) for code in protocol.areas if code in held]
    if len(each) < len(protocol.areas):
        return each
    return [*each, Place(protocol.force_area.code, tuple(protocol.areas))]


@dataclass(frozen=True, slots=True)
class Estimate:
    residents: int
    basis: str


class Populations:
    """Residents aged 10 to 17, by area and mid-year."""

    def __init__(self, estimates: Mapping[tuple[str, int], Estimate]) -> None:
        self._estimates = estimates

    def of(self, place: Place, period: Period, run: Run) -> tuple[int | None, int | None]:
        """The pooled estimate a period is rated on, and its mid-year."""
        loaded = [{year for area, year in self._estimates if area == one} for one in place.areas]
        # A pooled estimate is of one mid-year: the nearest that every area has.
        year = population_year_for(period, run.starts, set.intersection(*loaded)).used
        if year is None:
            return None, None
        return sum(self._estimates[area, year].residents for area in place.areas), year

    def bases_of(self, year: int) -> list[str]:
        found = {each.basis for (_, mid_year), each in self._estimates.items() if mid_year == year}
        return sorted(found)


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a table, whatever part of it may be shown."""

    place: Place
    series: str
    period: Period
    run: Run
    count: int | None
    rate: int | None
    population: int | None
    population_year: int | None

    @property
    def suppressed(self) -> bool:
        return self.count is None


def table(
    measure: Measure,
    period: Period,
    span: Run,
    *,
    counts: Counts,
    populations: Populations,
    rows: Iterable[Place],
) -> Iterator[Figure]:
    """Every place, period and series of the span, noughts among them, oldest first."""
    kept = list(rows)
    for run in periods(period, span):
        for place in kept:
            population, year = populations.of(place, period, run)
            for series in SERIES[measure]:
                count = total(counts, series, place, run.to(span.last))
                yield Figure(
                    place=place,
                    series=series,
                    period=period,
                    run=run,
                    count=count,
                    rate=rate_per_100_000(count, population) if population else None,
                    population=population,
                    population_year=year,
                )


def total(counts: Counts, series: str, place: Place, run: Run) -> int:
    return sum(counts.get((series, area, quarter), 0) for area in place.areas for quarter in run)
