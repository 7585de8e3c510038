"""What managers read live and partners read released; never a row about a child."""

from collections.abc import Callable, Iterable
from typing import Any

from app import wall
from app.database import Record
from app.problems import NotFound, Unacceptable
from app.statistics import queries, release_queries
from app.statistics.audience import Audience
from app.statistics.figures import Figure, places, table
from app.statistics.measures import SERIES_NAME, notes, notes_on_bases, notes_on_rates
from app.statistics.periods import Run, counted
from app.statistics.registry import SPECS
from app.statistics.rows import FigureRead
from app.statistics.schemas import MeasureRead, ReleaseListed, ReleasePage, ReleaseRead
from app.statistics.spec import Counted, Spec
from app.transaction import Transaction
from app.wire import open_cursor, seal_cursor
from panel_protocol.rules.rates import Period


async def live(tx: Transaction, measure: str, period: Period) -> MeasureRead:
    """The caller's own areas as they stand now, nothing hidden."""
    spec = _spec(measure, period)
    years = tx.protocol.statistics.years_shown.on(tx.today).value
    span = counted(tx.today, years=years, running=True)
    populations = await queries.populations(tx, tx.at)
    figures = list(
        table(
            spec,
            period,
            span,
            counted=await _counts(tx, spec, span),
            populations=populations,
            rows=places(tx.protocol, tx.by.areas),
        )
    )
    items = [_of_figure(spec, figure) for figure in figures]
    return MeasureRead(
        items=items,
        **spec.defined(tx.protocol),
        release=None,
        as_at=tx.today,
        disclosure_rule=None,
        series=SERIES_NAME,
        notes=[
            *notes(counted_to=tx.today),
            *spec.limits(tx.protocol),
            *notes_on_bases(populations, figures),
            *_notes_on_rates(spec, period, items),
        ],
    )


async def _counts(tx: Transaction, spec: Spec, span: Run) -> Counted:
    if spec.now is not None:
        return await spec.now(tx, span, tx.at)
    async with wall.counting(tx.db):
        return await spec.count(tx, span, tx.at)


async def released(
    tx: Transaction, release_id: str, measure: str, period: Period, audience: Audience
) -> MeasureRead:
    """A table of a release, as it was made."""
    spec = _spec(measure, period)
    release = await release_queries.release(tx, release_id)
    made = {each["measure"]: each for each in release.measures}.get(spec.measure)
    if made is None:
        raise NotFound("This release was made without this measure")
    rule = release.disclosure_rule if audience is Audience.PARTNERS else release.public_rule
    if rule is None:
        raise NotFound("This release was made without figures for the public")
    cells = await release_queries.cells(tx, release.id, spec.measure, period, audience)
    items = [_of_cell(spec, cell) for cell in sorted(cells, key=_order(tx, spec))]
    return MeasureRead(
        items=items,
        definition=made["definition"],
        source=made.get("source"),
        release=release.id,
        as_at=release.as_at,
        disclosure_rule=rule,
        series=release.series,
        notes=[
            *release.notes,
            *made.get("notes", []),
            *_notes_on_rates(spec, period, items),
        ],
    )


async def release(tx: Transaction, release_id: str) -> ReleaseRead:
    return ReleaseRead.model_validate(await release_queries.release(tx, release_id))


async def releases(tx: Transaction, *, limit: int, cursor: str | None) -> ReleasePage:
    after = open_cursor(tx.cursor_key, "releases", cursor)
    rows = await release_queries.releases(tx, after=after, limit=limit)
    page = rows[:limit]
    more = (str(page[-1].as_at), page[-1].number) if len(rows) > limit else None
    return ReleasePage(
        items=[ReleaseListed.model_validate(row) for row in page],
        next=seal_cursor(tx.cursor_key, "releases", more) if more else None,
    )


def _spec(name: str, period: Period) -> Spec:
    spec = next((spec for measure, spec in SPECS.items() if measure == name), None)
    if spec is None:
        raise NotFound("There is no such measure")
    if period not in spec.answers:
        known = ", ".join(sorted(spec.answers))
        said = f"Not a period of this measure, which answers: {known}"
        raise Unacceptable([("/query/period", "period", said)])
    return spec


def _of_figure(spec: Spec, figure: Figure) -> FigureRead:
    return spec.reply.model_validate(
        {
            "area": figure.place.code,
            "period_start": figure.run.starts,
            "period_end": figure.run.ends,
            "count": figure.count,
            "suppressed": figure.suppressed,
            "rate_per_100_000": figure.rate,
            "population": figure.population,
            "population_year": figure.population_year,
            **spec.said(figure.series),
            **figure.values,
        }
    )


def _of_cell(spec: Spec, cell: Record) -> FigureRead:
    return spec.reply.model_validate(
        {
            "area": cell.area,
            "period_start": cell.period_start,
            "period_end": cell.period_end,
            "count": cell.counted,
            "suppressed": cell.suppressed,
            "rate_per_100_000": cell.rate,
            "population": cell.population,
            "population_year": cell.population_year,
            **spec.said(cell.series),
            **cell.worked_out,
        }
    )


def _order(tx: Transaction, spec: Spec) -> Callable[[Record], Any]:
    rows = {code: place for place, code in enumerate(tx.protocol.areas)}
    series = {name: place for place, name in enumerate(spec.series)}
    # The pooled row comes after the areas, and a row no longer counted after the others.
    return lambda cell: (
        cell.period_start,
        rows.get(cell.area, len(rows)),
        series.get(cell.series, len(series)),
    )


def _notes_on_rates(spec: Spec, period: Period, items: Iterable[FigureRead]) -> list[str]:
    rated = {(item.period_start, item.population_year) for item in items}
    return notes_on_rates(period, rated) if spec.rated else []
