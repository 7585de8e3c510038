"""What a report is made of: a release as those who read releases read it, and nothing else."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from app.problems import NotFound
from app.statistics import queries, readings
from app.statistics.audience import Audience
from app.statistics.periods import counted
from app.statistics.published import Published, figures
from app.statistics.registry import SPECS
from app.statistics.report.charts import Mark
from app.statistics.schemas import MeasureRead, ReleaseRead, RuleRead
from app.statistics.spec import BETWEEN, Measure
from app.transaction import Transaction
from panel_protocol.catalogue import Area
from panel_protocol.rules.rates import Period

Row = Mapping[str, Any]
Dates = tuple[date, date]  # of a period: its first day and its last

_MID_YEAR = re.compile(r"mid-\d{4}")

# What each section shows; a period that a measure does not answer is left out.
WANTED: Sequence[tuple[Measure, Period]] = (
    (Measure.FIRST_TIME_ENTRANTS, Period.FINANCIAL_YEAR),
    (Measure.FIRST_TIME_ENTRANTS, Period.CALENDAR_YEAR),
    (Measure.DISPOSALS, Period.FINANCIAL_YEAR),
    (Measure.TIMELINESS, Period.FINANCIAL_YEAR),
    (Measure.OUTCOME_22, Period.FINANCIAL_YEAR),
    (Measure.KPI_6, Period.QUARTER),
    (Measure.VICTIMS, Period.FINANCIAL_YEAR),
    (Measure.CONSISTENCY, Period.FINANCIAL_YEAR),
    (Measure.NET_WIDENING, Period.FINANCIAL_YEAR),
    (Measure.DISPROPORTIONALITY, Period.FINANCIAL_YEAR),
    (Measure.PANELS, Period.FINANCIAL_YEAR),
)


@dataclass(frozen=True)
class Table:
    """One table of the release, found by area, period and the names of its rows."""

    read: MeasureRead
    dimensions: Sequence[str] = ()

    @cached_property
    def periods(self) -> list[Dates]:
        return sorted({(item.period_start, item.period_end) for item in self.read.items})

    @cached_property
    def complete(self) -> list[Dates]:
        """Those that had ended by the day the release is as at."""
        return [each for each in self.periods if not self.so_far(each)]

    def so_far(self, period: Dates) -> bool:
        return period[1] > self.read.as_at

    def row(self, area: str, period: Dates, series: str = "") -> Row | None:
        return self._rows.get((area, period[0], series))

    def value(self, name: str, area: str, period: Dates, series: str = "") -> Mark:
        """A figure to draw; what rests on a hidden count is hidden too, as it was released."""
        row = self.row(area, period, series)
        if row is None:
            return Mark(None)
        hidden = bool(row["suppressed"])
        return Mark(None if hidden else row.get(name), hidden, self.so_far(period))

    def count(self, area: str, period: Dates, series: str = "") -> Mark:
        return self.value("count", area, period, series)

    @cached_property
    def _rows(self) -> Mapping[tuple[str, date, str], Row]:
        return {
            (row["area"], row["period_start"], self._series(row)): row
            for row in (item.model_dump() for item in self.read.items)
        }

    def _series(self, row: Row) -> str:
        return BETWEEN.join(str(row[name]) for name in self.dimensions)


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that a report may say."""

    about: ReleaseRead
    rule: RuleRead  # for whom it is, and what is hidden from them
    tables: Mapping[tuple[Measure, Period], Table]
    areas: Sequence[Area]  # the force area last
    bases: Mapping[int, str]  # of the population estimates, by mid-year
    published: Sequence[Published] = ()

    @property
    def force(self) -> Area:
        return self.areas[-1]

    @property
    def counted_to(self) -> date:
        """Whole quarters alone are counted: whatever is told so far is told to this day."""
        return counted(self.about.as_at, years=0, running=False).ends

    def basis(self, mid_year: int | None) -> str:
        """What an estimate was based on, whatever its year: equal words are one basis."""
        return _MID_YEAR.sub("", self.bases.get(mid_year, "")) if mid_year else ""

    def table(self, measure: Measure, period: Period) -> Table | None:
        """None where the release was made without it, or nothing stands in it."""
        found = self.tables.get((measure, period))
        return found if found is not None and found.read.items else None


async def told(tx: Transaction, release_id: str, audience: Audience) -> Told:
    about = await readings.release(tx, release_id)
    rule = about.disclosure_rule if audience is Audience.PARTNERS else about.public_rule
    if rule is None:
        raise NotFound("This release was made without figures for the public")
    held = {each.measure for each in about.measures}
    wanted = [
        (measure, period)
        for measure, period in WANTED
        if measure in held and measure in SPECS and period in SPECS[measure].answers
    ]
    tables = {
        (measure, period): Table(
            await readings.released(tx, about.id, measure, period, audience),
            SPECS[measure].dimensions,
        )
        for measure, period in wanted
    }
    areas = [*tx.protocol.areas.values(), tx.protocol.force_area]
    return Told(
        about=about,
        rule=rule,
        tables=tables,
        areas=areas,
        bases=await _bases(tx, about, tables.values()),
        published=newest(await figures(tx), {area.code for area in areas}),
    )


def newest(published: Iterable[Published], areas: Collection[str]) -> list[Published]:
    """Of each series its newest vintage alone: what a later one has revised is not drawn."""
    here = [each for each in published if each.area in areas and _calendar_year(each)]
    vintages: dict[str, str] = {}
    for each in here:
        vintages[each.series] = max(each.vintage, vintages.get(each.series, ""))
    return [each for each in here if each.vintage == vintages[each.series]]


def _calendar_year(figure: Published) -> bool:
    year = figure.period_start.year
    return (figure.period_start, figure.period_end) == (date(year, 1, 1), date(year, 12, 31))


async def _bases(tx: Transaction, about: ReleaseRead, tables: Iterable[Table]) -> dict[int, str]:
    known = await queries.populations(tx, about.made_at)
    years = {item.population_year for table in tables for item in table.read.items}
    return {year: "; ".join(known.bases_of(year)) for year in years if year is not None}
