"""How long each step takes, in working days; those still waiting are counted apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    and_,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy import cast as as_type

from app.access.scope import in_use, within
from app.cases.tables import Case, CaseOffence
from app.database import col
from app.statistics import journeys
from app.statistics.journeys import Statement
from app.statistics.periods import Run
from app.statistics.working_days import (
    as_dated,
    day_table,
    days,
    key_of_day,
    key_of_instant,
    key_within,
    quarter_of_key,
)
from app.transaction import Transaction
from panel_protocol.dated import Dated
from panel_protocol.journey import Stage
from panel_protocol.terms import Disposal

ENDED, WITHIN, LATE, OPEN = "ended", "within", "late", "open"
# These end with the decision itself: nothing follows that could take its time.
_NOTHING_FOLLOWS = (Disposal.NO_FURTHER_ACTION, Disposal.CHARGE)


@dataclass(frozen=True, slots=True)
class Step:
    """From one milestone to another; a milestone has its day and the instant it was recorded."""

    name: str
    starts: str
    ends: str
    target: str | None = None  # a parameter of the timescales
    in_working_days: bool = True
    waits: bool = True  # whether a case can be between the two


STEPS = (
    Step("offence_to_referral", "offended", "referred", waits=False),
    Step("referral_to_assessment", "referred", "assessed", "assessment_complete"),
    Step("assessment_to_panel", "assessed", "held", "panel_frequency_days", in_working_days=False),
    Step("panel_to_decision", "held", "decided"),
    Step("decision_to_conclusion", "decided", "concluded"),
    Step("referral_to_decision", "referred", "decided", "police_informed"),
)


def series() -> Iterator[str]:
    for step in STEPS:
        states = [ENDED, *([WITHIN, LATE] if step.target else []), *([OPEN] if step.waits else [])]
        yield from (f"{step.name}|{state}" for state in states)


async def rows(tx: Transaction, span: Run, known: datetime) -> Any:
    """Series, area, quarter and working days, and how many; open cases have no days."""
    each, numbered = _road(tx, known).cte("road"), day_table(tx)
    parts = [_ended(tx, step, each, numbered, span) for step in STEPS]
    parts += [_open(step, each, span, known) for step in STEPS if step.waits]
    taken = union_all(*parts).subquery("taken")
    keys = (taken.c.series, taken.c.area, taken.c.quarter, taken.c.days)
    found = select(*keys, func.count().label("counted")).where(within(tx.by, taken.c.area))
    return (await tx.db.execute(found.group_by(*keys))).all()


def _road(tx: Transaction, known: datetime) -> Statement:
    """Every case, with the day and the instant of each milestone it had reached."""
    offended = (
        select(col(CaseOffence.case_id), func.max(col(CaseOffence.committed_on)).label("day"))
        .group_by(col(CaseOffence.case_id))
        .subquery("offended")
    )
    assessing = journeys.came_to(Stage.ASSESSMENT, known)
    ready = journeys.came_to(Stage.PANEL_READY, known)
    closed = journeys.came_to(Stage.CLOSED, known)
    held, decided = journeys.held(known), journeys.standing_decision(known)
    concluded = journeys.concluded(known)
    received = col(Case.received_at)
    referred = key_of_instant(tx, received)
    rows: Statement = select(
        col(Case.id),
        col(Case.area),
        key_of_day(offended.c.day).label("offended"),
        referred.label("referred"),
        received.label("referred_at"),
        key_of_instant(tx, ready.c.at).label("assessed"),
        ready.c.at.label("assessed_at"),
        key_of_day(held.c.day).label("held"),
        held.c.recorded_at.label("held_at"),
        key_of_day(decided.c.decided_on).label("decided"),
        decided.c.recorded_at.label("decided_at"),
        key_of_day(concluded.c.day).label("concluded"),
        concluded.c.recorded_at.label("concluded_at"),
        closed.c.at.label("closed_at"),
        # Only what triage sent on has begun the steps after the referral.
        assessing.c.at.label("assessing_at"),
        decided.c.disposal,
    ).join(offended, offended.c.case_id == col(Case.id))
    for other in (assessing, ready, closed, held, decided, concluded):
        rows = rows.outerjoin(other, other.c.case_id == col(Case.id))
    return rows.where(received <= known, in_use(col(Case.child_id)))


def _ended(tx: Transaction, step: Step, road: CTE, numbered: CTE, span: Run) -> Statement:
    start, end = road.c[step.starts], road.c[step.ends]
    first, last = days(numbered, f"{step.name}_first"), days(numbered, f"{step.name}_last")
    lasted = last.working - first.working
    # A panel entered late may have met before the day the case was said to be ready.
    counted = case((lasted > 0, lasted), else_=0)
    state: Any = literal(f"{step.name}|{ENDED}")
    if step.target:
        most = as_dated(_target(tx, step.target), road.c.referred)
        taken = lasted if step.in_working_days else last.place - first.place
        state = case(
            (taken <= most, literal(f"{step.name}|{WITHIN}")),
            else_=literal(f"{step.name}|{LATE}"),
        )
    rows: Statement = (
        select(
            state.label("series"),
            journeys.keeper(road.c.id, road.c.area, road.c[f"{step.ends}_at"]).label("area"),
            quarter_of_key(end).label("quarter"),
            counted.label("days"),
        )
        .select_from(road)
        .join(first.table, first.key == start)
        .join(last.table, last.key == end)
    )
    return rows.where(key_within(span, end))


def _open(step: Step, road: CTE, span: Run, known: datetime) -> Statement:
    start = road.c[step.starts]
    rows: Statement = select(
        literal(f"{step.name}|{OPEN}").label("series"),
        journeys.keeper(road.c.id, road.c.area, literal(known, col(Case.received_at).type)).label(
            "area"
        ),
        quarter_of_key(start).label("quarter"),
        as_type(null(), Integer).label("days"),
    ).select_from(road)
    return rows.where(_waiting(step, road), road.c.closed_at.is_(None), key_within(span, start))


def _waiting(step: Step, road: CTE) -> ColumnElement[bool]:
    begun = [road.c[step.starts].is_not(None), road.c[step.ends].is_(None)]
    if step.starts == "referred":
        begun.append(road.c.assessing_at.is_not(None))
    if step.starts == "decided":
        begun.append(road.c.disposal.not_in(_NOTHING_FOLLOWS))
    return and_(*begun)


def _target(tx: Transaction, name: str) -> Dated[int]:
    found: Dated[int] = getattr(tx.protocol.timescales, name)
    return found
