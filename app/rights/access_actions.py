"""Answering a request: everything held is gathered, told to somebody named, and so recorded."""

from app.children import queries as children
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import FieldError, Unacceptable, WrongState
from app.provenance.whole import KEPT
from app.rights import gathering, queries, request_actions
from app.rights.readings import request_read
from app.rights.schemas import RequestReceived, SubjectAccess, SubjectReport
from app.transaction import Transaction


async def answer(tx: Transaction, child_id: str, body: SubjectAccess) -> SubjectReport:
    await children.child(tx, child_id, restricted=True)
    if errors := _impossible(body):
        raise Unacceptable(errors)
    request_id = await _request(tx, child_id, body)
    told = body.recipient.organisation
    await request_actions.change(tx, request_id, child_id, answered_at=tx.at, recipient=told)
    # Drawn up before its own line is written: it lists those it was disclosed to before.
    report = await gathering.report(
        tx,
        child_id,
        request=request_read(tx, await queries.request(tx, request_id)),
        withheld=frozenset(body.withheld),
    )
    await disclosed(tx, child_id, body, request_id)
    return report


def _impossible(body: SubjectAccess) -> list[FieldError]:
    errors: list[FieldError] = []
    if (body.request_id is None) is (body.received_on is None):
        errors.append(("/request_id", "one_of_two", "Name the request, or when it was received"))
    errors += [
        (f"/withheld/{place}", "unknown_section", "No section has this name")
        for place, name in enumerate(body.withheld)
        if name not in KEPT
    ]
    return errors


async def _request(tx: Transaction, child_id: str, body: SubjectAccess) -> str:
    if body.received_on is not None:
        received = RequestReceived(received_on=body.received_on)
        return (await request_actions.receive(tx, child_id, received)).id
    row = await queries.request(tx, str(body.request_id), lock=True)
    if row.child_id != child_id or row.answered_at is not None:
        raise WrongState("That request is about somebody else, or has been answered")
    return str(row.id)


async def disclosed(tx: Transaction, child_id: str, body: SubjectAccess, request_id: str) -> None:
    await journal.record(
        tx,
        category=JournalCategory.DISCLOSURE,
        action="answer_subject_access",
        children=[child_id],
        recipient=journal.Recipient(body.recipient.organisation, body.recipient.person),
        request=request_id,
    )
