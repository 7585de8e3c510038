"""Rates of entrants beside those that others publish: on one scale, and never in one line."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from app.panels.markup import Markup, element
from app.statistics.published import Published
from app.statistics.report.charts import Line, Mark, legend, lines
from app.statistics.report.release import Table, Told
from app.statistics.report.sections.by_area import most, place, years_by_area
from app.statistics.report.sections.layout import figure, paragraphs
from app.statistics.report.tabled import cell, data_table
from app.statistics.report.wording import one_by_one
from panel_protocol.catalogue import Area

_RATE = "rate_per_100_000"
_OURS = "for every 100,000 children aged 10 to 17"
# How the lines of others are drawn, one after the other.
_KINDS = ("published", "published second")

Rates = Mapping[tuple[str, str, int], Published]  # by series, area and year


def beside_published(told: Told, table: Table) -> list[Markup]:
    years = [first.year for first, _ in table.periods]
    rates: Rates = {
        (each.series, each.area, each.period_start.year): each
        for each in told.published
        if each.period_start.year in years
    }
    series = list(dict.fromkeys(name for name, _, _ in rates))
    drawn = {area.code: _lines(told, table, area, years, series, rates) for area in told.areas}
    scale = most(*(line.marks for each in drawn.values() for line in each))
    names = list(map(str, years))
    return [
        element("h3", "Beside the published figures" if rates else "Rates by calendar year"),
        *paragraphs("entrants", "compared" if rates else "rates"),
        figure(
            f"First-time entrants {_OURS}, by calendar year",
            *(
                lines(
                    f"rates-{area.code}",
                    place(told, area),
                    " ".join(
                        f"{each.name}, {one_by_one(names, each.marks)}."
                        for each in drawn[area.code]
                    ),
                    names=names,
                    drawn=drawn[area.code],
                    most=scale,
                )
                for area in told.areas
            ),
            key=_key(series),
            tables=[
                years_by_area(told, table, "rates-ours", f"Ours (series: local), {_OURS}", _RATE),
                *(_table(told, name, years, rates) for name in series),
            ],
        ),
        *_sources(rates.values()),
    ]


def _lines(
    told: Told, table: Table, area: Area, years: Sequence[int], series: Sequence[str], rates: Rates
) -> list[Line]:
    """Ours first; of an area that others say nothing of, ours alone."""
    ours = Line("ours", _ours(table, area, years), breaks=_breaks(told, table, years))
    theirs = [
        Line(name, [_theirs(rates.get((name, area.code, year))) for year in years], kind)
        for name, kind in zip(series, _KINDS, strict=False)
    ]
    return [ours, *(line for line in theirs if any(m.value or m.hidden for m in line.marks))]


def _ours(table: Table, area: Area, years: Sequence[int]) -> list[Mark]:
    periods = {each[0].year: each for each in table.periods}
    return [
        table.value(_RATE, area.code, periods[year]) if year in periods else Mark(None)
        for year in years
    ]


def _theirs(found: Published | None) -> Mark:
    return Mark(None) if found is None else Mark(found.rate, hidden=found.rate is None)


def _breaks(told: Told, table: Table, years: Sequence[int]) -> frozenset[int]:
    """Where the estimates' basis changes: rates on two bases make no one line."""
    used = {item.period_start.year: told.basis(item.population_year) for item in table.read.items}
    return frozenset(
        number
        for number, (before, year) in enumerate(pairwise(years), start=1)
        if used.get(year) != used.get(before)
    )


def _key(series: Sequence[str]) -> Markup:
    entries = [("ours", "ours (series: local)")]
    entries += [
        (kind, f"published (series: {name})") for name, kind in zip(series, _KINDS, strict=False)
    ]
    entries += [("suppressed", "suppressed by its publisher")] if series else []
    return legend(*entries, ("so-far", "ours, the year so far"), ("hidden", "ours, hidden"))


def _table(told: Told, series: str, years: Sequence[int], rates: Rates) -> Markup:
    held = [year for year in years if any((name, of) == (series, year) for name, _, of in rates)]
    rows = [
        [place(told, area), *(cell(_theirs(rates.get((series, area.code, year)))) for year in held)]
        for area in told.areas
    ]
    vintage = next(each.vintage for (name, _, _), each in rates.items() if name == series)
    caption = f"Published (series: {series}, vintage {vintage}), {_OURS}"
    return data_table(f"rates-{vintage}", caption, ["Area", *map(str, held)], rows)


def _sources(published: Iterable[Published]) -> list[Markup]:
    named = dict.fromkeys((each.series, each.vintage, each.source, each.note) for each in published)
    return [
        element("p", f"{series}, {vintage}: {source}. {note}".strip(), class_="source")
        for series, vintage, source, note in named
    ]
