"""Past decisions, with the facts they were made on."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.access.scope import visible
from app.cases.tables import Case, CaseDecision
from app.database import Record, col
from app.transaction import Transaction

_COLUMNS = (
    col(CaseDecision.id),
    col(CaseDecision.kind),
    col(CaseDecision.answer),
    col(CaseDecision.reasons),
    col(CaseDecision.facts),
    col(CaseDecision.edition),
    col(CaseDecision.looked_at),
    col(Case.reference),
)


async def decided(tx: Transaction, *, after: str, limit: int) -> Sequence[Record]:
    """The next decisions of the caller's areas, in an order that does not change."""
    found = (
        select(*_COLUMNS)
        .join(Case, col(CaseDecision.case_id) == col(Case.id))
        .where(col(CaseDecision.id) > after)
        .order_by(col(CaseDecision.id))
        .limit(limit)
    )
    return (await tx.db.execute(visible(found, to=tx.by, area=col(Case.area)))).all()


async def how_many(tx: Transaction) -> int:
    found = select(func.count(col(CaseDecision.id))).join(
        Case, col(CaseDecision.case_id) == col(Case.id)
    )
    counted = await tx.db.execute(visible(found, to=tx.by, area=col(Case.area)))
    return int(counted.scalar_one())
