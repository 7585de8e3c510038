"""Outcomes given to a child: recorded, replaced by later reports, and ranked."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date

from sqlalchemy import delete, update

from app.children import queries
from app.children.actions import Registered, kept_elsewhere, register
from app.children.entry import rank
from app.children.queries import Outcome
from app.children.schemas import OutcomeGiven, OutcomeRead, OutcomeRecorded, OutcomeReported
from app.children.tables import ChildOutcome, FirstEntry
from app.database import col, new_id, table
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Duplicate, FieldError, RecordFull, Unacceptable
from app.transaction import Transaction
from panel_protocol.rules import eligibility
from panel_protocol.terms import OutcomeKind

# No child was given so many: a client that goes on is mistaken, and each of them is read again
# whenever the child's history is ranked.
_MOST = 500

# What a report may say more of, of an outcome already known.
_MORE = (
    "offence_code offence_committed_on first_hearing_on overturned_on home_area case_id "
    "home_office_code"
).split()


async def add_history(
    tx: Transaction, child: Registered, born: date, history: Iterable[OutcomeGiven]
) -> list[Outcome]:
    """What the police say was given before; all that is then known of the child, oldest first.

    Where the child lived when it was given stays as it was first told.
    """
    standing = [] if child.new else await queries.outcomes(tx, child.id)
    said = [_said(tx, given, reported_as="history") for given in history]
    added = [
        await _take_in(tx, child.id, standing, outcome, at=f"/history/{number}")
        for number, outcome in enumerate(said)
    ]
    if any(added):
        await rank(tx, child.id, born, standing)
    return sorted(standing, key=lambda outcome: (outcome.given_on, outcome.id))


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
    said = _said(tx, given, reported_as, case_id=case_id, home_office_code=home_office_code)
    added, _ = await _add(tx, child_id, given, said)
    return added.id


async def _add(
    tx: Transaction, child_id: str, given: OutcomeGiven, said: Outcome, *, at: str = "/outcome"
) -> tuple[Outcome, bool]:
    """The outcome as recorded, and whether it is what makes the child an entrant."""
    born = await queries.born_on(tx, child_id, lock=True)
    check_outcome(tx, given, born=born, at=at)
    standing = await queries.outcomes(tx, child_id)
    added = await _take_in(tx, child_id, standing, said, at=at)
    if added is None:
        raise Duplicate("This outcome is already on the child's record")
    return added, await rank(tx, child_id, born, standing) == added.id


def _said(
    tx: Transaction,
    given: OutcomeGiven,
    reported_as: str,
    *,
    case_id: str | None = None,
    home_office_code: str | None = None,
) -> Outcome:
    return Outcome(
        **given.model_dump(),
        id=new_id(),
        case_id=case_id,
        home_office_code=home_office_code,
        reported_as=reported_as,
        recorded_at=tx.at,
    )


async def _take_in(
    tx: Transaction, child_id: str, standing: list[Outcome], said: Outcome, *, at: str
) -> Outcome | None:
    """Add what is said to what stands; the new row, or None if all of it was known."""
    found = _spoken_of(standing, said)
    if any(_all_known(each, said) for each in found):
        return None
    if len(found) > 1:
        # Which one was overturned may decide whether the child is an entrant: never guess.
        message = "Several of that day are on record: say of which offence, and when committed"
        raise Unacceptable([(f"{at}/offence_code", "ambiguous", message)])
    if not found and len(standing) >= _MOST:
        raise RecordFull(f"A child's record holds at most {_MOST} outcomes")
    for known in found:
        said = _together(known, said)
        if errors := list(impossible_hearing(said, at)):
            raise Unacceptable(errors)
        standing.remove(known)
        await _replace(tx, known.id)
    standing.append(said)
    await _insert_outcome(tx, child_id, said)
    return said


def _spoken_of(standing: list[Outcome], said: Outcome) -> list[Outcome]:
    """Those of that kind and day, and of that offence and case where both say which."""
    same = [
        outcome
        for outcome in standing
        if (outcome.outcome, outcome.given_on) == (said.outcome, said.given_on)
        and (None in (outcome.case_id, said.case_id) or outcome.case_id == said.case_id)
    ]
    exactly = [outcome for outcome in same if outcome.offence_code == said.offence_code]
    found = exactly or [o for o in same if None in (o.offence_code, said.offence_code)]
    for name in ("case_id", "offence_committed_on"):
        told = getattr(said, name)
        closer = [o for o in found if told is not None and getattr(o, name) == told]
        found = closer or found
    return found


def _all_known(known: Outcome, said: Outcome) -> bool:
    told = _together(known, said)
    return all(getattr(told, name) == getattr(known, name) for name in _MORE)


def _together(known: Outcome, said: Outcome) -> Outcome:
    """What a report leaves out is not denied by it."""
    told = {name: getattr(said, name) for name in _MORE}
    if said.reported_as == "history":
        del told["home_area"]
    return replace(
        said,
        **{name: told.get(name) or getattr(known, name) for name in _MORE},
    )


async def _replace(tx: Transaction, outcome_id: str) -> None:
    # The entry may point at the row being replaced; it is ranked again at once.
    await tx.db.execute(delete(table(FirstEntry)).where(col(FirstEntry.outcome_id) == outcome_id))
    await tx.db.execute(
        update(table(ChildOutcome))
        .where(col(ChildOutcome.id) == outcome_id)
        .values(replaced_at=tx.at)
    )


async def _insert_outcome(tx: Transaction, child_id: str, outcome: Outcome) -> None:
    row = asdict(outcome)
    row |= {name: row[name] or "" for name in queries.BLANK}
    await tx.add(ChildOutcome, **row, child_id=child_id, recorded_by=tx.by.subject)


def check_outcome(
    tx: Transaction, given: OutcomeGiven, *, born: date, at: str = "/outcome"
) -> None:
    if errors := impossible_outcome(tx, given, born=born, at=at, today=tx.today):
        raise Unacceptable(errors)
    refuse_under_ten(tx, given, born=born, at=at)


def impossible_outcome(
    tx: Transaction, given: OutcomeGiven, *, born: date, at: str, today: date
) -> list[FieldError]:
    """What cannot be: days to come, days before birth, areas nobody knows."""
    errors = [
        (f"{at}/{field}", "in_the_future", "This day has not come yet")
        for field in ("given_on", "offence_committed_on", "overturned_on")
        if (day := getattr(given, field)) is not None and day > today
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
    return [
        *errors,
        *impossible_hearing(given, at),
        *known_area(tx, given.home_area, f"{at}/home_area"),
    ]


def impossible_hearing(said: OutcomeGiven | Outcome, at: str) -> Iterator[FieldError]:
    heard_on, pointer = said.first_hearing_on, f"{at}/first_hearing_on"
    if heard_on is None:
        return
    if said.outcome is not OutcomeKind.CONVICTION:
        yield pointer, "not_a_conviction", "Only a conviction has been heard by a court"
    if heard_on > said.given_on:
        yield pointer, "after_outcome", "A conviction follows its first hearing"
    if said.offence_committed_on and heard_on < said.offence_committed_on:
        yield pointer, "before_offence", "A hearing follows the offence"


def refuse_under_ten(tx: Transaction, given: OutcomeGiven, *, born: date, at: str) -> None:
    """No record of offending is kept of what was done below the age of responsibility."""
    # The offence was no later than its first hearing, as it was no later than its outcome.
    days = ("offence_committed_on", "first_hearing_on", "given_on")
    field = next(name for name in days if getattr(given, name) is not None)
    reasons = eligibility.no_record(
        tx.protocol,
        born,
        given_on=given.first_hearing_on or given.given_on,
        committed_on=given.offence_committed_on,
        on=tx.today,
    )
    if reasons:
        message = "Under the age of criminal responsibility on this day; nothing was stored"
        pointer = f"{at}/{field}"
        raise Unacceptable([(pointer, "under_criminal_responsibility", message)], reasons)


def known_area(tx: Transaction, area: str, pointer: str) -> list[FieldError]:
    if area == "OTHER" or area in tx.protocol.areas:
        return []
    return [(pointer, "unknown_area", "Not an area of this partnership: use OTHER")]


async def report(tx: Transaction, body: OutcomeReported) -> OutcomeRecorded:
    """An outcome given outside this pathway; its child is matched, or registered.

    Where the child lived when it was given is kept with the outcome, and opens their record to
    nobody.
    """
    check_outcome(tx, body.outcome, born=body.child.date_of_birth)
    errors = known_area(tx, body.child.home_area, "/child/home_area")
    if errors:
        raise Unacceptable(errors)
    child = await kept_elsewhere(tx, body.child)
    if child is None:
        child = await register(tx, body.child, areas=[body.child.home_area])
    return await _recorded(tx, child.id, body.outcome, action="report_outcome")


async def add(tx: Transaction, child_id: str, body: OutcomeGiven) -> OutcomeRecorded:
    child = await queries.child(tx, child_id)
    check_outcome(tx, body, born=child.date_of_birth, at="")
    return await _recorded(tx, child_id, body, action="add_child_outcome", at="")


async def _recorded(
    tx: Transaction, child_id: str, given: OutcomeGiven, *, action: str, at: str = "/outcome"
) -> OutcomeRecorded:
    said = _said(tx, given, "report")
    added, makes_entrant = await _add(tx, child_id, given, said, at=at)
    await journal.record(
        tx,
        category=JournalCategory.COLLECTION,
        action=action,
        area=given.home_area,
        children=[child_id],
        outcome_id=added.id,
    )
    return OutcomeRecorded(
        child_id=child_id,
        outcome=OutcomeRead.model_validate(added),
        first_time_entrant=makes_entrant,
    )
