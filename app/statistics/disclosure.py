"""Which figures of a release are hidden, so that no small count can be told from larger ones."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.problems import Problem
from app.statistics.programme import (
    Balances,
    Bound,
    Doubt,
    Equal,
    Fixed,
    Members,
    Sums,
    Whole,
)

# So many doubts are settled by one programme, or so small a part of them where there are very
# many: fewer take longer, more hide more.
_AT_ONCE, _ROUNDS = 6, 40


class NotSafe(Problem):
    """Fail closed: a release that an outsider could see through is not made."""

    slug = "not-safe-to-release"
    title = "A small count could be worked out from this release"


@dataclass(frozen=True, slots=True)
class Linked:
    """Figures that are sums of the same parts, and what is already known of those sums.

    `cost` is what readers lose with a figure. `never` are figures that are not shown to
    anybody, `already` those that are hidden whatever is small. `known` are figures that
    earlier releases have shown, `once` small ones that they have hidden: nothing shown now may
    give those away either. `owners` are the areas the parts are of.
    """

    parts: tuple[int, ...]
    members: tuple[frozenset[int], ...]
    cost: tuple[float, ...]
    never: frozenset[int] = frozenset()
    already: frozenset[int] = frozenset()
    known: tuple[frozenset[int], ...] = ()
    once: tuple[frozenset[int], ...] = ()
    equal: Equal = ()
    balances: Balances = ()
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The figures to hide; and those doubts, by `once` or by owner, that nothing can restore."""

    hidden: frozenset[int]
    lost: frozenset[int]
    lost_to: frozenset[tuple[str, int]]


def hide(linked: Linked, *, threshold: int) -> frozenset[int]:
    """The figures to hide: every small one, and as few others as keep those in doubt."""
    return choose(linked, threshold=threshold).hidden


def choose(linked: Linked, *, threshold: int) -> Chosen:
    return _Choice(linked, threshold).made()


def sensitive(counts: Iterable[int], *, threshold: int) -> list[int]:
    return [figure for figure, count in enumerate(counts) if 0 < count < threshold]


def doubts(
    members: Members, figures: Iterable[int], *, threshold: int, lowest: Bound, equal: Equal = ()
) -> list[Doubt]:
    """For each figure: it may be as high as the threshold, and as low as a small count can be.

    Whoever knows that no part of it is nought knows that it is not below their number; nor below
    that of the parts it is made of when it is divided another way.
    """
    ways: dict[frozenset[int], set[frozenset[int]]] = {}
    for left, right in equal:
        ways.setdefault(left, {left}).add(right)
        ways.setdefault(right, {right}).add(left)
    found = []
    for figure in figures:
        each = ways.get(members[figure], {members[figure]})
        floor = max(1, *(int(sum(lowest[part] for part in way)) for way in each))
        found += [Doubt(figure, high=True, bound=threshold), Doubt(figure, high=False, bound=floor)]
    return found


def forced(
    sums: Sums,
    low: Iterable[Doubt],
    lowest: Bound,
    highest: Bound,
    *,
    never_nought: Sequence[int],
) -> list[Doubt]:
    """Doubts no lower than what stands in the tables at all, however much, forces on anybody:
    figures that are one at least, and the several ways of dividing the same counts.

    That is known before any count is shown, so that no table gives it away.
    """
    nothing = np.zeros(sums.parts, dtype=np.int64)
    zeros = np.zeros(len(sums.differences), dtype=np.int64)
    fixed = Fixed(sums.differences, zeros, lowest, highest, nothing, never_nought)
    found = []
    for doubt in low:
        least = sums.least(doubt.figure, fixed)
        bound = doubt.bound if least is None else least
        found.append(replace(doubt, bound=max(doubt.bound, bound)))
    return found


def beside(figures: Iterable[int], values: Whole, *, high: bool) -> list[Doubt]:
    """For each figure: it may be another than it is."""
    step = 1 if high else -1
    return [Doubt(figure, high=high, bound=int(values[figure]) + step) for figure in figures]


def bare(members: Members, figures: Iterable[int]) -> frozenset[int]:
    """The parts that stand bare in a table: no nought is ever hidden there."""
    return frozenset(min(members[figure]) for figure in figures if len(members[figure]) == 1)


class _Choice:
    """Grows the set of hidden figures until every doubt has parts that bear it out.

    Parts that bore out a doubt go on doing so when more is hidden, so nothing is tried twice.
    """

    def __init__(self, linked: Linked, threshold: int) -> None:
        self.linked = linked
        self.threshold = threshold
        self.members = (*linked.members, *linked.once, *linked.known)
        self.now = range(len(linked.members))
        self.once = range(len(self.now), len(self.now) + len(linked.once))
        self.sums = Sums(self.members, len(linked.parts), linked.equal, linked.balances)
        # What nobody can be brought to doubt any more.
        self.settled = range(self.once.stop, self.sums.differences.stop)
        # What this outsider knows is one at least.
        self.never_nought: Sequence[int] = ()
        self.parts = np.array(linked.parts, dtype=np.int64)
        self.values = self.sums.of(self.parts)
        self.small = sensitive(self.values[: len(self.now)], threshold=threshold)
        self.hidden = {*self.small, *linked.never, *linked.already}
        self.lost: set[int] = set()
        self.lost_to: set[tuple[str, int]] = set()

    def made(self) -> Chosen:
        alone = sorted(bare(self.members, self._published()))
        # Two outsiders: one knows that no part is nought, the other has not thought of it.
        for least in (1, 0):
            lowest = np.zeros(len(self.parts))
            lowest[alone] = least
            self.never_nought = self._published() if least else ()
            beyond = np.full(len(self.parts), np.inf)
            wanted = doubts(
                self.members,
                [*self.small, *self.once],
                threshold=self.threshold,
                lowest=lowest,
                equal=self.linked.equal,
            )
            for high in (True, False):
                left = self._settle([doubt for doubt in wanted if doubt.high is high],
                                    lowest, beyond)  # fmt: skip
                if left and not high:
                    wider = forced(self.sums, left, lowest, beyond, never_nought=self.never_nought)
                    left = self._settle(wider, lowest, beyond)
                self._give_up(doubt.figure for doubt in left)
        self.never_nought = self._published()
        for owner in sorted(set(self.linked.owners)):
            self._from_inside(owner, alone)
        return Chosen(frozenset(self.hidden), frozenset(self.lost), frozenset(self.lost_to))

    def _give_up(self, figures: Iterable[int]) -> None:
        """Only on what earlier releases have hidden: they gave it away before this one."""
        for figure in figures:
            if figure not in self.once:
                raise NotSafe("No choice of hidden figures protects every small count")
            self.lost.add(figure - self.once.start)

    def _from_inside(self, owner: str, alone: Sequence[int]) -> None:
        """One area's own counts leave the others' small ones open to two values or more."""
        lowest = np.zeros(len(self.parts))
        lowest[alone] = 1
        highest = np.full(len(self.parts), np.inf)
        own = {part for part, area in enumerate(self.linked.owners) if area == owner}
        lowest[list(own)] = highest[list(own)] = self.parts[list(own)]
        unsure = [figure for figure in self.small if any(self.parts[part] for part in
                  self.members[figure] if part not in own)]  # fmt: skip
        for settle in (self._together, self._detours):
            for high in (True, False):
                left = settle(beside(unsure, self.values, high=high), lowest, highest)
                unsure = [doubt.figure for doubt in left]
        self.lost_to.update((owner, figure) for figure in unsure)

    def _settle(self, wanted: Sequence[Doubt], lowest: Bound, highest: Bound) -> list[Doubt]:
        """As many at once as what is hidden already lets be, then a few by a few."""
        rest = self._without(wanted, self.parts)
        return self._detours(self._together(rest, lowest, highest), lowest, highest)

    def _together(self, wanted: Sequence[Doubt], lowest: Bound, highest: Bound) -> list[Doubt]:
        """Those of the doubts that nothing yet bears out, with what is hidden so far."""
        unsettled = list(wanted)
        fixed = self._fixed(self._shown(), lowest, highest)
        while unsettled:
            found = self.sums.together(unsettled, fixed)
            if found is None or not fixed.agrees(self.sums, found):
                return unsettled
            left = self._without(unsettled, found)
            if len(left) == len(unsettled):
                return unsettled
            unsettled = left
        return unsettled

    def _detours(self, wanted: Sequence[Doubt], lowest: Bound, highest: Bound) -> list[Doubt]:
        """Hides what must be moved to bear out each doubt; the doubts that nothing bears out."""
        unsettled, beyond = list(wanted), []
        while unsettled:
            for some in _some(unsettled):
                found = self._detour(some, lowest, highest)
                if found is not None:
                    unsettled = self._without(unsettled, found)
                    break
            else:
                beyond.append(unsettled.pop(0))
        return beyond

    def _detour(self, wanted: Sequence[Doubt], lowest: Bound, highest: Bound) -> Whole | None:
        """The cheapest parts that bear out the doubts; the figures they move are hidden."""
        movable = [figure for figure in self.now if figure not in self.hidden]
        fixed = self._fixed(self.settled, lowest, highest)
        cost = [self.linked.cost[figure] for figure in movable]
        found = self.sums.detour(wanted, fixed, movable, cost)
        if found is None or not fixed.agrees(self.sums, found):
            return None
        if self._without(wanted, found):
            return None
        now = len(self.now)
        moved = np.flatnonzero(self.sums.of(found)[:now] != self.values[:now])
        self.hidden.update(moved.tolist())
        return found

    def _published(self) -> list[int]:
        return [f for f in range(len(self.members)) if f not in self.linked.never]

    def _shown(self) -> list[int]:
        return [*(figure for figure in self.now if figure not in self.hidden), *self.settled]

    def _fixed(self, figures: Sequence[int], lowest: Bound, highest: Bound) -> Fixed:
        values = self.values[list(figures)]
        return Fixed(figures, values, lowest, highest, self.parts, self.never_nought)

    def _without(self, wanted: Sequence[Doubt], found: Whole) -> list[Doubt]:
        values = self.sums.of(found)
        return [doubt for doubt in wanted if not doubt.holds(values)]


def _some(unsettled: Sequence[Doubt]) -> Iterator[Sequence[Doubt]]:
    """A few that lie apart, so that what moves one leaves the others; failing that, the first."""
    if len(unsettled) > 1:
        many = max(_AT_ONCE, len(unsettled) // _ROUNDS)
        yield unsettled[:: max(1, len(unsettled) // many)][:many]
    yield unsettled[:1]
