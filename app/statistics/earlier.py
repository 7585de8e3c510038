"""What earlier releases have shown and hidden, and what was counted when they were made.

Whoever has two releases sees what has changed between them. So where anything has, the earlier
counts are counted again: only then can it be seen that a new figure gives an old one away.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from app.database import Record
from app.statistics import release_queries
from app.statistics.audience import Audience
from app.statistics.calendar_columns import last_instant_of
from app.statistics.figures import Place, total
from app.statistics.linking import Cell, Earlier
from app.statistics.periods import Run, counted, quarter_of, year_of
from app.statistics.registry import SPECS
from app.statistics.spec import Counted, Measure
from app.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Kept:
    """The figures of one earlier release by audience, and the instant it counted to."""

    release: str
    known: datetime
    cells: Mapping[Audience, Sequence[Cell]]


async def kept(
    tx: Transaction, places: Sequence[Place], years: int, measures: Collection[Measure]
) -> list[Kept]:
    """Latest first. A period that was still running counted the quarters there were by then."""
    codes = {place.code for place in places}
    pooled = {place.code for place in places if place.pooled}
    rows = await release_queries.ever_shown(tx, pooled=pooled)
    found = []
    for release_id, each in groupby(rows, lambda row: row.release):
        release = [row for row in each if row.area in codes and row.measure in measures]
        if release:
            as_at, made_at = release[0].as_at, release[0].made_at
            last = counted(as_at, years=years, running=False).last
            found.append(
                Kept(release_id, min(last_instant_of(as_at), made_at), _cells(release, last))
            )
    return found


def _cells(rows: Sequence[Record], last: int) -> Mapping[Audience, Sequence[Cell]]:
    """What the public was shown was rounded: partners were shown how it stood."""
    exact = {_key(row): row.counted for row in rows if row.audience == Audience.PARTNERS}
    cells: dict[Audience, list[Cell]] = {audience: [] for audience in Audience}
    for row in rows:
        cells[row.audience].append(
            Cell(
                measure=Measure(row.measure),
                series=row.series,
                place=row.area,
                run=Run(quarter_of(row.period_start), quarter_of(row.period_end)).to(last),
                count=None if row.suppressed else exact[_key(row)],
            )
        )
    return cells


def _key(row: Record) -> tuple[Any, ...]:
    return row.measure, row.series, row.area, row.period_kind, row.period_start


def first_quarter(releases: Sequence[Kept], span: Run) -> int:
    return min(
        [
            span.first,
            *(cell.run.first for each in releases for cell in each.cells[Audience.PARTNERS]),
        ]
    )


def began(
    span: Run, now: Mapping[Measure, Counted], earlier: Mapping[Audience, Sequence[Earlier]]
) -> int:
    """The April from which tables are told: of the year in which anything was first on record.

    A nought of before that would say of children what is only true of the records.
    """
    told = (cell for each in earlier[Audience.PARTNERS] for cell in each.cells)
    quarters = [
        *(
            quarter
            for each in now.values()
            for (_, _, quarter), many in each.counts.items()
            if many
        ),
        *(cell.run.last for cell in told if cell.count != 0),
    ]
    return max(span.first, year_of(min([span.last, *quarters])))


async def counted_again(
    tx: Transaction,
    releases: Sequence[Kept],
    span: Run,
    now: Mapping[Measure, Counted],
    places: Sequence[Place],
) -> dict[Audience, list[Earlier]]:
    """Each with what was counted then, of the measures that can be seen to have changed since."""
    rows = {place.code: place for place in places}
    found: dict[Audience, list[Earlier]] = {audience: [] for audience in Audience}
    for each in releases:
        then = {
            measure: (await SPECS[measure].count(tx, span, each.known)).counts
            for measure in sorted(_changed(each.cells[Audience.PARTNERS], now, rows))
        }
        for audience, cells in each.cells.items():
            found[audience].append(Earlier(cells, then, each.release))
    return found


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
        {measure, other}
        for measure in now
        for other, _ in SPECS[measure].same_as.values()
        if other in now
    ]
    return changed.union(*(both for both in alike if both & changed))


def _total(cell: Cell, now: Mapping[Measure, Counted], places: Mapping[str, Place]) -> int:
    counts = now[cell.measure].counts
    return total(SPECS[cell.measure], counts, cell.series, places[cell.place], cell.run)
