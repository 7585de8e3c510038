"""Cases with their plans and victims put straight into the database, for tests that count them."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from app.cases.tables import Case, CaseChange, Victim, VictimVersion
from app.children.tables import ChildOutcome
from app.conditions.tables import Breach, BreachDecision, Conclusion
from app.database import new_id
from app.disposals.tables import PanelDisposal, Plan, PoliceDecision
from app.panels.tables import Panel
from app.sealed.tables import PersonKey
from app.transaction import Transaction
from tests.counting import at

# Recorded with the conclusion; the others with the giving.
AT_THE_END = ("outcome_22", "outcome_23")
_BY = {"recorded_by": "tests", "agency": None}

_numbers = count(1)


@dataclass(frozen=True)
class Said:
    """What was recorded of a victim on a day; what stays None was not asked."""

    day: date
    status: str = "not_yet_contacted"
    consents: bool | None = None
    justice: str | None = None
    told: bool | None = None


@dataclass(frozen=True)
class Work:
    """A plan from the police decision to its end, and the victims of its case."""

    disposal: str
    began: date
    area: str
    how: str = "open"
    ended: date | None = None
    recorded: date | None = None  # the end; the same day if not said
    home: str = ""  # at the outcome; the area if not said
    overturned: bool = False
    victims: tuple[tuple[Said, ...], ...] = ()

    @property
    def told(self) -> date:
        """When its end was recorded."""
        return self.recorded or self.ended or self.began


async def undertaken(tx: Transaction, child_id: str, work: Work) -> str:
    """Put the case of this work on record; its id."""
    case_id, disposal_id = new_id(), new_id()
    await _case(tx, case_id, child_id, work)
    tx.keys[case_id] = await tx.key_of(child_id)
    await _decided(tx, case_id, disposal_id, work)
    if work.disposal not in AT_THE_END:
        await _outcome(tx, case_id, child_id, work, given_on=work.began, recorded=work.began)
    if work.how == "completed":
        assert work.ended is not None
        if work.disposal in AT_THE_END:
            await _outcome(tx, case_id, child_id, work, given_on=work.ended, recorded=work.told)
        await tx.add(
            Conclusion,
            **_of(case_id, disposal_id, work),
            concluded_on=work.ended,
            summary="Done.",
            **_recorded(work.told),
        )
    elif work.how == "breached":
        await _breached(tx, case_id, disposal_id, work)
    elif work.how == "ended_otherwise":
        await left(tx, case_id, work)
    for said in work.victims:
        await heard(tx, case_id, said)
    return case_id


async def heard(tx: Transaction, case_id: str, said: tuple[Said, ...]) -> None:
    """A victim of the case, with every statement recorded of them."""
    victim_id = new_id()
    await tx.add(PersonKey, person_id=victim_id, wrapped=tx.new_key(victim_id))
    first = said[0]
    await tx.add(
        Victim,
        id=victim_id,
        version=len(said),
        case_id=case_id,
        kind="person",
        name=None,
        may_share_with_yjs=True,
        status=said[-1].status,
        recorded_at=at(first.day),
    )
    for version, each in enumerate(said, start=1):
        await tx.add(
            VictimVersion,
            victim_id=victim_id,
            version=version,
            details={},
            status=each.status,
            consents_to_contact=each.consents,
            restorative_justice=each.justice,
            told_of_outcome=each.told,
            recorded_at=at(each.day),
            recorded_by="tests",
        )


async def _case(tx: Transaction, case_id: str, child_id: str, work: Work) -> None:
    number = next(_numbers)
    tx.keys[case_id] = await tx.key_of(child_id)
    await tx.add(
        Case,
        id=case_id,
        reference=f"T-{number:08}",
        version=1,
        stage="closed" if work.how in ("completed", "ended_otherwise") else "intervention",
        area=work.area,
        child_id=child_id,
        police_reference=f"REF-{number}",
        police_reference_index=case_id[::-1],
        submitted_by="tests",
        received_at=at(work.began),
        route="panel",
    )


async def _decided(tx: Transaction, case_id: str, disposal_id: str, work: Work) -> None:
    panel = {"id": new_id(), "version": 1, "area": work.area, "held_on": work.began}
    await tx.add(Panel, **panel, venue="Hall", convened_at=at(work.began), convened_by="tests")
    told = {"decided_on": work.began, "departs_from_protocol": False, "conditions": []}
    await tx.add(
        PanelDisposal,
        id=disposal_id,
        case_id=case_id,
        panel_id=panel["id"],
        disposal=work.disposal,
        rationale="Agreed.",
        rejected=[],
        **told,
        **_recorded(work.began),
    )
    await tx.add(
        PoliceDecision,
        id=new_id(),
        disposal_id=disposal_id,
        case_id=case_id,
        agrees=True,
        disposal=work.disposal,
        officer_rank="inspector",
        **told,
        **_recorded(work.began),
    )
    of = _of(case_id, disposal_id, work)
    await tx.add(Plan, **of, given_on=work.began, started_at=at(work.began))


async def _outcome(
    tx: Transaction, case_id: str, child_id: str, work: Work, *, given_on: date, recorded: date
) -> None:
    await tx.add(
        ChildOutcome,
        id=new_id(),
        child_id=child_id,
        outcome=work.disposal,
        given_on=given_on,
        home_area=work.home or work.area,
        offence_code="TH68001",
        overturned_on=given_on if work.overturned else None,
        case_id=case_id,
        reported_as="pathway",
        recorded_at=at(recorded),
        recorded_by="tests",
    )


async def _breached(tx: Transaction, case_id: str, disposal_id: str, work: Work) -> None:
    breach_id = new_id()
    tx.keys[breach_id] = tx.keys[case_id]
    by = {"agency": None}
    await tx.add(
        Breach,
        id=breach_id,
        disposal_id=disposal_id,
        case_id=case_id,
        conditions=[],
        excuse_considered=True,
        narrative="Did not come.",
        opened_at=at(work.told),
        opened_by="tests",
        **by,
    )
    await tx.add(
        BreachDecision,
        breach_id=breach_id,
        decision="return_to_panel",
        rationale="The panel meets again.",
        excused_conditions=[],
        conditions=[],
        decided_at=at(work.told),
        decided_by="tests",
        **by,
    )


async def left(tx: Transaction, case_id: str, work: Work) -> None:
    await tx.add(
        CaseChange,
        id=new_id(),
        case_id=case_id,
        case_version=2,
        action="withdraw_case",
        from_stage="intervention",
        to_stage="closed",
        closed_as="withdrawn",
        at=at(work.told),
        by="tests",
        agency=None,
    )


def _of(case_id: str, disposal_id: str, work: Work) -> dict[str, Any]:
    return {"disposal_id": disposal_id, "case_id": case_id, "disposal": work.disposal}


def _recorded(day: date) -> dict[str, Any]:
    return {**_BY, "recorded_at": at(day)}
