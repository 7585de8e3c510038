"""What a record's retention depends on, read for many children at once.

Only auditors and the operator's command read here; what is restricted is shown to both.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from app import wall
from app.access.scope import visible, within
from app.cases.tables import Case, CaseChange, Victim
from app.children import queries as children
from app.children.tables import Child, ChildArea, ChildOutcome, ChildRestriction
from app.clock import london
from app.database import Record, col, table
from app.disposals.tables import CourtResult
from app.retention.tables import RetentionDecision, SubjectRequest
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.journey import Stage
from panel_protocol.record_terms import RestrictionGround, RetentionStep
from panel_protocol.rules.retention import NO_OUTCOME, Event, RecordFacts
from panel_protocol.terms import ClosedAs

# At court, or on the way there, until the result is recorded.
_AT_COURT = (ClosedAs.CHARGED, ClosedAs.CHARGE_CONSIDERATION)
_HELD = {
    "open_case": "A case of the child is open",
    "court_pending": "A case went to charge and no court result is recorded",
    "legal_hold": "A legal hold stands: see the reviews of this record for who placed it, and why",
    "needed_as_evidence": "The record is restricted because it is needed as evidence",
    "request_unanswered": "A request for access to the record has not been answered",
}


async def page(tx: Transaction, *, after: str, limit: int) -> list[str]:
    """Ids of children the caller's areas know, in a fixed order."""
    known = children.known_to(tx, restricted=True)
    found = select(col(Child.id)).where(known, col(Child.id) > after)
    return list((await tx.db.execute(found.order_by(col(Child.id)).limit(limit))).scalars())


async def known_elsewhere(tx: Transaction, child_id: str) -> bool:
    """Whether another area, which the caller does not speak for, holds something on the child."""
    areas = select(col(ChildArea.area)).where(
        col(ChildArea.child_id) == child_id, ~within(tx.by, col(ChildArea.area))
    )
    cases = select(col(Case.area)).where(
        col(Case.child_id) == child_id, ~within(tx.by, col(Case.area))
    )
    async with wall.cases_of(tx.db, child_id):
        found = await tx.db.execute(select(or_(exists(areas), exists(cases))))
    return bool(found.scalar_one())


async def facts(tx: Transaction, ids: Sequence[str]) -> dict[str, RecordFacts]:
    """What the rule asks of each of these records, all of which the caller was shown to hold."""
    events = await _events(tx, ids)
    closed = await _closed(tx, ids)
    held = await holds(tx, ids)
    retained = {row.child_id: row.next_review_on for row in await _latest(tx, ids, _KEEPING)}
    columns = select(col(Child.id), col(Child.date_of_birth), col(Child.created_at))
    rows = (await tx.db.execute(columns.where(col(Child.id).in_(ids)))).all()
    return {
        row.id: RecordFacts(
            born=row.date_of_birth,
            events=[Event(london(row.created_at), NO_OUTCOME), *events[row.id]],
            closed_on=closed[row.id],
            holds=held[row.id],
            keep_until=retained.get(row.id),
        )
        for row in rows
    }


async def facts_of(tx: Transaction, child_id: str) -> RecordFacts | None:
    """Of one record the caller was shown to hold, whichever areas its cases are in: days alone."""
    async with wall.cases_of(tx.db, child_id):
        return (await facts(tx, [child_id])).get(child_id)


async def holds_of(tx: Transaction, child_id: str) -> list[Reason]:
    """The same, of what holds it; of another area's case no more than that there is one."""
    async with wall.cases_of(tx.db, child_id):
        return (await holds(tx, [child_id])).get(child_id, [])


async def _events(tx: Transaction, ids: Sequence[str]) -> dict[str, list[Event]]:
    """Each outcome as what it is; what else happened to the child's cases starts the clock anew."""
    events: dict[str, list[Event]] = defaultdict(list)
    columns = [table(ChildOutcome).c[n] for n in ("child_id", "outcome", "given_on")]
    standing = col(ChildOutcome.replaced_at).is_(None)
    given = select(*columns).where(col(ChildOutcome.child_id).in_(ids), standing)
    for row in (await tx.db.execute(given)).all():
        events[row.child_id].append(Event(row.given_on, row.outcome))
    latest = func.max(col(CaseChange.at)).label("at")
    for row in await _changes(tx, ids, latest, true()):
        events[row.child_id].append(Event(london(row.at)))
    return events


async def _closed(tx: Transaction, ids: Sequence[str]) -> dict[str, list[date]]:
    came_from = col(CaseChange.from_stage)
    closing = and_(
        col(CaseChange.to_stage) == Stage.CLOSED,
        or_(came_from.is_(None), came_from != Stage.CLOSED),
    )
    closed: dict[str, list[date]] = defaultdict(list)
    for row in await _changes(tx, ids, func.max(col(CaseChange.at)).label("at"), closing):
        closed[row.child_id].append(london(row.at))
    return closed


async def _changes(tx: Transaction, ids: Sequence[str], what: Any, which: Any) -> Sequence[Record]:
    found = (
        select(col(Case.child_id), what)
        .join(table(CaseChange), col(CaseChange.case_id) == col(Case.id))
        .where(col(Case.child_id).in_(ids), which)
        .group_by(col(Case.child_id), col(Case.id))
    )
    return (await tx.db.execute(found)).all()


async def holds(tx: Transaction, ids: Sequence[str]) -> dict[str, list[Reason]]:
    """Why each of these records must not be destroyed, whatever day it is."""
    child_id = col(Case.child_id)
    no_result = ~exists(select(col(CourtResult.id)).where(col(CourtResult.case_id) == col(Case.id)))
    standing = col(ChildRestriction.lifted_at).is_(None)
    evidence = col(ChildRestriction.ground) == RestrictionGround.NEEDED_AS_EVIDENCE
    asked = {
        "open_case": select(child_id).where(child_id.in_(ids), col(Case.stage) != Stage.CLOSED),
        "court_pending": select(child_id).where(
            child_id.in_(ids), col(Case.closed_as).in_(_AT_COURT), no_result
        ),
        "needed_as_evidence": select(col(ChildRestriction.child_id)).where(
            col(ChildRestriction.child_id).in_(ids), standing, evidence
        ),
        "request_unanswered": select(col(SubjectRequest.child_id)).where(
            col(SubjectRequest.child_id).in_(ids), col(SubjectRequest.answered_at).is_(None)
        ),
    }
    found: dict[str, list[Reason]] = defaultdict(list)
    for code, statement in asked.items():
        for held in set((await tx.db.execute(statement)).scalars()):
            found[held].append(_reason(code))
    for held, placed in (await legal_holds(tx, ids)).items():
        found[held] += [_reason("legal_hold")] if placed else []
    return found


async def legal_holds(tx: Transaction, ids: Sequence[str]) -> dict[str, list[frozenset[str]]]:
    """Each legal hold that stands, as the areas it was placed for, which alone can release it."""
    names = ("child_id", "step", "areas")
    steps = (RetentionStep.HOLD, RetentionStep.RELEASE)
    found = select(*(table(RetentionDecision).c[name] for name in names)).where(
        col(RetentionDecision.child_id).in_(ids), col(RetentionDecision.step).in_(steps)
    )
    placed: dict[str, list[frozenset[str]]] = defaultdict(list)
    for row in (await tx.db.execute(found.order_by(col(RetentionDecision.number)))).all():
        areas = frozenset(row.areas or tx.protocol.areas)
        if row.step is RetentionStep.HOLD:
            placed[row.child_id].append(areas)
        else:
            placed[row.child_id] = [each for each in placed[row.child_id] if not each <= areas]
    return placed


async def speaks_for(tx: Transaction, child_id: str) -> list[str]:
    """Those of the caller's areas that know the child."""
    areas = select(col(ChildArea.area)).where(col(ChildArea.child_id) == child_id)
    mine = visible(areas, to=tx.by, area=col(ChildArea.area), restricted=True)
    return list((await tx.db.execute(mine.order_by(col(ChildArea.area)))).scalars())


def _reason(code: str) -> Reason:
    return Reason(code, _HELD[code], "partnership-default")


_STEP = [
    table(RetentionDecision).c[n]
    for n in (
        "id child_id number step due_on edition reason next_review_on dispose_on areas recorded_at "
        "recorded_by"
    ).split()
]
# Why is sealed, and opened only in the row it stands in: nothing here asks for it.
_RANKED = [column for column in _STEP if column.name != "reason"]
_KEEPING = (RetentionStep.RETAIN,)
REVIEW = (RetentionStep.FLAGGED, RetentionStep.RETAIN, RetentionStep.DISPOSE)


async def _latest(
    tx: Transaction, ids: Sequence[str], steps: Sequence[RetentionStep]
) -> Sequence[Record]:
    """The last of these steps for each record."""
    number = col(RetentionDecision.number)
    last = func.row_number().over(
        partition_by=col(RetentionDecision.child_id), order_by=number.desc()
    )
    ranked = (
        select(*_RANKED, last.label("place"))
        .where(col(RetentionDecision.child_id).in_(ids), col(RetentionDecision.step).in_(steps))
        .subquery("ranked")
    )
    names = [ranked.c[column.name] for column in _RANKED]
    return (await tx.db.execute(select(*names).where(ranked.c.place == 1))).all()


async def standing(tx: Transaction, ids: Sequence[str]) -> dict[str, Record]:
    """Where the review of each of these records stands; one never flagged has none."""
    return {row.child_id: row for row in await _latest(tx, ids, REVIEW)}


async def steps(tx: Transaction, *, after: tuple[str, int] | None, limit: int) -> Sequence[Record]:
    """Every step of every review in the caller's areas; one more says there is a next page."""
    mine = visible(
        select(col(ChildArea.child_id)), to=tx.by, area=col(ChildArea.area), restricted=True
    )
    child_id, number = col(RetentionDecision.child_id), col(RetentionDecision.number)
    found = select(*_STEP).where(child_id.in_(mine))
    if after is not None:
        found = found.where(or_(child_id > after[0], and_(child_id == after[0], number > after[1])))
    return (await tx.db.execute(found.order_by(child_id, number).limit(limit + 1))).all()


async def next_number(tx: Transaction, child_id: str) -> int:
    last = select(func.max(col(RetentionDecision.number))).where(
        col(RetentionDecision.child_id) == child_id
    )
    return ((await tx.db.execute(last)).scalar_one() or 0) + 1


async def still_there(db: AsyncConnection, ids: Sequence[str], *, being_erased: bool) -> list[str]:
    """Those of the erased that a restored backup brought back, or a crash left.

    Without `being_erased` whoever is being erased at this moment is left out: the file names them
    before their rows have gone.
    """
    found = select(col(Child.id)).where(col(Child.id).in_(ids))
    if being_erased:
        async with wall.counting(db):
            return list((await db.execute(found)).scalars())
    free = found.with_for_update(read=True, key_share=True, skip_locked=True)
    async with wall.matching(db):
        return list((await db.execute(free)).scalars())


async def lock(tx: Transaction, child_id: str) -> bool:
    """Nothing is added to the record until the transaction ends; whether it is still there.

    The cases first, as whoever changes one of them locks the case and then the child.
    """
    cases = select(col(Case.id)).where(col(Case.child_id) == child_id)
    await tx.db.execute(cases.order_by(col(Case.id)).with_for_update())
    locked = select(col(Child.id)).where(col(Child.id) == child_id).with_for_update()
    return (await tx.db.execute(locked)).first() is not None


async def victims(tx: Transaction, child_id: str) -> list[str]:
    """Whose keys go with the child's: they are known from these cases alone."""
    found = (
        select(col(Victim.id))
        .join(table(Case), col(Case.id) == col(Victim.case_id))
        .where(col(Case.child_id) == child_id)
    )
    return list((await tx.db.execute(found)).scalars())
