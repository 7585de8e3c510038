"""Every read of transfers."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select, true

from app import wall
from app.access.scope import in_use, within
from app.cases.queries import COLUMNS, CaseRow
from app.cases.tables import Case, CaseChange
from app.database import col, table
from app.problems import NotFound
from app.transaction import Transaction
from app.transfers.tables import CaseTransfer
from panel_protocol.journey import Stage
from panel_protocol.terms import TransferReason, TransferStatus


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A transfer as it stands."""

    id: str
    version: int
    case_id: str
    reference: str
    child_id: str
    from_area: str
    to_area: str
    receiving_service: str | None
    receiving_manager: str
    reason: TransferReason
    narrative: str
    child_moved_on: date | None
    status: TransferStatus
    offered_at: datetime
    offered_by: str
    answered_at: datetime | None
    answered_by: str | None
    comment: str | None


_TRANSFER = [table(CaseTransfer).c[field.name] for field in fields(TransferRow)]
_OPEN = col(CaseTransfer.status) == TransferStatus.OFFERED


async def offer(tx: Transaction, case_id: str) -> TransferRow | None:
    """The open offer of a case, if it is from or to one of the caller's areas."""
    found = select(*_TRANSFER).where(col(CaseTransfer.case_id) == case_id, _OPEN, _concerns(tx))
    row = (await tx.db.execute(found)).one_or_none()
    return None if row is None else TransferRow(*row)


async def lapsed(tx: Transaction, case_id: str) -> bool:
    """Whether the last offer that concerned the caller ended at the instant the case did."""
    ours = select(col(CaseTransfer.status), col(CaseTransfer.answered_at)).where(
        col(CaseTransfer.case_id) == case_id, _concerns(tx)
    )
    last = (
        await tx.db.execute(ours.order_by(col(CaseTransfer.offered_at).desc()).limit(1))
    ).first()
    if last is None or last.status is not TransferStatus.WITHDRAWN:
        return False
    await wall.hand_over(tx.db, case_id)
    closing = select(col(CaseChange.id)).where(
        col(CaseChange.case_id) == case_id,
        col(CaseChange.to_stage) == Stage.CLOSED,
        col(CaseChange.at) == last.answered_at,
    )
    return (await tx.db.execute(closing)).first() is not None


def _concerns(tx: Transaction) -> ColumnElement[bool]:
    """Both services named in a transfer may know of it."""
    areas = (col(CaseTransfer.from_area), col(CaseTransfer.to_area))
    return and_(or_(*(within(tx.by, area) for area in areas)), in_use(col(CaseTransfer.child_id)))


async def offered(tx: Transaction, transfer: TransferRow) -> CaseRow:
    """The case of an offer the caller was shown, held until the transaction ends."""
    found = select(*COLUMNS).where(
        col(Case.id) == transfer.case_id, col(Case.area) == transfer.from_area
    )
    held = found.with_for_update(of=table(Case), key_share=True)
    row = (await tx.db.execute(held)).one_or_none()
    if row is None:
        # Another answer came first, and the case is theirs.
        raise NotFound
    return CaseRow(*row)


async def of_case(tx: Transaction, case_id: str) -> TransferRow | None:
    """The open offer of a case the caller was shown to hold."""
    found = select(*_TRANSFER).where(col(CaseTransfer.case_id) == case_id, _OPEN)
    row = (await tx.db.execute(found)).one_or_none()
    return None if row is None else TransferRow(*row)


async def has_another(tx: Transaction, case: CaseRow) -> bool:
    """Whether the service that keeps the case has another of the same child."""
    other = select(col(Case.id)).where(
        col(Case.child_id) == case.child_id,
        col(Case.area) == case.area,
        col(Case.id) != case.id,
    )
    async with wall.cases_of(tx.db, case.child_id):
        return (await tx.db.execute(other.limit(1))).first() is not None


async def waiting(
    tx: Transaction, *, after: tuple[str, str] | None, limit: int
) -> Sequence[TransferRow]:
    """Open offers from and to the caller's areas, oldest first, and one more than asked for."""
    at, key = col(CaseTransfer.offered_at), col(CaseTransfer.id)
    following: ColumnElement[bool] = true()
    if after is not None:
        since = datetime.fromisoformat(after[0])
        following = or_(at > since, and_(at == since, key > after[1]))
    found = select(*_TRANSFER).where(_OPEN, _concerns(tx), following)
    rows = await tx.db.execute(found.order_by(at, key).limit(limit + 1))
    return [TransferRow(*row) for row in rows.all()]
