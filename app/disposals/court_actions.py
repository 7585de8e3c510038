"""What became of a charge: the case stays closed, and a conviction goes on the child's record."""

from collections.abc import Iterator
from datetime import date

from app import clock
from app.cases import actions as cases
from app.cases import queries as known_cases
from app.cases.queries import CaseRow
from app.children import queries as children
from app.children.schemas import ReasonRead
from app.database import new_id
from app.disposals import facts as facts_of
from app.disposals import queries
from app.disposals.outcomes import record_outcome
from app.disposals.schemas import CourtResulted, CourtResultKept
from app.disposals.tables import CourtResult
from app.problems import Duplicate, FieldError, Unacceptable
from app.transaction import Transaction
from panel_protocol.decision import Decision
from panel_protocol.facts import CaseFacts
from panel_protocol.journey import Stage
from panel_protocol.rules.codes import recorded_as
from panel_protocol.terms import CourtOutcome, Disposal, OutcomeKind


async def record(
    tx: Transaction, *, case_id: str, version: int, body: CourtResulted
) -> CourtResultKept:
    case = await cases.for_change(tx, case_id, version, action="record_court_result")
    if any(row.result in queries.FINAL for row in await queries.court_results(tx, case.id)):
        raise Duplicate("The court has already decided this charge")
    asked = await facts_of.of_case(tx, case)
    _check(tx, asked.facts, body, charged_on=await _charged_on(tx, case))
    outcome_id = await _convicted(tx, case, asked.facts, body)
    await _insert(tx, case, body, outcome_id)
    code = _code(tx, asked.facts, body)
    changed = await cases.move(tx, case, action="record_court_result", why=body.note)
    await cases.keep_decision(
        tx,
        changed,
        kind="court_result",
        answer=body.model_dump(mode="json", exclude={"note"}) | {"home_office_code": code.answer},
        reasons=code.reasons,
        looked_at=body.result_on,
    )
    entry = await children.first_entry(tx, case.child_id)
    return CourtResultKept(
        **cases.standing(changed).model_dump(),
        result=body.result,
        result_on=body.result_on,
        outcome_id=outcome_id,
        home_office_code=code.answer,
        reasons=[ReasonRead.model_validate(reason) for reason in code.reasons],
        first_time_entrant=outcome_id is not None and entry == outcome_id,
    )


async def _charged_on(tx: Transaction, case: CaseRow) -> date:
    """The earliest day of the charge: as the police decided it, or when proceedings resumed.

    Of a case sent for charge at the door only the day it was received is known.
    """
    decided = await queries.police_decision(tx, case.id)
    if decided and decided.disposal == Disposal.CHARGE:
        charged: date = decided.decided_on
        return charged
    resumed = [
        clock.london(each.at)
        for each in await known_cases.changes(tx, case.id)
        if (each.action, each.to_stage) == ("decide_breach", Stage.CLOSED)
    ]
    return resumed[-1] if resumed else clock.london(case.received_at)


def _check(tx: Transaction, facts: CaseFacts, body: CourtResulted, *, charged_on: date) -> None:
    errors = [*_too_early(facts, body, charged_on), *_not_of_a_conviction(body)]
    if body.result_on > tx.today:
        errors.append(("/result_on", "in_the_future", "This day has not come yet"))
    if body.first_hearing_on and body.first_hearing_on > body.result_on:
        message = "A court's result follows the first hearing"
        errors.append(("/first_hearing_on", "after_outcome", message))
    if errors:
        raise Unacceptable(errors)


def _too_early(facts: CaseFacts, body: CourtResulted, charged_on: date) -> Iterator[FieldError]:
    committed_on = max(offence.committed_on for offence in facts.offences)
    for name, what in (("result_on", "result"), ("first_hearing_on", "hearing")):
        day = getattr(body, name)
        if day is not None and day < committed_on:
            yield f"/{name}", "before_offence", f"A court's {what} follows the offence"
        elif day is not None and day < charged_on:
            yield f"/{name}", "before_charge", f"A court's {what} follows the charge"


def _not_of_a_conviction(body: CourtResulted) -> Iterator[FieldError]:
    if body.result is CourtOutcome.CONVICTED:
        return
    if body.offence_code:
        yield "/offence_code", "not_convicted", "Only a conviction is for an offence"
    if body.first_hearing_on:
        message = "Only of a conviction is the first hearing kept"
        yield "/first_hearing_on", "not_convicted", message


def _code(tx: Transaction, facts: CaseFacts, body: CourtResulted) -> Decision[str | None]:
    """A child convicted of what was never submitted was charged with another offence."""
    return recorded_as(
        tx.protocol,
        Disposal.CHARGE,
        body.result_on,
        alternate=facts_of.for_another_offence(facts, body.offence_code),
    )


async def _convicted(
    tx: Transaction, case: CaseRow, facts: CaseFacts, body: CourtResulted
) -> str | None:
    if body.result is not CourtOutcome.CONVICTED:
        return None
    return await record_outcome(
        tx,
        case,
        facts,
        OutcomeKind.CONVICTION,
        given_on=body.result_on,
        offence_code=body.offence_code,
        first_hearing_on=body.first_hearing_on,
    )


async def _insert(
    tx: Transaction, case: CaseRow, body: CourtResulted, outcome_id: str | None
) -> None:
    await tx.add(
        CourtResult,
        id=new_id(),
        case_id=case.id,
        # The day of the first hearing stands with the conviction, on the child's record.
        **body.model_dump(exclude={"first_hearing_on"}),
        outcome_id=outcome_id,
        recorded_at=tx.at,
        recorded_by=tx.by.subject,
        agency=tx.by.agency,
    )
