"""A transaction for a command: the operator's own, journalled like any other."""

import asyncio
import getpass
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial
from typing import Any, TypeVar

import typer
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app import clock, secrets_kept
from app.access.actor import Actor, Role
from app.database import Database
from app.journal.sealing import Sealer
from app.journal.seals import signing_key
from app.problems import Problem
from app.protocol import matrices
from app.settings import Settings
from app.transaction import Transaction, whole
from panel_protocol.library import load
from panel_protocol.protocol import Protocol

Answer = TypeVar("Answer")

# Called for one transaction, read-only if asked.
Opened = Callable[..., AbstractAsyncContextManager[Transaction]]

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
    """Commits when the block ends, rolls back when it raises; what it added is then sealed."""
    async with transactions(settings) as opened, opened(read_only=read_only) as tx:
        yield tx


@asynccontextmanager
async def transactions(settings: Settings) -> AsyncIterator[Opened]:
    """The same, for work that takes many of them."""
    database = Database(settings)
    try:
        protocol = await protocol_of(settings, database)
        yield partial(_transaction, settings, database, protocol)
    finally:
        await database.close()


@asynccontextmanager
async def _transaction(
    settings: Settings, database: Database, protocol: Protocol, *, read_only: bool = False
) -> AsyncIterator[Transaction]:
    opened = database.reading if read_only else database.writing
    operator = Actor(
        subject=f"command-line:{getpass.getuser()}",
        roles=frozenset({Role.ADMINISTRATOR}),
        areas=frozenset(protocol.areas),
        agency="operator",
        kind="operator",
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
    if not read_only:
        await _seal(settings, database)


async def _seal(settings: Settings, database: Database) -> None:
    """No service may be running that would do it; one that does has only to find it done."""
    with suppress(SQLAlchemyError, OSError):
        await sealer(settings, database).everything()


def sealer(settings: Settings, database: Database) -> Sealer:
    return Sealer(database, signing_key(secrets_kept.sealing_key(settings)), settings.seals)
