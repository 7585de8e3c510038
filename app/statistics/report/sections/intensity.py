"""How much is asked of children, by the gravity of their cases."""

from collections.abc import Mapping

from app.panels.markup import Markup
from app.statistics.registry import SPECS
from app.statistics.report.charts import Span, intervals, legend, plain
from app.statistics.report.drawing import even_axis
from app.statistics.report.release import Dates, Table, Told
from app.statistics.report.sections.by_area import everywhere
from app.statistics.report.sections.layout import Section, definition, figure, paragraphs
from app.statistics.report.tabled import cell, data_table
from app.statistics.report.wording import inside, name_of, year_name
from app.statistics.spec import BETWEEN, Measure
from panel_protocol.rules.rates import Period

Drawn = Mapping[tuple[str, str], list[Span]]

_VALUES = ("lower_quartile", "median", "upper_quartile")


def intensity(told: Told) -> Section | None:
    table = told.table(Measure.NET_WIDENING, Period.FINANCIAL_YEAR)
    if table is None or not table.complete:
        return None
    year = table.complete[-1]
    every = [tuple(each.split(BETWEEN)) for each in SPECS[Measure.NET_WIDENING].series]
    panels = dict.fromkeys((disposal, asked) for _, disposal, asked in every)
    drawn = {
        (disposal, asked): [
            _span(told, table, year, gravity, disposal, asked)
            for gravity, of, what in every
            if (of, what) == (disposal, asked)
        ]
        for disposal, asked in panels
    }
    return Section(
        "intensity",
        "Intensity of conditions",
        [
            *paragraphs("intensity", "intro"),
            definition(table.read),
            figure(
                f"What a plan asked for, {everywhere(told)}, {year_name(year)}",
                *(
                    _panel(drawn, disposal, asked)
                    for disposal, asked in panels
                    if any(row.middle is not None for row in drawn[disposal, asked])
                ),
                key=legend(
                    ("reach", "the middle half of plans; the mark: the median"),
                    ("hidden", "hidden"),
                ),
                tables=[_table(told, table, year)],
            ),
        ],
    )


def _span(told: Told, table: Table, year: Dates, gravity: str, disposal: str, asked: str) -> Span:
    series, name = BETWEEN.join((gravity, disposal, asked)), f"Gravity {gravity}"
    many = table.count(told.force.code, year, series)
    if many.hidden:
        return Span(name, None, None, None, "hidden", hidden=True)
    low, middle, high = (
        table.value(value, told.force.code, year, series).value for value in _VALUES
    )
    if low is None or middle is None or high is None:
        return Span(name, None, None, None, f"n {cell(many)}")
    note = f"{plain(middle)} ({plain(low)} to {plain(high)}), n {cell(many)}"
    return Span(name, low, middle, high, note)


def _panel(drawn: Drawn, disposal: str, asked: str) -> Markup:
    rows = [row for row in drawn[disposal, asked] if row.hidden or row.middle is not None]
    # One scale for what is asked under every disposal, so that the panels compare.
    same = (row.high or 0 for (_, what), each in drawn.items() if what == asked for row in each)
    title = f"{name_of(disposal)}: {inside(name_of(asked))}"
    says = "; ".join(f"{row.name}: {row.note}" for row in rows)
    return intervals(
        f"intensity-{disposal}-{asked}",
        title,
        f"{title} of a plan. {says}.",
        rows=rows,
        axis=even_axis(max(same, default=0)),
    )


def _table(told: Told, table: Table, year: Dates) -> Markup:
    rows = []
    for series in SPECS[Measure.NET_WIDENING].series:
        gravity, disposal, asked = series.split(BETWEEN)
        values = (
            table.value(value, told.force.code, year, series) for value in ("count", *_VALUES)
        )
        name = f"{name_of(disposal)}, gravity {gravity}: {inside(name_of(asked))}"
        rows.append([name, *map(cell, values)])
    headings = ["Plans under", "Plans", "Lower quartile", "Median", "Upper quartile"]
    caption = f"What a plan asked for, {everywhere(told)}, {year_name(year)}"
    return data_table("intensity-table", caption, headings, rows)
