"""The release that regional partners find when they look."""

import secrets
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from app import clock, secrets_kept
from app.access.actor import Actor, Role
from app.statistics import actions as statistics
from app.statistics.registry import SPECS
from app.statistics.releasing import protected
from app.statistics.signing import release_key
from app.statistics.spec import Measure
from app.transaction import Transaction, whole


async def release(
    service: Any, as_at: date, *, measures: Collection[Measure] = SPECS.keys()
) -> str:
    """Made as an operator makes it; no endpoint does. `service` is the running one's state."""
    key = release_key(secrets_kept.sealing_key(service.settings))
    async with _transaction(service) as tx:
        material = await statistics.gather(tx, as_at=as_at, measures=measures)
    tables = protected(material)
    async with _transaction(service) as tx:
        return await statistics.keep(tx, material, tables, key=key)


@asynccontextmanager
async def _transaction(service: Any) -> AsyncIterator[Transaction]:
    operator = Actor(
        subject="command-line:demo",
        roles=frozenset({Role.ADMINISTRATOR}),
        areas=frozenset(service.protocol.areas),
        agency="operator",
        kind="operator",
    )
    async with service.database.writing(whole(operator)) as connection:
        yield Transaction(
            db=connection,
            by=operator,
            at=clock.now(),
            protocol=service.protocol,
            request_id=secrets.token_urlsafe(16),
            journal_key=service.journal_key,
            cursor_key=service.cursor_key,
        )
