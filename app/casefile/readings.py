"""The whole case, and the whole child: read, journalled, and shown as far as the role goes."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from app import clock
from app.access.rules import YJS, allowed_actions, may
from app.assessments import queries as assessments
from app.casefile import queries
from app.casefile.schemas import (
    AdministrationOnCase,
    BreachOnCase,
    CaseRead,
    ChildOnCase,
    ConclusionOnCase,
    CourtResultOnCase,
    DisposalOnCase,
    HoldOnCase,
    NarrativeOnCase,
    OffenceOnCase,
    PoliceCaseRead,
    PoliceDecisionOnCase,
    SetAsideOnCase,
)
from app.cases import hold_queries
from app.cases import queries as cases
from app.cases import readings as case_readings
from app.cases.actions import journal_case
from app.cases.queries import CaseRow
from app.cases.schemas import DueRead, HoldRead, VictimRead
from app.children import queries as children
from app.children.queries import Outcome
from app.children.schemas import CaseSummary, ChildRead, OutcomeRead
from app.conditions import queries as conditions
from app.conditions.readings import condition_read
from app.database import Record
from app.disposals import queries as disposals
from app.fields import shared
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.provenance.kinds import PersonCategory
from app.provenance.whole import ON_CASE, child_in_case, nature_of
from app.transaction import Transaction
from app.transfers import queries as transfers
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.ages_at import Steps, ages_at

_DECIDES = {
    "record_disposal",
    "record_police_decision",
    "record_administration",
    "conclude_case",
    "withdraw_case",
}


_NARRATIVES = [
    NarrativeOnCase(field=field, nature=nature, author=author)
    for field, column in ON_CASE.items()
    for nature, author in (nature_of(column),)
]


async def case(tx: Transaction, case_id: str) -> CaseRead | PoliceCaseRead:
    found, whole = await queries.readable(tx, case_id)
    await journal_case(tx, found, JournalCategory.CONSULTATION, "read_case")
    shown = await _for_police(tx, found)
    if not whole:
        return PoliceCaseRead(**shown)
    decided = _steps(shown["disposal"], shown["administration"])
    return CaseRead(**shown, **await _the_rest(tx, found, decided))


async def _for_police(tx: Transaction, case: CaseRow) -> dict[str, Any]:
    disposal = await disposals.standing(tx, case.id)
    decision = await disposals.police_decision(tx, case.id)
    given = await disposals.administration(tx, case.id)
    results = await disposals.court_results(tx, case.id)
    holds = await hold_queries.holds(tx, case.id)
    return {
        **shared(PoliceCaseRead, case),
        "triage": await case_readings.triage(tx, case.id),
        "due": DueRead(assessment=case.assessment_due, police_informed=case.police_informed_due),
        "disposal": disposal and DisposalOnCase.model_validate(disposal),
        "police_decision": decision and PoliceDecisionOnCase.model_validate(decision),
        "administration": given and AdministrationOnCase.model_validate(given),
        "court_results": [CourtResultOnCase.model_validate(row) for row in results],
        "decision_holds": [HoldOnCase.model_validate(row) for row in holds],
        "allowed_actions": _allowed(
            tx,
            case,
            decision,
            results,
            own=any(row.released_at is None for row in holds),
            held=await hold_queries.child_is_held(tx, case.child_id),
            offered=await _offered(tx, case),
        ),
    }


async def _offered(tx: Transaction, case: CaseRow) -> bool:
    """Asked for those who could answer an offer, and for nobody else."""
    return may(tx.by, "answer_transfer") and await transfers.of_case(tx, case.id) is not None


def _allowed(
    tx: Transaction,
    case: CaseRow,
    decision: Record | None,
    results: Sequence[Record],
    *,
    own: bool,
    held: bool,
    offered: bool,
) -> list[str]:
    """Nothing is given before the police decide, nor tried after a verdict; a hold stops all.

    A hold of any case of the child stops this one; only its `own` is released here.
    A case opened in an emergency is for reading.
    """
    if tx.under_glass(case.id):
        return []
    never = _DECIDES if held else set()
    if not own:
        never = never | {"release_exploitation"}
    if not offered:
        never = never | {"answer_transfer"}
    if decision is None:
        never = never | {"record_administration"}
    if any(row.result in disposals.FINAL for row in results):
        never = never | {"record_court_result"}
    possible = allowed_actions(tx.by, case.stage, case.closed_as)
    return [action for action in possible if action not in never]


def _steps(disposal: DisposalOnCase | None, given: AdministrationOnCase | None) -> Steps:
    return Steps(
        panel=disposal.decided_on if disposal else None,
        giving=given.given_on if given else None,
    )


async def _the_rest(tx: Transaction, case: CaseRow, decided: Steps) -> dict[str, Any]:
    child = await children.of_case(tx, case.child_id)
    submitted = await cases.submitted(tx, case.id)
    offences = await cases.offences(tx, case.id)
    plan = await conditions.plan(tx, case.id)
    conclusion = await conditions.conclusion(tx, case.id)
    outcomes = await children.outcomes(tx, case.child_id)
    return {
        "child_id": case.child_id,
        "officer": submitted["officer"],
        "child": _child(tx, child, _since(case, submitted, offences, decided)),
        "offences": [_offence(tx, row) for row in offences],
        "evidence": submitted["evidence"],
        "circumstances": submitted["circumstances"],
        "earlier_outcomes": [OutcomeRead.model_validate(row) for row in outcomes],
        "victims": [_victim(tx, row) for row in await cases.victims(tx, case.id)],
        "allocated_to": case.allocated_to,
        "assessment_status": (await assessments.standing(tx, case)).status,
        "panel_id": await queries.listed_at(tx, case),
        "earlier_disposals": [
            SetAsideOnCase.model_validate(row) for row in await disposals.set_aside(tx, case.id)
        ],
        "conditions": [condition_read(each) for each in plan.conditions] if plan else [],
        "breaches": [
            BreachOnCase.model_validate(row) for row in await conditions.breaches(tx, case.id)
        ],
        "exploitation_holds": [
            HoldRead.model_validate(row) for row in await hold_queries.holds(tx, case.id)
        ],
        "conclusion": conclusion and ConclusionOnCase.model_validate(conclusion),
        "child_category": _category(case, await disposals.court_results(tx, case.id), outcomes),
        "narratives": _NARRATIVES,
    }


def _category(
    case: CaseRow, results: Sequence[Record], outcomes: Sequence[Outcome]
) -> PersonCategory:
    return child_in_case(
        case.closed_as,
        results[-1].result if results else None,
        overturned=any(each.case_id == case.id and each.overturned_on for each in outcomes),
    )


def _since(
    case: CaseRow, submitted: dict[str, Any], offences: Sequence[Record], decided: Steps
) -> Steps:
    interviewed = submitted["evidence"]["interviewed_on"]
    return replace(
        decided,
        offence=offences[0].committed_on,
        interview=date.fromisoformat(interviewed) if interviewed else None,
        referral=clock.london(case.received_at),
    )


def _child(tx: Transaction, child: Record, steps: Steps) -> ChildOnCase:
    ages = ages_at(child.date_of_birth, steps)
    return ChildOnCase(
        **shared(ChildOnCase, child),
        **asdict(ages),
        age=age_on(child.date_of_birth, tx.today),
        turning_18=case_readings.turning_18(tx, child.date_of_birth, tx.today),
    )


def _offence(tx: Transaction, row: Record) -> OffenceOnCase:
    known = tx.protocol.offences.get(row.offence_code)
    return OffenceOnCase(**shared(OffenceOnCase, row), title=known.title if known else None)


def _victim(tx: Transaction, row: Record) -> VictimRead:
    victim = VictimRead.model_validate(row)
    if tx.by.roles.isdisjoint(YJS):
        return victim.model_copy(update={"name": None})
    return victim


def _under_glass(tx: Transaction, opened: CaseRow | None) -> dict[str, Any]:
    """Told in the journal of the area whose case it is, so that its own auditor sees it."""
    if opened is None:
        return {}
    return {"area": opened.area, "case_id": opened.id, **tx.under_glass(opened.id)}


async def child(tx: Transaction, child_id: str) -> ChildRead:
    found = await children.child(tx, child_id, action="read_child")
    held = await cases.of_child(tx, child_id)
    opened = next((each for grant in tx.granted for each in held if each.id == grant.case_id), None)
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="read_child",
        children=[child_id],
        count=len(held),
        **_under_glass(tx, opened),
    )
    return ChildRead(
        **shared(ChildRead, found),
        age=age_on(found.date_of_birth, tx.today),
        cases=[CaseSummary.model_validate(each) for each in held],
        outcomes=[OutcomeRead.model_validate(row) for row in await children.outcomes(tx, child_id)],
    )
