"""Can this process serve? Asked by whoever sends it traffic."""

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


async def check(service: Any) -> dict[str, str]:
    try:
        async with service.database.writing() as connection:
            revision = (
                await connection.execute(text("SELECT version_num FROM alembic_version"))
            ).scalar_one_or_none()
            await journal.rehearse(connection, service.journal_key)
            resurrected = await retention.resurrected(connection, service.settings.erasures)
    except SQLAlchemyError as away:
        raise Unavailable("The database or its journal cannot be written") from away
    if revision != _head():
        raise Unavailable("The database is not at this release's revision: run 'oocd migrate'")
    if resurrected:
        raise Unavailable("Erased records are back, from a backup: run 'oocd retention run'")
    today = clock.today()
    matrix = service.protocol.matrix_on(today)
    return {
        "status": "ready",
        "edition": service.protocol.edition_on(today).name,
        "gravity_matrix": matrix.status if matrix else "none",
    }
