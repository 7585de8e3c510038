"""The whole case, and the whole child: read, journalled, and shown as far as the role goes."""

from typing import Any

from app.access.actor import Role
from app.access.rules import allowed_actions
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
from app.children.schemas import CaseSummary, ChildRead, OutcomeRead
from app.conditions import queries as conditions
from app.conditions.readings import condition_read
from app.database import Record
from app.disposals import queries as disposals
from app.fields import shared
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.transaction import Transaction
from panel_protocol.rules.ages import age_on

_DECIDES = {"record_disposal", "record_police_decision", "record_administration"}
_SERVICE = frozenset({Role.YOT_OFFICER, Role.YOT_MANAGER})


async def case(tx: Transaction, case_id: str) -> CaseRead | PoliceCaseRead:
    found, whole = await queries.readable(tx, case_id)
    await journal_case(tx, found, JournalCategory.CONSULTATION, "read_case")
    shown = await _for_police(tx, found)
    if not whole:
        return PoliceCaseRead(**shown)
    return CaseRead(**shown, **await _the_rest(tx, found))


async def _for_police(tx: Transaction, case: CaseRow) -> dict[str, Any]:
    disposal = await disposals.standing(tx, case.id)
    decision = await disposals.police_decision(tx, case.id)
    given = await disposals.administration(tx, case.id)
    return {
        **{
            name: getattr(case, name) for name in PoliceCaseRead.model_fields if hasattr(case, name)
        },
        "triage": await case_readings.triage(tx, case.id),
        "due": DueRead(assessment=case.assessment_due, police_informed=case.police_informed_due),
        "disposal": disposal and DisposalOnCase.model_validate(disposal),
        "police_decision": decision and PoliceDecisionOnCase.model_validate(decision),
        "administration": given and AdministrationOnCase.model_validate(given),
        "court_results": [
            CourtResultOnCase.model_validate(row)
            for row in await disposals.court_results(tx, case.id)
        ],
        "allowed_actions": _allowed(
            tx, case, decided=decision is not None, held=await hold_queries.is_held(tx, case.id)
        ),
    }


def _allowed(tx: Transaction, case: CaseRow, *, decided: bool, held: bool) -> list[str]:
    """Nothing can be given before the police have decided on it, nor anything while it is held."""
    possible = allowed_actions(tx.by, case.stage, case.closed_as)
    never = set() if decided else {"record_administration"}
    never |= _DECIDES if held else {"release_exploitation"}
    return [action for action in possible if action not in never]


async def _the_rest(tx: Transaction, case: CaseRow) -> dict[str, Any]:
    child = await children.of_case(tx, case.child_id)
    submitted = await cases.submitted(tx, case.id)
    offences = await cases.offences(tx, case.id)
    plan = await conditions.plan(tx, case.id)
    conclusion = await conditions.conclusion(tx, case.id)
    return {
        "child_id": case.child_id,
        "officer": submitted["officer"],
        "child": ChildOnCase(
            **shared(ChildOnCase, child),
            age=age_on(child.date_of_birth, tx.today),
            age_at_offence=age_on(child.date_of_birth, offences[0].committed_on),
        ),
        "offences": [_offence(tx, row) for row in offences],
        "evidence": submitted["evidence"],
        "circumstances": submitted["circumstances"],
        "earlier_outcomes": [
            OutcomeRead.model_validate(row) for row in await children.outcomes(tx, case.child_id)
        ],
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
    }


def _offence(tx: Transaction, row: Record) -> OffenceOnCase:
    known = tx.protocol.offences.get(row.offence_code)
    return OffenceOnCase(**shared(OffenceOnCase, row), title=known.title if known else None)


def _victim(tx: Transaction, row: Record) -> VictimRead:
    victim = VictimRead.model_validate(row)
    if tx.by.roles.isdisjoint(_SERVICE):
        return victim.model_copy(update={"name": None})
    return victim


async def child(tx: Transaction, child_id: str) -> ChildRead:
    found = await children.child(tx, child_id)
    held = await cases.of_child(tx, child_id)
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="read_child",
        children=[child_id],
        count=len(held),
    )
    return ChildRead(
        **shared(ChildRead, found),
        age=age_on(found.date_of_birth, tx.today),
        cases=[CaseSummary.model_validate(each) for each in held],
        outcomes=[OutcomeRead.model_validate(row) for row in await children.outcomes(tx, child_id)],
    )
