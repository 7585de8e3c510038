"""Cases put straight into the database, as far along the road as a test wants them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select, update

from app.cases.tables import Case, CaseChange, CaseOffence
from app.children.tables import ChildVersion
from app.conditions.tables import Breach, Conclusion
from app.database import new_id, table
from app.disposals.tables import Condition, ConditionVersion, PanelDisposal, Plan, PoliceDecision
from app.transaction import Transaction
from panel_protocol.journey import Stage
from panel_protocol.terms import ConditionKind, Disposal, Route
from tests.counting import Given, at, known
from tests.meetings import a_panel

_numbers = count(1)


@dataclass(kw_only=True)
class Road:
    """A case: each day it has come past is recorded at that day's midday."""

    area: str
    received: date
    offended: tuple[date, ...] = ()
    assessed: date | None = None
    held: date | None = None
    decided: date | None = None
    concluded: date | None = None
    closed: date | None = None
    disposal: Disposal = Disposal.OUTCOME_22
    gravity: int | None = 3
    departs: bool = False
    why_departs: str | None = None
    why_police: str | None = None
    conditions: tuple[int | None, ...] | None = None  # hours of each, where a plan has started
    breached: date | None = None
    history: tuple[Given, ...] = ()
    child: dict[str, Any] = field(default_factory=dict)
    later: dict[str, Any] = field(default_factory=dict)  # said of the child on `described_again`
    described_again: date | None = None
    received_at: datetime | None = None
    panel_id: str | None = None

    @property
    def last(self) -> Stage:
        return Stage.CLOSED if self.closed or self.concluded else Stage.ASSESSMENT


async def on_record(tx: Transaction, road: Road) -> str:
    """Put it there; the case's id."""
    child_id = await known(tx, date(2011, 3, 14), *road.history)
    await _described(tx, child_id, road)
    case_id = new_id()
    tx.keys[case_id] = await tx.key_of(child_id)
    await _received(tx, case_id, child_id, road)
    await _moved(tx, case_id, road)
    if road.held:
        await _decided(tx, case_id, road)
    if road.breached:
        disposal = await _disposal_of(tx, case_id)
        await tx.add(
            Breach,
            id=new_id(),
            disposal_id=disposal,
            case_id=case_id,
            conditions=[],
            excuse_considered=True,
            narrative="Missed.",
            opened_at=at(road.breached),
            opened_by="tests",
        )
    return case_id


async def _described(tx: Transaction, child_id: str, road: Road) -> None:
    """What the test says of the child, told with the case, and what is told later."""
    versions = [(road.received, road.child)]
    if road.described_again:
        versions.append((road.described_again, road.child | road.later))
    kept = table(ChildVersion)
    found = select(kept.c.details).where(kept.c.child_id == child_id)
    details = (await tx.db.execute(found)).scalar_one()
    for version, (day, said) in enumerate(versions, start=2):
        await tx.add(
            ChildVersion,
            child_id=child_id,
            version=version,
            details=details | said,
            recorded_at=at(day),
            recorded_by="tests",
        )


async def _received(tx: Transaction, case_id: str, child_id: str, road: Road) -> None:
    number = next(_numbers)
    await tx.add(
        Case,
        id=case_id,
        reference=f"T{number:08}",
        version=1,
        stage=road.last,
        area=road.area,
        child_id=child_id,
        police_reference=f"T{number}",
        police_reference_index=case_id,
        submitted_by="tests",
        received_at=road.received_at or at(road.received),
        route=Route.PANEL,
        gravity=road.gravity,
    )
    for position, day in enumerate(road.offended or (road.received,)):
        await tx.add(
            CaseOffence,
            case_id=case_id,
            position=position,
            offence_code="TH68023",
            committed_on=day,
            area=road.area,
            summary="A bicycle.",
        )


async def _moved(tx: Transaction, case_id: str, road: Road) -> None:
    received_at = road.received_at or at(road.received)
    moves: list[tuple[Stage | None, Stage, datetime]] = [(None, Stage.ASSESSMENT, received_at)]
    if road.assessed:
        moves.append((Stage.ASSESSMENT, Stage.PANEL_READY, at(road.assessed)))
    if closed := road.closed or road.concluded:
        moves.append((moves[-1][1], Stage.CLOSED, at(closed)))
    for version, (came_from, to, moment) in enumerate(moves, start=1):
        await tx.add(
            CaseChange,
            id=new_id(),
            case_id=case_id,
            case_version=version,
            action="tests",
            from_stage=came_from,
            to_stage=to,
            at=moment,
            by="tests",
        )


async def _decided(tx: Transaction, case_id: str, road: Road) -> None:
    assert road.held is not None
    told = {"recorded_by": "tests"}
    panel_id = road.panel_id or await a_panel(tx, road.area, road.held, came=None)
    disposal_id = new_id()
    await tx.add(
        PanelDisposal,
        id=disposal_id,
        case_id=case_id,
        panel_id=panel_id,
        disposal=road.disposal,
        rationale="Agreed.",
        rejected=[],
        departs_from_protocol=road.departs,
        departure_rationale=road.why_departs,
        conditions=[],
        decided_on=road.held,
        recorded_at=at(road.held),
        **told,
    )
    if road.decided is None:
        return
    said = {"departs_from_protocol": road.departs, "rationale": road.why_police}
    await _police(tx, case_id, disposal_id, road.disposal, road.decided, **said)
    if road.conditions is not None or road.concluded or road.breached:
        await _plan(tx, case_id, disposal_id, road)


async def _plan(tx: Transaction, case_id: str, disposal_id: str, road: Road) -> None:
    assert road.decided is not None
    of_plan = {"disposal_id": disposal_id, "case_id": case_id}
    await tx.add(
        Plan,
        **of_plan,
        disposal=road.disposal,
        given_on=road.decided,
        started_at=at(road.decided),
    )
    for position, hours in enumerate(road.conditions or (), start=1):
        condition_id = new_id()
        due_on = road.decided + timedelta(weeks=8)
        await tx.add(
            Condition,
            **of_plan,
            id=condition_id,
            version=1,
            position=position,
            kind=ConditionKind.DIRECT_WORK,
            description="Sessions.",
            due_on=due_on,
            hours_required=hours,
        )
        await tx.add(
            ConditionVersion,
            case_id,
            condition_id=condition_id,
            version=1,
            action="start_plan",
            due_on=due_on,
            at=at(road.decided),
            by="tests",
        )
    if road.concluded:
        await tx.add(
            Conclusion,
            **of_plan,
            disposal=road.disposal,
            concluded_on=road.concluded,
            summary="Done.",
            recorded_at=at(road.concluded),
            recorded_by="tests",
        )


async def _disposal_of(tx: Transaction, case_id: str) -> str:
    disposal = table(PanelDisposal)
    found = select(disposal.c.id).where(disposal.c.case_id == case_id)
    return str((await tx.db.execute(found)).scalar_one())


async def decide_again(tx: Transaction, case_id: str, disposal: Disposal, day: date) -> None:
    """The police go back on what they decided."""
    decision = table(PoliceDecision)
    earlier = update(decision).where(decision.c.case_id == case_id)
    await tx.db.execute(earlier.values(replaced_at=at(day)))
    await _police(tx, case_id, await _disposal_of(tx, case_id), disposal, day)


async def _police(
    tx: Transaction, case_id: str, disposal_id: str, disposal: Disposal, day: date, **said: Any
) -> None:
    await tx.add(
        PoliceDecision,
        id=new_id(),
        disposal_id=disposal_id,
        case_id=case_id,
        agrees=True,
        disposal=disposal,
        decided_on=day,
        officer_rank="inspector",
        conditions=[],
        recorded_at=at(day),
        recorded_by="tests",
        **({"departs_from_protocol": False} | said),
    )
