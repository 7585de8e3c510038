"""Every read of what was opened in an emergency, and to whom it is open now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, column, func, or_, select, true
from sqlalchemy import table as named

from app import wall
from app.access.actor import Role
from app.access.rules import YJS
from app.access.scope import in_use, within
from app.children.tables import BreakGlass
from app.database import Record, col, table
from app.journal.tables import JournalCategory, JournalLine
from app.transaction import Grant, Transaction

# By its name: the table itself belongs to a stage that comes after this.
_CASE = named("panel_case", column("id"), column("area"))
_COUNTED = timedelta(hours=1)
_OPENED = [
    table(BreakGlass).c[name]
    for name in (
        "id case_id child_id reference area reason opened_at opened_by agency from_areas expires_at"
    ).split()
]


async def grant(tx: Transaction, record: ColumnElement[bool]) -> bool:
    """Whether a case or child stands open to the caller; if so the transaction is granted it.

    Asked only where the caller's own areas hold nothing, so nobody else's request costs more.
    """
    if tx.by.roles.isdisjoint(YJS):
        return False
    names = [table(BreakGlass).c[name] for name in ("id", "case_id", "child_id")]
    standing = select(*names).where(
        record,
        col(BreakGlass.opened_by) == tx.by.subject,
        col(BreakGlass.expires_at) > tx.at,
        in_use(col(BreakGlass.child_id)),
    )
    newest = standing.order_by(col(BreakGlass.opened_at).desc()).limit(1)
    row = (await tx.db.execute(newest)).one_or_none()
    if row is not None:
        tx.granted.append(Grant(*row))
        await wall.grant(tx.db, [each.case_id for each in tx.granted])
    return row is not None


async def failures(tx: Transaction) -> int:
    """How often the caller named no such record lately; the journal keeps each refusal."""
    refused = (
        select(func.count())
        .select_from(table(JournalLine))
        .where(
            col(JournalLine.actor) == tx.by.subject,
            col(JournalLine.action) == "break_glass",
            col(JournalLine.category) == JournalCategory.DENIED,
            col(JournalLine.at) > tx.at - _COUNTED,
        )
    )
    return (await tx.db.execute(refused)).scalar_one()


async def of_case(tx: Transaction, case_id: str) -> Sequence[Record]:
    """Each time a case the caller was shown to hold was opened to somebody of another area."""
    found = select(*_OPENED).where(col(BreakGlass.case_id) == case_id)
    ordered = found.order_by(col(BreakGlass.opened_at), col(BreakGlass.id))
    return (await tx.db.execute(ordered)).all()


async def openings(
    tx: Transaction, *, after: tuple[str, str] | None, limit: int
) -> Sequence[Record]:
    """What was opened of the caller's areas, newest first, and one more than asked for.

    A case handed on since is told to both: whose it was then, and whose it is. To an auditor who
    opened a record is answered for, restricted since or not.
    """
    at, key = col(BreakGlass.opened_at), col(BreakGlass.id)
    following: ColumnElement[bool] = true()
    if after is not None:
        before = datetime.fromisoformat(after[0])
        following = or_(at < before, and_(at == before, key < after[1]))
    usable = true() if Role.AUDITOR in tx.by.roles else in_use(col(BreakGlass.child_id))
    kept_now = select(_CASE.c.id).where(within(tx.by, _CASE.c.area))
    told = or_(within(tx.by, col(BreakGlass.area)), col(BreakGlass.case_id).in_(kept_now))
    newest = select(*_OPENED).where(told, usable, following).order_by(at.desc(), key.desc())
    return (await tx.db.execute(newest.limit(limit + 1))).all()
