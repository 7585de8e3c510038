"""Every read of how a plan is going, for a case the caller was shown to hold."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.conditions.tables import Breach, BreachDecision, Completion, Conclusion, Progress
from app.database import Record, col, table
from app.disposals import queries as disposals
from app.disposals.queries import ConditionRow, PlanRow
from app.disposals.tables import Condition, Plan
from app.transaction import Transaction
from panel_protocol.rules import progress as rules
from panel_protocol.rules.progress import Attendance, Standing
from panel_protocol.terms import ConditionStatus, Disposal

_PROGRESS = "id condition_id occurred_on hours attendance note recorded_at recorded_by".split()

_BREACH = "id conditions child_withdraws opened_at".split()


@dataclass(frozen=True, slots=True)
class Carried:
    """One condition, what was done about it, and where that leaves it today."""

    terms: ConditionRow
    progress: Sequence[Record]
    completion: Record | None
    hours_completed: int
    status: ConditionStatus


@dataclass(frozen=True, slots=True)
class CasePlan:
    plan: PlanRow
    conditions: Sequence[Carried]


async def plan(tx: Transaction, case_id: str) -> CasePlan | None:
    """The plan of the disposal that stands, if it has started."""
    started = await disposals.plan(tx, case_id)
    if started is None:
        return None
    conditions = await disposals.conditions(tx, started.disposal_id)
    return CasePlan(started, await carried(tx, conditions))


async def carried(tx: Transaction, conditions: Sequence[ConditionRow]) -> list[Carried]:
    """How each condition is going, in two statements however many there are."""
    ids = [condition.id for condition in conditions]
    made = await _progress(tx, ids)
    done = await _completions(tx, ids)
    return [_carried(tx, each, made[each.id], done.get(each.id)) for each in conditions]


def _carried(
    tx: Transaction, terms: ConditionRow, progress: Sequence[Record], completion: Record | None
) -> Carried:
    attended = [Attendance(row.occurred_on, row.attendance, row.hours) for row in progress]
    standing = Standing(terms.due_on, terms.settled)
    return Carried(
        terms,
        progress,
        completion,
        rules.hours_completed(tx.protocol, attended),
        rules.status(tx.protocol, standing, attended, tx.today),
    )


async def _progress(tx: Transaction, ids: Sequence[str]) -> dict[str, list[Record]]:
    found = select(*(table(Progress).c[name] for name in _PROGRESS)).where(
        col(Progress.condition_id).in_(ids)
    )
    ordered = found.order_by(col(Progress.occurred_on), col(Progress.condition_version))
    by_condition: dict[str, list[Record]] = defaultdict(list)
    for row in (await tx.db.execute(ordered)).all():
        by_condition[row.condition_id].append(row)
    return by_condition


async def hours_on(tx: Transaction, disposal_id: str, day: date) -> int:
    """Hours recorded of one day in the whole of a plan."""
    hours = (
        select(func.coalesce(func.sum(col(Progress.hours)), 0))
        .join(table(Condition), col(Condition.id) == col(Progress.condition_id))
        .where(col(Condition.disposal_id) == disposal_id, col(Progress.occurred_on) == day)
    )
    return int((await tx.db.execute(hours)).scalar_one())


async def _completions(tx: Transaction, ids: Sequence[str]) -> dict[str, Record]:
    names = "condition_id completed_on evidence hours_completed hours_short_reason recorded_by"
    found = select(*(table(Completion).c[name] for name in names.split())).where(
        col(Completion.condition_id).in_(ids)
    )
    return {row.condition_id: row for row in (await tx.db.execute(found)).all()}


async def open_breach(tx: Transaction, case_id: str) -> Record:
    """The review that a case at `breach_review` is waiting on."""
    found = (
        select(*(table(Breach).c[name] for name in _BREACH))
        .outerjoin(BreachDecision, col(BreachDecision.breach_id) == col(Breach.id))
        .where(col(Breach.case_id) == case_id, col(BreachDecision.breach_id).is_(None))
        .order_by(col(Breach.opened_at).desc())
        .limit(1)
    )
    return (await tx.db.execute(found)).one()


async def breaches(tx: Transaction, case_id: str) -> Sequence[Record]:
    """Every review of the case, oldest first, each with its decision if it has one."""
    opened = [
        table(Breach).c[name]
        for name in "id conditions excuse_considered child_withdraws narrative".split()
    ]
    decided = (
        "decision rationale excused_conditions due_on reasonable_excuse authorised_by "
        "information_form_completed_on decided_at decided_by"
    ).split()
    found = (
        select(
            *opened,
            col(Breach.opened_at),
            col(Breach.opened_by),
            *(table(BreachDecision).c[name] for name in decided),
        )
        .outerjoin(BreachDecision, col(BreachDecision.breach_id) == col(Breach.id))
        .where(col(Breach.case_id) == case_id)
        .order_by(col(Breach.opened_at), col(Breach.id))
    )
    return (await tx.db.execute(found)).all()


async def excuse(tx: Transaction, case_id: str) -> Record | None:
    """The last decision that said whether a conditional caution's failure was excused."""
    found = (
        select(
            col(Breach.conditions),
            col(BreachDecision.reasonable_excuse),
            col(BreachDecision.decided_at),
        )
        .join(table(BreachDecision), col(BreachDecision.breach_id) == col(Breach.id))
        .join(table(Plan), col(Plan.disposal_id) == col(Breach.disposal_id))
        .where(
            col(Breach.case_id) == case_id,
            col(Plan.disposal) == Disposal.YOUTH_CONDITIONAL_CAUTION,
            col(BreachDecision.reasonable_excuse).is_not(None),
        )
        .order_by(col(BreachDecision.decided_at).desc(), col(Breach.id).desc())
    )
    return (await tx.db.execute(found.limit(1))).first()


async def conclusion(tx: Transaction, case_id: str) -> Record | None:
    names = "disposal concluded_on summary outcome_id home_office_code recorded_at recorded_by"
    found = select(*(table(Conclusion).c[name] for name in names.split()))
    mine = found.where(col(Conclusion.case_id) == case_id)
    return (await tx.db.execute(mine)).one_or_none()
