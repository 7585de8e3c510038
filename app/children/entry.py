"""A child's first substantive outcome, kept by whatever changes their history."""

from sqlalchemy import delete, insert
from sqlmodel import col

from app.children import queries
from app.children.tables import FirstEntry
from app.transaction import Transaction
from panel_protocol.rules import entrants


async def rank_again(tx: Transaction, child_id: str) -> None:
    """Find the child's first substantive outcome anew: all history first, residence last."""
    born = await queries.born_on(tx, child_id)
    history = [queries.recorded(row) for row in await queries.outcomes(tx, child_id)]
    entry = entrants.first_entry(tx.protocol, born, history).answer
    await tx.db.execute(delete(FirstEntry).where(col(FirstEntry.child_id) == child_id))
    if entry is None:
        return
    await tx.db.execute(
        insert(FirstEntry).values(
            child_id=child_id,
            outcome_id=entry.key,
            outcome=entry.outcome,
            given_on=entry.given_on,
            residence=entry.home_area,
        )
    )
