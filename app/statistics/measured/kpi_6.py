"""Key performance indicator 6: programmes that ended, by whether they were completed."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from datetime import date, datetime

from pydantic import Field
from sqlalchemy import CTE, String, and_, case, or_, select, type_coerce

from app import clock
from app.access.scope import in_use, within
from app.cases.tables import Case
from app.children.tables import ChildOutcome, ChildVersion
from app.database import Record, col, table
from app.disposals.tables import Plan
from app.statistics import characteristics, programmes
from app.statistics.calendar_columns import (
    day_within,
    instant_within,
    quarter_of_day,
    quarter_of_instant,
)
from app.statistics.periods import Run, quarter_of
from app.statistics.plans import BREACHED, COMPLETED, RECORDED_AT_THE_END, ended
from app.statistics.programmes import CHILDREN, PROGRAMMES, Programme, tallied
from app.statistics.queries import Statement, among, keeper, stood, streamed
from app.statistics.rows import FigureRead
from app.statistics.shares import share
from app.statistics.spec import BETWEEN, Counted, Measure, Shown, Spec, Spread, Value, series_of
from app.transaction import Transaction
from panel_protocol.dated import Answer
from panel_protocol.protocol import Protocol
from panel_protocol.record_terms import Kpi6Type
from panel_protocol.rules import entrants
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.codes import kpi_6_bucket
from panel_protocol.rules.rates import Period
from panel_protocol.terms import Disposal

_SUCCESS = {COMPLETED: True, BREACHED: False}
# What is sealed is read for so many children, and let go of before the next.
_AT_ONCE = 2_000


class Kpi6FigureRead(FigureRead):
    sub_measure: str = Field(description="`headline`, `6a` (programmes) or `6b` (by type).")
    disposal_type: str = Field(description="The return's name for it; `all` together.")
    counted: str = Field(
        description="`children` (or `programmes`), `completed`, `not_completed`: three counts, "
        "none of which is worked out from the others."
    )
    share: float | None = Field(
        description="Completed, of all, from 0 to 1. Null elsewhere, and where either is hidden."
    )


async def count(tx: Transaction, span: Run, known: datetime) -> Counted:
    """Programmes of the caller's areas that ended, as was known at an instant."""
    found: Counter[tuple[str, str, int]] = Counter()
    async for batch in batches(tx, span, known):
        found.update(tallied(batch))
    return Counted(found)


def ended_programmes(tx: Transaction, span: Run, known: datetime) -> CTE:
    """Each programme that ended, with the outcome it was under as that then stood."""
    end, first = ended(known), Run(max(span.first, quarter_of(begins(tx.protocol))), span.last)
    concluded_on, area = end.c.concluded_on, keeper(end.c.at)
    given_on = case(
        (col(Plan.disposal).in_(RECORDED_AT_THE_END), concluded_on), else_=col(Plan.given_on)
    )
    outcome = and_(
        col(ChildOutcome.case_id) == col(Plan.case_id),
        # Written alike, in two enumerations.
        type_coerce(col(ChildOutcome.outcome), String) == type_coerce(col(Plan.disposal), String),
        col(ChildOutcome.given_on) == given_on,
        stood(known),
    )
    rows: Statement = (
        select(
            col(Plan.disposal_id),
            col(Case.child_id),
            col(Case.reference),
            col(Plan.disposal),
            col(Plan.given_on).label("started_on"),
            area.label("area"),
            case(
                (concluded_on.is_not(None), quarter_of_day(concluded_on)),
                else_=quarter_of_instant(first, end.c.at),
            ).label("quarter"),
            end.c.how,
            col(ChildOutcome.home_area).label("residence"),
            col(ChildOutcome.overturned_on),
        )
        .select_from(table(Plan))
        .join(end, end.c.disposal_id == col(Plan.disposal_id))
        .join(table(Case), col(Case.id) == col(Plan.case_id))
        .outerjoin(table(ChildOutcome), outcome)
        .where(
            or_(
                and_(concluded_on.is_not(None), *day_within(first, concluded_on)),
                and_(concluded_on.is_(None), *instant_within(first, end.c.at)),
            )
        )
    )
    return rows.where(within(tx.by, area), in_use(col(Case.child_id))).cte("programme")


async def batches(tx: Transaction, span: Run, known: datetime) -> AsyncIterator[list[Programme]]:
    """What is counted; a child's programmes are all in one batch."""
    programme = ended_programmes(tx, span, known)
    async with streamed(tx, select(programme).order_by(programme.c.child_id)) as found:
        held: list[Record] = []
        async for some in found.partitions(_AT_ONCE):
            held += some
            last = held[-1].child_id
            yield await _programmes(tx, [row for row in held if row.child_id != last], known)
            held = [row for row in held if row.child_id == last]
        yield await _programmes(tx, held, known)


async def _programmes(tx: Transaction, rows: Sequence[Record], known: datetime) -> list[Programme]:
    told = await descriptions(tx, {row.child_id for row in rows}, known)
    each = (_programme(tx.protocol, row, told[row.child_id]) for row in rows)
    return [found for found in each if found is not None]


async def descriptions(
    tx: Transaction, children: Collection[str], known: datetime
) -> dict[str, list[Record]]:
    """What was said of each child by then, oldest first."""
    described: Statement = (
        select(col(ChildVersion.child_id), col(ChildVersion.details), col(ChildVersion.recorded_at))
        .where(
            col(ChildVersion.child_id).in_(among(tx, children)),
            col(ChildVersion.recorded_at) <= known,
        )
        .order_by(col(ChildVersion.version))
    )
    found: dict[str, list[Record]] = {}
    for row in await tx.db.execute(described):
        found.setdefault(row.child_id, []).append(row)
    return found


def _programme(protocol: Protocol, row: Record, told: Sequence[Record]) -> Programme | None:
    """As the indicator takes it; None where it is not counted."""
    kind = type_of(protocol, row.disposal, row.started_on)
    if kind is None or outside(protocol, row, told):
        return None
    success, details = _SUCCESS.get(row.how), told[-1].details
    groups = (
        ("sex", details["sex"]),
        ("age", characteristics.band(age_on(_born(told), row.started_on))),
        ("ethnicity", characteristics.ethnicity(protocol, details)),
    )
    return Programme(row.child_id, row.area, row.quarter, kind, success, groups)


def outside(protocol: Protocol, row: Record, told: Sequence[Record]) -> bool:
    """Whether the indicator is not about it: overturned, of another age, or living elsewhere."""
    residence = row.residence or _home_on(told, row.started_on)
    elsewhere = protocol.entrants.residence_not_counted.on(row.started_on).value
    return (
        row.overturned_on is not None
        or residence in elsewhere
        or not _of_age(protocol, _born(told), row.started_on)
    )


def _born(told: Sequence[Record]) -> date:
    return date.fromisoformat(told[-1].details["date_of_birth"])


def type_of(protocol: Protocol, disposal: Disposal, started_on: date) -> str | None:
    """Its type in the return; what began before there was one has that of the first day."""
    return kpi_6_bucket(protocol, disposal, max(started_on, begins(protocol))).answer


def begins(protocol: Protocol) -> date:
    """The first day on which a programme could end and be counted."""
    return protocol.outcomes.kpi_6_buckets.entries[0].start


def _home_on(told: Sequence[Record], day: date) -> str:
    by_then = [row for row in told if clock.london(row.recorded_at) <= day] or told[:1]
    return str(by_then[-1].details["home_area"])


def _of_age(protocol: Protocol, born: date, started_on: date) -> bool:
    rules, day = protocol.outcomes, max(started_on, begins(protocol))
    youngest, oldest = rules.kpi_6_youngest_age.on(day), rules.kpi_6_oldest_age.on(day)
    return youngest.value <= age_on(born, started_on) <= oldest.value


def definition(protocol: Protocol) -> Answer[str]:
    return protocol.statistics.kpi_6_definition.on(date.max)


def derived(series: str, shown: Shown, _spread: Spread | None) -> dict[str, Value]:
    measure, kind, counted = series.split(BETWEEN)
    if counted != COMPLETED:
        return {"share": None}
    whole = PROGRAMMES if measure == "6a" else CHILDREN
    return {"share": share(shown(series), [shown(series_of(measure, kind, whole))])}


SPEC = Spec(
    measure=Measure.KPI_6,
    count=count,
    definition=definition,
    limits=entrants.kpi_6_limits,
    reply=Kpi6FigureRead,
    dimensions=("sub_measure", "disposal_type", "counted"),
    series=programmes.published(tuple(Kpi6Type)),
    sums=programmes.sums(tuple(Kpi6Type)),
    balances=tuple(programmes.balances(tuple(Kpi6Type))),
    supposed=programmes.supposed(tuple(Kpi6Type)),
    # Outcome 22 is recorded when its programme is completed: nearly always of a child counted here.
    nearly=[
        (
            [series_of("6b", Kpi6Type.NFA_O22_YJS, COMPLETED)],
            Measure.DISPOSALS,
            [Disposal.OUTCOME_22],
        )
    ],
    answers=(Period.QUARTER,),
    derived=derived,
)
