"""Why an outcome makes an entrant in an area's count, and why another does not."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    and_,
    case,
    distinct,
    func,
    literal,
    not_,
    null,
    select,
    type_coerce,
    union_all,
)

from app.access.scope import in_use, within
from app.cases.tables import Case
from app.children.tables import Child, ChildOutcome
from app.database import Record, col, table
from app.statistics import ranking
from app.statistics.calendar_columns import last_instant_of
from app.statistics.measured.first_time_entrants import ranked
from app.statistics.queries import births, keeper, stood
from app.transaction import Transaction

# So many references are shown of one period.
MOST = 1_000


class Why(StrEnum):
    """The first two are in our count; the others are not, and may be in another's."""

    COUNTED = "counted"
    RECORDED_LATE = "recorded_late"
    RESIDENCE_ELSEWHERE = "residence_elsewhere"
    EARLIER_ELSEWHERE = "earlier_outcome_elsewhere"
    EARLIER_HERE = "earlier_outcome_here"
    OVERTURNED = "overturned"
    OUTSIDE_AGE = "outside_age"
    NOT_SUBSTANTIVE = "not_substantive"
    RESTRICTED = "restricted"


OURS = (Why.COUNTED, Why.RECORDED_LATE)

Days = tuple[date, date]


async def numbers(tx: Transaction, days: Days, known: datetime) -> Counter[tuple[str, Why]]:
    """How many children there are to each reason, in each area, of outcomes given on these days."""
    found: Counter[tuple[str, Why]] = Counter()
    async for born in births(tx, known, of=_whose(days, known)):
        each = _explained(tx, born, days, known)
        rows = select(each.c.area, each.c.why, func.count(distinct(each.c.child_id)).label("n"))
        for row in await tx.db.execute(rows.group_by(each.c.area, each.c.why)):
            found[row.area, Why(row.why)] += row.n
    return found


async def references(tx: Transaction, days: Days, known: datetime) -> list[Record]:
    """Which outcomes those are, apart from what is simply counted: by the case's own reference."""
    found: list[Record] = []
    async for born in births(tx, known, of=_whose(days, known)):
        each = _explained(tx, born, days, known)
        rows = (
            select(each.c.area, each.c.why, each.c.child_id, each.c.outcome_id, col(Case.reference))
            .outerjoin(table(Case), col(Case.id) == each.c.case_id)
            .where(within(tx.by, each.c.area), each.c.why != Why.COUNTED)
            .order_by(each.c.area, each.c.why, each.c.outcome_id)
            .limit(MOST - len(found))
        )
        found += (await tx.db.execute(rows)).all()
    return found


def _whose(days: Days, known: datetime) -> Select[Any]:
    return select(col(ChildOutcome.child_id)).where(stood(known), _given(days))


def _given(days: Days) -> ColumnElement[bool]:
    return col(ChildOutcome.given_on).between(*days)


def _explained(tx: Transaction, born: Subquery, days: Days, known: datetime) -> Subquery:
    """One row for each outcome and the area whose count it is in, or might be expected in."""
    counting = ranked(tx, born, known)
    first = select(counting).where(counting.c.place == 1).subquery("first")
    rows = union_all(
        _where_they_lived(tx, born, counting, first, days, known),
        _where_it_was_dealt_with(tx, first, days),
    ).subquery("explained")
    return select(rows).where(rows.c.why.is_not(None)).subquery("reasons")


def _columns(area: ColumnElement[str], why: ColumnElement[Any]) -> Iterator[ColumnElement[Any]]:
    yield area.label("area")
    yield type_coerce(why, String).label("why")
    yield col(ChildOutcome.child_id)
    yield col(ChildOutcome.id).label("outcome_id")
    yield col(ChildOutcome.case_id)


def _where_they_lived(
    tx: Transaction,
    born: Subquery,
    counting: Subquery,
    first: Subquery,
    days: Days,
    known: datetime,
) -> Select[Any]:
    area = col(ChildOutcome.home_area)
    return (
        select(*_columns(area, _why(tx, counting, first, days)))
        .join(born, born.c.child_id == col(ChildOutcome.child_id))
        .outerjoin(counting, counting.c.outcome_id == col(ChildOutcome.id))
        .outerjoin(first, first.c.child_id == col(ChildOutcome.child_id))
        .where(stood(known), _given(days), within(tx.by, area))
    )


def _why(tx: Transaction, counting: Subquery, first: Subquery, days: Days) -> ColumnElement[Any]:
    substantive = ranking.is_substantive(tx.protocol)
    is_entry = first.c.outcome_id == col(ChildOutcome.id)
    an_entrant_by_then = first.c.given_on <= col(ChildOutcome.given_on)
    late = col(ChildOutcome.recorded_at) > last_instant_of(days[1])
    return case(
        (not_(in_use(col(ChildOutcome.child_id))), Why.RESTRICTED),
        (and_(is_entry, late), Why.RECORDED_LATE),
        (is_entry, Why.COUNTED),
        # Diversion of somebody who was an entrant already explains nothing.
        (and_(not_(substantive), an_entrant_by_then), null()),
        (not_(substantive), Why.NOT_SUBSTANTIVE),
        (col(ChildOutcome.overturned_on).is_not(None), Why.OVERTURNED),
        (counting.c.place.is_(None), Why.OUTSIDE_AGE),
        (first.c.residence == col(ChildOutcome.home_area), Why.EARLIER_HERE),
        else_=Why.EARLIER_ELSEWHERE,
    )


def _where_it_was_dealt_with(tx: Transaction, first: Subquery, days: Days) -> Select[Any]:
    """A first outcome of who lived elsewhere: its case is of this area, or their home is now."""
    dealt = func.coalesce(keeper(col(ChildOutcome.recorded_at)), col(Child.home_area))
    return (
        select(*_columns(dealt, literal(Why.RESIDENCE_ELSEWHERE)))
        .join(first, first.c.outcome_id == col(ChildOutcome.id))
        .join(table(Child), col(Child.id) == col(ChildOutcome.child_id))
        .outerjoin(table(Case), col(Case.id) == col(ChildOutcome.case_id))
        .where(_given(days), dealt != col(ChildOutcome.home_area), within(tx.by, dealt))
    )
