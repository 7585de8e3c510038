"""The attacker's programme: what an outsider could work out from the figures as published.

It is given the published figures and which of them are small, and nothing else. It asks anew,
of the finished tables, what the choice of hidden figures was meant to bring about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.statistics.disclosure import bare, beside, doubts, forced
from app.statistics.programme import Balances, Doubt, Equal, Fixed, Members, Sums, Whole


@dataclass(frozen=True, slots=True)
class Published:
    """What stands in the tables: which parts each figure adds up, and its count unless hidden.

    `never` are figures that stand in no table, and that are asked about all the same.
    """

    members: Members
    counts: Sequence[int | None]
    never: frozenset[int] = frozenset()
    equal: Equal = ()
    balances: Balances = ()


def exposed(published: Published, *, sensitive: Sequence[int], threshold: int) -> list[int]:
    """The sensitive figures that can be told from larger ones, or from a bare one."""
    found: set[int] = set()
    for knows_noughts in (False, True):
        outsider = _Attacker(published, knows_noughts=knows_noughts)
        found |= outsider.rules_out(sensitive, threshold)
    return sorted(found)


def given_away(
    published: Published, *, sensitive: Sequence[int], own: Mapping[int, int]
) -> list[int]:
    """The sensitive figures that whoever knows some of the parts can work out exactly."""
    if not sensitive:
        return []
    return sorted(_Attacker(published, knows_noughts=True, own=own).works_out(sensitive))


class _Attacker:
    """Somebody with the tables, who may also know that a nought is never hidden."""

    def __init__(
        self, published: Published, *, knows_noughts: bool, own: Mapping[int, int] | None = None
    ) -> None:
        self.members, self.equal = published.members, published.equal
        lines = [*self.members, *published.balances]
        parts = 1 + max((part for line in lines for part in line), default=-1)
        self.sums = Sums(self.members, parts, published.equal, published.balances)
        counts = published.counts
        shown = [(f, count) for f, count in enumerate(counts) if count is not None]
        known = [*shown, *((row, 0) for row in self.sums.differences)]
        lowest, highest = np.zeros(parts), np.full(parts, np.inf)
        tabled = [f for f in range(len(counts)) if f not in published.never]
        self.there = [f for f in tabled if counts[f] != 0] if knows_noughts else []
        lowest[sorted(bare(self.members, (f for f in self.there if counts[f] is None)))] = 1
        for part, value in (own or {}).items():
            lowest[part] = highest[part] = value
        values = np.array([count for _, count in known], dtype=np.int64)
        nothing = np.zeros(parts, dtype=np.int64)
        self.fixed = Fixed([f for f, _ in known], values, lowest, highest, nothing, self.there)

    def rules_out(self, figures: Sequence[int], threshold: int) -> set[int]:
        lowest, equal = self.fixed.lowest, self.equal
        asked = doubts(self.members, figures, threshold=threshold, lowest=lowest, equal=equal)
        high = self._left_of([doubt for doubt in asked if doubt.high])
        low = self._left_of([doubt for doubt in asked if not doubt.high])
        highest = self.fixed.highest
        low = self._left_of(forced(self.sums, low, lowest, highest, never_nought=self.there))
        return {doubt.figure for doubt in (*high, *low)}

    def works_out(self, figures: Sequence[int]) -> set[int]:
        """Those that are the same in every table that could be: neither more nor less."""
        found = self.sums.together([Doubt(f, high=True, bound=0) for f in figures], self.fixed)
        if found is None or not self.fixed.agrees(self.sums, found):
            return set(figures)
        values = self.sums.of(found)
        unsure = list(figures)
        for high in (True, False):
            unsure = self._unmoved_together(unsure, values, high=high)
        return self._unmoved_alone(unsure, values)

    def _unmoved_together(self, figures: list[int], values: Whole, *, high: bool) -> list[int]:
        unsure = figures
        while unsure:
            rest = self._unmoved(unsure, values, beside(unsure, values, high=high))
            if len(rest) == len(unsure):
                break
            unsure = rest
        return unsure

    def _unmoved_alone(self, figures: list[int], values: Whole) -> set[int]:
        unsure, certain = figures, set[int]()
        while unsure:
            alone = unsure[0]
            for high in (True, False):
                unsure = self._unmoved(unsure, values, beside([alone], values, high=high))
                if alone not in unsure:
                    break
            else:
                certain.add(alone)
                unsure.remove(alone)
        return certain

    def _unmoved(self, figures: list[int], values: Whole, asked: list[Doubt]) -> list[int]:
        """Those that are the same in another table that could be; it may move more than asked."""
        found = self.sums.together(asked, self.fixed)
        if found is None or not self.fixed.agrees(self.sums, found):
            return list(figures)
        others = self.sums.of(found)
        return [figure for figure in figures if others[figure] == values[figure]]

    def _left_of(self, wanted: list[Doubt]) -> list[Doubt]:
        """Many doubts are borne out by the same parts; those left over are asked one by one."""
        unsettled, left = wanted, list[Doubt]()
        while unsettled:
            rest = self._left(unsettled, self.sums.together(unsettled, self.fixed))
            if len(rest) == len(unsettled):
                break
            unsettled = rest
        while unsettled:
            alone, *others = unsettled
            found = self.sums.together([alone], self.fixed)
            left += self._left([alone], found)
            unsettled = self._left(others, found)
        return left

    def _left(self, wanted: list[Doubt], found: Whole | None) -> list[Doubt]:
        if found is None or not self.fixed.agrees(self.sums, found):
            return wanted
        values = self.sums.of(found)
        return [doubt for doubt in wanted if not doubt.holds(values)]
