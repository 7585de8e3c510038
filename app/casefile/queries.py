"""The case as its caller may see it: whole, as far as the police need it, or not at all."""

from sqlalchemy import select

from app.access.actor import Role
from app.access.rules import WHOLE_CASE
from app.access.scope import holds
from app.cases import queries as cases
from app.cases.queries import CaseRow
from app.database import col
from app.panels import queries as panels
from app.panels.tables import AgendaItem
from app.problems import NotFound
from app.transaction import Transaction


async def readable(tx: Transaction, case_id: str) -> tuple[CaseRow, bool]:
    """The case, and whether the caller sees the whole of it.

    Each role shows what that role shows: a police officer who also sits on panels reads the
    papers of those panels, and of other cases what the police read.
    """
    case = await cases.case(tx, case_id, action="read_case")
    if tx.under_glass(case_id):
        return case, True
    if not tx.by.roles.isdisjoint(WHOLE_CASE) and holds(tx.by, case.area):
        return case, True
    if Role.PANEL_MEMBER in tx.by.roles and await panels.invited_to(tx, case_id):
        return case, True
    if Role.POLICE_SUBMITTER in tx.by.roles:
        return case, False
    raise NotFound


async def listed_at(tx: Transaction, case: CaseRow) -> str | None:
    """The panel the case is to be heard at, or was last decided by."""
    at = (
        select(col(AgendaItem.panel_id))
        .where(col(AgendaItem.case_id) == case.id, col(AgendaItem.removed_at).is_(None))
        .order_by(col(AgendaItem.listed_at).desc())
        .limit(1)
    )
    return (await tx.db.execute(at)).scalar_one_or_none()
