"""Wrapping every person's key again, under a new key-encryption key."""

from collections import Counter

from sqlalchemy import func, select, update

from app.database import col, table
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.sealed.tables import PersonKey
from app.transaction import Transaction

_BATCH = 1000


async def wrapped_by(tx: Transaction) -> Counter[str]:
    """How many people's keys each key-encryption key wraps, by its id."""
    kek = func.substr(col(PersonKey.wrapped), 1, 16).label("kek")
    rows = await tx.db.execute(select(kek, func.count().label("people")).group_by(kek))
    return Counter({row.kek: row.people for row in rows})


async def wrap_some_again(tx: Transaction) -> int:
    """Some of those not yet under the current key; how many. Nought when all are.

    What is sealed with a person's key stays as it is. A key destroyed meanwhile stays destroyed:
    a row that is gone is not written again.
    """
    current = tx.keyring.current
    others = ~col(PersonKey.wrapped).startswith(current)
    found = select(col(PersonKey.person_id), col(PersonKey.wrapped)).where(others).limit(_BATCH)
    rows = (await tx.db.execute(found)).all()
    for person_id, wrapped in rows:
        again = tx.keyring.wrap_again(person_id, wrapped)
        await tx.db.execute(
            update(table(PersonKey))
            .where(col(PersonKey.person_id) == person_id, col(PersonKey.wrapped) == wrapped)
            .values(wrapped=again)
        )
    if rows:
        await journal.record(
            tx,
            category=JournalCategory.ADMIN,
            action="rotate_keys",
            count=len(rows),
            key_id=current,
        )
    return len(rows)
