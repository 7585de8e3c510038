"""What managers read live and partners read released; never a row about a child."""

from collections.abc import Iterable, Mapping
from typing import Any

from app import wall
from app.database import Record
from app.problems import NotFound
from app.statistics import queries
from app.statistics.figures import SERIES, Counts, Figure, Measure, places, table
from app.statistics.measures import SERIES_NAME, definition, notes, notes_on_bases, notes_on_rates
from app.statistics.periods import Run, counted
from app.statistics.schemas import (
    DisposalFigureRead,
    FigureRead,
    MeasureRead,
    ReleaseListed,
    ReleasePage,
    ReleaseRead,
)
from app.transaction import Transaction
from app.wire import open_cursor, seal_cursor
from panel_protocol.rules.rates import Period


async def live(tx: Transaction, measure: str, period: Period) -> MeasureRead:
    """The caller's own areas as they stand now, nothing hidden."""
    wanted = _measure(measure)
    years = tx.protocol.statistics.years_shown.on(tx.today).value
    span = counted(tx.today, years=years, running=True)
    populations = await queries.populations(tx, tx.at)
    figures = list(
        table(
            wanted,
            period,
            span,
            counts=await _counts(tx, wanted, span),
            populations=populations,
            rows=places(tx.protocol, tx.by.areas),
        )
    )
    items = [_figure(wanted, _of_figure(figure)) for figure in figures]
    return MeasureRead(
        items=items,
        definition=definition(tx.protocol, wanted),
        release=None,
        as_at=tx.today,
        disclosure_rule=None,
        series=SERIES_NAME,
        notes=[
            *notes(tx.protocol, counted_to=tx.today),
            *notes_on_bases(populations, figures),
            *_notes_on_rates(period, items),
        ],
    )


async def _counts(tx: Transaction, measure: Measure, span: Run) -> Counts:
    if measure is Measure.FIRST_TIME_ENTRANTS:
        return await queries.entrants_now(tx, span)
    async with wall.counting(tx.db):
        return await queries.disposals_known(tx, span, tx.at)


async def released(tx: Transaction, release_id: str, measure: str, period: Period) -> MeasureRead:
    """A table of a release, as it was made."""
    wanted = _measure(measure)
    release = await queries.release(tx, release_id)
    cells = await queries.cells(tx, release.id, wanted, period)
    order = _order(tx, wanted)
    items = [_figure(wanted, _of_cell(cell)) for cell in sorted(cells, key=order)]
    said = {each["measure"]: each["definition"] for each in release.measures}
    return MeasureRead(
        items=items,
        definition=said[wanted],
        release=release.id,
        as_at=release.as_at,
        disclosure_rule=release.disclosure_rule,
        series=release.series,
        notes=[*release.notes, *_notes_on_rates(period, items)],
    )


async def release(tx: Transaction, release_id: str) -> ReleaseRead:
    return ReleaseRead.model_validate(await queries.release(tx, release_id))


async def releases(tx: Transaction, *, limit: int, cursor: str | None) -> ReleasePage:
    after = open_cursor(tx.cursor_key, "releases", cursor)
    rows = await queries.releases(tx, after=after, limit=limit)
    page = rows[:limit]
    more = (str(page[-1].as_at), page[-1].number) if len(rows) > limit else None
    return ReleasePage(
        items=[ReleaseListed.model_validate(row) for row in page],
        next=seal_cursor(tx.cursor_key, "releases", more) if more else None,
    )


def _measure(name: str) -> Measure:
    try:
        return Measure(name)
    except ValueError:
        raise NotFound("There is no such measure") from None


def _figure(measure: Measure, values: Mapping[str, Any]) -> FigureRead:
    if measure is Measure.DISPOSALS:
        return DisposalFigureRead.model_validate(values)
    return FigureRead.model_validate(values)


def _of_figure(figure: Figure) -> dict[str, Any]:
    return {
        "area": figure.place.code,
        "period_start": figure.run.starts,
        "period_end": figure.run.ends,
        "count": figure.count,
        "suppressed": figure.suppressed,
        "rate_per_100_000": figure.rate,
        "population": figure.population,
        "population_year": figure.population_year,
        "disposal": figure.series,
    }


def _of_cell(cell: Record) -> dict[str, Any]:
    return {
        "area": cell.area,
        "period_start": cell.period_start,
        "period_end": cell.period_end,
        "count": cell.counted,
        "suppressed": cell.suppressed,
        "rate_per_100_000": cell.rate,
        "population": cell.population,
        "population_year": cell.population_year,
        "disposal": cell.disposal,
    }


def _order(tx: Transaction, measure: Measure) -> Any:
    rows = {code: place for place, code in enumerate(tx.protocol.areas)}
    series = {name: place for place, name in enumerate(SERIES[measure])}
    # The pooled row comes after the areas.
    return lambda cell: (cell.period_start, rows.get(cell.area, len(rows)), series[cell.disposal])


def _notes_on_rates(period: Period, items: Iterable[FigureRead]) -> list[str]:
    return notes_on_rates(period, {(item.period_start, item.population_year) for item in items})
