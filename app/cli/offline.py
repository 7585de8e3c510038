"""A transaction for a command: the operator's own, journalled like any other."""

import getpass
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app import clock, secrets_kept
from app.access.actor import Actor, Role
from app.database import Database
from app.protocol import matrices
from app.settings import Settings
from app.transaction import Transaction
from panel_protocol.library import load
from panel_protocol.protocol import Protocol


async def protocol_of(settings: Settings, database: Database) -> Protocol:
    """The packaged protocol with whatever matrices the force has imported."""
    return load(settings.protocol_dir).with_matrices(await matrices.imported(database))


@asynccontextmanager
async def transaction(settings: Settings) -> AsyncIterator[Transaction]:
    """Commits when the block ends, rolls back when it raises."""
    database = Database(settings)
    try:
        protocol = await protocol_of(settings, database)
        async with database.writing() as connection:
            yield Transaction(
                db=connection,
                by=Actor(
                    subject=f"command-line:{getpass.getuser()}",
                    roles=frozenset({Role.ADMINISTRATOR}),
                    areas=frozenset(protocol.areas),
                    agency="operator",
                ),
                at=clock.now(),
                protocol=protocol,
                request_id=secrets.token_urlsafe(16),
                journal_key=secrets_kept.journal_key(settings),
                cursor_key=secrets_kept.cursor_key(settings),
            )
    finally:
        await database.close()
