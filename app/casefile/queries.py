"""The case as its caller may see it: one of their areas', their own, or one they are to hear."""

from sqlalchemy import select
from sqlmodel import col

from app.access.actor import Role
from app.cases import queries as cases
from app.cases.queries import CaseRow
from app.panels import queries as panels
from app.panels.tables import AgendaItem
from app.problems import NotFound
from app.transaction import Transaction

# Whoever holds none of these sees only the cases of panels they are invited to.
_BY_AREA = frozenset({Role.POLICE_SUBMITTER, Role.YOT_OFFICER, Role.YOT_MANAGER, Role.PANEL_CHAIR})


async def readable(tx: Transaction, case_id: str) -> CaseRow:
    if tx.by.roles.isdisjoint(_BY_AREA) and not await panels.invited_to(tx, case_id):
        raise NotFound
    return await cases.case(tx, case_id)


async def listed_at(tx: Transaction, case: CaseRow) -> str | None:
    """The panel the case is to be heard at, or was last decided by."""
    at = (
        select(col(AgendaItem.panel_id))
        .where(col(AgendaItem.case_id) == case.id, col(AgendaItem.removed_at).is_(None))
        .order_by(col(AgendaItem.listed_at).desc())
        .limit(1)
    )
    return (await tx.db.execute(at)).scalar_one_or_none()
