"""Starting a plan, and every change to its conditions: each is a version that is kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import update

from app.database import col, new_id, table
from app.disposals.condition_schemas import ConditionPlanned
from app.disposals.queries import ConditionRow, PlanRow
from app.disposals.tables import Condition, ConditionVersion, Plan
from app.problems import StaleVersion
from app.transaction import Transaction
from panel_protocol.terms import ConditionStatus


async def start(tx: Transaction, plan: PlanRow, conditions: Sequence[ConditionPlanned]) -> date:
    """Begin a plan of at least one condition; the day the first of them is due."""
    await tx.add(
        Plan,
        disposal_id=plan.disposal_id,
        case_id=plan.case_id,
        disposal=plan.disposal,
        given_on=plan.given_on,
        started_at=tx.at,
    )
    for position, terms in enumerate(conditions, start=1):
        await add(tx, plan, terms, position=position, action="start_plan")
    return min(terms.due_on for terms in conditions)


async def add(
    tx: Transaction,
    plan: PlanRow,
    terms: ConditionPlanned,
    *,
    position: int,
    action: str,
    replaces_id: str | None = None,
    why: str | None = None,
) -> ConditionRow:
    condition = ConditionRow(
        **terms.model_dump(),
        id=new_id(),
        version=1,
        disposal_id=plan.disposal_id,
        case_id=plan.case_id,
        position=position,
        replaces_id=replaces_id,
        settled=None,
        settled_on=None,
    )
    row = {name: getattr(condition, name) for name in ConditionRow.__slots__}
    await tx.add(Condition, **row)
    await _keep_version(tx, condition, action=action, why=why)
    return condition


async def change(
    tx: Transaction,
    condition: ConditionRow,
    *,
    action: str,
    why: str | None = None,
    due_on: date | None = None,
    settled: ConditionStatus | None = None,
    settled_on: date | None = None,
) -> ConditionRow:
    """Make the condition's next version, settled or due another day if that is what changes."""
    changes: dict[str, Any] = {"version": condition.version + 1}
    if due_on is not None:
        changes["due_on"] = due_on
    if settled is not None:
        changes |= {"settled": settled, "settled_on": settled_on or tx.today}
    written = await tx.db.execute(
        update(table(Condition))
        .where(col(Condition.id) == condition.id, col(Condition.version) == condition.version)
        .values(**changes)
    )
    if written.rowcount != 1:
        raise StaleVersion
    changed = replace(condition, **changes)
    await _keep_version(tx, changed, action=action, why=why)
    return changed


def next_due(conditions: Sequence[ConditionRow]) -> date | None:
    """When the first of the conditions still running is due."""
    return min((each.due_on for each in conditions if each.settled is None), default=None)


async def _keep_version(
    tx: Transaction, condition: ConditionRow, *, action: str, why: str | None
) -> None:
    await tx.add(
        ConditionVersion,
        condition.case_id,
        condition_id=condition.id,
        version=condition.version,
        action=action,
        due_on=condition.due_on,
        settled=condition.settled,
        settled_on=condition.settled_on,
        why=why,
        at=tx.at,
        by=tx.by.subject,
        agency=tx.by.agency,
    )
