"""Past decisions asked again under another edition; nothing about them is changed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from app.database import Record
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.protocol import queries
from app.transaction import Transaction
from panel_protocol.catalogue import Edition
from panel_protocol.pinning import pinned
from panel_protocol.rules.replaying import Kept, Replayed, replayed

PAGE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """One decision, and what became of it; none where too little was kept to ask again."""

    row: Record
    found: Replayed | None


async def note(tx: Transaction, edition: Edition) -> None:
    await journal.record(
        tx, category=JournalCategory.CONSULTATION, action="replay_protocol", edition=edition.name
    )


async def again(tx: Transaction, edition: Edition) -> AsyncIterator[Asked]:
    """Every decision kept, under the rules as they stood on the edition's last day.

    One that was taken under this very edition is asked on its own day, so that what began later
    within the edition is not told as a difference.
    """
    ended = pinned(tx.protocol, tx.protocol.last_day_of(edition))
    after = ""
    while rows := await queries.decided(tx, after=after, limit=PAGE):
        for row in rows:
            protocol = tx.protocol if row.edition == edition.name else ended
            yield Asked(row, replayed(protocol, _kept(row)))
        after = rows[-1].id


def _kept(row: Record) -> Kept:
    codes = frozenset(reason["code"] for reason in row.reasons)
    return Kept(row.kind, row.answer, codes, row.facts, row.looked_at)
