"""How long each step takes, in working days; those still waiting are counted apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import Field
from sqlalchemy import CTE, ColumnElement, Subquery, and_, case, func, literal, select, union_all

from app.access.scope import in_use, within
from app.cases.tables import Case, CaseOffence
from app.database import UTCDateTime, col
from app.statistics import journeys
from app.statistics.calendar_columns import day_within, quarter_of_day
from app.statistics.intervals import share
from app.statistics.periods import Run
from app.statistics.queries import Statement, keeper, spreads
from app.statistics.rows import FigureRead
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
from app.statistics.spreads import quartiles
from app.statistics.working_days import as_dated, day_of_instant, day_table, days, is_day
from app.transaction import Transaction
from panel_protocol.dated import Answer, Dated
from panel_protocol.journey import Stage
from panel_protocol.protocol import Protocol
from panel_protocol.terms import Disposal

Where = tuple[str, int]  # an area, and a quarter
TIMED, NOT_TIMED = "timed", "not_timed"
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


class TimelinessFigureRead(FigureRead):
    step: str = Field(description="From one milestone to another; see the definition.")
    counted: str = Field(
        description="`ended`; of those, `within` or `late` of the target where there is one; or "
        "`open`, by the quarter in which the step began."
    )
    lower_quartile: float | None = Field(description="Working days; of `ended` alone.")
    median: float | None = Field(description="Working days; of `ended` alone.")
    upper_quartile: float | None = Field(description="Working days; of `ended` alone.")
    within_target: float | None = Field(
        description="Share of `ended` within the target, from 0 to 1; null where there is none."
    )


async def count(tx: Transaction, span: Run, known: datetime) -> Counted:
    """Steps by the working days they took; what is still open has taken none yet."""
    found = await _measured(tx, STEPS, span, known, waiting=True)
    still = [where for where in found if where[0].endswith(series_of("", OPEN))]
    waiting = {where: sum(found.pop(where).values()) for where in still}
    return Counted.of(waiting, found)


async def timed(
    tx: Transaction, series: str, span: Run, known: datetime, every: Mapping[Where, int]
) -> Counts:
    """For a measure of the same cases: those that a series here counts too, and those it does not.

    The totals of this table are then that measure's also: whoever reads both knows them. `every`
    are its cases by area and quarter, `series` one that has no target.
    """
    steps = [step for step in STEPS if series_of(step.name, ENDED) == series]
    found = Counted.of({}, await _measured(tx, steps, span, known))
    here = {(area, quarter): many for (_, area, quarter), many in found.counts.items()}
    return {
        **{(TIMED, *where): many for where, many in here.items()},
        **{(NOT_TIMED, *where): many - here.get(where, 0) for where, many in every.items()},
    }


async def _measured(
    tx: Transaction, steps: Sequence[Step], span: Run, known: datetime, *, waiting: bool = False
) -> dict[tuple[str, str, int], dict[int, int]]:
    """In one statement, for which every case's road is looked at once."""
    road, numbered = _road(tx, known, steps).cte("road"), day_table(tx)
    each = [_ended(tx, step, road, numbered, span) for step in steps]
    if waiting:
        each += [_open(step, road, span, known) for step in steps if step.waits]
    return await spreads(tx, _mine(tx, union_all(*each).subquery("step")))


def _mine(tx: Transaction, found: Subquery) -> Statement:
    rows: Statement = select(found, func.count().label("counted"))
    return rows.where(within(tx.by, found.c.area))


def _road(tx: Transaction, known: datetime, steps: Sequence[Step]) -> Statement:
    """Every case, with the day and the instant of each milestone of these steps it had reached."""
    offended = (
        select(col(CaseOffence.case_id), func.max(col(CaseOffence.committed_on)).label("day"))
        .group_by(col(CaseOffence.case_id))
        .subquery("offended")
    )
    came_to = journeys.came_to(known, Stage.ASSESSMENT, Stage.PANEL_READY, Stage.CLOSED)
    ready, received = came_to.c[Stage.PANEL_READY], col(Case.received_at)
    held, decided = journeys.held(known), journeys.standing_decision(known)
    concluded = journeys.concluded(known)
    reached: dict[str, tuple[Any, ...]] = {
        "assessed": (
            *(came_to, day_of_instant(tx, ready), ready, came_to.c[Stage.CLOSED]),
            # Only what triage sent on has begun the steps after the referral.
            came_to.c[Stage.ASSESSMENT],
        ),
        "held": (held, held.c.day, held.c.recorded_at),
        "decided": (decided, decided.c.decided_on, decided.c.recorded_at, decided.c.disposal),
        "concluded": (concluded, concluded.c.day, concluded.c.recorded_at),
    }
    rows: Statement = select(
        col(Case.id),
        col(Case.area),
        offended.c.day.label("offended"),
        day_of_instant(tx, received).label("referred"),
        received.label("referred_at"),
    ).join(offended, offended.c.case_id == col(Case.id))
    asked = {milestone for step in steps for milestone in (step.starts, step.ends)}
    for name, (event, day, at, *besides) in reached.items():
        if name in asked:
            rows = rows.add_columns(day.label(name), at.label(f"{name}_at"), *besides)
            rows = rows.outerjoin(event, event.c.case_id == col(Case.id))
    return rows.where(received <= known, in_use(col(Case.child_id)))


def _ended(tx: Transaction, step: Step, road: CTE, numbered: CTE, span: Run) -> Statement:
    start, end = road.c[step.starts], road.c[step.ends]
    first, last = days(numbered, f"{step.name}_first"), days(numbered, f"{step.name}_last")
    lasted = last.working - first.working
    # A panel entered late may have met before the day the case was said to be ready.
    at_least_none = case((lasted > 0, lasted), else_=0)
    taken = lasted if step.in_working_days else last.place - first.place
    rows: Statement = (
        select(
            _state(tx, step, road, taken).label("series"),
            keeper(road.c[f"{step.ends}_at"], road).label("area"),
            last.quarter.label("quarter"),
            at_least_none.label("value"),
        )
        .select_from(road)
        .outerjoin(first.table, is_day(tx, first, start))
        .outerjoin(last.table, is_day(tx, last, end))
    )
    # Said so that SQLite looks up the days of each case, and not the cases of each day.
    known = (func.coalesce(each.place, -1) >= 0 for each in (first, last))
    return rows.where(*day_within(span, end), *known)


def _state(tx: Transaction, step: Step, road: CTE, taken: Any) -> ColumnElement[str]:
    if step.target is None:
        return literal(series_of(step.name, ENDED))
    most = as_dated(_target(tx, step.target), road.c.referred)
    within_it, late = (literal(series_of(step.name, state)) for state in (WITHIN, LATE))
    return case((taken <= most, within_it), else_=late)


def _open(step: Step, road: CTE, span: Run, known: datetime) -> Statement:
    start = road.c[step.starts]
    rows: Statement = select(
        literal(series_of(step.name, OPEN)).label("series"),
        keeper(literal(known, UTCDateTime()), road).label("area"),
        quarter_of_day(start).label("quarter"),
        literal(0).label("value"),
    ).select_from(road)
    return rows.where(_waiting(step, road), *day_within(span, start))


def _waiting(step: Step, road: CTE) -> ColumnElement[bool]:
    begun = [road.c[step.starts].is_not(None)]
    begun += (road.c[name].is_(None) for name in (step.ends, Stage.CLOSED))
    if step.starts == "referred":
        begun.append(road.c[Stage.ASSESSMENT].is_not(None))
    if step.starts == "decided":
        begun.append(road.c.disposal.not_in(_NOTHING_FOLLOWS))
    return and_(*begun)


def _target(tx: Transaction, name: str) -> Dated[int]:
    found: Dated[int] = getattr(tx.protocol.timescales, name)
    return found


def _derived(series: str, shown: Shown, spread: Spread | None) -> Mapping[str, Value]:
    name, state = series.split(BETWEEN)
    parts = [series_of(name, each) for each in (WITHIN, LATE) if name in _TARGETED]
    # How long they took gives away how many took longer than everybody knows they should.
    told = state == ENDED and all(shown(each) is not None for each in parts)
    mine = spread if told else None
    within_target = share(shown(series_of(name, WITHIN)), shown(series))
    has_target = state == ENDED and name in _TARGETED
    return quartiles(mine) | {"within_target": within_target if has_target else None}


def definition(protocol: Protocol) -> Answer[str]:
    return protocol.statistics.timeliness_definition.on(date.max)


def limits(protocol: Protocol) -> list[str]:
    years = {day.year for day in protocol.bank_holidays}
    known = f"Bank holidays are known from {min(years)} to {max(years)}"
    return [f"{known}: a step that begins or ends outside those years is not counted as ended."]


_TARGETED = {step.name for step in STEPS if step.target}


def _series() -> Iterator[str]:
    for step in STEPS:
        states = [ENDED, *([WITHIN, LATE] if step.target else []), *([OPEN] if step.waits else [])]
        yield from (series_of(step.name, state) for state in states)


RECEIVED = series_of("offence_to_referral", ENDED)
DECIDED = series_of("panel_to_decision", ENDED)

SPEC = Spec(
    measure=Measure.TIMELINESS,
    count=count,
    definition=definition,
    limits=limits,
    reply=TimelinessFigureRead,
    dimensions=("step", "counted"),
    series=tuple(_series()),
    sums=(
        *(
            (series_of(name, ENDED), (series_of(name, WITHIN), series_of(name, LATE)))
            for name in sorted(_TARGETED)
        ),
        # Both end with the same decision.
        (series_of("referral_to_decision", ENDED), (DECIDED,)),
    ),
    derived=_derived,
)
