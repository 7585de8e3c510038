"""A case's plan as it is read: journalled, with everything computed as of today."""

from typing import Any

from app.access.rules import WHOLE_CASE
from app.access.scope import holds
from app.cases import queries as cases
from app.cases.actions import journal_case
from app.cases.queries import CaseRow
from app.conditions import queries
from app.conditions.queries import Carried
from app.conditions.schemas import ConditionRead, PlanRead, ProgressRead
from app.fields import shared
from app.journal.tables import JournalCategory
from app.transaction import Transaction


async def plan(tx: Transaction, case_id: str) -> PlanRead:
    case = await cases.case(tx, case_id, action="read_conditions")
    await journal_case(tx, case, JournalCategory.CONSULTATION, "read_conditions")
    found = await queries.plan(tx, case_id)
    carried = found.conditions if found else []
    asked_for = [each.terms.due_on for each in carried if each.terms.asked_for]
    return PlanRead(
        case_id=case.id,
        case_version=case.version,
        disposal=found.plan.disposal if found else None,
        given_on=found.plan.given_on if found else None,
        ends_on=max(asked_for, default=None),
        items=[_seen(tx, case, each) for each in carried],
    )


def _seen(tx: Transaction, case: CaseRow, each: Carried) -> ConditionRead:
    """The police see how a condition stands, and nothing that was written of the child."""
    read = condition_read(each)
    if tx.under_glass(case.id):
        return read
    if not tx.by.roles.isdisjoint(WHOLE_CASE) and holds(tx.by, case.area):
        return read
    blank: dict[str, Any] = {"progress": [], "evidence": None, "hours_short_reason": None}
    return read.model_copy(update=blank)


def condition_read(each: Carried) -> ConditionRead:
    terms, done = each.terms, each.completion
    return ConditionRead(
        **shared(ConditionRead, terms),
        status=each.status,
        hours_completed=each.hours_completed,
        replaces=terms.replaces_id,
        evidence=done.evidence if done else None,
        hours_short_reason=done.hours_short_reason if done else None,
        progress=[ProgressRead.model_validate(row) for row in each.progress],
    )
