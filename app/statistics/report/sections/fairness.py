"""Who comes to each gate: the groups' rates beside those of the group they are compared with."""

from collections.abc import Sequence

from app.panels.markup import Markup
from app.statistics.registry import SPECS
from app.statistics.report.charts import Mark, Span, intervals, legend
from app.statistics.report.drawing import ratio_axis
from app.statistics.report.release import Dates, Table, Told
from app.statistics.report.sections.by_area import everywhere
from app.statistics.report.sections.layout import Section, definition, figure, paragraphs
from app.statistics.report.tabled import cell, data_table
from app.statistics.report.wording import inside, name_of, percent, year_name
from app.statistics.spec import BETWEEN, Measure, series_of
from panel_protocol.rules.rates import Period

_ALL = "all"


def fairness(told: Told) -> Section | None:
    table = told.table(Measure.DISPROPORTIONALITY, Period.FINANCIAL_YEAR)
    if table is None:
        return None
    years = (table.complete or table.periods)[-1]
    gates = list(dict.fromkeys(each[0] for each in _series()))
    drawn = [panel for gate in gates if (panel := _panel(told, table, years, gate)) is not None]
    caption = f"{everywhere(told)}, {year_name(years)}"
    return Section(
        "fairness",
        "Fairness",
        [
            *paragraphs("fairness", "intro"),
            definition(table.read),
            figure(
                "How much more often than the group they are compared with children came through "
                f"each gate (relative rate index), {caption}",
                *drawn,
                key=legend(
                    ("reach", "the ratio (mark) and the interval it lies in, 95 in a hundred"),
                    ("even", "as often as the group compared with"),
                ),
                tables=[_table(table, told, years, gate) for gate in gates],
            ),
        ],
    )


def _series() -> list[tuple[str, str, str]]:
    found = []
    for each in SPECS[Measure.DISPROPORTIONALITY].series:
        gate, characteristic, group = each.split(BETWEEN)
        if characteristic != _ALL:
            found.append((gate, characteristic, group))
    return found


def _of(gate: str) -> list[tuple[str, str]]:
    return [(characteristic, group) for at, characteristic, group in _series() if at == gate]


def _panel(told: Told, table: Table, years: Dates, gate: str) -> Markup | None:
    rows = [
        span
        for of, group in _of(gate)
        if (span := _span(told, table, years, series_of(gate, of, group), name_of(group)))
    ]
    if not rows:
        return None
    says = "; ".join(f"{row.name}: {row.note}" for row in rows)
    return intervals(
        f"fairness-{gate}",
        name_of(gate),
        f"{name_of(gate)}, relative rate index. {says}.",
        rows=rows,
        axis=ratio_axis(),
        shown=_times,
        line_at=1,
    )


def _span(told: Told, table: Table, years: Dates, series: str, name: str) -> Span | None:
    low, middle, high = (
        table.value(value, told.force.code, years, series).value
        for value in ("lower", "ratio", "upper")
    )
    if low is None or middle is None or high is None:
        return None
    few = table.row(told.force.code, years, series)
    mark = ", few" if few is not None and few.get("small") else ""
    return Span(name, low, middle, high, f"{middle:g} ({low:g} to {high:g}){mark}")


def _times(ratio: float) -> str:
    """At the foot of a chart half is written as a half."""
    return f"{ratio:g}" if ratio >= 1 else f"1/{1 / ratio:g}"


def _table(table: Table, told: Told, years: Dates, gate: str) -> Markup:
    rows = [
        [f"{name_of(of)}: {inside(name_of(group))}", *_cells(told, table, years, gate, of, group)]
        for of, group in _of(gate)
    ]
    headings = ["Group", "Cases", "Share", "Gap, points", "Rate", "Ratio", "Interval"]
    caption = f"{name_of(gate)}, {everywhere(told)}, {year_name(years)}"
    return data_table(f"fairness-table-{gate}", caption, headings, rows)


def _cells(told: Told, table: Table, years: Dates, gate: str, of: str, group: str) -> Sequence[str]:
    def value(name: str) -> Mark:
        return table.value(name, told.force.code, years, series_of(gate, of, group))

    low, high = value("lower"), value("upper")
    interval = cell(low)
    if low.value is not None and high.value is not None:
        interval = f"{low.value:g} to {high.value:g}"
    return [
        cell(value("count")),
        cell(value("share"), percent),
        cell(value("gap"), lambda points: f"{points:+.1f}"),
        cell(value("rate"), percent),
        cell(value("ratio"), lambda ratio: f"{ratio:g}"),
        interval,
    ]
