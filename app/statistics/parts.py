"""What figures are sums of: so many of a series, in one area and one quarter."""

from collections.abc import Collection, Iterable, Mapping

from app.statistics.figures import Place
from app.statistics.periods import Run
from app.statistics.spec import Counts, Measure, Spec
from panel_protocol.rules.rates import Period

Series = tuple[Measure, str]
Spot = tuple[Series, str, int]
Part = tuple[Series, str, int, int]
Parts = frozenset[Part]
Everything = Mapping[Measure, Counts]


def counted(spec: Spec, base: str) -> Series:
    """A counted series by the name it goes by in every measure that has it."""
    return spec.same_as.get(base, (spec.measure, base))


def total(parts: Parts) -> int:
    return sum(part[-1] for part in parts)


def bare_noughts(
    counts: Everything, series: Iterable[tuple[Spec, str]], areas: Collection[str], span: Run
) -> set[Spot]:
    """Where a quarter's table shows a nought that adds nothing up: everybody knows that part."""
    return {
        (counted(spec, each), area, quarter)
        for spec, each in series
        if each in spec.series and not spec.pooled_only and Period.QUARTER in spec.answers
        if spec.ways(each) == [{each}]
        for quarter in _quarters(spec, span)
        for area in areas
        if not counts[spec.measure].get((each, area, quarter))
    }


def _quarters(spec: Spec, span: Run) -> list[int]:
    runs = spec.runs(Period.QUARTER, span)
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
