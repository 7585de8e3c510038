"""Every read of cases, their victims and their history."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy import case as case_expression

from app import wall
from app.access.actor import Role
from app.access.rules import RULES, UNDER_GLASS
from app.access.scope import in_use, visible, within
from app.cases.tables import (
    Case,
    CaseChange,
    CaseDecision,
    CaseOffence,
    Submission,
    Victim,
    VictimVersion,
)
from app.children import glass_queries as glass
from app.children.queries import person_index
from app.children.tables import BreakGlass, Child
from app.database import Record, col, table
from app.problems import NotFound
from app.sealed.tables import PersonKey
from app.transaction import Transaction
from panel_protocol.facts import CaseFacts, from_record
from panel_protocol.journey import Stage
from panel_protocol.terms import ClosedAs, Route


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as it stands."""

    id: str
    reference: str
    version: int
    stage: Stage
    closed_as: ClosedAs | None
    area: str
    child_id: str
    police_reference: str
    submitted_by: str
    received_at: datetime
    allocated_to: str | None
    route: Route
    gravity: int | None
    assessment_due: date | None
    due_on: date | None
    police_informed_due: date | None


# What the digest of a police reference is called, where it is made.
REFERENCE = "police_reference"
COLUMNS = [table(Case).c[field.name] for field in fields(CaseRow)]
# Whoever reads one case to change it seals something next: the child's key comes along.
_KEY = (
    select(col(PersonKey.wrapped))
    .where(col(PersonKey.person_id) == col(Case.child_id))
    .scalar_subquery()
)


def mine(tx: Transaction, statement: Select[Any], action: str | None = None) -> Select[Any]:
    """Cases of the caller's areas; for what the police do, their own submissions too.

    Somebody who is police and something else besides gains nothing of the second kind by it.
    """
    police = action is not None and Role.POLICE_SUBMITTER in RULES[action].roles
    if not police or Role.POLICE_SUBMITTER not in tx.by.roles:
        return visible(statement, to=tx.by, area=col(Case.area))
    own = col(Case.submitted_by) == tx.by.subject
    return statement.where(own | within(tx.by, col(Case.area)), in_use(col(Case.child_id)))


async def case(
    tx: Transaction, case_id: str, *, lock: bool = False, action: str | None = None
) -> CaseRow:
    """The case, if it is the caller's to see; `lock` holds it until the transaction ends.

    What only reads it also finds a case of another area that stands open to the caller.
    """
    statement = mine(tx, select(*COLUMNS, _KEY).where(col(Case.id) == case_id), action)
    if lock:
        statement = statement.with_for_update(of=table(Case), key_share=True)
    row = (await tx.db.execute(statement)).one_or_none()
    if row is None and action in UNDER_GLASS:
        row = await _under_glass(tx, case_id)
    if row is None or row[-1] is None:
        raise NotFound
    found = CaseRow(*row[:-1])
    tx.know_key(found.child_id, row[-1], found.id)
    return found


async def _under_glass(tx: Transaction, case_id: str) -> Record | None:
    if not await glass.grant(tx, col(BreakGlass.case_id) == case_id):
        return None
    found = select(*COLUMNS, _KEY).where(col(Case.id) == case_id)
    return (await tx.db.execute(found)).one_or_none()


async def named(
    tx: Transaction, reference: str | None, police_person_id: str | None
) -> CaseRow | None:
    """The case of that reference, or the child's newest, those of other areas first."""
    found = select(*COLUMNS).join(table(Child), col(Child.id) == col(Case.child_id))
    known_by: ColumnElement[bool] = col(Case.reference) == reference
    if reference is None and police_person_id is not None:
        known_by = col(Child.police_person_index) == person_index(tx, police_person_id)
    own_last = case_expression((col(Case.area).in_(sorted(tx.by.areas)), 1), else_=0)
    usable = found.where(known_by, in_use(col(Case.child_id)))
    newest = usable.order_by(own_last, col(Case.received_at).desc(), col(Case.id)).limit(1)
    async with wall.naming(tx.db):
        row = (await tx.db.execute(newest)).one_or_none()
    return None if row is None else CaseRow(*row)


async def worklist(
    tx: Transaction,
    *,
    area: str | None,
    stage: Stage | None,
    allocated_to: str | None,
    due_before: date | None,
    overdue: bool | None,
    after: tuple[str, str] | None,
    limit: int,
) -> list[CaseRow]:
    """Oldest first, from after the cursor; one row more than `limit` says there is a next page."""
    statement = visible(select(*COLUMNS), to=tx.by, area=col(Case.area))
    tests = [
        *([col(Case.area) == area] if area else []),
        col(Case.stage) == stage if stage else col(Case.stage) != Stage.CLOSED,
        *([col(Case.allocated_to) == allocated_to] if allocated_to is not None else []),
        *([col(Case.due_on) < due_before] if due_before else []),
        *([_overdue(tx.today, wanted=overdue)] if overdue is not None else []),
    ]
    following = statement.where(*tests, _following(after))
    ordered = following.order_by(col(Case.received_at), col(Case.id)).limit(limit + 1)
    return [CaseRow(*row) for row in (await tx.db.execute(ordered)).all()]


def _overdue(today: date, *, wanted: bool) -> ColumnElement[bool]:
    late = and_(col(Case.due_on).is_not(None), col(Case.due_on) < today)
    return late if wanted else ~late


def _following(after: tuple[str, str] | None) -> ColumnElement[bool]:
    if after is None:
        return true()
    at, key = datetime.fromisoformat(after[0]), after[1]
    later_id = and_(col(Case.received_at) == at, col(Case.id) > key)
    return (col(Case.received_at) > at) | later_id


async def own_submissions(
    tx: Transaction, *, case_id: str | None = None, reference: str = ""
) -> list[CaseRow]:
    """What this submitter sent, by id or by the police's reference."""
    index = reference_index(tx, reference)
    wanted = col(Case.id) == case_id if case_id else col(Case.police_reference_index) == index
    own = select(*COLUMNS).where(
        col(Case.submitted_by) == tx.by.subject, wanted, in_use(col(Case.child_id))
    )
    rows = await tx.db.execute(own.order_by(col(Case.received_at), col(Case.id)))
    return [CaseRow(*row) for row in rows.all()]


def reference_index(tx: Transaction, police_reference: str) -> str:
    """The police find a case by their own reference, whichever area keeps it."""
    return tx.keyring.index.everywhere(REFERENCE, police_reference)


async def facts(tx: Transaction, case_id: str) -> CaseFacts:
    """The facts as submitted, for a case the caller was shown to hold."""
    found = select(col(Submission.facts)).where(col(Submission.case_id) == case_id)
    return from_record((await tx.db.execute(found)).scalar_one())


async def submitted(tx: Transaction, case_id: str) -> dict[str, Any]:
    found = select(col(Submission.body)).where(col(Submission.case_id) == case_id)
    return dict((await tx.db.execute(found)).scalar_one())


async def offences(tx: Transaction, case_id: str) -> Sequence[Record]:
    columns = [
        table(CaseOffence).c[n] for n in "position offence_code committed_on area summary".split()
    ]
    found = select(*columns).where(col(CaseOffence.case_id) == case_id)
    return (await tx.db.execute(found.order_by(col(CaseOffence.position)))).all()


async def victims(tx: Transaction, case_id: str) -> Sequence[Record]:
    """Victims of a case the caller was shown to hold, each with the latest wishes."""
    latest = and_(
        col(VictimVersion.victim_id) == col(Victim.id),
        col(VictimVersion.version) == col(Victim.version),
    )
    columns = [table(Victim).c[n] for n in "id version kind name may_share_with_yjs status".split()]
    found = (
        select(*columns, col(VictimVersion.details).label("wishes"))
        .join(table(VictimVersion), latest)
        .where(col(Victim.case_id) == case_id)
        .order_by(col(Victim.recorded_at), col(Victim.id))
    )
    return (await tx.db.execute(found)).all()


async def victim(tx: Transaction, victim_id: str) -> Record:
    """A victim of one of the caller's cases, held until the transaction ends."""
    # Named one by one: a case has an `id` and a `version` too.
    columns: list[Any] = [
        *(table(Victim).c[name] for name in ("id", "version", "case_id")),
        *(table(Case).c[name] for name in ("child_id", "area")),
    ]
    statement = (
        select(*columns)
        .join(table(Case), col(Case.id) == col(Victim.case_id))
        .where(col(Victim.id) == victim_id)
        .with_for_update(of=table(Victim), key_share=True)
    )
    row = (await tx.db.execute(visible(statement, to=tx.by, area=col(Case.area)))).one_or_none()
    if row is None:
        raise NotFound
    return row


async def changes(tx: Transaction, case_id: str) -> Sequence[Record]:
    names = "case_version action from_stage to_stage closed_as at by agency why".split()
    found = select(*(table(CaseChange).c[n] for n in names))
    ordered = found.where(col(CaseChange.case_id) == case_id).order_by(col(CaseChange.case_version))
    return (await tx.db.execute(ordered)).all()


async def decisions(tx: Transaction, case_id: str, *, kind: str | None = None) -> Sequence[Record]:
    names = "case_version kind answer reasons facts edition looked_at decided_at decided_by agency"
    found = select(*(table(CaseDecision).c[n] for n in names.split()))
    tests = [col(CaseDecision.case_id) == case_id]
    tests += [col(CaseDecision.kind) == kind] if kind else []
    ordered = found.where(*tests).order_by(
        col(CaseDecision.case_version), col(CaseDecision.decided_at)
    )
    return (await tx.db.execute(ordered)).all()


async def resolved_by_officers(tx: Transaction, child_id: str) -> int:
    """How many cases of the child an officer resolved, in whichever area that was."""
    closed = select(func.count()).select_from(table(Case))
    theirs = closed.where(
        col(Case.child_id) == child_id, col(Case.closed_as) == ClosedAs.OFFICER_RESOLUTION
    )
    async with wall.cases_of(tx.db, child_id):
        return (await tx.db.execute(theirs)).scalar_one()


async def of_child(tx: Transaction, child_id: str) -> list[CaseRow]:
    """The child's cases in the caller's areas, and any that stands open to them, newest first."""
    granted = [grant.case_id for grant in tx.granted]
    theirs = select(*COLUMNS).where(
        within(tx.by, col(Case.area)) | col(Case.id).in_(granted), col(Case.child_id) == child_id
    )
    ordered = theirs.order_by(col(Case.received_at).desc())
    return [CaseRow(*row) for row in (await tx.db.execute(ordered)).all()]
