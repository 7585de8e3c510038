"""How panels worked: meetings, who was at the table, what was put off, where they departed."""

from app.statistics.registry import SPECS
from app.statistics.report.charts import Shown, plain
from app.statistics.report.release import Told
from app.statistics.report.sections.by_area import (
    areas_in,
    everywhere,
    series_by_year,
    yearly_bars,
)
from app.statistics.report.sections.layout import Section, bars_legend, definition, figure
from app.statistics.report.wording import name_of, percent, year_name
from app.statistics.spec import BETWEEN, Measure
from panel_protocol.rules.rates import Period

_MEETINGS = ("meetings|all", "cases|decided")
_SHARES = ("meetings|quorate", "cases|deferred", "cases|departed")


def panels(told: Told) -> Section | None:
    table = told.table(Measure.PANELS, Period.FINANCIAL_YEAR)
    if table is None or not table.complete:
        return None
    year, whole = table.complete[-1], everywhere(told)
    every = [(each, _called(each)) for each in SPECS[Measure.PANELS].series]
    attended = [each for each in every if each[0].startswith("attended")]
    counts: list[tuple[str, str, str, Shown]] = [
        (name, each, "count", plain) for each, name in every if (each, name) not in attended
    ]
    shares = [(name, each, "share", percent) for each, name in attended]
    return Section(
        "panels",
        "Panels",
        [
            definition(table.read),
            figure(
                f"Meetings and what became of cases, {whole}",
                *(
                    panel
                    for number, each in enumerate(_MEETINGS)
                    for panel in yearly_bars(
                        table, told.force, [(each, _called(each))], key=f"meetings-{number}"
                    )
                ),
                *yearly_bars(
                    table,
                    told.force,
                    [(each, f"{_called(each)}, share") for each in _SHARES],
                    key="meetings-share",
                    value="share",
                    shown=percent,
                    most_shown=1,
                ),
                key=bars_legend(told),
                tables=[
                    series_by_year(table, "panels-years", f"Counts, {whole}", told.force, every),
                    areas_in(
                        told,
                        table,
                        year,
                        "panels-areas",
                        f"Counts by area, {year_name(year)}",
                        counts,
                    ),
                    areas_in(
                        told,
                        table,
                        year,
                        "panels-attended",
                        f"Share of recorded meetings attended, {year_name(year)}",
                        shares,
                    ),
                ],
            ),
        ],
    )


def _called(series: str) -> str:
    of, counted = series.split(BETWEEN)
    return name_of(f"{of}_{counted}") if of != "attended" else name_of(counted)
