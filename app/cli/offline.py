"""A transaction for a command: the operator's own, journalled like any other."""

import asyncio
import getpass
import secrets
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import typer
from sqlalchemy.exc import DBAPIError

from app import clock, secrets_kept
from app.access.actor import Actor, Role
from app.database import Database
from app.problems import Problem
from app.protocol import matrices
from app.settings import Settings
from app.transaction import Transaction, whole
from panel_protocol.library import load
from panel_protocol.protocol import Protocol

Answer = TypeVar("Answer")

# The database itself then refuses a change, whatever the command does.
_READ_ONLY = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}


def run(work: Coroutine[Any, Any, Answer]) -> Answer:
    """What the work answers; a refusal is said as a sentence, and the command has failed."""
    try:
        return asyncio.run(work)
    except Problem as refused:
        typer.echo(refused.detail, err=True)
        for error in refused.extra.get("errors", ()):
            typer.echo(f"{error['pointer']}: {error['message']}", err=True)
    except DBAPIError as away:
        kind = type(away.orig).__name__
        typer.echo(f"The database refused ({kind}); has 'oocd migrate' been run?", err=True)
    raise typer.Exit(1)


async def protocol_of(settings: Settings, database: Database) -> Protocol:
    """The packaged protocol with whatever matrices the force has imported."""
    return load(settings.protocol_dir).with_matrices(await matrices.imported(database))


@asynccontextmanager
async def transaction(settings: Settings, *, read_only: bool = False) -> AsyncIterator[Transaction]:
    """Commits when the block ends, rolls back when it raises."""
    database = Database(settings)
    try:
        protocol = await protocol_of(settings, database)
        opened = database.reading if read_only else database.writing
        operator = Actor(
            subject=f"command-line:{getpass.getuser()}",
            roles=frozenset({Role.ADMINISTRATOR}),
            areas=frozenset(protocol.areas),
            agency="operator",
        )
        async with opened(whole(operator)) as connection:
            if read_only:
                await connection.exec_driver_sql(_READ_ONLY[connection.dialect.name])
            yield Transaction(
                db=connection,
                by=operator,
                at=clock.now(),
                protocol=protocol,
                request_id=secrets.token_urlsafe(16),
                journal_key=secrets_kept.journal_key(settings),
                cursor_key=secrets_kept.cursor_key(settings),
            )
    finally:
        await database.close()
