"""What a measure says of itself; the tables, their protection and their replies follow from it."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.statistics.periods import Run, periods
from app.statistics.rows import FigureRead
from app.transaction import Transaction
from panel_protocol.dated import Answer
from panel_protocol.protocol import Protocol
from panel_protocol.rules.rates import Period

BETWEEN = "|"


class Measure(StrEnum):
    FIRST_TIME_ENTRANTS = "first-time-entrants"
    DISPOSALS = "disposals"
    OUTCOME_22 = "outcome-22"
    TIMELINESS = "timeliness"
    KPI_6 = "kpi-6"
    VICTIMS = "victims"
    DISPROPORTIONALITY = "disproportionality"
    CONSISTENCY = "consistency"
    NET_WIDENING = "net-widening"
    PANELS = "panels"


# By series, area and quarter; what is not there is nought.
Counts = Mapping[tuple[str, str, int], int]
# How many had each value: days, hours.
Spread = Mapping[int, int]
Spreads = Mapping[tuple[str, str, int], Spread]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a measure found: so many, and where values were measured, so many of each value."""

    counts: Counts
    spreads: Spreads = field(default_factory=dict)

    @classmethod
    def of(cls, counts: Counts, spreads: Spreads) -> "Counted":
        """A series with a spread is counted by it."""
        totals = {key: sum(spread.values()) for key, spread in spreads.items()}
        return cls({**counts, **totals}, spreads)


# What was known at an instant of the quarters of a run, in the areas the caller may count.
Counting = Callable[[Transaction, Run, datetime], Awaitable[Counted]]

Value = int | float | None
# The count of another series of the same place and period, or None where it is hidden.
Shown = Callable[[str], int | None]
# A row's further values. It is given the row's series, what is shown of the others, and the
# row's own spread: None where its count is hidden.
Derived = Callable[[str, Shown, Spread | None], Mapping[str, Value]]


def _nothing(_series: str, _shown: Shown, _spread: Spread | None) -> Mapping[str, Value]:
    return {}


def _no_limits(_protocol: Protocol) -> Sequence[str]:
    return ()


def series_of(*values: str) -> str:
    """A row's dimension values as one name."""
    return BETWEEN.join(values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One measure.

    `series` are the rows of each place and period, in their order. `sums` pairs a series with
    those it adds up; it is worked out from them and need not be counted. A total may stand in
    several pairs, one for each way of dividing it. A series that is summed and not among the
    rows is counted and protected, and never shown: what is left over when the others are taken
    away. `same_as` names a series of another measure that counts the very same things.
    `balances` weigh counted series: what they come to, in an area and a quarter, is never below
    nought. `supposed` are counted series that anybody takes to be nought where they are; `nearly`
    are series that as a rule come to as many as some of another measure, and that anybody takes
    to where they do.
    """

    measure: Measure
    count: Counting
    # A quicker way to count what stands now, where there is one.
    now: Counting | None = None
    definition: Callable[[Protocol], Answer[str]]
    limits: Callable[[Protocol], Sequence[str]] = _no_limits
    reply: type[FigureRead]
    dimensions: tuple[str, ...] = ()
    series: tuple[str, ...] = ("",)
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    same_as: Mapping[str, tuple[Measure, str]] = field(default_factory=dict)
    balances: Sequence[Mapping[str, int]] = ()
    supposed: frozenset[str] = frozenset()
    nearly: Sequence[tuple[Sequence[str], Measure, Sequence[str]]] = ()
    answers: Collection[Period] = tuple(Period)
    pooled_only: bool = False
    rated: bool = False
    runs: Callable[[Period, Run], Sequence[Run]] = periods
    derived: Derived = _nothing

    def defined(self, protocol: Protocol) -> dict[str, str]:
        """What is counted, and the words of the register for who says so."""
        said = self.definition(protocol)
        return {"definition": said.value, "source": protocol.sources[said.source].title}

    def told(self, period: Period, span: Run, since: int) -> list[Run]:
        """What is told of a span: nothing that had ended before anything was on record."""
        return [run for run in self.runs(period, span) if run.last >= since]

    def said(self, series: str) -> dict[str, str]:
        """A series as the values of its dimensions."""
        return dict(zip(self.dimensions, series.split(BETWEEN), strict=False))

    def ways(self, series: str) -> list[frozenset[str]]:
        """The counted series that a series adds up; of a total, once for each way of dividing."""
        ways = [parts for total, parts in self.sums if total == series]
        if not ways:
            return [frozenset((series,))]
        return [frozenset().union(*(self.ways(part)[0] for part in parts)) for parts in ways]

    def base(self, series: str) -> frozenset[str]:
        return self.ways(series)[0]
