"""Outcomes given to a child: recorded, replaced by later reports, and ranked."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, insert, update
from sqlmodel import col

from app.children import queries
from app.children.actions import register
from app.children.entry import rank_again
from app.children.schemas import OutcomeGiven, OutcomeRead, OutcomeRecorded, OutcomeReported
from app.children.tables import ChildOutcome, FirstEntry
from app.database import Record, new_id
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Duplicate, Unacceptable
from app.transaction import Transaction


async def add_history(tx: Transaction, child_id: str, history: Iterable[OutcomeGiven]) -> None:
    """What the police say was given before: an outcome already known by kind and day is kept."""
    known = {(row.outcome, row.given_on) for row in await queries.outcomes(tx, child_id)}
    new = [given for given in history if (given.outcome, given.given_on) not in known]
    for given in dict.fromkeys(new):
        await _insert_outcome(tx, child_id, given, reported_as="history")
    if new:
        await rank_again(tx, child_id)


async def add_outcome(
    tx: Transaction,
    child_id: str,
    given: OutcomeGiven,
    *,
    reported_as: str,
    case_id: str | None = None,
    home_office_code: str | None = None,
) -> str:
    """Record an outcome and rank the child's history again; the id of the new row.

    A report that says more of an outcome already known (which offence, or that it was
    overturned) replaces it; the same report again is refused.
    """
    check_outcome(tx, given, born=await queries.born_on(tx, child_id))
    for row in await queries.outcomes(tx, child_id):
        if _same(row, given):
            if _says_nothing_new(row, given):
                raise Duplicate("This outcome is already on the child's record")
            await _replace(tx, row.id)
    key = await _insert_outcome(
        tx,
        child_id,
        given,
        reported_as=reported_as,
        case_id=case_id,
        home_office_code=home_office_code,
    )
    await rank_again(tx, child_id)
    return key


def _same(row: Record, given: OutcomeGiven) -> bool:
    offence = given.offence_code or ""
    same_event = (row.outcome, row.given_on) == (given.outcome, given.given_on)
    return same_event and row.offence_code in ("", offence)


def _says_nothing_new(row: Record, given: OutcomeGiven) -> bool:
    stated = (row.offence_code, row.offence_committed_on, row.overturned_on, row.home_area)
    return stated == (
        given.offence_code or "",
        given.offence_committed_on,
        given.overturned_on,
        given.home_area,
    )


async def _replace(tx: Transaction, outcome_id: str) -> None:
    # The entry may point at the row being replaced; it is ranked again at once.
    await tx.db.execute(delete(FirstEntry).where(col(FirstEntry.outcome_id) == outcome_id))
    await tx.db.execute(
        update(ChildOutcome).where(col(ChildOutcome.id) == outcome_id).values(replaced_at=tx.at)
    )


async def _insert_outcome(
    tx: Transaction,
    child_id: str,
    given: OutcomeGiven,
    *,
    reported_as: str,
    case_id: str | None = None,
    home_office_code: str | None = None,
) -> str:
    key = new_id()
    row = given.model_dump() | {"offence_code": given.offence_code or ""}
    await tx.db.execute(
        insert(ChildOutcome).values(
            **row,
            id=key,
            child_id=child_id,
            home_office_code=home_office_code,
            case_id=case_id,
            reported_as=reported_as,
            recorded_at=tx.at,
            recorded_by=tx.by.subject,
        )
    )
    return key


def check_outcome(
    tx: Transaction, given: OutcomeGiven, *, born: date, at: str = "/outcome"
) -> None:
    """Refuse what cannot be: days to come, days before birth, areas nobody knows."""
    errors = [
        (f"{at}/{field}", "in_the_future", "This day has not come yet")
        for field in ("given_on", "offence_committed_on", "overturned_on")
        if (day := getattr(given, field)) is not None and day > tx.today
    ]
    if given.given_on < born:
        errors.append((f"{at}/given_on", "before_birth", "This is before the child was born"))
    if given.offence_committed_on and given.offence_committed_on > given.given_on:
        errors.append(
            (f"{at}/offence_committed_on", "after_outcome", "An outcome follows its offence")
        )
    if given.overturned_on and given.overturned_on < given.given_on:
        errors.append(
            (f"{at}/overturned_on", "before_outcome", "It cannot be overturned before it")
        )
    errors += known_area(tx, given.home_area, f"{at}/home_area")
    if errors:
        raise Unacceptable(errors)


def known_area(tx: Transaction, area: str, pointer: str) -> list[tuple[str, str, str]]:
    if area == "OTHER" or area in tx.protocol.areas:
        return []
    return [(pointer, "unknown_area", "Not an area of this partnership: use OTHER")]


async def report(tx: Transaction, body: OutcomeReported) -> OutcomeRecorded:
    """An outcome given outside this pathway; its child is matched, or registered."""
    check_outcome(tx, body.outcome, born=body.child.date_of_birth)
    errors = known_area(tx, body.child.home_area, "/child/home_area")
    if errors:
        raise Unacceptable(errors)
    areas = [body.child.home_area, body.outcome.home_area]
    child = await register(tx, body.child, areas=areas)
    return await _recorded(tx, child.id, body.outcome, action="report_outcome")


async def add(tx: Transaction, child_id: str, body: OutcomeGiven) -> OutcomeRecorded:
    await queries.child(tx, child_id)
    return await _recorded(tx, child_id, body, action="add_child_outcome")


async def _recorded(
    tx: Transaction, child_id: str, given: OutcomeGiven, *, action: str
) -> OutcomeRecorded:
    key = await add_outcome(tx, child_id, given, reported_as="report")
    await journal.record(
        tx,
        category=JournalCategory.COLLECTION,
        action=action,
        area=given.home_area,
        children=[child_id],
        outcome_id=key,
    )
    rows = await queries.outcomes(tx, child_id)
    return OutcomeRecorded(
        child_id=child_id,
        outcome=OutcomeRead.model_validate(next(row for row in rows if row.id == key)),
        first_time_entrant=await queries.first_entry(tx, child_id) == key,
    )
