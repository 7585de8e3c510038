"""What was done about a condition: attendance and work, and its completion."""

from datetime import date

from app.cases import actions as cases
from app.cases import queries as known_cases
from app.cases.queries import CaseRow
from app.conditions import queries
from app.conditions.readings import condition_read
from app.conditions.schemas import Completed, ConditionRead, ProgressMade
from app.conditions.tables import Completion, Progress
from app.database import new_id
from app.disposals import plan_actions
from app.disposals import queries as disposals
from app.disposals.queries import ConditionRow, PlanRow
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import (
    NotFound,
    RecordFull,
    RefusedByProtocol,
    StaleVersion,
    Unacceptable,
    WrongStage,
)
from app.transaction import Transaction
from panel_protocol.rules import plans as rules
from panel_protocol.terms import AttendanceKind, ConditionStatus

_MISSED = (AttendanceKind.MISSED_ACCEPTABLE, AttendanceKind.MISSED_UNACCEPTABLE)
_HOURS_IN_A_DAY = 24
# Every note of progress is shown with the plan, whoever reads it: a year of days, thrice.
_MOST_CHANGES = 1000
FieldError = tuple[str, str, str]


async def held(
    tx: Transaction, condition_id: str, version: int, *, action: str
) -> tuple[CaseRow, ConditionRow]:
    """A condition still running, and its case, which is locked: whoever changes a plan waits.

    That it is settled is said before that it has changed: a race tells its loser the most.
    """
    case_id = await disposals.case_of(tx, condition_id)
    case = await known_cases.case(tx, case_id, lock=True)
    cases.at_stage(case, action)
    condition = await disposals.condition(tx, condition_id)
    if condition.settled is not None:
        raise WrongStage(f"This condition is settled already, as {condition.settled}")
    if condition.version != version:
        raise StaleVersion
    return case, condition


async def record_progress(
    tx: Transaction, *, condition_id: str, version: int, body: ProgressMade
) -> ConditionRead:
    case, condition = await held(tx, condition_id, version, action="record_progress")
    if condition.version >= _MOST_CHANGES:
        raise RecordFull(f"A condition is changed at most {_MOST_CHANGES} times")
    errors = await impossible_day(tx, case, "/occurred_on", body.occurred_on)
    if body.attendance in _MISSED and body.hours:
        errors.append(("/hours", "missed", "No hours are done in a session that was missed"))
    that_day = await queries.hours_on(tx, condition.disposal_id, body.occurred_on)
    if body.hours and that_day + body.hours > _HOURS_IN_A_DAY:
        message = "With what is recorded already this is more hours than a day has"
        errors.append(("/hours", "more_than_a_day", message))
    if errors:
        raise Unacceptable(errors)
    changed = await plan_actions.change(tx, condition, action="record_progress")
    await tx.add(
        Progress,
        case.id,
        id=new_id(),
        condition_id=condition.id,
        condition_version=changed.version,
        **body.model_dump(),
        recorded_at=tx.at,
        recorded_by=tx.by.subject,
        agency=tx.by.agency,
    )
    await note(tx, case, changed, "record_progress")
    return await read(tx, changed)


async def complete(
    tx: Transaction, *, condition_id: str, version: int, body: Completed
) -> ConditionRead:
    """Settle the condition as done; short of its hours only for a reason that is kept."""
    case, condition = await held(tx, condition_id, version, action="record_completion")
    if errors := await impossible_day(tx, case, "/completed_on", body.completed_on):
        raise Unacceptable(errors)
    hours = (await queries.carried(tx, [condition]))[0].hours_completed
    verdict = rules.may_be_completed(
        tx.protocol,
        hours_required=condition.hours_required,
        hours_completed=hours,
        on=body.completed_on,
    )
    if not (verdict.answer or body.hours_short_reason):
        raise RefusedByProtocol("The condition is not complete", verdict.reasons)
    changed = await plan_actions.change(
        tx,
        condition,
        action="record_completion",
        settled=ConditionStatus.COMPLETED,
        settled_on=body.completed_on,
    )
    await tx.add(
        Completion,
        case.id,
        condition_id=condition.id,
        **body.model_dump(),
        hours_completed=hours,
        recorded_at=tx.at,
        recorded_by=tx.by.subject,
        agency=tx.by.agency,
    )
    await keep_due(tx, case, changed.disposal_id)
    await note(tx, case, changed, "record_completion")
    return await read(tx, changed)


async def impossible_day(
    tx: Transaction, case: CaseRow, pointer: str, day: date
) -> list[FieldError]:
    """Nothing is done on a plan before it begins, nor on a day to come."""
    if day > tx.today:
        return [(pointer, "in_the_future", "This day has not come yet")]
    if day < (await running_plan(tx, case)).given_on:
        return [(pointer, "before_plan", "The plan had not begun on this day")]
    return []


async def running_plan(tx: Transaction, case: CaseRow) -> PlanRow:
    plan = await disposals.plan(tx, case.id)
    if plan is None:
        raise NotFound
    return plan


async def keep_due(tx: Transaction, case: CaseRow, disposal_id: str) -> None:
    """What the case waits for next is the first condition still running."""
    conditions = await disposals.conditions(tx, disposal_id)
    await cases.set_due(tx, case, plan_actions.next_due(conditions))


async def note(tx: Transaction, case: CaseRow, condition: ConditionRow, action: str) -> None:
    await journal.record(
        tx,
        category=JournalCategory.ALTERATION,
        action=action,
        area=case.area,
        case_id=case.id,
        children=[case.child_id],
        condition_id=condition.id,
        condition_version=condition.version,
    )


async def read(tx: Transaction, condition: ConditionRow) -> ConditionRead:
    return condition_read((await queries.carried(tx, [condition]))[0])
