"""Which figures of a release are hidden, so that no small count can be told from larger ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from app.problems import Problem
from app.statistics.programme import Doubt, Fixed, Members, Sums, Whole


class NotSafe(Problem):
    """Fail closed: a release that an outsider could see through is not made."""

    slug = "not-safe-to-release"
    title = "A small count could be worked out from this release"


@dataclass(frozen=True, slots=True)
class Linked:
    """Figures that are sums of the same parts, and what is already known of those sums.

    No nought is ever hidden, so every reader knows which parts are nought: they are no parts
    here. `cost` is what readers lose with a figure; `known` are figures of earlier releases
    that are still true.
    """

    parts: tuple[int, ...]
    members: tuple[frozenset[int], ...]
    cost: tuple[float, ...]
    known: tuple[frozenset[int], ...] = ()


def hide(linked: Linked, *, threshold: int) -> frozenset[int]:
    """The figures to hide: every small one, and as few others as keep those in doubt."""
    return _Choice(linked, threshold).made()


def sensitive(counts: Iterable[int], *, threshold: int) -> list[int]:
    return [figure for figure, count in enumerate(counts) if 0 < count < threshold]


def doubts(
    members: Members, figures: Iterable[int], *, threshold: int, lowest: Whole
) -> list[Doubt]:
    """For each figure: it may be as high as the threshold, and as low as a small count can be.

    Whoever knows that no part of it is nought knows that it is not below their number.
    """
    found = []
    for figure in figures:
        floor = max(1, int(sum(lowest[part] for part in members[figure])))
        found += [Doubt(figure, high=True, bound=threshold), Doubt(figure, high=False, bound=floor)]
    return found


class _Choice:
    """Grows the set of hidden figures until every doubt has parts that bear it out.

    Parts that bore out a doubt go on doing so when more is hidden, so nothing is tried twice.
    """

    def __init__(self, linked: Linked, threshold: int) -> None:
        self.linked = linked
        self.threshold = threshold
        self.sums = Sums((*linked.members, *linked.known), len(linked.parts))
        self.parts = np.array(linked.parts, dtype=np.int64)
        self.values = self.sums.of(self.parts)
        self.small = sensitive(self.values[: len(linked.members)], threshold=threshold)
        self.hidden = set(self.small)

    def made(self) -> frozenset[int]:
        # Two outsiders: one knows that no part is nought, the other has not thought of it.
        for least in (1, 0):
            lowest = np.full(len(self.parts), least, dtype=np.int64)
            wanted = doubts(
                self.linked.members, self.small, threshold=self.threshold, lowest=lowest
            )
            for high in (True, False):
                self._settle([doubt for doubt in wanted if doubt.high is high], lowest)
        return frozenset(self.hidden)

    def _settle(self, wanted: Sequence[Doubt], lowest: Whole) -> None:
        """As many at once as what is hidden already lets be, then one by one."""
        unsettled = self._together(self._without(wanted, self.parts), lowest)
        while unsettled:
            found = self._detour(unsettled[0], lowest)
            unsettled = self._without(unsettled[1:], found)

    def _together(self, wanted: Sequence[Doubt], lowest: Whole) -> list[Doubt]:
        """Those of the doubts that nothing yet bears out, with what is hidden so far."""
        unsettled = list(wanted)
        fixed = self._fixed(self._shown(), lowest)
        while unsettled:
            found = self.sums.together(unsettled, fixed)
            if found is None or not fixed.agrees(self.sums, found):
                return unsettled
            left = self._without(unsettled, found)
            if len(left) == len(unsettled):
                return unsettled
            unsettled = left
        return unsettled

    def _detour(self, doubt: Doubt, lowest: Whole) -> Whole:
        """The cheapest parts that bear out the doubt; the figures they move are hidden."""
        published = range(len(self.linked.members))
        movable = [figure for figure in published if figure not in self.hidden]
        fixed = self._fixed(range(len(published), len(self.values)), lowest)
        cost = [self.linked.cost[figure] for figure in movable]
        found = self.sums.detour(doubt, fixed, movable, cost)
        if found is None or not fixed.agrees(self.sums, found):
            raise NotSafe("No choice of hidden figures protects every small count")
        self.hidden.update(int(f) for f in np.flatnonzero(self.sums.of(found) != self.values))
        return found

    def _shown(self) -> list[int]:
        return [figure for figure in range(len(self.values)) if figure not in self.hidden]

    def _fixed(self, figures: Sequence[int], lowest: Whole) -> Fixed:
        return Fixed(figures, self.values[list(figures)], lowest, self.parts)

    def _without(self, wanted: Sequence[Doubt], found: Whole) -> list[Doubt]:
        values = self.sums.of(found)
        return [doubt for doubt in wanted if not doubt.holds(values)]
