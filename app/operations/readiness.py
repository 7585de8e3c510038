"""Can this process serve? Asked by whoever sends it traffic."""

import asyncio
import time
from functools import cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.journal import actions as journal
from app.problems import Unavailable
from app.retention import resurrection as retention
from migrations import head

# The files of this release do not change while it runs.
_head = cache(head)


class Readiness:
    """Anyone may ask, without a credential, and each answer costs a turn with the database: so
    it is asked at most once in `fresh` seconds, by one at a time, and the others are told the
    same."""

    fresh = 1.0

    def __init__(self, service: Any) -> None:
        self._service = service
        self._turn = asyncio.Lock()
        self._until = 0.0
        self._told: dict[str, str] | str = {}

    async def check(self) -> dict[str, str]:
        async with self._turn:
            if time.monotonic() >= self._until:
                self._told = await _found(self._service)
                self._until = time.monotonic() + self.fresh
        if isinstance(self._told, str):
            raise Unavailable(self._told)
        return self._told


async def _found(service: Any) -> dict[str, str] | str:
    """What this process serves by, or why it cannot."""
    try:
        async with service.database.writing() as connection:
            revision = (
                await connection.execute(text("SELECT version_num FROM alembic_version"))
            ).scalar_one_or_none()
            await journal.rehearse(connection, service.journal_key)
            resurrected = await retention.resurrected(connection, service.settings.erasures)
    except SQLAlchemyError:
        return "The database or its journal cannot be written"
    if revision != _head():
        return "The database is not at this release's revision: run 'oocd migrate'"
    if resurrected:
        return "Erased records are back, from a backup: run 'oocd retention run'"
    today = clock.today()
    matrix = service.protocol.matrix_on(today)
    return {
        "status": "ready",
        "edition": service.protocol.edition_on(today).name,
        "gravity_matrix": matrix.status if matrix else "none",
    }
