"""What was decided in equal cases, in the force and side by side across its areas."""

from collections.abc import Sequence

from app.panels.markup import Markup, element
from app.statistics.registry import SPECS
from app.statistics.report.charts import Span, intervals, legend, plain
from app.statistics.report.drawing import even_axis
from app.statistics.report.release import Dates, Table, Told
from app.statistics.report.sections.by_area import everywhere, place
from app.statistics.report.sections.layout import Section, definition, figure, paragraphs
from app.statistics.report.tabled import cell, data_table
from app.statistics.report.wording import inside, name_of, percent, text, year_name
from app.statistics.spec import BETWEEN, Measure, series_of
from panel_protocol.catalogue import Area
from panel_protocol.rules.rates import Period

_ALL = "all"
_AXIS = even_axis(1)
_FEWEST = 2  # areas that can be set side by side


def consistency(told: Told) -> Section | None:
    table = told.table(Measure.CONSISTENCY, Period.FINANCIAL_YEAR)
    if table is None or not table.complete:
        return None
    return Section(
        "consistency",
        "Consistency",
        [
            *paragraphs("consistency", "intro"),
            definition(table.read),
            *_mix(told, table, table.complete[-1]),
        ],
    )


def _mix(told: Told, table: Table, year: Dates) -> list[Markup | None]:
    equals = [
        of
        for of in _equals()
        if (found := table.count(told.force.code, year, series_of(of, _ALL))).value or found.hidden
    ]
    kinds = _kinds()
    mixes = [_panel_of_mix(told, table, year, of, kinds) for of in equals]
    beside = [
        panel
        for of in equals
        for kind in kinds
        if (panel := _panel_of_areas(told, table, year, of, kind)) is not None
    ]
    key = legend(
        ("reach", "the share (mark) and the interval it lies in, 95 times in a hundred"),
        ("hidden", "hidden"),
    )
    if not equals:
        return [element("p", f"Nothing was decided in {year_name(year)}.")]
    tables = [_table(told, table, year, of, kinds) for of in equals]
    return [
        figure(
            f"What was decided in cases of equal gravity and history, {everywhere(told)}, "
            f"{year_name(year)}",
            *mixes,
            key=key,
            tables=[_whole_force(told, table, year, equals, kinds)],
        ),
        element("h3", "Area by area"),
        None if beside else element("p", text("consistency", "too_few")),
        figure(
            f"The share of equal cases that were given each disposal, {year_name(year)}",
            *beside,
            key=key,
            tables=tables,
        ),
    ]


def _equals() -> list[str]:
    """Every gravity and history that cases have in common."""
    each = (series.rsplit(BETWEEN, 1)[0] for series in SPECS[Measure.CONSISTENCY].series)
    return [of for of in dict.fromkeys(each) if not of.startswith(_ALL)]


def _kinds() -> list[str]:
    each = (series.rsplit(BETWEEN, 1)[1] for series in SPECS[Measure.CONSISTENCY].series)
    return [kind for kind in dict.fromkeys(each) if kind != _ALL]


def _called(of: str) -> str:
    gravity, history = of.split(BETWEEN)
    return f"Gravity {gravity}, {inside(name_of(history))}"


def _panel_of_mix(told: Told, table: Table, year: Dates, of: str, kinds: Sequence[str]) -> Markup:
    rows = [_span(table, told.force, year, series_of(of, kind), name_of(kind)) for kind in kinds]
    return _panel(f"mix-{of}", _called(of), [row for row in rows if row.hidden or row.middle])


def _panel_of_areas(told: Told, table: Table, year: Dates, of: str, kind: str) -> Markup | None:
    """None where too few areas show a share to be set side by side."""
    rows = [_span(table, area, year, series_of(of, kind), place(told, area)) for area in told.areas]
    shown = [row.middle for row in rows[:-1] if row.middle is not None]
    if len(shown) < _FEWEST or not any(shown):
        return None
    return _panel(f"areas-{of}-{kind}", f"{_called(of)}: {inside(name_of(kind))}", rows)


def _panel(key: str, title: str, rows: Sequence[Span]) -> Markup:
    says = "; ".join(f"{row.name}: {row.note}" for row in rows)
    named = key.replace(BETWEEN, "-")
    return intervals(named, title, f"{title}. {says}.", rows=rows, axis=_AXIS, shown=percent)


def _span(table: Table, area: Area, year: Dates, series: str, name: str) -> Span:
    many = table.count(area.code, year, series)
    if many.hidden:
        return Span(name, None, None, None, "hidden", hidden=True)
    low, middle, high = (
        table.value(value, area.code, year, series).value for value in ("lower", "share", "upper")
    )
    if low is None or middle is None or high is None:
        return Span(name, None, None, None, plain(many.value or 0))
    note = f"{_interval(low, middle, high)}, n {plain(many.value or 0)}"
    return Span(name, low, middle, high, note)


def _interval(low: float, middle: float, high: float) -> str:
    return f"{percent(middle)} ({percent(low)} to {percent(high)})"


def _whole_force(
    told: Told, table: Table, year: Dates, equals: Sequence[str], kinds: Sequence[str]
) -> Markup:
    rows = [[_called(of), *_cells(table, told.force, year, of, kinds)] for of in equals]
    caption = (
        f"{place(told, told.force)}, {year_name(year)}: cases, and the share with its interval"
    )
    return data_table("consistency-all", caption, ["Equal cases", *_headings(kinds)], rows)


def _table(told: Told, table: Table, year: Dates, of: str, kinds: Sequence[str]) -> Markup:
    rows = [[place(told, area), *_cells(table, area, year, of, kinds)] for area in told.areas]
    key = f"consistency-{of}".replace(BETWEEN, "-")
    caption = f"{_called(of)}, {year_name(year)}: cases, and the share with its interval"
    return data_table(key, caption, ["Area", *_headings(kinds)], rows)


def _headings(kinds: Sequence[str]) -> list[str]:
    return [*map(name_of, kinds), "Together"]


def _cells(table: Table, area: Area, year: Dates, of: str, kinds: Sequence[str]) -> list[str]:
    return [_said(table, area, year, series_of(of, kind)) for kind in (*kinds, _ALL)]


def _said(table: Table, area: Area, year: Dates, series: str) -> str:
    many, span = table.count(area.code, year, series), _span(table, area, year, series, "")
    if span.low is None or span.middle is None or span.high is None:
        return cell(many)
    share = _interval(span.low, span.middle, span.high)
    return element("span", cell(many), " ", element("span", share, class_="share"))
