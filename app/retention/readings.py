"""Reads of reviews, journalled: whoever looks at a record's keeping looks at the child."""

from app.children.schemas import ReasonRead
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import NotFound
from app.retention import queries
from app.retention.schemas import KeptUntil, ReviewPage, ReviewRead
from app.transaction import Transaction
from app.wire import open_cursor, seal_cursor
from panel_protocol.rules import retention


async def reviews(tx: Transaction, *, cursor: str | None, limit: int) -> ReviewPage:
    after = open_cursor(tx.cursor_key, "reviews", cursor)
    rows = await queries.steps(tx, after=after, limit=limit)
    page = rows[:limit]
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="list_retention_reviews",
        children=[row.child_id for row in page],
        count=len(page),
    )
    more = (page[-1].child_id, page[-1].number) if len(rows) > limit else None
    return ReviewPage(
        items=[ReviewRead.model_validate(row) for row in page],
        next=seal_cursor(tx.cursor_key, "reviews", more) if more else None,
    )


async def kept_until(tx: Transaction, child_id: str) -> KeptUntil:
    """For a child the caller was shown to hold."""
    facts = await queries.facts_of(tx, child_id)
    if facts is None:
        raise NotFound
    found = retention.due(tx.protocol, facts, tx.today)
    if isinstance(found, retention.Held):
        held = [ReasonRead.model_validate(reason) for reason in found.reasons]
        return KeptUntil(due_on=None, held=held)
    return KeptUntil(due_on=found, held=[])
