"""The attacker's programme: what an outsider could work out from the figures as published.

It is given the published figures and which of them are small, and nothing else. It asks anew,
of the finished tables, what the choice of hidden figures was meant to bring about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.statistics.disclosure import doubts
from app.statistics.programme import Doubt, Fixed, Members, Sums, Whole


@dataclass(frozen=True, slots=True)
class Published:
    """What stands in the tables: which parts each figure adds up, and its count unless hidden."""

    members: Members
    counts: Sequence[int | None]


def exposed(published: Published, *, sensitive: Sequence[int], threshold: int) -> list[int]:
    """The sensitive figures that can be told from larger ones, or from a bare one."""
    found: set[int] = set()
    for knows_noughts in (False, True):
        outsider = _Outsider(published, knows_noughts=knows_noughts)
        found |= outsider.rules_out(sensitive, threshold)
    return sorted(found)


class _Outsider:
    """Somebody with the tables, who may also know that a nought is never hidden."""

    def __init__(self, published: Published, *, knows_noughts: bool) -> None:
        self.members = published.members
        parts = 1 + max((part for inside in self.members for part in inside), default=-1)
        self.sums = Sums(self.members, parts)
        self.shown = [f for f, count in enumerate(published.counts) if count is not None]
        values = [count for count in published.counts if count is not None]
        self.values = np.array(values, dtype=np.int64)
        self.lowest = np.zeros(parts, dtype=np.int64)
        if knows_noughts:
            for figure, inside in enumerate(self.members):
                if len(inside) == 1 and published.counts[figure] is None:
                    self.lowest[min(inside)] = 1

    def rules_out(self, figures: Sequence[int], threshold: int) -> set[int]:
        open_to_question = doubts(self.members, figures, threshold=threshold, lowest=self.lowest)
        fixed = Fixed(self.shown, self.values, self.lowest, self.lowest)
        failed: set[int] = set()
        for high in (True, False):
            failed |= self._failing([d for d in open_to_question if d.high is high], fixed)
        return failed

    def _failing(self, wanted: list[Doubt], fixed: Fixed) -> set[int]:
        """Many doubts are borne out by the same parts; those left over are asked one by one."""
        unsettled = wanted
        while unsettled:
            left = self._left(unsettled, self.sums.together(unsettled, fixed), fixed)
            if len(left) == len(unsettled):
                break
            unsettled = left
        return {
            doubt.figure
            for doubt in unsettled
            if self._left([doubt], self.sums.together([doubt], fixed), fixed)
        }

    def _left(self, wanted: list[Doubt], found: Whole | None, fixed: Fixed) -> list[Doubt]:
        if found is None or not fixed.agrees(self.sums, found):
            return wanted
        values = self.sums.of(found)
        return [doubt for doubt in wanted if not doubt.holds(values)]
