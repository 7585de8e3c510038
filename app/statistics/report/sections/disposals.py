"""How cases were disposed of: a panel of bars for each disposal, and the areas in a table."""

from collections.abc import Sequence

from app.panels.markup import Markup
from app.statistics.registry import SPECS
from app.statistics.report.charts import plain
from app.statistics.report.release import Table, Told
from app.statistics.report.sections.by_area import (
    areas_in,
    everywhere,
    headings,
    series_by_year,
    yearly_bars,
)
from app.statistics.report.sections.layout import Section, Tile, bars_legend, definition, figure
from app.statistics.report.wording import name_of, year_name
from app.statistics.spec import Measure
from panel_protocol.rules.rates import Period

_YEARS = 3  # of which the areas have a table


def disposals(told: Told) -> Section | None:
    table = told.table(Measure.DISPOSALS, Period.FINANCIAL_YEAR)
    if table is None:
        return None
    kinds = SPECS[Measure.DISPOSALS].series
    return Section(
        "disposals",
        "Disposals",
        [
            definition(table.read),
            _by_kind(told, table, kinds),
        ],
        _tiles(told, table, kinds),
    )


def _tiles(told: Told, table: Table, kinds: Sequence[str]) -> list[Tile]:
    """All of them together, where nothing that would have to be added is hidden."""
    if not table.complete:
        return []
    year = table.complete[-1]
    found = [table.count(told.force.code, year, kind).value for kind in kinds]
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return []
    return [Tile(f"Disposals, {year_name(year)}", f"{sum(known):,.0f}", "of every kind together")]


def _by_kind(told: Told, table: Table, kinds: Sequence[str]) -> Markup:
    named = [(kind, name_of(kind)) for kind in kinds]
    whole = everywhere(told)
    latest = list(zip(table.periods, headings(table), strict=True))[-_YEARS:]
    columns = [(name, kind, "count", plain) for kind, name in named]
    return figure(
        f"Disposals in {whole}, by financial year",
        *yearly_bars(table, told.force, named, key="disposals"),
        key=bars_legend(told),
        tables=[
            series_by_year(table, "disposals-years", f"Disposals in {whole}", told.force, named),
            *(
                areas_in(
                    told,
                    table,
                    year,
                    f"disposals-in-{year[0].year}",
                    f"Disposals by area, {heading}",
                    columns,
                )
                for year, heading in latest
            ),
        ],
    )
