"""Every read for the rights of a child the caller was shown to hold."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, select

from app.access.scope import visible
from app.cases.tables import Case
from app.children.tables import ChildArea, ChildRestriction
from app.database import Record, col, table
from app.disposals.tables import CourtResult
from app.journal.queries import Wanted
from app.journal.tables import JournalCategory, JournalLine
from app.problems import NotFound
from app.retention.graph import about_a_child, of_child
from app.retention.tables import SubjectRequest
from app.transaction import Transaction

_REQUEST = [
    table(SubjectRequest).c[n]
    for n in "id child_id received_on extended_on pauses answered_at".split()
]


async def rows(tx: Transaction, name: str, child_id: str, columns: frozenset[str]) -> list[Record]:
    """What a table keeps on the child; of their cases, those of the caller's areas."""
    of = _table(name)
    keys = list(of.primary_key.columns)
    wanted = [c for c in of.columns if c.name in columns]
    mine = of_child(of, child_id, areas=sorted(tx.by.areas))
    return list((await tx.db.execute(select(*wanted).where(mine).order_by(*keys))).all())


def _table(name: str) -> Table:
    return next(each for each in about_a_child() if each.name == name)


async def cases(tx: Transaction, child_id: str) -> Sequence[Record]:
    columns = [table(Case).c[n] for n in ("id", "reference", "closed_as", "area")]
    found = select(*columns).where(col(Case.child_id) == child_id)
    mine = visible(found, to=tx.by, area=col(Case.area), restricted=True)
    return (await tx.db.execute(mine.order_by(col(Case.received_at), col(Case.id)))).all()


async def court_results(tx: Transaction, case_ids: Sequence[str]) -> dict[str, Any]:
    """The last result of each case."""
    found = (
        select(col(CourtResult.case_id), col(CourtResult.result))
        .where(col(CourtResult.case_id).in_(case_ids))
        .order_by(col(CourtResult.recorded_at), col(CourtResult.id))
    )
    return {row.case_id: row.result for row in (await tx.db.execute(found)).all()}


async def disclosures(tx: Transaction, child_id: str) -> Sequence[Record]:
    """Lines that say the child's record was given to somebody, oldest first."""
    columns = [table(JournalLine).c[n] for n in ("at", "action", "recipient_organisation")]
    found = select(*columns).where(
        col(JournalLine.category) == JournalCategory.DISCLOSURE,
        *Wanted(child_id=child_id).conditions(),
    )
    return (await tx.db.execute(found.order_by(col(JournalLine.sequence)))).all()


async def request(tx: Transaction, request_id: str, *, lock: bool = False) -> Record:
    mine = visible(
        select(col(ChildArea.child_id)), to=tx.by, area=col(ChildArea.area), restricted=True
    )
    found = select(*_REQUEST).where(
        col(SubjectRequest.id) == request_id, col(SubjectRequest.child_id).in_(mine)
    )
    row = (await tx.db.execute(found.with_for_update() if lock else found)).one_or_none()
    if row is None:
        raise NotFound
    return row


async def requests(tx: Transaction, child_id: str) -> Sequence[Record]:
    found = select(*_REQUEST).where(col(SubjectRequest.child_id) == child_id)
    ordered = found.order_by(col(SubjectRequest.received_on), col(SubjectRequest.id))
    return (await tx.db.execute(ordered)).all()


async def restriction(tx: Transaction, child_id: str) -> Record | None:
    columns = [table(ChildRestriction).c[n] for n in ("id", "ground", "imposed_at", "areas")]
    standing = select(*columns).where(
        col(ChildRestriction.child_id) == child_id, col(ChildRestriction.lifted_at).is_(None)
    )
    return (await tx.db.execute(standing)).one_or_none()
