"""How much is asked of children, by the gravity of the case: conditions, and hours, of a plan."""

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import String, Subquery, and_, cast, func, select, union_all

from app.access.scope import in_use, within
from app.cases.tables import Case
from app.database import col, table
from app.disposals.tables import Condition, ConditionVersion, Plan
from app.statistics import journeys
from app.statistics.calendar_columns import day_within, quarter_of_day
from app.statistics.journeys import Statement
from app.statistics.measured.consistency import SCORES
from app.statistics.periods import Run
from app.transaction import Transaction
from panel_protocol.terms import Disposal

CONDITIONS, HOURS = "conditions", "hours"
_WITH_PLANS = (
    Disposal.COMMUNITY_RESOLUTION,
    Disposal.OUTCOME_22,
    Disposal.OUTCOME_23,
    Disposal.YOUTH_CONDITIONAL_CAUTION,
)


def series() -> Iterator[str]:
    of = product(SCORES, _WITH_PLANS, (CONDITIONS, HOURS))
    return (f"{gravity}|{disposal}|{asked}" for gravity, disposal, asked in of)


async def rows(tx: Transaction, span: Run, known: datetime) -> Any:
    started = _started(span, known).cte("started")
    asked = union_all(
        *(
            select(
                (started.c.of + f"|{name}").label("series"),
                started.c.area,
                started.c.quarter,
                started.c[name].label("amount"),
            )
            for name in (CONDITIONS, HOURS)
        )
    ).subquery("asked")
    keys = (asked.c.series, asked.c.area, asked.c.quarter, asked.c.amount)
    found = select(*keys, func.count().label("counted")).where(within(tx.by, asked.c.area))
    return (await tx.db.execute(found.group_by(*keys))).all()


def _started(span: Run, known: datetime) -> Statement:
    asked = _asked()
    area = journeys.keeper(col(Case.id), col(Case.area), col(Plan.started_at))
    rows: Statement = (
        select(
            (cast(col(Case.gravity), String) + "|" + cast(col(Plan.disposal), String)).label("of"),
            area.label("area"),
            quarter_of_day(col(Plan.given_on)).label("quarter"),
            asked.c.conditions,
            asked.c.hours,
        )
        .select_from(table(Plan))
        .join(table(Case), col(Case.id) == col(Plan.case_id))
        .join(asked, asked.c.disposal_id == col(Plan.disposal_id))
    )
    return rows.where(
        col(Case.gravity).is_not(None),
        col(Plan.started_at) <= known,
        in_use(col(Case.child_id)),
        *day_within(span, col(Plan.given_on)),
    )


def _asked() -> Subquery:
    """As it was when each plan started; what was agreed in place of it later is not counted."""
    first = and_(
        col(ConditionVersion.condition_id) == col(Condition.id),
        col(ConditionVersion.version) == 1,
        col(ConditionVersion.action) == "start_plan",
    )
    return (
        select(
            col(Condition.disposal_id),
            func.count().label("conditions"),
            func.sum(func.coalesce(col(Condition.hours_required), 0)).label("hours"),
        )
        .join(table(ConditionVersion), first)
        .group_by(col(Condition.disposal_id))
        .subquery("asked_of")
    )
