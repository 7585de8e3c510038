"""How far victims were heard, by the steps in which they should be."""

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
from app.statistics.spec import Measure
from panel_protocol.rules.rates import Period


def victims(told: Told) -> Section | None:
    table = told.table(Measure.VICTIMS, Period.FINANCIAL_YEAR)
    if table is None or not table.complete:
        return None
    year, whole = table.complete[-1], everywhere(told)
    steps = [(each, name_of(each)) for each in SPECS[Measure.VICTIMS].series]
    shares = steps[1:]
    counted: list[tuple[str, str, str, Shown]] = [
        (name, step, "count", plain) for step, name in steps
    ]
    shared = [(name, step, "share", percent) for step, name in shares]
    return Section(
        "victims",
        "Victims",
        [
            definition(table.read),
            figure(
                f"The share of victims identified who came to each step, {whole}",
                *yearly_bars(
                    table,
                    told.force,
                    shares,
                    key="victims",
                    value="share",
                    shown=percent,
                    most_shown=1,
                ),
                key=bars_legend(told),
                tables=[
                    series_by_year(table, "victims-years", f"Victims, {whole}", told.force, steps),
                    areas_in(
                        told,
                        table,
                        year,
                        "victims-areas",
                        f"Victims by area, {year_name(year)}",
                        counted,
                    ),
                    areas_in(
                        told,
                        table,
                        year,
                        "victims-shares",
                        f"Shares by area, {year_name(year)}",
                        shared,
                    ),
                ],
            ),
        ],
    )
