"""From everything counted to the tables of a release: what is hidden in them, and the attack on it.

Nothing here touches a database, so that no lock is held while the programmes run.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.statistics.audit import Published, exposed
from app.statistics.disclosure import Linked, NotSafe, hide, sensitive
from app.statistics.figures import Figure, Place, Populations, table, total
from app.statistics.periods import Run, periods
from app.statistics.registry import SPECS
from app.statistics.spec import Counted, Measure, Spec
from panel_protocol.rules.rates import Period

# What readers lose with a figure: they look at years and at the whole force first.
_WORTH = {
    Period.QUARTER: 1.0,
    Period.ROLLING_12_MONTHS: 1.0,
    Period.FINANCIAL_YEAR: 2.0,
    Period.CALENDAR_YEAR: 2.0,
}
_WORTH_POOLED = 4.0

Key = tuple[str, Run]  # a place, and the quarters counted there


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that an earlier release has shown."""

    measure: str
    series: str
    place: str
    run: Run
    count: int


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a release is made of, as known at one instant."""

    as_at: date
    span: Run
    places: Sequence[Place]
    counted: Mapping[Measure, Counted]
    populations: Populations
    shown_before: Sequence[Shown]
    releases_before: int
    threshold: int


def protected(material: Material) -> dict[Measure, list[Figure]]:
    """Every table of the release, small counts and whatever betrays them hidden; or NotSafe."""
    return {measure: _measure(material, spec) for measure, spec in SPECS.items()}


def _measure(material: Material, spec: Spec) -> list[Figure]:
    hidden = {
        (series, key) for series in spec.series for key in _System(material, spec, series).hidden()
    }

    def seen(series: str, place: Place, run: Run, count: int) -> int | None:
        return None if (series, (place.code, run)) in hidden else count

    return [
        figure
        for period in spec.answers
        for figure in table(
            spec,
            period,
            material.span,
            counted=material.counted[spec.measure],
            populations=material.populations,
            rows=material.places,
            seen=seen,
        )
    ]


class _System:
    """One series: the counts by area and quarter, and every published sum of them."""

    def __init__(self, material: Material, spec: Spec, series: str) -> None:
        self.material, self.spec, self.series = material, spec, series
        self.counts = material.counted[spec.measure].counts
        self.places = {place.code: place for place in material.places}
        self.worth = self._published()
        self.known = self._still_true(
            shown
            for shown in material.shown_before
            if (shown.measure, shown.series) == (spec.measure, series)
        )
        first = min((run.first for _, run in self.known), default=material.span.first)
        quarters = range(min(first, material.span.first), material.span.last + 1)
        areas = [place.code for place in material.places if len(place.areas) == 1]
        self.parts = [(area, quarter) for area in areas for quarter in quarters]

    def hidden(self) -> list[Key]:
        linked, keys = self._linked()
        chosen = hide(linked, threshold=self.material.threshold)
        found = [keys[figure] for figure in sorted(chosen)]
        self._attack(set(found))
        return found

    def _published(self) -> dict[Key, float]:
        """The figures of every table; a rolling window that is a year is one figure with it."""
        worth: dict[Key, float] = {}
        for period, value in _WORTH.items():
            for run in periods(period, self.material.span):
                for place in self.material.places:
                    key = (place.code, run.to(self.material.span.last))
                    pooled = _WORTH_POOLED if place.pooled else 1.0
                    worth[key] = max(worth.get(key, 0.0), value * pooled)
        return worth

    def _still_true(self, shown_before: Iterable[Shown]) -> list[Key]:
        """Earlier figures an outsider may take as known still.

        Not those that have changed, nor sums of a count that can be seen to have been put
        right: nobody can tell which other part of such a sum has changed with it.
        """
        shown = {(each.place, each.run): each.count for each in shown_before}
        true = [key for key, count in shown.items() if self._total(key) == count]
        put_right = {
            part
            for key, count in shown.items()
            if len(parts := self._parts_of(key)) == 1 and self._total(key) != count
            for part in parts
        }
        return sorted(key for key in true if put_right.isdisjoint(self._parts_of(key)))

    def _linked(self) -> tuple[Linked, list[Key]]:
        values = [self.counts.get((self.series, *part), 0) for part in self.parts]
        numbers = {
            part: number
            for number, part in enumerate(p for p, v in zip(self.parts, values, strict=True) if v)
        }
        keys = [key for key in self.worth if self._total(key)]
        linked = Linked(
            parts=tuple(value for value in values if value),
            members=tuple(self._members(key, numbers) for key in keys),
            cost=tuple(self.worth[key] for key in keys),
            known=tuple(self._members(key, numbers) for key in self.known if self._total(key)),
        )
        return linked, keys

    def _attack(self, hidden: set[Key]) -> None:
        """Ask of the finished table what an outsider could: noughts and earlier figures too."""
        numbers = {part: number for number, part in enumerate(self.parts)}
        keys = list(self.worth)
        totals = [self._total(key) for key in [*keys, *self.known]]
        published = Published(
            members=[self._members(key, numbers) for key in [*keys, *self.known]],
            counts=[
                None if number < len(keys) and keys[number] in hidden else count
                for number, count in enumerate(totals)
            ],
        )
        threshold = self.material.threshold
        small = sensitive(totals[: len(keys)], threshold=threshold)
        if exposed(published, sensitive=small, threshold=threshold):
            raise NotSafe("The attack on the finished tables found a small count")

    def _total(self, key: Key) -> int:
        place, run = key
        return total(self.spec, self.counts, self.series, self.places[place], run)

    def _parts_of(self, key: Key) -> list[tuple[str, int]]:
        place, run = key
        return [(area, quarter) for area in self.places[place].areas for quarter in run]

    def _members(self, key: Key, numbers: Mapping[tuple[str, int], int]) -> frozenset[int]:
        return frozenset(numbers[part] for part in self._parts_of(key) if part in numbers)
