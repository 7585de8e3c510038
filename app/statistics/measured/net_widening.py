"""How much is asked of children, by the gravity of the case: conditions, and hours, of a plan."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import product

from pydantic import Field
from sqlalchemy import CTE, String, Subquery, and_, cast, func, select, union_all

from app.access.scope import in_use, within
from app.cases.tables import Case
from app.database import col, table
from app.disposals.tables import Condition, ConditionVersion, Plan
from app.statistics.calendar_columns import day_within, quarter_of_day
from app.statistics.measured.consistency import HISTORIES, SCORES
from app.statistics.periods import Run
from app.statistics.queries import Statement, keeper, spreads
from app.statistics.rows import FigureRead
from app.statistics.spec import BETWEEN, Counted, Measure, Shown, Spec, Spread, Value, series_of
from app.statistics.spreads import quartiles
from app.transaction import Transaction
from panel_protocol.dated import Answer
from panel_protocol.protocol import Protocol
from panel_protocol.rules.rates import Period
from panel_protocol.terms import Disposal

ASKED = ("conditions", "hours")
_WITH_PLANS = (
    Disposal.COMMUNITY_RESOLUTION,
    Disposal.OUTCOME_22,
    Disposal.OUTCOME_23,
    Disposal.YOUTH_CONDITIONAL_CAUTION,
)


class NetWideningFigureRead(FigureRead):
    gravity: str = Field(description="Final gravity score of the case.")
    disposal: str = Field(description="Under which disposal the plan ran.")
    asked: str = Field(description="What is measured: `conditions`, or `hours` in all.")
    lower_quartile: float | None = Field(description="Of a plan, as it started.")
    median: float | None = Field(description="Of a plan, as it started.")
    upper_quartile: float | None = Field(description="Of a plan, as it started.")


async def count(tx: Transaction, span: Run, known: datetime) -> Counted:
    """Plans by what was asked in them; the same plans for conditions and for hours."""
    started = _started(tx, span, known).cte("started")
    asked = union_all(*(_measured(started, name) for name in ASKED)).subquery("asked")
    return Counted.of({}, await spreads(tx, select(asked, func.count().label("counted"))))


def _measured(started: CTE, name: str) -> Statement:
    series = (started.c.of + f"{BETWEEN}{name}").label("series")
    return select(series, started.c.area, started.c.quarter, started.c[name].label("value"))


def _started(tx: Transaction, span: Run, known: datetime) -> Statement:
    asked = _asked()
    area = keeper(col(Plan.started_at))
    gravity, disposal = cast(col(Case.gravity), String), cast(col(Plan.disposal), String)
    rows: Statement = (
        select(
            (gravity + BETWEEN + disposal).label("of"),
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
        within(tx.by, area),
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


def _derived(_series: str, _shown: Shown, spread: Spread | None) -> Mapping[str, Value]:
    return quartiles(spread)


def definition(protocol: Protocol) -> Answer[str]:
    return protocol.statistics.net_widening_definition.on(date.max)


_PLANS = tuple(series_of(*each) for each in product(SCORES, _WITH_PLANS))

SPEC = Spec(
    measure=Measure.NET_WIDENING,
    count=count,
    definition=definition,
    reply=NetWideningFigureRead,
    dimensions=("gravity", "disposal", "asked"),
    series=tuple(series_of(*each) for each in product(_PLANS, ASKED)),
    same_as={
        series_of(plan, ASKED[1]): (Measure.NET_WIDENING, series_of(plan, ASKED[0]))
        for plan in _PLANS
    },
    # Of nearly every case that was decided so, a plan began in the same year.
    nearly=[
        (
            [series_of(score, disposal, ASKED[0])],
            Measure.CONSISTENCY,
            [series_of(score, history, disposal) for history in HISTORIES],
        )
        for score, disposal in product(SCORES, _WITH_PLANS)
    ],
    answers=(Period.FINANCIAL_YEAR,),
    derived=_derived,
)
