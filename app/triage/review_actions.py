"""A manager decides what the protocol would not; what the protocol said stays beside it."""

from typing import Any

from app.cases import actions as cases
from app.cases import hold_actions, hold_queries
from app.cases import queries as known_cases
from app.cases.queries import CaseRow
from app.database import Record
from app.problems import RefusedByProtocol, Unacceptable
from app.transaction import Transaction
from app.triage.actions import STAGES
from app.triage.facts import as_known
from app.triage.schemas import TriageReviewed
from panel_protocol.decision import Reason
from panel_protocol.facts import from_record
from panel_protocol.journey import Stage
from panel_protocol.rules import gravity, hold, imagery, resolution
from panel_protocol.rules.review import against, settled
from panel_protocol.terms import Route

_HOLD = "exploitation_hold"
# Where a child held in another case may still be sent on.
_DECIDES_NOTHING = (Route.PANEL, Route.RETURN_TO_POLICE)


async def review(tx: Transaction, *, case_id: str, version: int, body: TriageReviewed) -> CaseRow:
    """Take the case where the named person says, and release what waited for them."""
    case = await cases.for_change(tx, case_id, version, action="review_triage")
    _check(tx, case, body)
    elsewhere = await hold_queries.child_is_held(tx, case.child_id, besides=case.id)
    if elsewhere and body.route not in _DECIDES_NOTHING:
        held = hold.holding(tx.protocol, tx.today)
        raise RefusedByProtocol("Another case of this child is held", held)
    if unlawful := against(tx.protocol, await as_known(tx, case), body.route, tx.today):
        raise RefusedByProtocol("The case cannot take this road", unlawful)
    (triage, *_) = await known_cases.decisions(tx, case_id, kind="triage")
    code, of_imagery = _outcome_21(tx, triage, body)
    waited = await _waited_for(tx, case, triage, elsewhere=elsewhere)
    stage, closed_as = STAGES[body.route]
    moved = await cases.move(
        tx,
        case,
        action="review_triage",
        to=stage,
        closed_as=closed_as,
        due_on=case.assessment_due if stage is not Stage.CLOSED else None,
        why=body.rationale,
        route=body.route,
        gravity=body.gravity_score or case.gravity,
    )
    await hold_actions.release_all(tx, case.id, body.rationale)
    await _keep(tx, moved, triage, body, code, waited, of_imagery)
    return moved


def _check(tx: Transaction, case: CaseRow, body: TriageReviewed) -> None:
    if body.route is Route.REVIEW:
        raise Unacceptable([("/route", "decides_nothing", "Name the road the case shall take")])
    if body.route is Route.PANEL and (body.gravity_score or case.gravity) is None:
        # Where a panel starts, and what departs from that, is read from the score.
        message = "The matrix has no score for this case: give one"
        raise Unacceptable([("/gravity_score", "missing", message)])
    if body.gravity_score and body.gravity_score not in gravity.scores_on(tx.protocol, tx.today):
        message = "There is no such score on the scale in force"
        raise Unacceptable([("/gravity_score", "off_the_scale", message)])
    if body.outcome_21 and body.route is not Route.NO_FURTHER_ACTION:
        message = "Outcome 21 ends the case: the road is no further action"
        raise Unacceptable([("/outcome_21", "not_this_road", message)])


def _outcome_21(
    tx: Transaction, triage: Record, body: TriageReviewed
) -> tuple[str | None, tuple[Reason, ...]]:
    """The code the police record it under, if they do, and what speaks for and against."""
    if body.outcome_21 is None:
        return None, ()
    has = {"rationale", *(need for need, met in body.outcome_21 if met)}
    recorded = imagery.recorded(tx.protocol, from_record(triage.facts), has, tx.today)
    if recorded.answer is None:
        raise RefusedByProtocol("Outcome 21 may not be recorded of this case", recorded.reasons)
    return recorded.answer, recorded.reasons


async def _waited_for(
    tx: Transaction, case: CaseRow, triage: Record, *, elsewhere: bool
) -> tuple[Reason, ...]:
    """What still waits for a named person: a hold may have been released, or opened, since.

    A hold of another case of the child is not this review's to release.
    """
    said = tuple(Reason(**reason) for reason in triage.reasons)
    if not elsewhere and not await hold_queries.holds(tx, case.id):
        return said
    held = await hold_queries.is_held(tx, case.id)
    still = hold.holding(tx.protocol, tx.today) if held else ()
    return (*still, *(reason for reason in said if reason.code != _HOLD))


def _to_record(tx: Transaction, triage: Record, body: TriageReviewed) -> tuple[Reason, ...]:
    """What the officer must see to where the case is sent back to be resolved by one."""
    if body.route is not Route.OFFICER_RESOLUTION:
        return ()
    return resolution.to_record(tx.protocol, from_record(triage.facts), tx.today)


async def _keep(
    tx: Transaction,
    case: CaseRow,
    triage: Record,
    body: TriageReviewed,
    code: str | None,
    waited: tuple[Reason, ...],
    of_imagery: tuple[Reason, ...],
) -> None:
    decided = settled(waited)
    answer: dict[str, Any] = {
        **body.model_dump(mode="json", exclude={"outcome_21"}),
        "releases": [reason.code.removeprefix("released_") for reason in decided],
        "released_by": tx.by.subject,
    }
    await cases.keep_decision(
        tx,
        case,
        kind="triage_review",
        answer=answer | ({"home_office_code": code} if code else {}),
        reasons=(*decided, *of_imagery, *_to_record(tx, triage, body)),
        facts=triage.facts,
        looked_at=tx.today,
    )
