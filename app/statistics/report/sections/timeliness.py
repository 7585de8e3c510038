"""How long each step takes: the middle half of the cases, and the one in the middle."""

from app.panels.markup import Markup
from app.statistics.registry import SPECS
from app.statistics.report.charts import Span, intervals, legend, plain
from app.statistics.report.drawing import even_axis
from app.statistics.report.release import Dates, Table, Told
from app.statistics.report.sections.by_area import everywhere, headings, marks, place
from app.statistics.report.sections.layout import Section, Tile, definition, figure, paragraphs
from app.statistics.report.tabled import cell, data_table
from app.statistics.report.wording import name_of, percent, year_name
from app.statistics.spec import BETWEEN, Measure, series_of
from panel_protocol.catalogue import Area
from panel_protocol.rules.rates import Period

ENDED, OPEN = "ended", "open"
_WHOLE = "referral_to_decision"


def timeliness(told: Told) -> Section | None:
    table = told.table(Measure.TIMELINESS, Period.FINANCIAL_YEAR)
    if table is None or not table.complete:
        return None
    series = SPECS[Measure.TIMELINESS].series
    steps = list(dict.fromkeys(each.split(BETWEEN)[0] for each in series))
    year = table.complete[-1]
    return Section(
        "timeliness",
        "Timeliness",
        [
            *paragraphs("timeliness", "intro"),
            definition(table.read),
            _steps(told, table, year, steps),
        ],
        _tiles(told, table, year),
    )


def _tiles(told: Told, table: Table, year: Dates) -> list[Tile]:
    found = table.value("median", told.force.code, year, series_of(_WHOLE, ENDED))
    if found.value is None:
        return []
    return [
        Tile(
            f"{name_of(_WHOLE)}, {year_name(year)}",
            plain(found.value),
            "working days for the case in the middle (median)",
        )
    ]


def _steps(told: Told, table: Table, year: Dates, steps: list[str]) -> Markup:
    rows = {step: [_span(told, table, area, year, step) for area in told.areas] for step in steps}
    panels = [
        intervals(
            f"timeliness-{step}",
            name_of(step),
            f"{name_of(step)}, in working days. "
            + "; ".join(f"{row.name}: {row.note}" for row in rows[step]),
            rows=rows[step],
            axis=even_axis(max((row.high or 0 for row in rows[step]), default=0)),
        )
        for step in steps
    ]
    return figure(
        f"Working days that each step took, of cases that came to its end in {year_name(year)}",
        *panels,
        key=legend(
            ("reach", "the middle half of cases, from quartile to quartile; the mark: the median"),
            ("hidden", "hidden"),
        ),
        tables=[
            *(_table(told, table, year, step) for step in steps),
            _years(told, table, steps),
        ],
    )


def _span(told: Told, table: Table, area: Area, year: Dates, step: str) -> Span:
    low, middle, high, many = (
        table.value(name, area.code, year, series_of(step, ENDED))
        for name in ("lower_quartile", "median", "upper_quartile", "count")
    )
    name = place(told, area)
    if many.hidden:
        return Span(name, None, None, None, "hidden", hidden=True)
    if low.value is None or middle.value is None or high.value is None:
        return Span(name, None, None, None, "none" if not many.value else f"of {plain(many.value)}")
    note = f"{plain(middle.value)} ({plain(low.value)} to {plain(high.value)}), n {cell(many)}"
    return Span(name, low.value, middle.value, high.value, note)


def _table(told: Told, table: Table, year: Dates, step: str) -> Markup:
    ended, still = series_of(step, ENDED), series_of(step, OPEN)
    rows = [
        [
            place(told, area),
            *(
                cell(table.value(value, area.code, year, ended))
                for value in ("count", "lower_quartile", "median", "upper_quartile")
            ),
            cell(table.value("within_target", area.code, year, ended), percent),
            cell(table.count(area.code, year, still)),
        ]
        for area in told.areas
    ]
    headed = [
        "Area",
        "Came to its end",
        "Lower quartile",
        "Median",
        "Upper quartile",
        "Within target",
        "Begun, still open",
    ]
    caption = f"{name_of(step)}, working days, {year_name(year)}"
    return data_table(f"timeliness-table-{step}", caption, headed, rows)


def _years(told: Told, table: Table, steps: list[str]) -> Markup:
    rows = [
        [name_of(step), *map(cell, marks(table, "median", told.force, series_of(step, ENDED)))]
        for step in steps
    ]
    caption = f"Median working days by financial year, {everywhere(told)}"
    return data_table("timeliness-years", caption, ["Step", *headings(table)], rows)
