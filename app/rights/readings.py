"""What is said of a child's record: its requests, and to whom it was disclosed."""

from datetime import date

from app.children import queries as children
from app.database import Record
from app.fields import shared
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.rights import queries
from app.rights.schemas import RecipientRead, RequestRead, RequestsRead
from app.transaction import Transaction
from panel_protocol.rules.access_requests import Pause, answer_by


def request_read(tx: Transaction, row: Record) -> RequestRead:
    last = answer_by(
        tx.protocol, row.received_on, extended=row.extended_on is not None, pauses=pauses(row)
    )
    late = row.answered_at is None and last is not None and last < tx.today
    return RequestRead(
        **shared(RequestRead, row), answer_by=last, paused=last is None, overdue=late
    )


def pauses(row: Record) -> list[Pause]:
    return [
        Pause(
            date.fromisoformat(each["asked_on"]),
            date.fromisoformat(each["told_on"]) if each["told_on"] else None,
        )
        for each in row.pauses
    ]


async def requests(tx: Transaction, child_id: str) -> RequestsRead:
    await children.child(tx, child_id, restricted=True)
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="list_subject_requests",
        children=[child_id],
    )
    found = await queries.requests(tx, child_id)
    return RequestsRead(items=[request_read(tx, row) for row in found])


async def recipients(tx: Transaction, child_id: str) -> list[RecipientRead]:
    return list(map(_recipient, await queries.disclosures(tx, child_id)))


def _recipient(line: Record) -> RecipientRead:
    """The organisation, not the person there: professionals are told by their role."""
    # Lines of an earlier release had no place for it.
    organisation = line.recipient_organisation or "not recorded"
    return RecipientRead(organisation=organisation, at=line.at, what=line.action)
