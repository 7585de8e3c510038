"""Comparing the journal with a copy of its seals that was kept elsewhere.

A chain alone cannot tell that its end was cut off, nor that all of it was made anew by somebody
who holds the keys. A copy made before can.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.database import col, table
from app.journal import seals
from app.journal.tables import JournalSeal
from app.journal.verifying import Fault, Keys

_PAGE = 200


async def compare(
    db: AsyncConnection, keys: Keys, copy: Iterable[dict[str, Any] | None]
) -> tuple[int, list[Fault]]:
    """How many seals the copy holds, and which are not here as they were; the first page of them.

    A line of the copy that is no seal counts for nothing: a crash may have cut it short.
    """
    looked_at, remaining = 0, iter(copy)
    while page := list(islice(remaining, _PAGE)):
        kept = [seal for seal in page if seal is not None]
        looked_at += len(kept)
        if faults := await _missing(db, keys, kept):
            return looked_at, faults
    return looked_at, []


async def _missing(db: AsyncConnection, keys: Keys, kept: list[dict[str, Any]]) -> list[Fault]:
    serials = [seal["serial"] for seal in kept]
    same = select(table(JournalSeal)).where(col(JournalSeal.serial).in_(serials))
    here = {row.serial: seals.said(row) for row in (await db.execute(same)).all()}
    return [fault for seal in kept if (fault := _fault(keys, seal, here.get(seal["serial"])))]


def _fault(keys: Keys, kept: dict[str, Any], here: dict[str, Any] | None) -> Fault | None:
    if not seals.signed_by(kept, keys.seals):
        says = "The copy's seal is not signed with a key we trust"
    elif here is None:
        says = "The copy holds a seal that is gone from here: the end was cut off, or put back"
    elif seals.fingerprint(here) != seals.fingerprint(kept):
        says = "The copy holds another seal in this place: it was made anew"
    else:
        return None
    first = min(kept["members"], default=None)
    return Fault("anchor", says, str(kept["chain"]), line=first, seal=kept["number"])
