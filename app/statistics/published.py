"""Entrants as others published them, for comparison: never in one line with ours.

Every figure keeps its series and its vintage. A later vintage revises earlier years, often by a
quarter of a small area's figure, and replaces nothing here.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from sqlalchemy import select

from app.database import col, table
from app.statistics.tables import PublishedFigure
from app.transaction import Transaction

_FILE = Path(__file__).with_name("published.csv")


class Series(StrEnum):
    PNC = "PNC"
    YJB_CASE_DATA = "YJB case data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A figure of one series and vintage; neither count nor rate where it was suppressed."""

    series: Series
    vintage: str
    area: str
    period_start: date
    period_end: date
    rate: int | None
    count: int | None
    source: str
    note: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        days = (str(self.period_start), str(self.period_end))
        return (self.series, self.vintage, self.area, *days)


@cache
def packaged() -> tuple[Published, ...]:
    with _FILE.open(encoding="utf-8") as file:
        return tuple(_packaged(csv.DictReader(line for line in file if line[0] != "#")))


def _packaged(rows: Iterable[dict[str, str]]) -> Iterator[Published]:
    for row in rows:
        yield Published(
            series=Series(row["series"]),
            vintage=row["vintage"],
            area=row["area_code"],
            period_start=date.fromisoformat(row["period_start"]),
            period_end=date.fromisoformat(row["period_end"]),
            rate=int(row["rate_per_100k"]) if row["rate_per_100k"] else None,
            count=int(row["fte_count"]) if row["fte_count"] else None,
            source=row["source"],
            note=row["note"],
        )


async def figures(tx: Transaction) -> list[Published]:
    """The packaged figures, and over them whatever was imported: in the order of their labels."""
    found = {each.key: each for each in packaged()}
    kept = table(PublishedFigure)
    columns = [kept.c[name] for name in Published.__dataclass_fields__]
    imported = select(*columns).order_by(col(PublishedFigure.imported_at))
    for row in (await tx.db.execute(imported)).mappings():
        figure = Published(**{**row, "series": Series(row["series"])})
        found[figure.key] = figure
    return [found[key] for key in sorted(found)]


def as_row(figure: Published) -> dict[str, object]:
    return {**asdict(figure), "series": figure.series.value}
