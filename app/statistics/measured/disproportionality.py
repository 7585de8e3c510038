"""Who is at each gate: the groups' shares, beside those of the stage that feeds it.

Ethnicity, birth and needs are sealed: children are read a batch at a time, and nothing but
counts leaves a batch.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, exists, false, func, select
from sqlmodel import SQLModel

from app import clock
from app.access.scope import in_use, within
from app.cases.tables import Case
from app.children.tables import ChildVersion
from app.conditions.tables import Breach
from app.database import Record, col, table
from app.disposals.tables import Plan
from app.statistics import journeys
from app.statistics.calendar_columns import instant_within, quarter_of_instant
from app.statistics.journeys import Statement
from app.statistics.periods import Run
from app.transaction import Transaction
from panel_protocol.journey import Stage
from panel_protocol.rules.ages import age_on
from panel_protocol.terms import Disposal, Sex

Details = dict[str, Any]
_BATCH = 500
OLDER, ADULT = 15, 18

NOT_KNOWN = "not_known"
# Of each characteristic its groups, the one the others are compared with first.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "ethnicity": ("white", "asian", "black", "mixed", "other"),
    "sex": (Sex.MALE, Sex.FEMALE, Sex.OTHER),
    "age": ("15_to_17", "10_to_14", "18_and_over"),
    "looked_after": ("not_looked_after", "looked_after"),
    "communication_need": ("none_recorded", "recorded"),
}
NEVER_UNKNOWN = ("age", "looked_after", "communication_need")


@dataclass(frozen=True, slots=True)
class Gate:
    name: str
    fed_by: str | None


GATES = (
    Gate("referral", None),
    Gate("sent_to_panel", "referral"),
    Gate("panel", "sent_to_panel"),
    Gate("formal_disposal", "panel"),
    Gate("diversion", "panel"),
    Gate("plan", "panel"),
    Gate("breach", "plan"),
)
_FORMAL = (Disposal.YOUTH_CAUTION, Disposal.YOUTH_CONDITIONAL_CAUTION, Disposal.CHARGE)
_DIVERSION = (Disposal.COMMUNITY_RESOLUTION, Disposal.OUTCOME_22, Disposal.OUTCOME_23)


def series() -> Iterator[str]:
    for gate in GATES:
        for of, groups in GROUPS.items():
            unknown = () if of in NEVER_UNKNOWN else (NOT_KNOWN,)
            yield from (f"{gate.name}|{of}|{group}" for group in (*groups, *unknown))


async def counted(tx: Transaction, span: Run, known: datetime) -> Counter[tuple[str, str, int]]:
    """Cases by the quarter they were received in, and how far each had come by then."""
    found: Counter[tuple[str, str, int]] = Counter()
    async for children in _batches(tx, span, known):
        described = await _described(tx, children, known)
        for case in await _cases(tx, children, span, known):
            groups = _groups(tx, described[case.child_id], case.received_at)
            found.update(
                (f"{gate.name}|{of}|{group}", case.area, case.quarter)
                for gate in GATES
                if getattr(case, gate.name)
                for of, group in groups.items()
            )
    return found


async def _batches(tx: Transaction, span: Run, known: datetime) -> AsyncIterator[Sequence[str]]:
    """The children of every case, some at a time."""
    last = ""
    while True:
        page = (
            _received(select(col(Case.child_id)).distinct(), span, known)
            .where(col(Case.child_id) > last)
            .order_by(col(Case.child_id))
            .limit(_BATCH)
        )
        children = (await tx.db.execute(page)).scalars().all()
        if not children:
            return
        yield children
        last = children[-1]


def _received(rows: Statement, span: Run, known: datetime) -> Statement:
    received = col(Case.received_at)
    return rows.where(
        *instant_within(span, received), received <= known, in_use(col(Case.child_id))
    )


async def _cases(
    tx: Transaction, children: Sequence[str], span: Run, known: datetime
) -> Sequence[Record]:
    """The cases of these children, and which gates each had come through."""
    received = col(Case.received_at)
    area = journeys.keeper(col(Case.id), col(Case.area), received)
    decision = journeys.standing_decision(known)
    rows = select(
        col(Case.child_id),
        received,
        area.label("area"),
        quarter_of_instant(span, received).label("quarter"),
        (received <= known).label("referral"),
        _has(journeys.came_to(Stage.ASSESSMENT, known)).label("sent_to_panel"),
        _has(journeys.held(known)).label("panel"),
        func.coalesce(decision.c.disposal.in_(_FORMAL), false()).label("formal_disposal"),
        func.coalesce(decision.c.disposal.in_(_DIVERSION), false()).label("diversion"),
        _has(_begun(Plan, col(Plan.started_at), known)).label("plan"),
        _has(_begun(Breach, col(Breach.opened_at), known)).label("breach"),
    ).outerjoin(decision, decision.c.case_id == col(Case.id))
    theirs = _received(rows, span, known).where(
        col(Case.child_id).in_(children), within(tx.by, area)
    )
    return (await tx.db.execute(theirs)).all()


def _has(event: Subquery) -> ColumnElement[bool]:
    return exists(select(event.c.case_id).where(event.c.case_id == col(Case.id)))


def _begun(of: type[SQLModel], at: Any, known: datetime) -> Subquery:
    return select(table(of).c.case_id).where(at <= known).subquery(table(of).name)


async def _described(
    tx: Transaction, children: Sequence[str], known: datetime
) -> Mapping[str, list[tuple[datetime, Details]]]:
    """What was said of each child by then, oldest first."""
    versions = (
        select(col(ChildVersion.child_id), col(ChildVersion.recorded_at), col(ChildVersion.details))
        .where(col(ChildVersion.child_id).in_(children), col(ChildVersion.recorded_at) <= known)
        .order_by(col(ChildVersion.version))
    )
    described: dict[str, list[tuple[datetime, Details]]] = {}
    for child_id, recorded_at, details in (await tx.db.execute(versions)).all():
        described.setdefault(child_id, []).append((recorded_at, details))
    return described


def _groups(
    tx: Transaction, described: Sequence[tuple[datetime, Details]], received_at: datetime
) -> dict[str, str]:
    """What a child is, as last described; how things stood, as described when referred."""
    last = described[-1][1]
    then = [details for recorded_at, details in described if recorded_at <= received_at]
    referred = then[-1] if then else described[0][1]
    letters = tx.protocol.statistics.ethnic_groups.on(date.max).value
    born = date.fromisoformat(last["date_of_birth"])
    return {
        "ethnicity": letters.get((last.get("ethnicity") or "")[:1], NOT_KNOWN),
        "sex": last["sex"],
        "age": _band(age_on(born, clock.london(received_at))),
        "looked_after": "looked_after" if referred["looked_after"] else "not_looked_after",
        "communication_need": "recorded" if referred["communication_needs"] else "none_recorded",
    }


def _band(age: int) -> str:
    if age >= ADULT:
        return "18_and_over"
    return "15_to_17" if age >= OLDER else "10_to_14"
