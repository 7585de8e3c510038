"""What was decided in cases of equal gravity and history, side by side across the areas."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from itertools import product
from typing import Any

from pydantic import Field
from sqlalchemy import ColumnElement, String, case, cast, exists, func, select

from app.access.scope import in_use, within
from app.cases.tables import Case
from app.children.tables import ChildOutcome
from app.database import col, table
from app.statistics import journeys
from app.statistics.calendar_columns import day_within, quarter_of_day
from app.statistics.intervals import share, wilson
from app.statistics.measured import timeliness
from app.statistics.periods import Run
from app.statistics.plans import RECORDED_AT_THE_END
from app.statistics.queries import Statement, counts, keeper, stood
from app.statistics.rows import FigureRead
from app.statistics.spec import (
    BETWEEN,
    Counted,
    Measure,
    Shown,
    Spec,
    Spread,
    Value,
    series_of,
)
from app.transaction import Transaction
from panel_protocol.dated import Answer
from panel_protocol.protocol import Protocol
from panel_protocol.rules.rates import Period
from panel_protocol.terms import Disposal, OutcomeKind

SCORES = ("1", "2", "3", "4", "5")
UNSCORED = "unscored"
HISTORIES = FIRST, EARLIER = "first_time", "earlier"
ALL = "all"
# Neither says that the child did anything.
_NO_HISTORY = (OutcomeKind.NO_FURTHER_ACTION, OutcomeKind.CHARGE)


class ConsistencyFigureRead(FigureRead):
    gravity: str = Field(
        description="Final gravity score of the case, or `unscored`; `all` of any."
    )
    history: str = Field(
        description="`first_time` or `earlier`: whether an outcome was on record before; `all`."
    )
    disposal: str = Field(description="What the police decided; `all` of any.")
    share: float | None = Field(
        description="Share of the cases of the same gravity and history, from 0 to 1."
    )
    lower: float | None = Field(description="Lower end of its interval of 95 in a hundred.")
    upper: float | None = Field(description="Upper end.")


async def count(tx: Transaction, span: Run, known: datetime) -> Counted:
    found = await counts(tx, _decided(tx, span, known))
    every: Counter[tuple[str, int]] = Counter()
    for (_, area, quarter), many in found.items():
        every[area, quarter] += many
    timed = await timeliness.timed(tx, timeliness.DECIDED, span, known, every)
    return Counted({**found, **timed})


def _decided(tx: Transaction, span: Run, known: datetime) -> Statement:
    decision = journeys.standing_decision(known)
    earlier = _has_earlier(decision.c.decided_on, known)
    history = case((earlier, f"{BETWEEN}{EARLIER}{BETWEEN}"), else_=f"{BETWEEN}{FIRST}{BETWEEN}")
    gravity = func.coalesce(cast(col(Case.gravity), String), UNSCORED)
    disposal = cast(decision.c.disposal, String)
    area = keeper(decision.c.recorded_at)
    rows: Statement = (
        select(
            (gravity + history + disposal).label("series"),
            area.label("area"),
            quarter_of_day(decision.c.decided_on).label("quarter"),
        )
        .join(decision, decision.c.case_id == col(Case.id))
        .where(
            within(tx.by, area),
            in_use(col(Case.child_id)),
            *day_within(span, decision.c.decided_on),
        )
    )
    each = rows.subquery("each")
    return select(each, func.count().label("counted"))


def _has_earlier(decided_on: Any, known: datetime) -> ColumnElement[bool]:
    return exists(
        select(col(ChildOutcome.id))
        .where(
            col(ChildOutcome.child_id) == col(Case.child_id),
            col(ChildOutcome.case_id) != col(Case.id),
            col(ChildOutcome.outcome).not_in(_NO_HISTORY),
            col(ChildOutcome.given_on) < decided_on,
            col(ChildOutcome.overturned_on).is_(None),
            stood(known),
        )
        .correlate_except(table(ChildOutcome))
    )


def _derived(series: str, shown: Shown, _spread: Spread | None) -> Mapping[str, Value]:
    gravity, history, disposal = series.split(BETWEEN)
    number, of = shown(series), shown(series_of(gravity, history, ALL))
    interval = None if disposal == ALL or number is None or of is None else wilson(number, of)
    if interval is None:
        return {"share": None, "lower": None, "upper": None}
    lower, upper = (round(end, 3) for end in interval)
    return {"share": share(number, of), "lower": lower, "upper": upper}


def definition(protocol: Protocol) -> Answer[str]:
    return protocol.statistics.consistency_definition.on(date.max)


_EQUALS = tuple(series_of(*each) for each in product((*SCORES, UNSCORED), HISTORIES))
_EVERY = series_of(ALL, ALL, ALL)

SPEC = Spec(
    measure=Measure.CONSISTENCY,
    count=count,
    definition=definition,
    reply=ConsistencyFigureRead,
    dimensions=("gravity", "history", "disposal"),
    series=(*(series_of(*each) for each in product(_EQUALS, (*Disposal, ALL))), _EVERY),
    sums=(
        *((series_of(of, ALL), tuple(series_of(of, each) for each in Disposal)) for of in _EQUALS),
        (_EVERY, tuple(series_of(of, ALL) for of in _EQUALS)),
        (_EVERY, (timeliness.TIMED, timeliness.NOT_TIMED)),
    ),
    same_as={timeliness.TIMED: (Measure.TIMELINESS, timeliness.DECIDED)},
    supposed=frozenset((timeliness.NOT_TIMED,)),
    # What is given at once is nearly always given in the year it was decided.
    nearly=[
        ([series_of(of, each) for of in _EQUALS], Measure.DISPOSALS, [each])
        for each in Disposal
        if each not in RECORDED_AT_THE_END
    ],
    # Ten mixes of seven disposals: by the quarter hardly a figure could be shown.
    answers=(Period.FINANCIAL_YEAR,),
    derived=_derived,
)
