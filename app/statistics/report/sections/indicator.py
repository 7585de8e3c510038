"""Key performance indicator 6: programmes that ended, by whether they were completed."""

from app.panels.markup import Markup, element
from app.statistics.registry import SPECS
from app.statistics.report.charts import plain
from app.statistics.report.release import Dates, Table, Told
from app.statistics.report.sections.by_area import areas_in, everywhere, yearly_bars
from app.statistics.report.sections.layout import bars_legend, definition, figure, paragraphs
from app.statistics.report.tabled import cell, data_table
from app.statistics.report.wording import name_of, quarter_name
from app.statistics.spec import BETWEEN, Measure, series_of
from panel_protocol.rules.rates import Period

_COUNTED = ("children", "completed", "not_completed")
_QUARTERS = 6  # that are drawn


def indicator(told: Told) -> list[Markup]:
    table = told.table(Measure.KPI_6, Period.QUARTER)
    if table is None or not table.complete:
        return []
    headline = [(series_of("headline", "all", each), name_of(f"kpi_{each}")) for each in _COUNTED]
    quarter, whole = table.complete[-1], everywhere(told)
    columns = [(name, series, "count", plain) for series, name in headline]
    caption = f"Children whose programme ended, by area, {quarter_name(quarter)}"
    return [
        element("h3", "Key performance indicator 6"),
        *paragraphs("completion", "indicator"),
        definition(table.read),
        figure(
            f"Children whose programme ended, by the quarter's first month, {whole}",
            *yearly_bars(
                table,
                told.force,
                headline,
                key="indicator",
                names=[f"{first:%b %y}" for first, _ in table.periods[-_QUARTERS:]],
            ),
            key=bars_legend(told),
            tables=[
                _by_quarter(told, table, headline),
                areas_in(told, table, quarter, "indicator-areas", caption, columns),
                _by_type(told, table, quarter),
            ],
        ),
    ]


def _by_quarter(told: Told, table: Table, headline: list[tuple[str, str]]) -> Markup:
    rows = [
        [
            quarter_name(quarter),
            *(cell(table.count(told.force.code, quarter, series)) for series, _ in headline),
        ]
        for quarter in table.periods[-_QUARTERS:]
    ]
    caption = f"Children whose programme ended, {everywhere(told)}"
    return data_table("indicator-quarters", caption, ["Quarter", *(n for _, n in headline)], rows)


def _by_type(told: Told, table: Table, quarter: Dates) -> Markup:
    types = dict.fromkeys(
        each.split(BETWEEN)[1] for each in SPECS[Measure.KPI_6].series if each.startswith("6b")
    )
    rows = [
        [
            name_of(each),
            *(
                cell(table.count(told.force.code, quarter, series_of("6b", each, counted)))
                for counted in _COUNTED
            ),
        ]
        for each in types
    ]
    caption = f"By type of disposal, {everywhere(told)}, {quarter_name(quarter)}"
    headings = ["Type", *(name_of(f"kpi_{each}") for each in _COUNTED)]
    return data_table("indicator-types", caption, headings, rows)
