"""Offers waiting for an answer, as both services read them; journalled."""

from app.cases.actions import standing
from app.cases.queries import CaseRow
from app.fields import shared
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.transaction import Transaction
from app.transfers import queries
from app.transfers.queries import TransferRow
from app.transfers.schemas import CaseTransferred, TransferPage, TransferRead
from app.wire import open_cursor, seal_cursor


async def waiting(tx: Transaction, *, limit: int, cursor: str | None) -> TransferPage:
    after = open_cursor(tx.cursor_key, "transfers", cursor)
    rows = await queries.waiting(tx, after=after, limit=limit)
    page = rows[:limit]
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="list_transfers",
        children=[each.child_id for each in page],
        count=len(page),
    )
    more = (page[-1].offered_at.isoformat(), page[-1].id) if len(rows) > limit else None
    return TransferPage(
        items=[TransferRead.model_validate(each) for each in page],
        next=seal_cursor(tx.cursor_key, "transfers", more) if more else None,
    )


def transferred(case: CaseRow, transfer: TransferRow) -> CaseTransferred:
    return CaseTransferred(
        **shared(CaseTransferred, standing(case)),
        area=case.area,
        transfer=TransferRead.model_validate(transfer),
    )
