"""Putting an outcome of this pathway on the child's record, where the child lived that day."""

from datetime import date

from app.cases.queries import CaseRow
from app.children import outcome_actions as children
from app.children import queries as known_children
from app.children.schemas import OutcomeGiven
from app.disposals import facts as facts_of
from app.transaction import Transaction
from panel_protocol.facts import CaseFacts
from panel_protocol.rules.codes import home_office_code
from panel_protocol.terms import OutcomeKind


async def record_outcome(
    tx: Transaction,
    case: CaseRow,
    facts: CaseFacts,
    outcome: OutcomeKind,
    *,
    given_on: date,
    offence_code: str | None = None,
    first_hearing_on: date | None = None,
) -> str:
    """The id of the outcome; `offence_code` names another offence than the case's main one."""
    main = facts_of.main_offence(tx.protocol, facts, given_on)
    same = [each for each in facts.offences if each.offence_code == offence_code]
    return await children.add_outcome(
        tx,
        case.child_id,
        OutcomeGiven(
            outcome=outcome,
            given_on=given_on,
            home_area=await known_children.home_on(tx, case.child_id, given_on),
            offence_code=offence_code or main.offence_code,
            offence_committed_on=(same[0] if same else main).committed_on,
            first_hearing_on=first_hearing_on,
        ),
        reported_as="pathway",
        case_id=case.id,
        home_office_code=home_office_code(
            tx.protocol,
            outcome,
            given_on,
            alternate=facts_of.for_another_offence(facts, offence_code),
        ),
    )
