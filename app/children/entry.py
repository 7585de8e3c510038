"""A child's first substantive outcome, kept by whatever changes their history."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete

from app.children import queries
from app.children.queries import Outcome
from app.children.tables import FirstEntry
from app.database import col, table
from app.transaction import Transaction
from panel_protocol.rules import entrants


async def rank_again(tx: Transaction, child_id: str, born: date) -> None:
    """After a change to what the history is ranked by."""
    await rank(tx, child_id, born, await queries.outcomes(tx, child_id))


async def rank(
    tx: Transaction, child_id: str, born: date, standing: Sequence[Outcome]
) -> str | None:
    """Find the child's first substantive outcome anew: all history first, residence last.

    The id of the outcome that made the child an entrant, if any did.
    """
    history = [queries.recorded(outcome) for outcome in standing]
    entry = entrants.first_entry(tx.protocol, born, history).answer
    await tx.db.execute(delete(table(FirstEntry)).where(col(FirstEntry.child_id) == child_id))
    if entry is None:
        return None
    await tx.add(
        FirstEntry,
        child_id=child_id,
        outcome_id=entry.key,
        outcome=entry.outcome,
        given_on=entry.given_on,
        residence=entry.home_area,
    )
    return entry.key
