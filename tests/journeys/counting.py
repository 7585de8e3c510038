"""What managers and partners would read of the stories: live counts, and releases."""

import secrets
from datetime import date
from typing import Any

from app import clock, secrets_kept
from app.access.actor import Actor, Role
from app.statistics import actions as statistics
from app.statistics.signing import release_key
from app.transaction import Transaction, whole
from tests.journeys.casework import seen
from tests.pathway import on
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
    state = service.app.state
    with on(day):
        operator = Actor(
            subject="operator",
            roles=frozenset({Role.ADMINISTRATOR}),
            areas=frozenset(state.protocol.areas),
            agency="operator",
        )
        async with state.database.writing(whole(operator)) as connection:
            tx = Transaction(
                db=connection,
                by=operator,
                at=clock.now(),
                protocol=state.protocol,
                request_id=secrets.token_urlsafe(16),
                journal_key=state.journal_key,
                cursor_key=state.cursor_key,
            )
            key = release_key(secrets_kept.sealing_key(state.settings))
            return await statistics.release(tx, as_at=day, key=key)


def _of(table: dict[str, Any], year: str) -> list[Figures]:
    return [figure for figure in table["items"] if figure["period_start"] == year]
