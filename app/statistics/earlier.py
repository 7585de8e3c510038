"""What earlier releases have shown and hidden, and what was counted when they were made.

Whoever has two releases sees what has changed between them. So where anything has, the earlier
counts are counted again: only then can it be seen that a new figure gives an old one away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.statistics import release_queries
from app.statistics.calendar_columns import last_instant_of
from app.statistics.figures import Place, total
from app.statistics.linking import Cell, Earlier
from app.statistics.periods import Run, counted, quarter_of
from app.statistics.registry import SPECS
from app.statistics.spec import Counted, Measure
from app.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Kept:
    """The figures of one earlier release, and the instant it counted to."""

    known: datetime
    cells: Sequence[Cell]


async def kept(tx: Transaction, places: Sequence[Place], years: int) -> list[Kept]:
    """Latest first. A period that was still running counted the quarters there were by then."""
    codes = {place.code for place in places}
    pooled = {place.code for place in places if place.pooled}
    releases = groupby(
        await release_queries.ever_shown(tx, pooled=pooled), lambda row: (row.release, row.as_at)
    )
    found = []
    for (_, as_at), rows in releases:
        last = counted(as_at, years=years, running=False).last
        kept = list(rows)
        cells = [
            Cell(
                measure=Measure(row.measure),
                series=row.series,
                place=row.area,
                run=Run(quarter_of(row.period_start), quarter_of(row.period_end)).to(last),
                count=row.counted,
            )
            for row in kept
            if row.area in codes and row.measure in SPECS
        ]
        found.append(Kept(min(last_instant_of(as_at), kept[0].made_at), cells))
    return found


def first_quarter(releases: Sequence[Kept], span: Run) -> int:
    return min([span.first, *(cell.run.first for each in releases for cell in each.cells)])


async def counted_again(
    tx: Transaction,
    releases: Sequence[Kept],
    span: Run,
    now: Mapping[Measure, Counted],
    places: Sequence[Place],
) -> list[Earlier]:
    """Each with what was counted then, of the measures that can be seen to have changed since."""
    return [
        Earlier(
            each.cells,
            {
                measure: (await SPECS[measure].count(tx, span, each.known)).counts
                for measure in _changed(each.cells, now, {place.code: place for place in places})
            },
        )
        for each in releases
    ]


def _changed(
    cells: Sequence[Cell], now: Mapping[Measure, Counted], places: Mapping[str, Place]
) -> set[Measure]:
    changed = {
        cell.measure
        for cell in cells
        if cell.count is not None
        and cell.series in SPECS[cell.measure].series
        and cell.count != _total(cell, now, places)
    }
    alike = [
        {spec.measure, measure} for spec in SPECS.values() for measure, _ in spec.same_as.values()
    ]
    return changed.union(*(both for both in alike if both & changed))


def _total(cell: Cell, now: Mapping[Measure, Counted], places: Mapping[str, Place]) -> int:
    counts = now[cell.measure].counts
    return total(SPECS[cell.measure], counts, cell.series, places[cell.place], cell.run)
