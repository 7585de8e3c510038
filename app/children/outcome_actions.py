"""Outcomes given to a child: recorded, replaced by later reports, and ranked."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import col

from app.children import queries
from app.children.actions import register
from app.children.entry import rank_again
from app.children.schemas import OutcomeGiven, OutcomeRead, OutcomeRecorded, OutcomeReported
from app.children.tables import ChildOutcome, FirstEntry
from app.database import new_id
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Duplicate, Unacceptable
from app.transaction import Transaction

# A row of `child_outcome`, or what is said that may become one.
_Outcome = dict[str, Any]
_SAID = (
    "offence_code offence_committed_on overturned_on home_area case_id home_office_code"
).split()


async def add_history(tx: Transaction, child_id: str, history: Iterable[OutcomeGiven]) -> None:
    """What the police say was given before; where the child lived then is kept as first told."""
    standing = await _standing(tx, child_id)
    added = [await _take_in(tx, child_id, standing, said) for said in map(_history, history)]
    if any(added):
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
    overturned) replaces it; one that says nothing new is refused.
    """
    check_outcome(tx, given, born=await queries.born_on(tx, child_id, lock=True))
    said = given.model_dump() | {
        "reported_as": reported_as,
        "case_id": case_id,
        "home_office_code": home_office_code,
    }
    key = await _take_in(tx, child_id, await _standing(tx, child_id), said)
    if key is None:
        raise Duplicate("This outcome is already on the child's record")
    await rank_again(tx, child_id)
    return key


async def _standing(tx: Transaction, child_id: str) -> list[_Outcome]:
    return [row._asdict() for row in await queries.outcomes(tx, child_id)]


def _history(given: OutcomeGiven) -> _Outcome:
    return given.model_dump() | {
        "reported_as": "history",
        "case_id": None,
        "home_office_code": None,
    }


async def _take_in(
    tx: Transaction, child_id: str, standing: list[_Outcome], said: _Outcome
) -> str | None:
    """Add what is said to what stands; the id of the new row, or None if all of it was known."""
    known = next(iter(_spoken_of(standing, said)), None)
    if known is not None:
        said = _together(known, said)
        if all(said[name] == known[name] for name in _SAID):
            return None
        standing.remove(known)
        await _replace(tx, known["id"])
    row = {**said, "id": new_id()}
    standing.append(row)
    await _insert_outcome(tx, child_id, row)
    return str(row["id"])


def _spoken_of(standing: list[_Outcome], said: _Outcome) -> list[_Outcome]:
    """Rows of that kind and day, and of that offence and case where both say which."""
    same = [row for row in standing if all(row[n] == said[n] for n in ("outcome", "given_on"))]
    same = [row for row in same if said["case_id"] in (None, row["case_id"] or said["case_id"])]
    exactly = [row for row in same if row["offence_code"] == said["offence_code"]]
    return exactly or [row for row in same if None in (row["offence_code"], said["offence_code"])]


def _together(known: _Outcome, said: _Outcome) -> _Outcome:
    """What is left out of a report is not denied by it."""
    filled = {name: known[name] if said[name] is None else said[name] for name in _SAID}
    if said["reported_as"] == "history":
        filled["home_area"] = known["home_area"]
    return said | filled


async def _replace(tx: Transaction, outcome_id: str) -> None:
    # The entry may point at the row being replaced; it is ranked again at once.
    await tx.db.execute(delete(FirstEntry).where(col(FirstEntry.outcome_id) == outcome_id))
    await tx.db.execute(
        update(ChildOutcome).where(col(ChildOutcome.id) == outcome_id).values(replaced_at=tx.at)
    )


async def _insert_outcome(tx: Transaction, child_id: str, row: _Outcome) -> None:
    blank = {name: row[name] or "" for name in ("offence_code", "case_id")}
    await tx.db.execute(
        insert(ChildOutcome).values(
            **row | blank, child_id=child_id, recorded_at=tx.at, recorded_by=tx.by.subject
        )
    )


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
    child = await queries.child(tx, child_id)
    check_outcome(tx, body, born=child.date_of_birth, at="")
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
