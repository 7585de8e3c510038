"""Decisions about keeping a record: flagged by the schedule, decided by a person."""

from datetime import date
from typing import Any

from app.children import queries as children
from app.database import new_id
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Forbidden, Held, NotFound, Unacceptable, WrongState
from app.retention import erasing, queries
from app.retention.schemas import ReviewDecided, ReviewRead
from app.retention.tables import RetentionDecision
from app.transaction import Transaction
from panel_protocol.record_terms import RetentionStep
from panel_protocol.rules import retention


async def decide(tx: Transaction, body: ReviewDecided) -> ReviewRead:
    """What a person decides; disposal is only promised here, and comes after the days of grace."""
    child_id = body.child_id
    await children.child(tx, child_id, restricted=True)
    await queries.lock(tx, child_id)
    _check(tx, body)
    if body.decision is RetentionStep.DISPOSE:
        await _may_be_disposed_of(tx, child_id)
    if body.decision is RetentionStep.RELEASE:
        await _refuse_to_release(tx, child_id)
    disposing = body.decision is RetentionStep.DISPOSE
    return await keep_step(
        tx,
        child_id,
        body.decision,
        reason=body.reason,
        next_review_on=body.next_review_on,
        dispose_on=retention.disposed_on(tx.protocol, tx.today) if disposing else None,
    )


def _check(tx: Transaction, body: ReviewDecided) -> None:
    if body.decision is RetentionStep.FLAGGED:
        message = "A record is flagged by its schedule, never by hand"
        raise Unacceptable([("/decision", "not_a_decision", message)])
    retaining, again = body.decision is RetentionStep.RETAIN, body.next_review_on
    if retaining and again is None:
        raise Unacceptable([("/next_review_on", "missing", "Say when it is looked at again")])
    if again is not None and not (retaining and again > tx.today):
        message = "A day to come, of a record that is retained"
        raise Unacceptable([("/next_review_on", "not_to_come", message)])


async def _may_be_disposed_of(tx: Transaction, child_id: str) -> None:
    """Only what the schedule has brought up, and nothing holds."""
    if reasons := await erasing.held(tx, child_id):
        raise Held("The record is held", reasons)
    facts = await queries.facts_of(tx, child_id)
    if facts is None:
        raise NotFound
    found = retention.due(tx.protocol, facts, tx.today)
    if isinstance(found, retention.Held):
        raise Held("The record is held", found.reasons)
    if found > tx.today:
        raise WrongState("The schedule does not let this record go yet")


async def _refuse_to_release(tx: Transaction, child_id: str) -> None:
    """What is not there; and another area's, whose reasons for it are not ours to judge."""
    placed = (await queries.legal_holds(tx, [child_id])).get(child_id, [])
    if not placed:
        raise WrongState("No legal hold stands on this record")
    if not any(areas <= tx.by.areas for areas in placed):
        raise Forbidden("Another area placed this hold: whoever speaks for it releases it")


async def keep_step(
    tx: Transaction,
    child_id: str,
    step: RetentionStep,
    *,
    due_on: date | None = None,
    reason: str | None = None,
    next_review_on: date | None = None,
    dispose_on: date | None = None,
) -> ReviewRead:
    # What is released is released for all the caller speaks for, known there still or not.
    releases = step is RetentionStep.RELEASE
    row: dict[str, Any] = {
        "id": new_id(),
        "child_id": child_id,
        "areas": sorted(tx.by.areas) if releases else await queries.speaks_for(tx, child_id),
        "number": await queries.next_number(tx, child_id),
        "step": step,
        "due_on": due_on,
        "edition": tx.edition,
        "reason": reason,
        "next_review_on": next_review_on,
        "dispose_on": dispose_on,
        "recorded_at": tx.at,
        "recorded_by": tx.by.subject,
    }
    await tx.add(RetentionDecision, **row)
    await journal.record(
        tx,
        category=JournalCategory.ALTERATION,
        action="review_retention",
        children=[child_id],
        step=step.value,
        number=row["number"],
    )
    return ReviewRead(**row)
