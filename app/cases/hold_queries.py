"""Every read of holds, for a case the caller was shown to hold."""

from collections.abc import Sequence

from sqlalchemy import select

from app import wall
from app.cases.tables import Case, ExploitationHold
from app.database import Record, col, table
from app.transaction import Transaction
from panel_protocol.journey import Stage


async def holds(tx: Transaction, case_id: str) -> Sequence[Record]:
    """Every hold over exploitation the case has had, oldest first."""
    names = (
        "id source concern referred_on opened_at opened_by released_at released_by rationale "
        "referral_decision"
    )
    found = select(*(table(ExploitationHold).c[name] for name in names.split()))
    mine = found.where(col(ExploitationHold.case_id) == case_id)
    ordered = mine.order_by(col(ExploitationHold.opened_at), col(ExploitationHold.id))
    return (await tx.db.execute(ordered)).all()


async def held_among(tx: Transaction, case_ids: Sequence[str]) -> set[str]:
    """Which of these cases are held, in one statement however many there are."""
    unreleased = select(col(ExploitationHold.case_id)).where(
        col(ExploitationHold.case_id).in_(case_ids), col(ExploitationHold.released_at).is_(None)
    )
    return set((await tx.db.execute(unreleased)).scalars())


async def is_held(tx: Transaction, case_id: str) -> bool:
    unreleased = select(col(ExploitationHold.id)).where(
        col(ExploitationHold.case_id) == case_id, col(ExploitationHold.released_at).is_(None)
    )
    return (await tx.db.execute(unreleased.limit(1))).first() is not None


async def child_is_held(tx: Transaction, child_id: str, *, besides: str | None = None) -> bool:
    """Whether any open case of the child is held, whoever keeps it; `besides` leaves one out."""
    unreleased = (
        select(col(ExploitationHold.id))
        .join(table(Case), col(Case.id) == col(ExploitationHold.case_id))
        .where(
            col(Case.child_id) == child_id,
            col(Case.stage) != Stage.CLOSED,
            col(ExploitationHold.released_at).is_(None),
        )
    )
    if besides is not None:
        unreleased = unreleased.where(col(Case.id) != besides)
    async with wall.cases_of(tx.db, child_id):
        return (await tx.db.execute(unreleased.limit(1))).first() is not None
