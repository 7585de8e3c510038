"""What figures are sums of: so many of a series, in one area and one quarter."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product

from app.statistics.figures import Place
from app.statistics.periods import Run
from app.statistics.spec import Counts, Measure, Spec
from panel_protocol.rules.rates import Period

Series = tuple[Measure, str]
Spot = tuple[Series, str, int]
Part = tuple[Series, str, int, int]
Parts = frozenset[Part]
# So many times each part.
Weighed = frozenset[tuple[Part, int]]
Everything = Mapping[Measure, Counts]


def counted(spec: Spec, base: str) -> Series:
    """A counted series by the name it goes by in every measure that has it."""
    return spec.same_as.get(base, (spec.measure, base))


def total(parts: Parts) -> int:
    return sum(part[-1] for part in parts)


def bare_noughts(
    counts: Everything,
    series: Iterable[tuple[Spec, str]],
    areas: Collection[str],
    span: Run,
    since: int,
) -> set[Spot]:
    """Where there is nought and everybody knows it: all of it before anything was on record."""
    before = range(span.first, since)
    return {
        (counted(spec, each), area, quarter)
        for spec, each in series
        for quarter in (*before, *_quarters(spec, each, span))
        for area in areas
        if not counts[spec.measure].get((each, area, quarter))
    }


def _quarters(spec: Spec, series: str, span: Run) -> Iterable[int]:
    """Those whose noughts are told: a quarter's table shows one that adds nothing up."""
    if series in spec.supposed:
        return span
    if series not in spec.series or spec.pooled_only or spec.ways(series) != [{series}]:
        return ()
    runs = spec.runs(Period.QUARTER, span) if Period.QUARTER in spec.answers else ()
    return [run.first for run in runs if run.first == run.to(span.last).last]


class Divided:
    """What was known at one time, divided into its parts, those that everybody knows left out."""

    def __init__(self, counts: Everything, bare: Collection[Spot]) -> None:
        self.counts, self._bare = counts, bare
        self._ways: dict[Series, list[list[tuple[str, Series]]]] = {}
        # Every total asks for the parts of what it adds up anew.
        self._parts: dict[tuple[Measure, str, str, int, int], list[Part]] = {}

    def ways(self, spec: Spec, series: str, place: Place, run: Run) -> list[Parts]:
        """The parts a figure adds up; of a total, once for each way of dividing it."""
        return [
            frozenset(
                part
                for base, name in way
                for area in place.areas
                for part in self._of(spec, base, name, area, run)
            )
            for way in self._divisions(spec, series)
        ]

    def weighed(
        self, spec: Spec, balance: Mapping[str, int], areas: Iterable[str], span: Run
    ) -> Iterator[Weighed]:
        """A balance of counted series, in each area and quarter."""
        for area, quarter in product(areas, span):
            here = Run(quarter, quarter)
            yield frozenset(
                (part, weight)
                for base, weight in balance.items()
                for part in self._of(spec, base, counted(spec, base), area, here)
            )

    def _divisions(self, spec: Spec, series: str) -> list[list[tuple[str, Series]]]:
        key = spec.measure, series
        if key not in self._ways:
            self._ways[key] = [
                [(base, counted(spec, base)) for base in way] for way in spec.ways(series)
            ]
        return self._ways[key]

    def _of(self, spec: Spec, base: str, name: Series, area: str, run: Run) -> list[Part]:
        key = spec.measure, base, area, run.first, run.last
        if key not in self._parts:
            count = self.counts[spec.measure].get
            every = [(name, area, quarter, count((base, area, quarter), 0)) for quarter in run]
            self._parts[key] = [part for part in every if part[-1] or part[:-1] not in self._bare]
        return self._parts[key]
