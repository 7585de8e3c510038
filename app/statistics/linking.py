"""Which figures hang together: everything that adds up the same counts, in whichever table.

A part is what was counted of one series, area and quarter. Where late or corrected records have
changed it since an earlier release, what it was then is a part of its own; whoever has both
releases is taken to know which parts have changed, and so that the others are the same.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from app.statistics.disclosure import NotSafe
from app.statistics.figures import Place
from app.statistics.parts import (
    Divided,
    Everything,
    Part,
    Parts,
    Series,
    Weighed,
    bare_noughts,
    counted,
    total,
)
from app.statistics.periods import Run
from app.statistics.spec import Counts, Measure, Spec
from panel_protocol.rules.rates import Period

# What readers lose with a figure: they look at years and at the whole force first.
_WORTH = {
    Period.QUARTER: 1.0,
    Period.ROLLING_12_MONTHS: 1.0,
    Period.FINANCIAL_YEAR: 2.0,
    Period.CALENDAR_YEAR: 2.0,
}
_WORTH_POOLED = 4.0

Key = tuple[Measure, str, str, Run]  # a measure's series, a place, and the quarters counted there


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of an earlier release: its count, or None where it was hidden."""

    measure: Measure
    series: str
    place: str
    run: Run
    count: int | None


@dataclass(frozen=True)
class Earlier:
    """An earlier release; `counts` are its measures counted again, where they have changed."""

    cells: Sequence[Cell]
    counts: Everything = field(default_factory=dict)
    release: str = ""

    @cached_property
    def by_series(self) -> Mapping[Series, Sequence[Cell]]:
        found: dict[Series, list[Cell]] = defaultdict(list)
        for cell in self.cells:
            found[cell.measure, cell.series].append(cell)
        return found


class Joined:
    """Sets of things that hang together, and grow as more of them are found to."""

    def __init__(self) -> None:
        self._above: dict[Hashable, Hashable] = {}

    def root(self, each: Hashable) -> Hashable:
        path = []
        while (above := self._above.get(each, each)) != each:
            path.append(each)
            each = above
        self._above.update(dict.fromkeys(path, each))
        return each

    def join(self, together: Iterable[Hashable]) -> None:
        first, *others = map(self.root, together)
        self._above.update(dict.fromkeys(others, first))


def groups(specs: Collection[Spec]) -> list[list[tuple[Spec, str]]]:
    """Series that add up the same counts, or are the same counts, belong together."""
    joined = Joined()
    series = [(spec, each) for spec in specs for each in _every_series(spec)]
    for spec, each in series:
        parts = [base for way in spec.ways(each) for base in way]
        joined.join([(spec.measure, each), *(counted(spec, base) for base in parts)])
    here = {spec.measure: spec for spec in specs}
    for spec in specs:
        for balance in spec.balances:
            joined.join(counted(spec, base) for base in balance)
        for own, measure, theirs in spec.nearly:
            if measure in here:
                joined.join([*((spec.measure, each) for each in own),
                             *((measure, each) for each in theirs)])  # fmt: skip
    found: dict[Hashable, list[tuple[Spec, str]]] = {}
    for spec, each in series:
        found.setdefault(joined.root((spec.measure, each)), []).append((spec, each))
    return list(found.values())


def _common_runs(spec: Spec, other: Spec, span: Run) -> list[Run]:
    """What both are told by, and everything there is."""
    runs = (
        run.to(span.last)
        for period in (Period.QUARTER, Period.FINANCIAL_YEAR)
        if period in spec.answers and period in other.answers
        for run in spec.runs(period, span)
    )
    return list(dict.fromkeys([*runs, span]))


def _every_series(spec: Spec) -> list[str]:
    """The rows of a table, and whatever is summed and never shown."""
    summed = (part for _, parts in spec.sums for part in parts)
    return list(dict.fromkeys([*spec.series, *summed]))


@dataclass(slots=True)
class Row:
    """A figure of this release as a sum of parts; a window that is a year is one with it."""

    keys: list[Key] = field(default_factory=list)
    worth: float = 0.0
    never: bool = True  # it stands in no table


@dataclass(slots=True)
class Before:
    """What a group's counts have to do with what earlier releases have shown or hidden."""

    known: dict[Parts, None] = field(default_factory=dict)
    once: dict[Parts, None] = field(default_factory=dict)
    noughts: set[Part] = field(default_factory=set)  # shown as such
    hidden: set[Key] = field(default_factory=set)  # and unchanged since
    equal: dict[tuple[Parts, Parts], None] = field(default_factory=dict)


class Group:
    """The figures of one group of series in this release."""

    def __init__(
        self,
        series: Sequence[tuple[Spec, str]],
        *,
        counts: Everything,
        places: Sequence[Place],
        span: Run,
        since: int,
    ) -> None:
        self.series, self.places = series, {place.code: place for place in places}
        areas = [area for area, place in self.places.items() if not place.pooled]
        self._bare = bare_noughts(counts, series, areas, span, since)
        self.now = Divided(counts, self._bare)
        self.rows: dict[Parts, Row] = {}
        self.equal: dict[tuple[Parts, Parts], None] = {}
        self.balances: dict[Weighed, None] = {}
        self._now(span, since)
        self._specs = {spec.measure: spec for spec, _ in series}
        self._balances(areas, span)
        self._nearly(span)

    def _now(self, span: Run, since: int) -> None:
        for spec, series in self.series:
            self._must_be_the_same(spec, series)
            for period in spec.answers:
                for run in spec.told(period, span, since):
                    for place in self.places.values():
                        if place.pooled or not spec.pooled_only:
                            self._add(spec, series, place, run.to(span.last), _WORTH[period])

    def _balances(self, areas: Collection[str], span: Run) -> None:
        here = {(spec.measure, series) for spec, series in self.series}
        for spec in self._specs.values():
            for balance in spec.balances:
                if here.issuperset((spec.measure, base) for base in balance):
                    weighed = self.now.weighed(spec, balance, areas, span)
                    self.balances.update(dict.fromkeys(weighed))

    def _nearly(self, span: Run) -> None:
        """Whoever takes the two to be the same is right here, and must not learn more for it."""
        here = {(spec.measure, series) for spec, series in self.series}
        alike = [
            (spec, own, self._specs[measure], theirs)
            for spec in self._specs.values()
            for own, measure, theirs in spec.nearly
            if (spec.measure, own[0]) in here and measure in self._specs
        ]
        for spec, own, other, theirs in alike:
            for place, run in product(self.places.values(), _common_runs(spec, other, span)):
                left = self._sum(spec, own, place, run)
                right = self._sum(other, theirs, place, run)
                if left != right and total(left) == total(right):
                    self.equal[left, right] = None

    def _sum(self, spec: Spec, series: Iterable[str], place: Place, run: Run) -> Parts:
        return frozenset().union(*(self.now.ways(spec, each, place, run)[0] for each in series))

    def _must_be_the_same(self, spec: Spec, series: str) -> None:
        """Or hiding the one would not hide the other."""
        measure, other = counted(spec, series)
        # Where the other is not released, there is nothing to differ from.
        counts = self.now.counts
        if measure in counts and _of(counts[spec.measure], series) != _of(counts[measure], other):
            raise NotSafe(f"{spec.measure} {series} is not the same as {measure} {other}")

    def _add(self, spec: Spec, series: str, place: Place, run: Run, worth: float) -> None:
        first, *others = self.now.ways(spec, series, place, run)
        row = self.rows.setdefault(first, Row())
        if series in spec.series:
            row.never = False
            row.keys.append((spec.measure, series, place.code, run))
            row.worth = max(row.worth, worth * (_WORTH_POOLED if place.pooled else 1.0))
        self.equal.update(dict.fromkeys((first, other) for other in others))

    def before(self, earlier: Iterable[Earlier], threshold: int) -> Before:
        found = Before()
        for release in earlier:
            then = Divided({**self.now.counts, **release.counts}, self._bare)
            for spec, series in self.series:
                for cell in release.by_series.get((spec.measure, series), ()):
                    self._cell(found, spec, cell, then, threshold)
                    if cell.count is None and self._unchanged(spec, cell, then):
                        found.hidden.add((cell.measure, cell.series, cell.place, cell.run))
        return found

    def _unchanged(self, spec: Spec, cell: Cell, then: Divided) -> bool:
        where = spec, cell.series, self.places[cell.place], cell.run
        return total(then.ways(*where)[0]) == total(self.now.ways(*where)[0])

    def _cell(self, found: Before, spec: Spec, cell: Cell, then: Divided, threshold: int) -> None:
        """What was shown and is borne out neither then nor now says nothing of these counts."""
        for counts in (then, self.now):
            ways = counts.ways(spec, cell.series, self.places[cell.place], cell.run)
            parts, *others = ways
            count = total(parts)
            if cell.count == count == 0:
                found.noughts.update(*ways)
            elif cell.count == count or (cell.count is None and 0 < count < threshold):
                (found.known if cell.count is not None else found.once)[parts] = None
                found.equal.update(dict.fromkeys((parts, other) for other in others))
            if cell.count in (count, None):
                return


def _of(counts: Counts, series: str) -> dict[tuple[str, int], int]:
    return {(a, q): count for (each, a, q), count in counts.items() if each == series and count}
