"""Submitting a case: who the child is, what the protocol says, where the case goes."""

from dataclasses import replace
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.cases import actions as cases
from app.cases import hold_actions, hold_queries, queries, victim_actions
from app.cases.queries import CaseRow
from app.cases.schemas import DueRead, TriageRead
from app.cases.tables import Case, CaseOffence, Submission
from app.children import actions as children
from app.children import outcome_actions
from app.database import col, new_id, table
from app.problems import Unacceptable, Unavailable
from app.transaction import Transaction
from app.triage import facts as facts_of
from app.triage.schemas import CaseOpened, CaseSubmitted
from panel_protocol.facts import CaseFacts, to_record
from panel_protocol.journey import Stage
from panel_protocol.rules import eligibility, hold, routing, timescales
from panel_protocol.rules.routing import Triage
from panel_protocol.terms import ClosedAs, HoldSource, Route

# Where each route puts a case, and how it closes if it closes at once.
STAGES: dict[Route, tuple[Stage, ClosedAs | None]] = {
    Route.PANEL: (Stage.ASSESSMENT, None),
    Route.REVIEW: (Stage.REVIEW, None),
    Route.OFFICER_RESOLUTION: (Stage.CLOSED, ClosedAs.OFFICER_RESOLUTION),
    Route.CHARGE_CONSIDERATION: (Stage.CLOSED, ClosedAs.CHARGE_CONSIDERATION),
    Route.NO_FURTHER_ACTION: (Stage.CLOSED, ClosedAs.NO_FURTHER_ACTION),
    Route.RETURN_TO_POLICE: (Stage.CLOSED, ClosedAs.RETURNED_TO_POLICE),
}


async def submit(tx: Transaction, body: CaseSubmitted) -> CaseOpened:
    """Register the child, add what is new of their history, triage, and open the case."""
    area = facts_of.check(tx, body)
    _refuse_under_ten(tx, body)
    child = await children.register(tx, body.child, areas=[area, body.child.home_area])
    history = await outcome_actions.add_history(tx, child, body.child.date_of_birth, body.history)
    said = replace(
        facts_of.described(body),
        history=facts_of.known(history),
        earlier_officer_resolutions=await queries.resolved_by_officers(tx, child.id),
    )
    # A hold follows the child: left unsaid where none stands, so that the concern is asked.
    elsewhere = await hold_queries.child_is_held(tx, child.id)
    facts = replace(said, exploitation_hold=True) if elsewhere else said
    triage = routing.triage(tx.protocol, facts, tx.today)
    case = await _open(tx, body, area, child.id, triage)
    tx.keys[case.id] = await tx.key_of(child.id)
    await _keep_submission(tx, case, body, facts)
    await cases.keep_opening(tx, case)
    await _keep_triage(tx, case, triage, facts)
    if case.stage is not Stage.CLOSED and hold.held(tx.protocol, said, tx.today):
        await hold_actions.open_hold(tx, case, HoldSource.SUBMISSION)
    return CaseOpened(
        id=case.id,
        reference=case.reference,
        version=case.version,
        stage=case.stage,
        area=case.area,
        child_id=case.child_id,
        triage=triage_read(triage),
        due=DueRead(assessment=case.assessment_due, police_informed=case.police_informed_due),
        received_at=case.received_at,
    )


def _refuse_under_ten(tx: Transaction, body: CaseSubmitted) -> None:
    """Nothing is kept of what was done below the age of criminal responsibility."""
    facts = facts_of.described(body)
    reasons = eligibility.under_age(tx.protocol, facts, tx.today)
    if not reasons:
        return
    born = facts.date_of_birth
    young = [
        place
        for place, offence in enumerate(facts.offences)
        if eligibility.too_young(tx.protocol, born, offence.committed_on, tx.today)
    ]
    message = "Under the age of criminal responsibility on this day; nothing was stored"
    if len(young) < len(facts.offences):
        message += ". Submit the other offences without this one"
    raise Unacceptable(
        [
            (f"/offences/{place}/committed_on", "under_criminal_responsibility", message)
            for place in young
        ],
        reasons,
    )


async def _open(
    tx: Transaction, body: CaseSubmitted, area: str, child_id: str, triage: Triage
) -> CaseRow:
    stage, closed_as = STAGES[triage.route]
    running = timescales.clocks(
        tx.protocol, referred_on=tx.today, bailed_on=body.circumstances.bailed_on
    )
    clocks = {clock.name: clock.due_on for clock in running}
    open_case = stage is not Stage.CLOSED
    case = CaseRow(
        id=new_id(),
        reference="",
        version=1,
        stage=stage,
        closed_as=closed_as,
        area=area,
        child_id=child_id,
        police_reference=body.police_reference,
        submitted_by=tx.by.subject,
        received_at=tx.at,
        allocated_to=None,
        route=triage.route,
        gravity=triage.gravity.final,
        assessment_due=clocks["assessment_complete"] if open_case else None,
        due_on=clocks["assessment_complete"] if open_case else None,
        police_informed_due=clocks["police_informed"] if open_case else None,
    )
    return await _insert_case(tx, case)


async def _insert_case(tx: Transaction, case: CaseRow) -> CaseRow:
    """Insert under a reference nobody has; a clash is rare, so a few tries are plenty."""
    dialect = sqlite if tx.db.dialect.name == "sqlite" else postgresql
    for _ in range(5):
        letters = tx.protocol.areas[case.area].letters
        named = replace(case, reference=cases.new_reference(letters, tx.today))
        row = {name: getattr(named, name) for name in CaseRow.__slots__}
        row["police_reference_index"] = queries.reference_index(tx, case.police_reference)
        made = await tx.db.execute(
            dialect.insert(table(Case))
            .values(**await tx.sealed(Case, row))
            .on_conflict_do_nothing(index_elements=["reference"])
            .returning(col(Case.id))
        )
        if made.scalar_one_or_none():
            return named
    raise Unavailable("No free reference could be found; try again")


async def _keep_submission(
    tx: Transaction, case: CaseRow, body: CaseSubmitted, facts: CaseFacts
) -> None:
    await tx.add(Submission, case_id=case.id, body=_as_sent(body), facts=to_record(facts))
    rows = [
        {
            "case_id": case.id,
            "position": position,
            "offence_code": offence.offence_code,
            "committed_on": offence.committed_on,
            "area": offence.area,
            "summary": offence.summary or "",
        }
        for position, offence in enumerate(body.offences)
    ]
    await tx.add_all(CaseOffence, rows)
    victims = [(n, each) for n, offence in enumerate(body.offences) for each in offence.victims]
    await victim_actions.identify(tx, case, victims)


def _as_sent(body: CaseSubmitted) -> dict[str, Any]:
    """What the police sent, but for the names of victims.

    Those stand with the victim, under the victim's own key, and with nobody who does not want
    them passed on.
    """
    sent = body.model_dump(mode="json")
    for victim in (each for offence in sent["offences"] for each in offence["victims"]):
        victim["name"] = None
    return sent


async def _keep_triage(tx: Transaction, case: CaseRow, triage: Triage, facts: CaseFacts) -> None:
    read = triage_read(triage)
    await cases.keep_decision(
        tx,
        case,
        kind="triage",
        answer=read.model_dump(mode="json", by_alias=True, exclude={"reasons"}),
        reasons=triage.reasons,
        facts=to_record(facts),
        looked_at=tx.today,
    )


def triage_read(triage: Triage) -> TriageRead:
    return TriageRead.model_validate(
        {
            "edition": triage.edition,
            "gravity": triage.gravity,
            "route": triage.route,
            "reasons": triage.reasons,
            "flags": list(triage.flags),
            "would_change_the_route": [
                {"if": change.condition, "route": change.route}
                for change in triage.would_change_the_route
            ],
        },
        from_attributes=True,
    )
