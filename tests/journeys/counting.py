"""What managers and partners would read of the stories: live counts, and releases."""

from datetime import date
from typing import Any

from tests import counting
from tests.journeys.casework import seen
from tests.service import Service

LIVE = "/v1/statistics/live"
RELEASED = "/v1/statistics/releases/latest"
YEAR = "2026-04-01"

Figures = dict[str, Any]


async def entrants(service: Service, *, day: date, year: str = YEAR) -> dict[str, int]:
    """Live entrants of the financial year that begins on `year`, by area, noughts left out."""
    table = await seen(service.manager, f"{LIVE}/first-time-entrants", day=day)
    return {f["area"]: f["count"] for f in _of(table, year) if f["count"]}


async def disposals(service: Service, *, day: date, area: str, year: str = YEAR) -> dict[str, int]:
    """Live disposals of one area in that year, noughts left out."""
    table = await seen(service.manager, f"{LIVE}/disposals", day=day)
    return {f["disposal"]: f["count"] for f in _of(table, year) if f["area"] == area and f["count"]}


async def released_entrants(service: Service, *, day: date, year: str = YEAR) -> dict[str, Figures]:
    """Entrants by area as a regional partner reads them in the latest release."""
    table = await seen(service.partner, f"{RELEASED}/first-time-entrants", day=day)
    return {f["area"]: f for f in _of(table, year)}


async def release(service: Service, *, day: date) -> str:
    """The service's operator makes a release as at that day, which the command line does too."""
    return await counting.release(service, day, day=day)


def _of(table: dict[str, Any], year: str) -> list[Figures]:
    return [figure for figure in table["items"] if figure["period_start"] == year]
