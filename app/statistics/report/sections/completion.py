"""Whether what was agreed was carried out, and who came back within a year."""

from collections.abc import Sequence

from app.panels.markup import Markup, element
from app.statistics.report.charts import Shown, plain
from app.statistics.report.release import Dates, Table, Told
from app.statistics.report.sections.by_area import (
    areas_in,
    everywhere,
    series_by_year,
    yearly_bars,
)
from app.statistics.report.sections.indicator import indicator
from app.statistics.report.sections.layout import (
    Section,
    Tile,
    bars_legend,
    definition,
    figure,
    paragraphs,
)
from app.statistics.report.wording import inside, name_of, percent, year_name
from app.statistics.spec import Measure, series_of
from panel_protocol.rules.rates import Period

_PLANS = ("outcome_22", "outcome_23")
_STANDINGS = ("offered", "completed", "breached", "ended_otherwise", "open")
_DIVERTED = ("community_resolution", *_PLANS)
_ENTRANTS = "entrants_within_12_months"


def completion(told: Told) -> Section | None:
    plans = told.table(Measure.OUTCOME_22, Period.FINANCIAL_YEAR)
    of_plans = _plans(told, plans) if plans is not None and plans.complete else []
    content = [*of_plans, *indicator(told)]
    if not content:
        return None
    tiles = _tiles(told, plans) if plans is not None and plans.complete else []
    return Section("completion", "Completion", content, tiles)


def _tiles(told: Told, table: Table) -> list[Tile]:
    year = table.complete[-1]
    share = table.value("share", told.force.code, year, series_of(_PLANS[0], "completed"))
    if share.value is None:
        return []
    note = f"of plans begun in {year_name(year)} that have ended"
    return [Tile("Outcome 22 completed", percent(share.value), note)]


def _plans(told: Told, table: Table) -> list[Markup]:
    year, whole = table.complete[-1], everywhere(told)
    completed = [(series_of(each, "completed"), f"{name_of(each)}: completed") for each in _PLANS]
    offered = [(series_of(each, "offered"), f"{name_of(each)}: offered") for each in _PLANS]
    followed = [(series_of(each, _ENTRANTS), name_of(each)) for each in _DIVERTED]
    return [
        element("h3", "Outcomes 22 and 23"),
        *paragraphs("completion", "plans"),
        definition(table.read),
        figure(
            f"Plans begun, and the share completed of those that have ended, {whole}",
            *yearly_bars(table, told.force, offered, key="offered"),
            *_shares(told, table, completed, key="completed"),
            key=bars_legend(told),
            tables=[_standings(told, table, each) for each in _PLANS]
            + [_by_area(told, table, year, each) for each in _PLANS],
        ),
        figure(
            "Children who entered the justice system within twelve months of a diversion, "
            f"as a share of those followed, {whole}",
            *_shares(told, table, followed, key="followed"),
            key=bars_legend(told),
            tables=[_followed(told, table)],
        ),
    ]


def _shares(
    told: Told, table: Table, series: Sequence[tuple[str, str]], *, key: str
) -> list[Markup]:
    return yearly_bars(
        table, told.force, series, key=key, value="share", shown=percent, most_shown=1
    )


def _standings(told: Told, table: Table, outcome: str) -> Markup:
    series = [(series_of(outcome, each), name_of(each)) for each in _STANDINGS]
    caption = f"{name_of(outcome)}: plans begun, {everywhere(told)}"
    return series_by_year(table, f"standing-{outcome}", caption, told.force, series)


def _by_area(told: Told, table: Table, year: Dates, outcome: str) -> Markup:
    columns: list[tuple[str, str, str, Shown]] = [
        (name_of(each), series_of(outcome, each), "count", plain) for each in _STANDINGS
    ]
    done = series_of(outcome, "completed")
    columns.append(("Share completed", done, "share", percent))
    columns.append(("Median days", done, "median", plain))
    caption = f"{name_of(outcome)}: plans begun in {year_name(year)}, by area"
    return areas_in(told, table, year, f"areas-{outcome}", caption, columns)


def _followed(told: Told, table: Table) -> Markup:
    counted = ("given", "followed", _ENTRANTS, "not_yet_followed")
    series = [
        (series_of(outcome, each), f"{name_of(outcome)}: {inside(name_of(each))}")
        for outcome in _DIVERTED
        for each in counted
    ]
    caption = f"Outcomes given, and entrants among those followed, {everywhere(told)}"
    return series_by_year(table, "followed", caption, told.force, series)
