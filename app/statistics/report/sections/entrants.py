"""First-time entrants by area over time, and beside the rates that others publish."""

from collections.abc import Iterable, Sequence

from app.panels.markup import Markup, element
from app.statistics.report.charts import Line, Mark, legend, lines
from app.statistics.report.release import Published, Table, Told
from app.statistics.report.sections.by_area import marks, most, place, years_by_area
from app.statistics.report.sections.layout import Section, Tile, definition, figure, paragraphs
from app.statistics.report.tables import cell, data_table
from app.statistics.report.wording import (
    change,
    day,
    one_by_one,
    short_name,
    year_name,
)
from app.statistics.spec import Measure
from panel_protocol.catalogue import Area
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
            definition(by_year.read.definition),
            _counts(told, by_year),
            _rates(told, calendar) if calendar else None,
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
            ("so-far", f"counted so far: the year has not ended by {day(told.about.as_at)}"),
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


def _rates(told: Told, table: Table) -> list[Markup]:
    """Ours and the published rates share a scale, and never a line."""
    published = {(each.area, each.year): each for each in told.published}
    years = sorted({each[0].year for each in table.periods} | {year for _, year in published})
    ours = {area.code: _yearly(table, area, years) for area in told.areas}
    theirs = {
        area.code: [_theirs(published.get((area.code, year))) for year in years]
        for area in told.areas
    }
    both = [*ours.values(), *theirs.values()]
    breaks = _breaks(told, table, years)
    panels = []
    for area in told.areas:
        drawn = [Line("ours", ours[area.code], breaks=breaks)]
        says = f"Our rate, {one_by_one(list(map(str, years)), ours[area.code])}."
        if published:
            drawn.append(Line("published", theirs[area.code], "published"))
            says += f" Published rate, {one_by_one(list(map(str, years)), theirs[area.code])}."
        panels.append(
            lines(
                f"rates-{area.code}",
                place(told, area),
                says,
                names=list(map(str, years)),
                drawn=drawn,
                most=most(*both),
            )
        )
    return [
        element("h3", "Beside the published figures" if published else "Rates by calendar year"),
        *paragraphs("entrants", "compared" if published else "rates"),
        figure(
            "First-time entrants for every 100,000 children aged 10 to 17, by calendar year",
            *panels,
            key=_rates_legend(told),
            tables=_rates_tables(told, table, years),
        ),
        *_sources(told.published),
    ]


def _rates_legend(told: Told) -> Markup:
    entries = [("ours", "our rate (series: local)")]
    if told.published:
        entries.append(("published", f"published rate ({_series(told.published)})"))
        entries.append(("suppressed", "suppressed by its publisher"))
    entries += [("so-far", "ours, the year so far"), ("hidden", "ours, hidden")]
    return legend(*entries)


def _rates_tables(told: Told, table: Table, years: Sequence[int]) -> list[Markup]:
    caption = "Our rate (series: local) for every 100,000 children aged 10 to 17, calendar years"
    ours = years_by_area(told, table, "rates-ours", caption, "rate_per_100_000")
    if not told.published:
        return [ours]
    published = {(each.area, each.year): each for each in told.published}
    held = [year for year in years if any(of == year for _, of in published)]
    rows = [
        [
            place(told, area),
            *(cell(_theirs(published.get((area.code, year)))) for year in held),
        ]
        for area in told.areas
    ]
    caption = f"Published rate ({_series(told.published)}), years ending December"
    return [ours, data_table("rates-published", caption, ["Area", *map(str, held)], rows)]


def _sources(published: Iterable[Published]) -> list[Markup]:
    named = dict.fromkeys((each.series, each.vintage, each.source) for each in published)
    return [
        element("p", f"{series}, {vintage}: {source}", class_="source")
        for series, vintage, source in named
    ]


def _series(published: Sequence[Published]) -> str:
    return ", ".join(dict.fromkeys(f"series: {each.series}" for each in published))


def _yearly(table: Table, area: Area, years: Sequence[int]) -> list[Mark]:
    periods = {each[0].year: each for each in table.periods}
    return [
        table.value("rate_per_100_000", area.code, periods[year]) if year in periods else Mark(None)
        for year in years
    ]


def _theirs(found: Published | None) -> Mark:
    return Mark(None) if found is None else Mark(found.rate, hidden=found.rate is None)


def _breaks(told: Told, table: Table, years: Sequence[int]) -> frozenset[int]:
    """Where the estimates' basis changes: rates on two bases make no one line."""
    used = {item.period_start.year: told.basis(item.population_year) for item in table.read.items}
    return frozenset(
        place
        for place in range(1, len(years))
        if used.get(years[place]) != used.get(years[place - 1])
    )
