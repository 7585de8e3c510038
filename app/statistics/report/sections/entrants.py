"""First-time entrants by area over time, and beside the rates that others publish."""

from app.panels.markup import Markup, element
from app.statistics.report.charts import Line, legend, lines
from app.statistics.report.release import Table, Told
from app.statistics.report.sections.by_area import marks, most, place, years_by_area
from app.statistics.report.sections.comparison import beside_published
from app.statistics.report.sections.layout import Section, Tile, definition, figure
from app.statistics.report.tabled import cell
from app.statistics.report.wording import (
    change,
    day,
    one_by_one,
    short_name,
    year_name,
)
from app.statistics.spec import Measure
from panel_protocol.rules.rates import Period


def entrants(told: Told) -> Section | None:
    by_year = told.table(Measure.FIRST_TIME_ENTRANTS, Period.FINANCIAL_YEAR)
    if by_year is None:
        return None
    calendar = told.table(Measure.FIRST_TIME_ENTRANTS, Period.CALENDAR_YEAR)
    return Section(
        "entrants",
        "First-time entrants",
        [
            definition(by_year.read),
            _counts(told, by_year),
            beside_published(told, calendar) if calendar else None,
        ],
        _tiles(told, by_year),
    )


def _summary(told: Told, table: Table) -> str:
    if not table.complete:
        return ""
    year = table.complete[-1]
    found = table.count(told.force.code, year)
    if found.value is None:
        return f"How many there were in {year_name(year)} is hidden."
    rate = table.value("rate_per_100_000", told.force.code, year).value
    rated = f", {rate:,.0f} for every 100,000 children aged 10 to 17" if rate is not None else ""
    return (
        f"In {year_name(year)}, the last whole financial year, {found.value:,.0f} children in "
        f"{told.force.name} entered the youth justice system for the first time{rated}."
    )


def _tiles(told: Told, table: Table) -> list[Tile]:
    if not table.complete:
        return []
    *earlier, last = table.complete
    now = table.count(told.force.code, last)
    note = ""
    if earlier:
        before = table.count(told.force.code, earlier[-1])
        if now.value is not None and before.value is not None:
            note = f"{change(now.value, before.value)} in {year_name(earlier[-1])}"
    return [Tile(f"First-time entrants, {year_name(last)}", cell(now), note)]


def _counts(told: Told, table: Table) -> Markup:
    names = [short_name(each) for each in table.periods]
    drawn = {area.code: marks(table, "count", area) for area in told.areas}
    areas = [mark for area in told.areas[:-1] for mark in drawn[area.code]]
    *panels, whole = (
        lines(
            f"entrants-{area.code}",
            place(told, area),
            f"First-time entrants, {one_by_one(names, drawn[area.code])}.",
            names=names,
            drawn=[Line("ours", drawn[area.code])],
            most=most(drawn[area.code] if area is told.force else areas),
        )
        for area in told.areas
    )
    return figure(
        "Children entering for the first time, by financial year and the area they lived in",
        *panels,
        key=legend(
            ("ours", "children counted here"),
            ("so-far", f"counted to {day(told.counted_to)}: the year had not ended"),
            ("hidden", "hidden: the line is not joined across it"),
        ),
        first=element(
            "div", whole, element("p", _summary(told, table), class_="lead"), class_="beside"
        ),
        tables=[
            years_by_area(
                told, table, "entrants-counts", "First-time entrants (children)", "count"
            ),
            years_by_area(
                told,
                table,
                "entrants-rates",
                "First-time entrants for every 100,000 children aged 10 to 17",
                "rate_per_100_000",
            ),
        ],
    )
