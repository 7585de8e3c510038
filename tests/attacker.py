"""Somebody with a solver and the figures that are shown, who knows not how they were hidden."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


class Attacker:
    """Knows the sums of some parts, and that children come in whole numbers."""

    def __init__(
        self,
        shown: Iterable[tuple[Iterable[Hashable], int]],
        *,
        asked: Iterable[Iterable[Hashable]] = (),
        own: Mapping[Any, int] | None = None,
    ) -> None:
        lines = [(frozenset(parts), count) for parts, count in shown]
        lines += [(frozenset([part]), count) for part, count in (own or {}).items()]
        every = {part for parts, _ in lines for part in parts}.union(*map(frozenset, asked))
        self.place = {part: number for number, part in enumerate(sorted(every, key=repr))}
        self.known = np.array([self.line(parts) for parts, _ in lines])
        self.values = np.array([count for _, count in lines])

    def line(self, parts: Iterable[Hashable]) -> np.ndarray:
        line = np.zeros(len(self.place))
        line[[self.place[part] for part in parts]] = 1
        return line

    def could_be(
        self, parts: Iterable[Hashable], *, at_least: float = -np.inf, at_most: float = np.inf
    ) -> bool:
        found = milp(
            np.zeros(len(self.place)),
            integrality=np.ones(len(self.place)),
            bounds=Bounds(0, np.inf),
            constraints=[
                LinearConstraint(self.known, self.values, self.values),
                LinearConstraint(self.line(parts)[None, :], at_least, at_most),
            ],
        )
        return bool(found.status == 0)
