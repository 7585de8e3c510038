"""A request for access: recorded, its clock moved, and in the end answered."""

from typing import Any

from sqlalchemy import update

from app.children import queries as children
from app.database import Record, col, new_id, table
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import FieldError, Unacceptable, WrongState
from app.retention.tables import SubjectRequest
from app.rights import queries
from app.rights.readings import pauses, request_read
from app.rights.schemas import ClockMoved, RequestRead, RequestReceived
from app.transaction import Transaction
from panel_protocol.record_terms import RequestEvent
from panel_protocol.rules.access_requests import extend_by


async def receive(tx: Transaction, child_id: str, body: RequestReceived) -> RequestRead:
    await children.child(tx, child_id, restricted=True)
    if body.received_on > tx.today:
        raise Unacceptable([("/received_on", "in_the_future", "This day has not come yet")])
    request_id = new_id()
    await tx.add(
        SubjectRequest,
        id=request_id,
        child_id=child_id,
        received_on=body.received_on,
        pauses=[],
        recorded_at=tx.at,
        recorded_by=tx.by.subject,
    )
    await _journal(tx, JournalCategory.COLLECTION, "record_subject_request", child_id, request_id)
    return request_read(tx, await queries.request(tx, request_id))


async def move_clock(tx: Transaction, request_id: str, body: ClockMoved) -> RequestRead:
    """The clock stops while the asker is asked what is meant, and can be lengthened once."""
    row = await queries.request(tx, request_id, lock=True)
    if row.answered_at is not None:
        raise WrongState("The request has been answered")
    if errors := _impossible(tx, row, body):
        raise Unacceptable(errors)
    await change(tx, request_id, row.child_id, **_moved(tx, row, body))
    await _journal(
        tx,
        JournalCategory.ALTERATION,
        "move_request_clock",
        row.child_id,
        request_id,
        event=body.event.value,
    )
    return request_read(tx, await queries.request(tx, request_id))


def _impossible(tx: Transaction, row: Record, body: ClockMoved) -> list[FieldError]:
    errors: list[FieldError] = []
    if body.on > tx.today:
        errors.append(("/on", "in_the_future", "This day has not come yet"))
    last = row.pauses[-1]["told_on"] or row.pauses[-1]["asked_on"] if row.pauses else None
    if body.on.isoformat() < (last or row.received_on.isoformat()):
        errors.append(("/on", "before_request", "This is before what went before it"))
    if body.event is RequestEvent.EXTENDED and body.reason is None:
        errors.append(("/reason", "missing", "The asker is told why it takes longer"))
    return errors


def _moved(tx: Transaction, row: Record, body: ClockMoved) -> dict[str, Any]:
    waiting = bool(row.pauses) and row.pauses[-1]["told_on"] is None
    if body.event is RequestEvent.EXTENDED:
        last = extend_by(tx.protocol, row.received_on, pauses(row))
        if row.extended_on is not None or (last is not None and body.on > last):
            raise WrongState("It was extended already, or the time to say so has passed")
        return {"extended_on": body.on, "extension_reason": body.reason}
    if waiting is (body.event is RequestEvent.CLARIFICATION_ASKED):
        raise WrongState("The clock is stopped already" if waiting else "The clock is running")
    if waiting:
        answered = {**row.pauses[-1], "told_on": body.on.isoformat()}
        return {"pauses": [*row.pauses[:-1], answered]}
    return {"pauses": [*row.pauses, {"asked_on": body.on.isoformat(), "told_on": None}]}


async def change(tx: Transaction, request_id: str, child_id: str, **values: Any) -> None:
    row = await tx.sealed(SubjectRequest, {**values, "id": request_id, "child_id": child_id})
    mine = col(SubjectRequest.id) == request_id
    await tx.db.execute(update(table(SubjectRequest)).where(mine).values(**row))


async def _journal(
    tx: Transaction,
    category: JournalCategory,
    action: str,
    child_id: str,
    request_id: str,
    **more: Any,
) -> None:
    await journal.record(
        tx, category=category, action=action, children=[child_id], request=request_id, **more
    )
