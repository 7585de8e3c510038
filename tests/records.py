"""What the database holds, for tests that look behind the replies."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from sqlalchemy import event, func, inspect, select, table, text
from sqlmodel import SQLModel

from app.journal.tables import JournalLine
from tests.service import Service


async def rows(service: Service, kind: type[SQLModel], **wanted: Any) -> list[Any]:
    """Every row of a table with those values, as named columns."""
    columns = select(*kind.__table__.columns)  # type: ignore[attr-defined]
    tests = [getattr(kind, name) == value for name, value in wanted.items()]
    async with service.behind.reading() as connection:
        return list((await connection.execute(columns.where(*tests))).all())


async def counts(service: Service) -> dict[str, int]:
    """How many rows each table of the database holds."""
    async with service.behind.reading() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        found = {
            name: await connection.execute(select(func.count()).select_from(table(name)))
            for name in names
        }
    return {name: count.scalar_one() for name, count in found.items()}


async def journal(service: Service, **wanted: Any) -> list[Any]:
    """The journal's lines with those values, in the order they were written."""
    return sorted(await rows(service, JournalLine, **wanted), key=lambda line: line.sequence)


async def lines_of(service: Service, reply: httpx.Response) -> list[Any]:
    """The lines one request left."""
    return await journal(service, request_id=reply.headers["x-request-id"])


async def say(service: Service, statement: str) -> None:
    """Change the database behind the service's back."""
    async with service.behind.writing() as connection:
        await connection.execute(text(statement))


async def at_once(
    number: int, ask: Callable[[int], Awaitable[httpx.Response]]
) -> list[httpx.Response]:
    """The same kind of request by many at the same time."""
    return list(await asyncio.gather(*(ask(each) for each in range(number))))


@contextmanager
def statements(service: Service) -> Iterator[list[str]]:
    """What is said to the database while the block lasts, transactions' own ends apart.

    Nor is the register of withdrawn access counted: it is read by the clock, not by the request.
    """
    said: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        # On PostgreSQL a transaction begins by saying whom it is for.
        begins = ("BEGIN", "SELECT set_config('app.areas'")
        if not statement.startswith(begins) and "withdrawn_access" not in statement:
            said.append(statement)

    engines = {service.app.state.database._writer, service.app.state.database._reader}
    for engine in engines:
        event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        for engine in engines:
            event.remove(engine.sync_engine, "before_cursor_execute", note)
