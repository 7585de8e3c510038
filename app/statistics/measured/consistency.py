"""What was decided in cases of equal gravity and history, side by side across the areas."""

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, case, cast, exists, func, or_, select

from app.access.scope import in_use, within
from app.cases.tables import Case
from app.children.tables import ChildOutcome
from app.database import col, table
from app.statistics import journeys
from app.statistics.calendar_columns import day_within, quarter_of_day
from app.statistics.journeys import Statement
from app.statistics.periods import Run
from app.transaction import Transaction
from panel_protocol.terms import Disposal, OutcomeKind

SCORES = ("1", "2", "3", "4", "5")
FIRST_TIME, EARLIER = "first_time", "earlier"
ALL = "all"
# Neither says that the child did anything.
_NO_HISTORY = (OutcomeKind.NO_FURTHER_ACTION, OutcomeKind.CHARGE)


def series() -> Iterator[str]:
    for gravity, history in product(SCORES, (FIRST_TIME, EARLIER)):
        yield from (f"{gravity}|{history}|{what}" for what in (*Disposal, ALL))


async def rows(tx: Transaction, span: Run, known: datetime) -> Any:
    decision = journeys.standing_decision(known)
    history = case(
        (_has_earlier(decision.c.decided_on, known), EARLIER),
        else_=FIRST_TIME,
    )
    gravity = cast(cast(col(Case.gravity), Integer), String)
    area = journeys.keeper(col(Case.id), col(Case.area), decision.c.recorded_at)
    decided: Statement = (
        select(
            (gravity + "|" + history + "|" + cast(decision.c.disposal, String)).label("series"),
            area.label("area"),
            quarter_of_day(decision.c.decided_on).label("quarter"),
        )
        .join(decision, decision.c.case_id == col(Case.id))
        .where(col(Case.gravity).is_not(None), in_use(col(Case.child_id)))
        .where(*day_within(span, decision.c.decided_on))
    )
    each = decided.subquery("each")
    keys = (each.c.series, each.c.area, each.c.quarter)
    found = select(*keys, func.count().label("counted")).where(within(tx.by, each.c.area))
    return (await tx.db.execute(found.group_by(*keys))).all()


def _has_earlier(decided_on: Any, known: datetime) -> ColumnElement[bool]:
    replaced = col(ChildOutcome.replaced_at)
    return exists(
        select(col(ChildOutcome.id))
        .where(
            col(ChildOutcome.child_id) == col(Case.child_id),
            col(ChildOutcome.case_id) != col(Case.id),
            col(ChildOutcome.outcome).not_in(_NO_HISTORY),
            col(ChildOutcome.given_on) < decided_on,
            col(ChildOutcome.overturned_on).is_(None),
            col(ChildOutcome.recorded_at) <= known,
            or_(replaced.is_(None), replaced > known),
        )
        .correlate_except(table(ChildOutcome))
    )
