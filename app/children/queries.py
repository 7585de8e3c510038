"""Every read of children and their outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from app.access.rules import UNDER_GLASS
from app.access.scope import visible
from app.children import glass_queries
from app.children.tables import (
    BreakGlass,
    Child,
    ChildArea,
    ChildOutcome,
    ChildRestriction,
    ChildToken,
    ChildVersion,
    FirstEntry,
)
from app.clock import london
from app.database import Record, col, table
from app.problems import NotFound
from app.transaction import Transaction
from panel_protocol.rules.entrants import RecordedOutcome
from panel_protocol.terms import OutcomeKind

# What the digest of a police number is called, where it is made.
PERSON = "police_person_id"
DETAILS = (
    "police_person_id pnc_id given_names family_name date_of_birth sex ethnicity home_area "
    "looked_after responsible_authority interpreter_language communication_needs school synthetic"
).split()


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome that stands on a child's record."""

    id: str
    outcome: OutcomeKind
    given_on: date
    home_area: str
    offence_code: str | None
    offence_committed_on: date | None
    first_hearing_on: date | None
    overturned_on: date | None
    home_office_code: str | None
    case_id: str | None
    reported_as: str
    recorded_at: datetime


# Empty rather than null in the table, so that its unique index sees two alike.
BLANK = ("offence_code", "case_id")
_OUTCOME = [
    func.nullif(stored, "") if field.name in BLANK else stored
    for field in fields(Outcome)
    for stored in (table(ChildOutcome).c[field.name],)
]


def known_to(tx: Transaction, *, restricted: bool = False) -> ColumnElement[bool]:
    """Whether one of the caller's areas knows the child."""
    mine = select(col(ChildArea.child_id)).where(col(ChildArea.child_id) == col(Child.id))
    return exists(visible(mine, to=tx.by, area=col(ChildArea.area), restricted=restricted))


async def is_known(tx: Transaction, child_id: str) -> bool:
    known = select(col(Child.id)).where(col(Child.id) == child_id, known_to(tx))
    return (await tx.db.execute(known)).first() is not None


async def child(
    tx: Transaction, child_id: str, *, action: str | None = None, restricted: bool = False
) -> Record:
    """The child as last described, if one of the caller's areas knows them.

    What only reads also finds the child of a case of another area that stands open to the caller.
    """
    columns: list[Any] = [
        col(Child.id),
        col(Child.version),
        *(table(Child).c[name] for name in DETAILS),
    ]
    known = known_to(tx, restricted=restricted)
    found = await tx.db.execute(select(*columns).where(col(Child.id) == child_id, known))
    row = found.one_or_none()
    if row is None and action in UNDER_GLASS:
        opened = await glass_queries.grant(tx, col(BreakGlass.child_id) == child_id)
        row = await of_case(tx, child_id) if opened else None
    if row is None:
        raise NotFound
    return row


async def search(tx: Transaction, tests: Sequence[ColumnElement[bool]]) -> Sequence[Record]:
    """Children of the caller's areas; names are sealed, so that putting in order comes later."""
    columns = select(
        col(Child.id),
        col(Child.given_names),
        col(Child.family_name),
        col(Child.date_of_birth),
        col(Child.home_area),
        col(Child.synthetic),
    )
    return (await tx.db.execute(columns.where(known_to(tx), *tests))).all()


def found_by(tx: Transaction, kind: str, value: str) -> ColumnElement[bool]:
    """Children whom one of the caller's areas knows by this."""
    # An area's digest is no other area's, so that which is of which need not be said.
    digests = [tx.keyring.index.within(area, kind, value) for area in sorted(tx.by.areas)]
    found = select(col(ChildToken.child_id)).where(col(ChildToken.token).in_(digests))
    return col(Child.id).in_(visible(found, to=tx.by, area=col(ChildToken.area)))


def person_index(tx: Transaction, police_person_id: str) -> str:
    """One child in the whole force: a match across areas is what a report is for."""
    return tx.keyring.index.everywhere(PERSON, police_person_id)


async def outcomes(tx: Transaction, child_id: str) -> list[Outcome]:
    """Every outcome that stands, oldest first. The caller has checked who may see the child."""
    standing = (col(ChildOutcome.child_id) == child_id, col(ChildOutcome.replaced_at).is_(None))
    ordered = (
        select(*_OUTCOME)
        .where(*standing)
        .order_by(col(ChildOutcome.given_on), col(ChildOutcome.id))
    )
    return [Outcome(*row) for row in (await tx.db.execute(ordered)).all()]


async def first_entry(tx: Transaction, child_id: str) -> str | None:
    """The id of the outcome that made the child an entrant, if any did."""
    found = select(col(FirstEntry.outcome_id)).where(col(FirstEntry.child_id) == child_id)
    return (await tx.db.execute(found)).scalar_one_or_none()


def recorded(row: Outcome) -> RecordedOutcome:
    """As the protocol's rules take it."""
    return RecordedOutcome(
        key=row.id,
        outcome=row.outcome,
        given_on=row.given_on,
        offence_committed_on=row.offence_committed_on,
        first_hearing_on=row.first_hearing_on,
        home_area=row.home_area,
        overturned_on=row.overturned_on,
    )


async def home_on(tx: Transaction, child_id: str, day: date) -> str:
    """Where the child lived on a day, as was known by then; before that, as first described."""
    columns = select(col(ChildVersion.details), col(ChildVersion.recorded_at))
    mine = columns.where(col(ChildVersion.child_id) == child_id)
    told = (await tx.db.execute(mine.order_by(col(ChildVersion.version)))).all()
    by_then = [row for row in told if london(row.recorded_at) <= day] or told[:1]
    return str(by_then[-1].details["home_area"])


async def of_case(tx: Transaction, child_id: str) -> Record:
    """The child of a case the caller was shown to hold, wherever the child lives."""
    columns: list[Any] = [
        col(Child.id),
        col(Child.version),
        *(table(Child).c[name] for name in DETAILS),
    ]
    return (await tx.db.execute(select(*columns).where(col(Child.id) == child_id))).one()


async def born_on(tx: Transaction, child_id: str, *, lock: bool = False) -> date:
    """With `lock`, nobody else adds to the child's history until the transaction ends."""
    born = select(col(Child.date_of_birth)).where(col(Child.id) == child_id)
    if lock:
        born = born.with_for_update(key_share=True)
    found = (await tx.db.execute(born)).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


async def is_restricted(tx: Transaction, child_id: str) -> bool:
    standing = select(col(ChildRestriction.id)).where(
        col(ChildRestriction.child_id) == child_id, col(ChildRestriction.lifted_at).is_(None)
    )
    return (await tx.db.execute(standing)).first() is not None
