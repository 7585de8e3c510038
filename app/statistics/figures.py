"""From counts by quarter to the figures of a table: sums, pooled rows, and rates."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from app.statistics.periods import Run
from app.statistics.spec import Counted, Counts, Spec, Spread, Value
from panel_protocol.protocol import Protocol
from panel_protocol.rules.rates import Period, population_year_for, rate_per_100_000


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a table: one area, or several pooled under the code of them all."""

    code: str
    areas: tuple[str, ...]

    @property
    def pooled(self) -> bool:
        return len(self.areas) > 1


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
    values: Mapping[str, Value]

    @property
    def suppressed(self) -> bool:
        return self.count is None


# What may be shown of a count (itself, something coarser, or nothing), and of what is worked out.
Seen = Callable[[str, Place, Run, int], int | None]
Told = Callable[[Mapping[str, Value]], Mapping[str, Value]]


def everything(_series: str, _place: Place, _run: Run, count: int) -> int | None:
    return count


def as_it_is(values: Mapping[str, Value]) -> Mapping[str, Value]:
    return values


def table(
    spec: Spec,
    period: Period,
    span: Run,
    *,
    counted: Counted,
    populations: Populations,
    rows: Iterable[Place],
    since: int | None = None,
    seen: Seen = everything,
    told: Told = as_it_is,
) -> Iterator[Figure]:
    """Every place, period and series of the span, or since a quarter of it, oldest first.

    Noughts are among them. Rates and whatever else is worked out follow from what may be seen
    of the counts.
    """
    kept = [place for place in rows if place.pooled or not spec.pooled_only]
    found = _Rows(spec, counted, seen, told)
    for run in spec.told(period, span, span.first if since is None else since):
        for place in kept:
            population, year = populations.of(place, period, run) if spec.rated else (None, None)
            for series, count, values in found.of(place, run.to(span.last)):
                yield Figure(
                    place=place,
                    series=series,
                    period=period,
                    run=run,
                    count=count,
                    rate=_rate(count, population),
                    population=population,
                    population_year=year,
                    values=values,
                )


class _Rows:
    """What may be seen in each place and run; whatever is the same in many is worked out once."""

    def __init__(self, spec: Spec, counted: Counted, seen: Seen, told: Told) -> None:
        self._spec, self._counted, self._seen, self._told = spec, counted, seen, told
        something = (*counted.counts, *counted.spreads)
        there = frozenset(base for base, _, _ in something)
        self._base = cache(lambda series: spec.base(series) & there)
        self._somewhere = {(area, quarter) for _, area, quarter in something}
        self._of_nothing: dict[str, Mapping[str, Value]] = {}

    def of(self, place: Place, run: Run) -> Iterator[tuple[str, int | None, Mapping[str, Value]]]:
        """Each series, its count and what is worked out of it; most count nothing anywhere."""
        nothing = self._somewhere.isdisjoint(product(place.areas, run))
        base = _no_base if nothing else self._base
        whole = _Whole(base, place, run, self._counted, self._seen)
        counts = {series: whole.shown(series) for series in self._spec.series}
        values = self._of_nothing if nothing and None not in counts.values() else {}
        for series, count in counts.items():
            if series not in values:
                derived = self._spec.derived(series, whole.shown, whole.spread(series))
                values[series] = self._told(derived)
            yield series, count, values[series]


def _no_base(_series: str) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class _Whole:
    """One place and run of quarters: what a row's values are worked out from."""

    base: Callable[[str], frozenset[str]]
    place: Place
    run: Run
    counted: Counted
    seen: Seen
    # A row's values look at other rows, many at the same ones.
    found: dict[str, int | None] = field(default_factory=dict)

    def shown(self, series: str) -> int | None:
        if series not in self.found:
            count = _sum(self.counted.counts, self.base(series), self.place, self.run)
            self.found[series] = self.seen(series, self.place, self.run, count)
        return self.found[series]

    def spread(self, series: str) -> Spread | None:
        if self.shown(series) is None:
            return None
        if not self.counted.spreads:
            return {}
        values: Counter[int] = Counter()
        for base in self.base(series):
            for area in self.place.areas:
                for quarter in self.run:
                    values.update(self.counted.spreads.get((base, area, quarter), {}))
        return values


def _rate(count: int | None, population: int | None) -> int | None:
    if count is None or not population:
        return None
    return rate_per_100_000(count, population)


def total(spec: Spec, counts: Counts, series: str, place: Place, run: Run) -> int:
    return _sum(counts, spec.base(series), place, run)


def _sum(counts: Counts, bases: Collection[str], place: Place, run: Run) -> int:
    return sum(
        counts.get((base, area, quarter), 0)
        for base in bases
        for area in place.areas
        for quarter in run
    )
