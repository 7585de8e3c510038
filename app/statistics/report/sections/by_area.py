"""What most sections have in common: a value of every area and period, drawn and tabled alike."""

from collections.abc import Iterable, Sequence

from app.panels.markup import Markup
from app.statistics.report.charts import Mark, Shown, bars, plain
from app.statistics.report.release import Dates, Table, Told
from app.statistics.report.tabled import cell, data_table
from app.statistics.report.wording import headed, inside, one_by_one, short_name, text
from panel_protocol.catalogue import Area


def place(told: Told, area: Area) -> str:
    """The pooled row is named for what it is."""
    return text("places", "all").format(area.name) if area is told.force else area.name


def everywhere(told: Told) -> str:
    """The same within a sentence."""
    return inside(place(told, told.force))


def marks(table: Table, value: str, area: Area, series: str = "") -> list[Mark]:
    """Every period, oldest first."""
    return [table.value(value, area.code, period, series) for period in table.periods]


def most(*drawn: Iterable[Mark]) -> float:
    """The largest value shown: what is hidden sets no scale."""
    return max((mark.value or 0 for each in drawn for mark in each), default=0)


def years_by_area(
    told: Told, table: Table, key: str, caption: str, value: str, shown: Shown = plain
) -> Markup:
    rows = [
        [place(told, area), *(cell(mark, shown) for mark in marks(table, value, area))]
        for area in told.areas
    ]
    return data_table(key, caption, ["Area", *headings(table)], rows)


def headings(table: Table) -> list[str]:
    return [headed(each, so_far=table.so_far(each)) for each in table.periods]


def series_by_year(
    table: Table,
    key: str,
    caption: str,
    area: Area,
    series: Sequence[tuple[str, str]],
    *,
    value: str = "count",
    shown: Shown = plain,
) -> Markup:
    """One row for each series, by the name it is to have."""
    rows = [
        [name, *(cell(mark, shown) for mark in marks(table, value, area, code))]
        for code, name in series
    ]
    return data_table(key, caption, ["Counted", *headings(table)], rows)


def yearly_bars(
    table: Table,
    area: Area,
    series: Sequence[tuple[str, str]],
    *,
    key: str,
    value: str = "count",
    shown: Shown = plain,
    names: Sequence[str] = (),
    most_shown: float = 0,
) -> list[Markup]:
    """A panel of bars for each series, all on one scale."""
    feet = list(names) or [short_name(each) for each in table.periods]
    drawn = {code: marks(table, value, area, code)[-len(feet) :] for code, _ in series}
    scale = most_shown or most(*drawn.values())
    return [
        bars(
            f"{key}-{number}",
            name,
            f"{name}, {one_by_one(feet, drawn[code], shown)}.",
            names=feet,
            marks=drawn[code],
            most=scale,
            shown=shown,
        )
        for number, (code, name) in enumerate(series)
    ]


def areas_in(
    told: Told,
    table: Table,
    period: Dates,
    key: str,
    caption: str,
    columns: Sequence[tuple[str, str, str, Shown]],
) -> Markup:
    """One period, a row an area; a column is a heading, a series, a value and how it is said."""
    rows = [
        [
            place(told, area),
            *(
                cell(table.value(value, area.code, period, series), shown)
                for _, series, value, shown in columns
            ),
        ]
        for area in told.areas
    ]
    return data_table(key, caption, ["Area", *(heading for heading, *_ in columns)], rows)
