"""Outcome 22 and Outcome 23 apart: what became of each plan begun, and of the children after."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from pydantic import Field
from sqlalchemy import (
    ColumnElement,
    Date,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    null,
    select,
    type_coerce,
    union_all,
)

from app.access.scope import in_use, within
from app.cases.tables import Case
from app.children.tables import ChildOutcome
from app.database import col, table
from app.disposals.tables import Plan
from app.statistics.calendar_columns import (
    Column,
    day_within,
    days_between,
    last_instant_of,
    number,
    quarter_of_day,
)
from app.statistics.measured.consistency import SCORES
from app.statistics.measured.first_time_entrants import ranked
from app.statistics.periods import QUARTERS, Run, ends
from app.statistics.plans import BREACHED, COMPLETED, OTHERWISE, ended
from app.statistics.queries import Statement, births, counts, keeper, spreads
from app.statistics.rows import FigureRead
from app.statistics.shares import share
from app.statistics.spec import (
    BETWEEN,
    Counted,
    Counts,
    Measure,
    Shown,
    Spec,
    Spread,
    Value,
    series_of,
)
from app.statistics.spreads import LOWER, MEDIAN, UPPER, quantile
from app.transaction import Transaction
from panel_protocol.dated import Answer
from panel_protocol.protocol import Protocol
from panel_protocol.rules.rates import Period
from panel_protocol.terms import Disposal

PLANS = (Disposal.OUTCOME_22, Disposal.OUTCOME_23)
DIVERTED = (Disposal.COMMUNITY_RESOLUTION, *PLANS)

OPEN = "open"
STANDINGS = (COMPLETED, BREACHED, OTHERWISE, OPEN)
ENTRANTS, NO_ENTRY, NOT_YET = "entrants_within_12_months", "no_entry", "not_yet_followed"
# Counted as disposals are, and the same count; what the followed and the others add up.
RECORDED = "recorded"

_A_YEAR = 10_000  # in days written as one number: 20260314


class Outcome22FigureRead(FigureRead):
    outcome: str = Field(description="`outcome_22`, `outcome_23` or `community_resolution`.")
    counted: str = Field(
        description="Of plans, by the quarter they began: `offered`, `completed`, `breached`, "
        "`ended_otherwise`, `open`. Of outcomes, by the quarter they were given: `given`, "
        "`followed`, `entrants_within_12_months`, `not_yet_followed`."
    )
    share: float | None = Field(
        description="Completed or breached, of the plans that ended; entrants, of the outcomes "
        "followed; from 0 to 1. Null elsewhere, and where a count it rests on is hidden."
    )
    median: float | None = Field(description="Days from start to conclusion of those completed.")
    lower_quartile: float | None = Field(description="A quarter took no longer than this.")
    upper_quartile: float | None = Field(description="A quarter took no less than this.")


async def count(tx: Transaction, span: Run, known: datetime) -> Counted:
    """Plans and outcomes of the caller's areas' cases, as was known at an instant."""
    plans = _plans(tx, span, known)
    rows = select(plans.c.series, plans.c.area, plans.c.quarter, func.count().label("counted"))
    took = rows.add_columns(plans.c.days.label("value")).where(plans.c.days.is_not(None))
    stood = await counts(tx, rows.where(plans.c.days.is_(None)))
    followed = await _followed(tx, span, known)
    return Counted.of({**stood, **followed}, await spreads(tx, took))


def _plans(tx: Transaction, span: Run, known: datetime) -> Subquery:
    """Each plan begun: where, when, how it stands, and of those completed the days they took."""
    began, area, end = col(Plan.given_on), keeper(col(Plan.started_at)), ended(known)
    standing = func.coalesce(end.c.how, OPEN)
    rows: Statement = (
        select(
            (type_coerce(col(Plan.disposal), String) + BETWEEN + standing).label("series"),
            area.label("area"),
            quarter_of_day(began).label("quarter"),
            days_between(tx.db.dialect.name, began, end.c.concluded_on).label("days"),
        )
        .select_from(table(Plan))
        .join(table(Case), col(Case.id) == col(Plan.case_id))
        .outerjoin(end, end.c.disposal_id == col(Plan.disposal_id))
        .where(
            col(Plan.disposal).in_(PLANS),
            col(Plan.started_at) <= known,
            *day_within(span, began),
        )
    )
    return rows.where(within(tx.by, area), in_use(col(Case.child_id))).subquery("begun")


async def _followed(tx: Transaction, span: Run, known: datetime) -> Counts:
    """Outcomes that diverted a child, and whether the child's first entry came within a year."""
    last = max((q for q in span if last_instant_of(ends(q + QUARTERS)) <= known), default=0)
    found: Counter[tuple[str, str, int]] = Counter()
    whose = _given(tx, span, known).subquery("whose").c.child_id
    async for born in births(tx, known, of=select(whose)):
        each = _beside(_once(_given(tx, span, known), born), ranked(tx, born, known))
        entered = and_(
            each.c.entered_on > each.c.given_on,
            _as_number(each.c.entered_on) <= _as_number(each.c.given_on) + _A_YEAR,
        )
        became = case((each.c.quarter > last, NOT_YET), (entered, ENTRANTS), else_=NO_ENTRY)
        rows: Statement = select(
            (each.c.outcome + BETWEEN + became).label("series"),
            each.c.area,
            each.c.quarter,
            func.count().label("counted"),
        ).where(each.c.outcome.is_not(None))
        found.update(await counts(tx, rows, of_some=True))
    recorded: Counter[tuple[str, str, int]] = Counter()
    for (series, area, quarter), many in found.items():
        outcome, _, _ = series.partition(BETWEEN)
        recorded[series_of(outcome, RECORDED), area, quarter] += many
    return found | recorded


def _given(tx: Transaction, span: Run, known: datetime) -> Statement:
    """As disposals are counted, so that the two agree."""
    given_on, area = col(ChildOutcome.given_on), keeper(col(ChildOutcome.recorded_at))
    rows: Statement = (
        select(
            type_coerce(col(ChildOutcome.outcome), String).label("outcome"),
            area.label("area"),
            quarter_of_day(given_on).label("quarter"),
            given_on.label("given_on"),
            col(Case.id).label("case_id"),
            col(Case.child_id).label("child_id"),
        )
        .join(table(Case), col(Case.id) == col(ChildOutcome.case_id))
        .where(
            col(ChildOutcome.reported_as) == "pathway",
            col(ChildOutcome.outcome).in_(DIVERTED),
            col(ChildOutcome.recorded_at) <= known,
            *day_within(span, given_on),
        )
    )
    return rows.where(within(tx.by, area), in_use(col(Case.child_id)))


def _once(given: Statement, born: Subquery) -> Subquery:
    """Each case of these children once a quarter."""
    # Joined before it is grouped: otherwise everybody's cases are grouped for every batch.
    each = given.join(born, born.c.child_id == col(ChildOutcome.child_id)).subquery("each")
    once = (each.c.outcome, each.c.area, each.c.quarter, each.c.case_id, each.c.child_id)
    first = func.min(each.c.given_on, type_=Date).label("given_on")
    return select(*once, first).group_by(*once).subquery("given")


def _beside(given: Subquery, entry: Subquery) -> Subquery:
    """What was given, with the day of the child's entry; and a row without outcome for each entry.

    Not joined: PostgreSQL supposes so few of each that it would compare all with all.
    """
    names = ("outcome", "area", "quarter", "given_on")
    nothing = (cast(null(), given.c[name].type).label(name) for name in names)
    day = entry.c.given_on.label("entered_on")
    both = union_all(
        select(
            given.c.child_id, *(given.c[name] for name in names), cast(null(), Date).label(day.name)
        ),
        select(entry.c.child_id, *nothing, day).where(entry.c.place == 1),
    ).subquery("both")
    entered_on = func.max(both.c.entered_on, type_=Date).over(partition_by=both.c.child_id)
    return select(*(both.c[name] for name in names), entered_on.label("entered_on")).subquery(
        "each"
    )


def _as_number(day: Column) -> ColumnElement[int]:
    return number("year", day) * 10_000 + number("month", day) * 100 + number("day", day)


def definition(protocol: Protocol) -> Answer[str]:
    return protocol.statistics.outcome_22_definition.on(date.max)


def derived(series: str, shown: Shown, spread: Spread | None) -> dict[str, Value]:
    took = spread or {}
    return {
        "share": _share(series, shown),
        "median": quantile(took, MEDIAN),
        "lower_quartile": quantile(took, LOWER),
        "upper_quartile": quantile(took, UPPER),
    }


def _share(series: str, shown: Shown) -> float | None:
    outcome, _, counted = series.partition(BETWEEN)
    if counted == ENTRANTS:
        return share(shown(series), [shown(series_of(outcome, "followed"))])
    if counted in (COMPLETED, BREACHED):
        over = (COMPLETED, BREACHED, OTHERWISE)
        return share(shown(series), [shown(series_of(outcome, each)) for each in over])
    return None


def _series() -> Iterator[str]:
    for outcome in PLANS:
        yield from (series_of(outcome, counted) for counted in ("offered", *STANDINGS))
    for outcome in DIVERTED:
        yield from (series_of(outcome, counted) for counted in ("given", "followed"))
        yield from (series_of(outcome, counted) for counted in (ENTRANTS, NOT_YET))


def _sums() -> Iterator[tuple[str, tuple[str, ...]]]:
    for outcome in PLANS:
        yield series_of(outcome, "offered"), tuple(series_of(outcome, each) for each in STANDINGS)
    for outcome in DIVERTED:
        of = partial(series_of, outcome)
        yield of("followed"), (of(ENTRANTS), of(NO_ENTRY))
        yield of("given"), (of(RECORDED),)
        yield of("given"), (of("followed"), of(NOT_YET))


SPEC = Spec(
    measure=Measure.OUTCOME_22,
    count=count,
    definition=definition,
    reply=Outcome22FigureRead,
    dimensions=("outcome", "counted"),
    series=tuple(_series()),
    sums=tuple(_sums()),
    # Years that overlap would leave less of either to be shown.
    answers=(Period.QUARTER, Period.FINANCIAL_YEAR),
    same_as={series_of(each, RECORDED): (Measure.DISPOSALS, each) for each in DIVERTED},
    # Nearly every case has its score.
    nearly=[
        (
            [series_of(outcome, "offered")],
            Measure.NET_WIDENING,
            [series_of(score, outcome, "conditions") for score in SCORES],
        )
        for outcome in PLANS
    ],
    derived=derived,
)
