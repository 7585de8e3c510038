"""The journal read by its auditor, which is journalled like any other reading."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from app.fields import shared
from app.journal import actions as journal
from app.journal import queries, sealing, seals
from app.journal.queries import Wanted
from app.journal.schemas import HeadRead, JournalPage, LineRead, VerificationRead
from app.journal.tables import JournalCategory
from app.journal.verifying import Keys, verify
from app.transaction import Transaction
from app.wire import open_cursor, seal_cursor

# Seals that a request looks at; checking all is the command's work.
TAIL = 100


async def lines(tx: Transaction, wanted: Wanted, *, limit: int, cursor: str | None) -> JournalPage:
    """A page; what was asked for and which lines were shown is on a line of its own."""
    after = open_cursor(tx.cursor_key, "journal", cursor)
    seen = queries.seen_by(tx.by, frozenset(tx.protocol.areas))
    found = await queries.page(tx.db, wanted, seen, before=after[0] if after else None, limit=limit)
    sealed = await queries.sealed_through(tx.db)
    page = found[:limit]
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="read_journal",
        count=len(page),
        first=page[-1].sequence if page else None,
        last=page[0].sequence if page else None,
        asked={name: said for name, said in _asked(wanted).items() if said is not None},
    )
    more = (page[-1].sequence,) if len(found) > limit else None
    return JournalPage(
        items=[LineRead(**shared(LineRead, line), sealed=line.sequence <= sealed) for line in page],
        next=seal_cursor(tx.cursor_key, "journal", more) if more else None,
    )


def _asked(wanted: Wanted) -> dict[str, Any]:
    return asdict(wanted) | {
        "starts": wanted.starts and wanted.starts.isoformat(),
        "ends": wanted.ends and wanted.ends.isoformat(),
    }


async def verification(db: AsyncConnection, keys: Keys) -> VerificationRead:
    """Whether the newest part holds; the whole, while that is short."""
    end = await sealing.newest(db)
    found = await verify(db, keys, tail=TAIL)
    heads = seals.heads_after(seals.said(end) if end else None)
    return VerificationRead(
        **shared(VerificationRead, found),
        complete=end is None or end.serial <= TAIL,
        heads=[
            HeadRead(chain=chain, seals=number, fingerprint=fingerprint)
            for chain, (number, fingerprint) in sorted(heads.items())
        ],
        public_key=min(keys.seals),
    )


async def note_verification(tx: Transaction, read: VerificationRead) -> None:
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="verify_journal",
        lines=read.lines,
        faults=len(read.faults),
    )
