"""The end of a child's record: rows, then keys, in one transaction with its journal line."""

from typing import Any

from sqlalchemy import delete

from app import wall
from app.children import queries as children
from app.database import col, new_id, table
from app.gateways.erasure_journal import ErasureJournal
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Held, NotFound
from app.retention import queries
from app.retention.graph import about_a_child, of_child
from app.retention.tables import DisposalCertificate
from app.retries.tables import FirstReply
from app.transaction import Transaction
from panel_protocol.decision import Reason


async def held(tx: Transaction, child_id: str) -> list[Reason]:
    """The child's row is locked first, so that nothing begins while this is decided."""
    await wall.register(tx.db, child_id)
    if not await queries.lock(tx, child_id):
        raise NotFound
    reasons = await queries.holds_of(tx, child_id)
    if await queries.known_elsewhere(tx, child_id):
        text = "Another area holds part of this record: whoever destroys it speaks for all of them"
        reasons = [*reasons, Reason("held_elsewhere", text, "partnership-default")]
    return reasons


async def erase(
    tx: Transaction, erasures: ErasureJournal, child_id: str, *, authority: str
) -> dict[str, Any]:
    """Destroy all that is kept on the child, unless something holds it; the certificate."""
    await children.child(tx, child_id, restricted=True)
    if reasons := await held(tx, child_id):
        raise Held("The record is held: it can be restricted meanwhile", reasons)
    await erasures.note(child_id, at=tx.at, authority=authority)
    return await destroy(tx, child_id, authority=authority)


async def destroy(tx: Transaction, child_id: str, *, authority: str) -> dict[str, Any]:
    """For what was decided already: nothing is asked again."""
    await wall.register(tx.db, child_id)
    people = [child_id, *await queries.victims(tx, child_id)]
    counts = {"first_reply": await _forget_replies(tx, child_id)}
    for each in about_a_child():
        gone = await tx.db.execute(delete(each).where(of_child(each, child_id)))
        counts[each.name] = gone.rowcount
    await _destroy_keys(tx, people)
    certificate = {
        "id": new_id(),
        "authority": authority,
        "edition": tx.edition,
        "rows": {name: count for name, count in counts.items() if count},
        "issued_at": tx.at,
        "issued_by": tx.by.subject,
    }
    await tx.add(DisposalCertificate, **certificate)
    await journal.record(
        tx,
        category=JournalCategory.ERASURE,
        action="erase_child",
        children=[child_id],
        authority=authority,
        certificate=certificate["id"],
        rows=sum(counts.values()),
    )
    return certificate


async def _forget_replies(tx: Transaction, child_id: str) -> int:
    """What a client was told the first time, kept for when it asks again."""
    theirs = col(FirstReply.child_id) == child_id
    return (await tx.db.execute(delete(table(FirstReply)).where(theirs))).rowcount


async def _destroy_keys(tx: Transaction, people: list[str]) -> None:
    """What is left anywhere, in a log of the database or a page not used again yet, is noise."""
    for each in people:
        await tx.destroy_key(each)
