"""Whole-number programmes over linked sums: what the parts could be, given some of the sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from highspy import Highs, HighsLp, HighsVarType, MatrixFormat, SolutionStatus
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Bound = NDArray[np.float64]
Members = Sequence[frozenset[int]]
# Two sets of parts that add up to the same, whatever that is.
Equal = Sequence[tuple[frozenset[int], frozenset[int]]]
# So many times each part: what they come to is never below nought.
Balances = Sequence[Mapping[int, int]]

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
    """Figures as sums of parts.

    Behind the figures stand the differences of what is equal, each of them nought, and then the
    balances, none of them below it.
    """

    def __init__(
        self, members: Members, parts: int, equal: Equal = (), balances: Balances = ()
    ) -> None:
        lines: list[Mapping[int, int]] = [
            *(dict.fromkeys(inside, 1) for inside in members),
            *(dict.fromkeys(left - right, 1) | dict.fromkeys(right - left, -1)
              for left, right in equal),
            *balances,
        ]  # fmt: skip
        entries = [
            (row, part, line[part]) for row, line in enumerate(lines) for part in sorted(line)
        ]
        self._entries = np.array(entries, dtype=np.int64).reshape(-1, 3)
        self.parts, self.rows = parts, len(lines)
        self.differences = range(len(members), self.rows - len(balances))
        self.balances = range(self.differences.stop, self.rows)

    def of(self, parts: Whole) -> Whole:
        """What each adds up to."""
        rows, columns, signs = self._entries.T
        sums = np.bincount(rows, weights=signs * parts[columns], minlength=self.rows)
        values: Whole = np.rint(sums).astype(np.int64)
        return values

    def together(self, doubts: Sequence[Doubt], fixed: "Fixed") -> Whole | None:
        """Parts that leave the fixed figures alone and settle as many doubts as they can.

        What is made least is by how much the doubts are missed in all.
        """
        asked = _Asked(self, fixed)
        for doubt in doubts:
            asked.wants(doubt)
            asked.may_miss(doubt.figure, 1.0, below=doubt.high, above=not doubt.high)
        return self._answer(asked)

    def detour(
        self, doubts: Sequence[Doubt], fixed: "Fixed", movable: Sequence[int], cost: Sequence[float]
    ) -> Whole | None:
        """Parts that settle every doubt and move the movable figures as little as they can."""
        asked, here = _Asked(self, fixed), self.of(fixed.parts)
        for doubt in doubts:
            asked.wants(doubt)
        for figure, price in zip(movable, cost, strict=True):
            asked.is_to_be(figure, int(here[figure]))
            asked.may_miss(figure, price)
        return self._answer(asked)

    def least(self, figure: int, fixed: "Fixed") -> int | None:
        """How little a figure can be while the fixed ones are left alone."""
        asked = _Asked(self, fixed)
        asked.costs(figure)
        found = self._answer(asked)
        return None if found is None else int(self.of(found)[figure])

    @cached_property
    def _solver(self) -> Highs:
        """One for all that is asked: it goes on from where it was."""
        solver = Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("mip_max_nodes", _NODES)):
            solver.setOptionValue(option, value)
        solver.passModel(self._model())
        return solver

    def _model(self) -> HighsLp:
        """Each row: its parts, less what it is to be, more what is missing, less what is over."""
        each = np.arange(self.rows)
        at = self.parts + each
        beside = [(at, -1), (at + self.rows, 1), (at + 2 * self.rows, -1)]
        columns = [np.c_[each, place, np.full(self.rows, sign)] for place, sign in beside]
        rows, places, signs = np.concatenate([self._entries, *columns]).T
        order = np.lexsort((places, rows))
        model, nothing = HighsLp(), np.zeros(self.rows)
        model.num_row_, model.num_col_ = self.rows, self.parts + len(beside) * self.rows
        model.row_lower_ = model.row_upper_ = nothing
        model.col_cost_ = model.col_lower_ = model.col_upper_ = np.zeros(model.num_col_)
        model.a_matrix_.format_ = MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.searchsorted(rows[order], np.arange(self.rows + 1))
        model.a_matrix_.index_, model.a_matrix_.value_ = places[order], signs[order].astype(float)
        return model

    def _answer(self, asked: "_Asked") -> Whole | None:
        columns = np.arange(len(asked.cost), dtype=np.int32)
        self._solver.changeColsBounds(len(columns), columns, asked.low, asked.high)
        self._solver.changeColsCost(len(columns), columns, asked.cost)
        # Most programmes have whole answers without being told to, and are quicker for it.
        found = self._solved()
        if found is not None and np.abs(found - np.rint(found)).max(initial=0.0) >= _NEARLY:
            self._parts_are(HighsVarType.kInteger)
            found = self._solved()
            self._parts_are(HighsVarType.kContinuous)
        return None if found is None else np.rint(found).astype(np.int64)

    def _solved(self) -> Bound | None:
        self._solver.run()
        if self._solver.getInfo().primal_solution_status != SolutionStatus.kSolutionStatusFeasible:
            return None
        return np.array(self._solver.getSolution().col_value[: self.parts])

    def _parts_are(self, kind: HighsVarType) -> None:
        kinds = np.full(self.parts, int(kind), dtype=np.uint8)
        self._solver.changeColsIntegrality(self.parts, np.arange(self.parts, dtype=np.int32), kinds)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What somebody is sure of: some figures' values, and between what bounds each part lies.

    `never_nought` are figures that are one at least, as whatever is hidden is.
    """

    figures: Sequence[int]
    values: Whole
    lowest: Bound
    highest: Bound
    parts: Whole  # as they truly are, where that is known
    never_nought: Sequence[int] = ()

    def agrees(self, sums: Sums, parts: Whole) -> bool:
        """Checked in whole numbers, so that no rounding of the solver is believed."""
        found = sums.of(parts)
        return (
            np.array_equal(found[list(self.figures)], self.values)
            and bool(((parts >= self.lowest) & (parts <= self.highest)).all())
            and bool((found[list(self.never_nought)] > 0).all())
            and bool((found[list(sums.balances)] >= 0).all())
        )


class _Asked:
    """A programme's costs and bounds: of the parts, then of what each row is to be, misses and
    has over. A row that nobody asks about may be anything that it can be.
    """

    def __init__(self, sums: Sums, fixed: Fixed) -> None:
        anything, none = np.full(sums.rows, np.inf), np.zeros(2 * sums.rows)
        self._at, self._rows = sums.parts, sums.rows
        self._least = np.zeros(sums.rows)
        self._least[list(fixed.never_nought)] = 1
        self._least[list(sums.differences)] = -np.inf
        self.low = np.r_[fixed.lowest, self._least, none]
        self.high = np.r_[fixed.highest, anything, none]
        self.cost = np.zeros(len(self.low))
        places = sums.parts + np.array(fixed.figures, dtype=np.int64)
        self.low[places] = self.high[places] = fixed.values

    def wants(self, doubt: Doubt) -> None:
        place = self._at + doubt.figure
        if doubt.high:
            self.low[place] = max(self.low[place], doubt.bound)
        else:
            self.high[place] = doubt.bound

    def is_to_be(self, figure: int, value: int) -> None:
        self.low[self._at + figure] = self.high[self._at + figure] = value

    def costs(self, figure: int) -> None:
        self.cost[self._at + figure] = 1.0

    def may_miss(
        self, figure: int, price: float, *, below: bool = True, above: bool = True
    ) -> None:
        """Though not by so much that it is less than it can be."""
        most = self.low[self._at + figure] - self._least[figure]
        for may, side, much in ((below, 1, most), (above, 2, np.inf)):
            if may:
                self.high[self._at + side * self._rows + figure] = much
                self.cost[self._at + side * self._rows + figure] = price
