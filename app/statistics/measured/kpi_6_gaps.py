"""Records that block a quarter's return of key performance indicator 6, and why each does.

The return has no place for what is not known: a record is put right, and never filled with a date
that means nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from app.access.scope import visible
from app.cases.tables import Case
from app.database import Record, col, table
from app.disposals.tables import Condition, Plan
from app.statistics.measured import kpi_6
from app.statistics.periods import Run, ends
from app.statistics.plans import OTHERWISE, ended
from app.statistics.queries import Statement
from app.transaction import Transaction
from panel_protocol.terms import ConditionStatus

COMPLETED_NOT_SAID = "completed_not_said"
TYPE_WITHOUT_ROW = "type_without_row"
END_NOT_RECORDED = "end_not_recorded"

# Nothing is due of them any more.
_FALLEN_AWAY = (ConditionStatus.VARIED, ConditionStatus.EXCUSED)


@dataclass(frozen=True, slots=True)
class Gap:
    """A programme by its case, and what is not known of it."""

    reference: str
    child_id: str
    disposal: str
    started_on: date
    why: str


async def gaps(tx: Transaction, area: str, quarter: int) -> list[Gap]:
    """Of one service's programmes, as they stand now; by reference."""
    found = [*await _ended(tx, area, quarter), *await _running_on(tx, area, quarter)]
    return sorted(found, key=lambda gap: (gap.reference, gap.started_on))


async def _ended(tx: Transaction, area: str, quarter: int) -> list[Gap]:
    programme = kpi_6.ended_programmes(tx, Run(quarter, quarter), tx.at)
    rows = (await tx.db.execute(select(programme).where(programme.c.area == area))).all()
    told = await kpi_6.descriptions(tx, [row.child_id for row in rows], tx.at)
    within = [row for row in rows if not kpi_6.outside(tx.protocol, row, told[row.child_id])]
    return list(_unsaid(tx, within))


def _unsaid(tx: Transaction, rows: Sequence[Record]) -> Iterator[Gap]:
    for row in rows:
        if kpi_6.type_of(tx.protocol, row.disposal, row.started_on) is None:
            yield _gap(row, TYPE_WITHOUT_ROW)
        elif row.how == OTHERWISE:
            yield _gap(row, COMPLETED_NOT_SAID)


async def _running_on(tx: Transaction, area: str, quarter: int) -> list[Gap]:
    """Programmes whose last condition fell due by the end of the quarter, and that have no end."""
    end = ended(tx.at)
    settled = col(Condition.settled)
    last_due = (
        select(col(Condition.disposal_id), func.max(col(Condition.due_on)).label("day"))
        .where(or_(settled.is_(None), settled.not_in(_FALLEN_AWAY)))
        .group_by(col(Condition.disposal_id))
        .subquery("last_due")
    )
    rows: Statement = (
        select(
            col(Case.reference),
            col(Case.child_id),
            col(Plan.disposal),
            col(Plan.given_on).label("started_on"),
        )
        .select_from(table(Plan))
        .join(table(Case), col(Case.id) == col(Plan.case_id))
        .join(last_due, last_due.c.disposal_id == col(Plan.disposal_id))
        .outerjoin(end, end.c.disposal_id == col(Plan.disposal_id))
        .where(end.c.how.is_(None), last_due.c.day <= ends(quarter), col(Case.area) == area)
    )
    found = await tx.db.execute(visible(rows, to=tx.by, area=col(Case.area)))
    return [_gap(row, END_NOT_RECORDED) for row in found]


def _gap(row: Record, why: str) -> Gap:
    return Gap(row.reference, row.child_id, str(row.disposal), row.started_on, why)
