"""Disposals by kind, each case once, in the area whose service kept it."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import Field
from sqlalchemy import String, case, distinct, func, or_, select, type_coerce, union_all

from app.access.scope import in_use, within
from app.cases.tables import Case, CaseChange
from app.children.tables import ChildOutcome
from app.database import col, table
from app.statistics.calendar_columns import (
    day_within,
    instant_within,
    quarter_of_day,
    quarter_of_instant,
)
from app.statistics.periods import Run
from app.statistics.queries import Statement, counts, keeper
from app.statistics.rows import FigureRead
from app.statistics.spec import Counted, Measure, Spec
from app.transaction import Transaction
from panel_protocol.dated import Answer
from panel_protocol.journey import Stage
from panel_protocol.protocol import Protocol
from panel_protocol.rules import entrants
from panel_protocol.terms import ClosedAs, Disposal

OFFICER_RESOLUTION = "officer_resolution"

# From the least serious to the most.
KINDS = (Disposal.NO_FURTHER_ACTION, OFFICER_RESOLUTION, *list(Disposal)[1:])

# What is counted by the closing of its case; the other disposals by the day they were given.
CLOSINGS: Mapping[ClosedAs, str] = {
    ClosedAs.NO_FURTHER_ACTION: Disposal.NO_FURTHER_ACTION,
    ClosedAs.OFFICER_RESOLUTION: OFFICER_RESOLUTION,
    ClosedAs.CHARGED: Disposal.CHARGE,
}

GIVEN = [each for each in KINDS if each not in CLOSINGS.values()]


class DisposalFigureRead(FigureRead):
    disposal: str = Field(description="Which disposal.")


async def count(tx: Transaction, span: Run, known: datetime) -> Counted:
    """Disposals of the caller's areas' cases, as was known at an instant: each case once."""
    both = union_all(_given(tx, span, known), _closed(tx, span, known)).subquery("disposal")
    once = func.count(distinct(both.c.case_id)).label("counted")
    rows = select(both.c.series, both.c.area, both.c.quarter, once)
    return Counted(await counts(tx, rows))


def _given(tx: Transaction, span: Run, known: datetime) -> Statement:
    given_on = col(ChildOutcome.given_on)
    area = keeper(col(ChildOutcome.recorded_at))
    rows: Statement = (
        select(
            type_coerce(col(ChildOutcome.outcome), String).label("series"),
            area.label("area"),
            quarter_of_day(given_on).label("quarter"),
            col(Case.id).label("case_id"),
        )
        .join(table(Case), col(Case.id) == col(ChildOutcome.case_id))
        .where(
            # Whether or not a fuller report has replaced the row since: it was given.
            col(ChildOutcome.reported_as) == "pathway",
            col(ChildOutcome.outcome).in_(GIVEN),
            col(ChildOutcome.recorded_at) <= known,
            *day_within(span, given_on),
        )
    )
    return rows.where(within(tx.by, area), in_use(col(Case.child_id)))


def _closed(tx: Transaction, span: Run, known: datetime) -> Statement:
    closed_as, came_from = col(CaseChange.closed_as), col(CaseChange.from_stage)
    area = keeper(col(CaseChange.at))
    series = case(*((closed_as == kind, series) for kind, series in CLOSINGS.items()))
    rows: Statement = (
        select(
            series.label("series"),
            area.label("area"),
            quarter_of_instant(span, col(CaseChange.at)).label("quarter"),
            col(Case.id).label("case_id"),
        )
        .join(table(Case), col(Case.id) == col(CaseChange.case_id))
        .where(
            col(CaseChange.to_stage) == Stage.CLOSED,
            # A case goes on changing after it has closed: a court result, for one.
            or_(came_from.is_(None), came_from != Stage.CLOSED),
            closed_as.in_(CLOSINGS),
            col(CaseChange.at) <= known,
            *instant_within(span, col(CaseChange.at)),
        )
    )
    return rows.where(within(tx.by, area), in_use(col(Case.child_id)))


def definition(protocol: Protocol) -> Answer[str]:
    return protocol.statistics.disposals_definition.on(date.max)


SPEC = Spec(
    measure=Measure.DISPOSALS,
    count=count,
    definition=definition,
    limits=entrants.rate_limits,
    reply=DisposalFigureRead,
    dimensions=("disposal",),
    series=tuple(map(str, KINDS)),
    rated=True,
)
