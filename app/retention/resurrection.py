"""Erased records that are there again: from a restored backup, or left by a crash (RET-4)."""

from collections.abc import AsyncIterator
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from app.gateways.erasure_journal import ErasureJournal
from app.retention import queries

_PAGE = 200


async def pending(
    db: AsyncConnection, erasures: ErasureJournal, *, being_erased: bool = True
) -> AsyncIterator[str]:
    """In the order they were erased."""
    ids = await erasures.erased()
    for start in range(0, len(ids), _PAGE):
        page = ids[start : start + _PAGE]
        there = set(await queries.still_there(db, page, being_erased=being_erased))
        for each in page:
            if each in there:
                yield each


async def resurrected(db: AsyncConnection, file: Path) -> bool:
    """Whether anybody may be served: not while somebody is back who was erased."""
    async for _ in pending(db, ErasureJournal(file), being_erased=False):
        return True
    return False
