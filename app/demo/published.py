"""How many entrants each area had, after the rates that were published.

The published years end in December. The one that ends within a financial year stands for it:
the year to December 2020 for April 2020 to March 2021. Published counts are estimates of where
children live, so a whole number of children does not always give back the published rate.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from panel_protocol.protocol import Protocol
from panel_protocol.rules.rates import PER, Period, population_year_for

_FILE = Path(__file__).with_name("fte_published.csv")
# A suppressed figure is of few children: the smallest that was published implies about eleven.
ASSUMED_WHERE_SUPPRESSED = 8


@dataclass(frozen=True, slots=True)
class Target:
    """The entrants of one area in the financial year that begins in `year`."""

    area: str
    year: int
    rate: int | None  # None where it was suppressed
    entrants: int


def targets(protocol: Protocol) -> list[Target]:
    """For each of the partnership's areas that the published figures name."""
    return [
        Target(area, year, rate, _entrants(protocol, area, year, rate))
        for area, year, rate in _published()
        if area in protocol.areas
    ]


def _published() -> Iterator[tuple[str, int, int | None]]:
    with _FILE.open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            rate = row["rate_per_100k"]
            yield row["area_code"], int(row["year_ending_december"]), int(rate) if rate else None


def _entrants(protocol: Protocol, area: str, year: int, rate: int | None) -> int:
    """The whole number of children nearest to the rate, half up."""
    if rate is None:
        return ASSUMED_WHERE_SUPPRESSED
    counts = {each.mid_year: each.count for each in protocol.populations if each.area == area}
    used = population_year_for(Period.FINANCIAL_YEAR, date(year, 4, 1), counts).used
    if used is None:
        return ASSUMED_WHERE_SUPPRESSED
    return (2 * rate * counts[used] + PER) // (2 * PER)
