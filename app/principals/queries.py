"""What is withdrawn, and what was."""

from collections.abc import Mapping, Sequence, Set
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.access.standing import Loss
from app.database import Database, Record, col, table
from app.principals.tables import Taken, WithdrawnAccess
from app.problems import Unavailable
from app.transaction import Transaction


async def losses(database: Database) -> dict[str, Loss]:
    """All that is withdrawn now, by bearer: one statement over an index of those in force."""
    columns: list[Any] = [
        col(WithdrawnAccess.subject), col(WithdrawnAccess.taken), col(WithdrawnAccess.which),
    ]  # fmt: skip
    in_force = select(*columns).where(col(WithdrawnAccess.restored_at).is_(None))
    try:
        async with database.reading() as connection:
            rows = (await connection.execute(in_force)).all()
    except (DBAPIError, PoolTimeout) as why:
        raise Unavailable("It cannot be read who may still come in") from why
    taken: dict[str, dict[Taken, set[str]]] = {}
    for row in rows:
        taken.setdefault(row.subject, {}).setdefault(row.taken, set()).add(row.which)
    return {subject: _loss(things) for subject, things in taken.items()}


def _loss(things: Mapping[Taken, Set[str]]) -> Loss:
    return Loss(
        everything=Taken.EVERYTHING in things,
        roles=frozenset(things.get(Taken.ROLE, ())),
        areas=frozenset(things.get(Taken.AREA, ())),
    )


async def on_record(tx: Transaction, *, restored: bool) -> Sequence[Record]:
    """What is withdrawn, the latest first; with `restored`, also what was."""
    statement = select(table(WithdrawnAccess)).order_by(col(WithdrawnAccess.withdrawn_at).desc())
    if not restored:
        statement = statement.where(col(WithdrawnAccess.restored_at).is_(None))
    return (await tx.db.execute(statement)).all()
