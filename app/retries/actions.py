"""Idempotency-Key: the same key and body give the first reply; another body is refused."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

from pydantic import BaseModel
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app import wall
from app.access.scope import in_use
from app.database import col, table
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Restricted, Unacceptable
from app.retries.tables import FirstReply
from app.transaction import Transaction

# A client tries again within minutes; one whose queue stood still, within days.
KEPT_FOR: Final = timedelta(days=30)


async def once(
    tx: Transaction,
    *,
    operation: str,
    key: str,
    body: BaseModel,
    work: Callable[[], Awaitable[BaseModel]],
) -> dict[str, Any]:
    """Do `work` unless this client already did it under this key; either way its first reply.

    The key is claimed before the work, in the same transaction: a second request with it waits
    for the first to commit or roll back, so the work is done once whatever the race.
    """
    # Keyed: a plain digest would let anybody with the database try out what was submitted.
    digest = tx.keyring.index.digest("request", f"{operation}\n{body.model_dump_json()}")
    if not await _claim(tx, key, digest):
        first = await _first_reply(tx, key, digest)
        await _journal(tx, operation, first)
        return first
    reply = (await work()).model_dump(mode="json", by_alias=True)
    kept = {"client": tx.by.subject, "key": key, "child_id": reply["child_id"], "reply": reply}
    sealed = await tx.sealed(FirstReply, kept)
    await tx.db.execute(update(table(FirstReply)).where(*_mine(tx, key)).values(**sealed))
    return reply


async def _claim(tx: Transaction, key: str, digest: str) -> bool:
    dialect = sqlite if tx.db.dialect.name == "sqlite" else postgresql
    claim = (
        dialect.insert(table(FirstReply))
        .values(client=tx.by.subject, key=key, request_sha256=digest, recorded_at=tx.at)
        .on_conflict_do_nothing()
        .returning(col(FirstReply.key))
    )
    return (await tx.db.execute(claim)).scalar_one_or_none() is not None


async def _first_reply(tx: Transaction, key: str, digest: str) -> dict[str, Any]:
    usable = in_use(col(FirstReply.child_id))
    columns = select(col(FirstReply.request_sha256), col(FirstReply.reply), usable)
    known, reply, may_be_used = (await tx.db.execute(columns.where(*_mine(tx, key)))).one()
    if known != digest or reply is None:
        raise Unacceptable(
            [("/", "key_reused", "This Idempotency-Key was used for a different request")]
        )
    if not may_be_used:
        raise Restricted("What was done stands, and its first reply is not shown")
    return dict(reply)


def _outdated(tx: Transaction) -> ColumnElement[bool]:
    return col(FirstReply.recorded_at) < tx.at - KEPT_FOR


async def outdated(tx: Transaction) -> int:
    """How many replies are kept for longer than anybody may ask for them."""
    found = select(func.count()).select_from(table(FirstReply)).where(_outdated(tx))
    async with wall.tidying(tx.db):
        return (await tx.db.execute(found)).scalar_one()


async def forget(tx: Transaction) -> None:
    """A repeated request is a new one from then on; what it would do twice is refused anyhow."""
    async with wall.tidying(tx.db):
        await tx.db.execute(delete(table(FirstReply)).where(_outdated(tx)))


async def _journal(tx: Transaction, operation: str, first: dict[str, Any]) -> None:
    """A repeated reply changes nothing, but it shows the child again."""
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action=operation,
        children=[first["child_id"]],
        repeated=True,
    )


def _mine(tx: Transaction, key: str) -> tuple[Any, Any]:
    return col(FirstReply.client) == tx.by.subject, col(FirstReply.key) == key
