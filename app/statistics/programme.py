"""Whole-number programmes over linked sums: what the parts could be, given some of the sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

Whole = NDArray[np.int64]
Bound = NDArray[np.float64]
Members = Sequence[frozenset[int]]
# Two sets of parts that add up to the same, whatever that is.
Equal = Sequence[tuple[frozenset[int], frozenset[int]]]

_NEARLY = 1e-6
# One programme may branch so often; what is not found by then is taken for impossible. Not by
# the clock: the same counts are hidden the same way on a busy day.
_NODES = 10_000


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing nobody outside may be able to rule out: a figure as high, or as low, as `bound`."""

    figure: int
    high: bool
    bound: int

    def holds(self, values: Whole) -> bool:
        value = int(values[self.figure])
        return value >= self.bound if self.high else value <= self.bound


class Sums:
    """Figures as sums of parts; `figures @ parts` is what each adds up to.

    Behind the figures stand the differences of what is equal: each is nought.
    """

    def __init__(self, members: Members, parts: int, equal: Equal = ()) -> None:
        sides = [*((inside, frozenset[int]()) for inside in members), *equal]
        entries = [
            (row, part, sign)
            for row, (left, right) in enumerate(sides)
            for side, sign in ((left, 1.0), (right, -1.0))
            for part in sorted(side)
        ]
        rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        self.figures = sparse.csr_matrix((signs, (rows, columns)), shape=(len(sides), parts))
        self.parts = parts
        self.differences = range(len(members), len(sides))

    def of(self, parts: Whole) -> Whole:
        values: Whole = np.rint(self.figures @ parts).astype(np.int64)
        return values

    def together(self, doubts: Sequence[Doubt], fixed: "Fixed") -> Whole | None:
        """Parts that leave the fixed figures alone and settle as many doubts as they can."""
        count = len(doubts)
        sign = np.array([1.0 if doubt.high else -1.0 for doubt in doubts])
        towards = sparse.diags(sign) @ self.figures[[doubt.figure for doubt in doubts]]
        bounds = sign * np.array([doubt.bound for doubt in doubts])
        # `short` is by how much each doubt is missed; the objective is to miss by least in all.
        short = sparse.hstack([towards, sparse.eye(count)])
        return self._solve(
            np.r_[np.zeros(self.parts), np.ones(count)],
            [(self._padded(fixed.figures, count), fixed.values, fixed.values),
             (short, bounds, np.full(count, np.inf))],
            fixed,
        )  # fmt: skip

    def detour(
        self, doubts: Sequence[Doubt], fixed: "Fixed", movable: Sequence[int], cost: Sequence[float]
    ) -> Whole | None:
        """Parts that settle every doubt and move the movable figures as little as they can."""
        count = len(movable)
        here = self.figures[list(movable)] @ fixed.parts
        moved = sparse.hstack([self.figures[list(movable)], -sparse.eye(count), sparse.eye(count)])
        wanted = self._padded([doubt.figure for doubt in doubts], 2 * count)
        low = np.array([doubt.bound if doubt.high else -np.inf for doubt in doubts])
        high = np.array([np.inf if doubt.high else doubt.bound for doubt in doubts])
        return self._solve(
            np.r_[np.zeros(self.parts), cost, cost],
            [(self._padded(fixed.figures, 2 * count), fixed.values, fixed.values),
             (moved, here, here),
             (wanted, low, high)],
            fixed,
        )  # fmt: skip

    def farthest(self, weights: Bound, fixed: "Fixed") -> Whole | None:
        """Parts that leave the fixed figures alone and weigh as little as they can."""
        rows = self._padded(fixed.figures, 0)
        return self._solve(weights, [(rows, fixed.values, fixed.values)], fixed)

    def _padded(self, figures: Sequence[int], columns: int) -> Any:
        chosen = self.figures[list(figures)]
        return sparse.hstack([chosen, sparse.csr_matrix((len(figures), columns))])

    def _solve(
        self,
        objective: Bound,
        constraints: Iterable[tuple[Any, Any, Any]],
        fixed: "Fixed",
    ) -> Whole | None:
        rows = [
            LinearConstraint(matrix.tocsc(), low, high)
            for matrix, low, high in constraints
            if matrix.shape[0]
        ]
        beside = len(objective) - self.parts
        bounds = Bounds(
            np.r_[fixed.lowest, np.zeros(beside)], np.r_[fixed.highest, np.full(beside, np.inf)]
        )
        # Most programmes have whole answers without being told to, and are quicker for it.
        found = milp(objective, bounds=bounds, constraints=rows)
        if found.x is not None and not _whole(found.x[: self.parts]):
            found = milp(
                objective,
                integrality=np.r_[np.ones(self.parts), np.zeros(beside)],
                bounds=bounds,
                constraints=rows,
                options={"node_limit": _NODES},
            )
        if found.x is None:
            return None
        parts: Whole = np.rint(found.x[: self.parts]).astype(np.int64)
        return parts


def _whole(parts: Bound) -> bool:
    return bool(np.abs(parts - np.rint(parts)).max(initial=0.0) < _NEARLY)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What somebody is sure of: some figures' values, and between what bounds each part lies."""

    figures: Sequence[int]
    values: Whole
    lowest: Bound
    highest: Bound
    parts: Whole  # as they truly are, where that is known

    def agrees(self, sums: Sums, parts: Whole) -> bool:
        """Checked in whole numbers, so that no rounding of the solver is believed."""
        same = np.array_equal(sums.of(parts)[list(self.figures)], self.values)
        return same and bool(((parts >= self.lowest) & (parts <= self.highest)).all())
