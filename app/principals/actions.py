"""Taking access away from a bearer whose credential is still good, and giving it back."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, select, tuple_, update

from app.access.actor import Role
from app.database import col, new_id, table
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.principals.tables import Taken, WithdrawnAccess
from app.problems import Duplicate, FieldError, NotFound, Unacceptable
from app.transaction import Transaction

Things = list[tuple[Taken, str]]


async def withdraw(
    tx: Transaction, *, subject: str, roles: Iterable[Role], areas: Iterable[str], because: str
) -> None:
    """Take these roles and areas, or everything where none is named."""
    things = _named(roles, areas) or [(Taken.EVERYTHING, "")]
    _check(tx, subject=subject, areas=areas, because=because)
    if await _in_force(tx, subject, things):
        raise Duplicate("Some of this is withdrawn from them already")
    made = {"withdrawn_at": tx.at, "withdrawn_by": tx.by.subject, "withdrawn_because": because}
    await tx.add_all(
        WithdrawnAccess,
        [
            {"id": new_id(), "subject": subject, "taken": kind, "which": which, **made}
            for kind, which in things
        ],
    )
    await _journal(tx, "withdraw_access", subject, things)


async def restore(
    tx: Transaction, *, subject: str, roles: Iterable[Role], areas: Iterable[str], because: str
) -> None:
    """Give these roles and areas back, or all that is withdrawn where none is named."""
    _check(tx, subject=subject, areas=areas, because=because)
    named = _named(roles, areas)
    things = await _in_force(tx, subject, named)
    if not things or len(things) < len(named):
        raise NotFound("That is not withdrawn from them")
    restored = {"restored_at": tx.at, "restored_by": tx.by.subject, "restored_because": because}
    await tx.db.execute(
        update(table(WithdrawnAccess)).where(*_these(subject, things)).values(restored)
    )
    await _journal(tx, "restore_access", subject, things)


def _named(roles: Iterable[Role], areas: Iterable[str]) -> Things:
    return [(Taken.ROLE, role.value) for role in sorted(set(roles))] + [
        (Taken.AREA, area) for area in sorted(set(areas))
    ]


def _check(tx: Transaction, *, subject: str, areas: Iterable[str], because: str) -> None:
    errors: list[FieldError] = []
    if not (1 <= len(subject) <= 200 and subject.isprintable()):
        errors.append(("/subject", "text", "A credential's `sub` is 1 to 200 printable characters"))
    if not set(areas) <= set(tx.protocol.areas):
        errors.append(("/area", "unknown", "Areas are named one by one, by their GSS codes"))
    if not (1 <= len(because) <= 500 and because.isprintable()):
        errors.append(("/because", "text", "Why is said in 1 to 500 printable characters"))
    if errors:
        raise Unacceptable(errors)


async def _in_force(tx: Transaction, subject: str, things: Collection[tuple[Taken, str]]) -> Things:
    """Which of these are withdrawn now; where none is named, all that are."""
    columns = select(col(WithdrawnAccess.taken), col(WithdrawnAccess.which))
    rows = await tx.db.execute(columns.where(*_these(subject, things)))
    return [(row.taken, row.which) for row in rows]


def _these(subject: str, things: Collection[tuple[Taken, str]]) -> list[ColumnElement[bool]]:
    found = [col(WithdrawnAccess.subject) == subject, col(WithdrawnAccess.restored_at).is_(None)]
    if things:
        thing = tuple_(col(WithdrawnAccess.taken), col(WithdrawnAccess.which))
        found.append(thing.in_(things))
    return found


async def _journal(tx: Transaction, action: str, subject: str, things: Things) -> None:
    """Why is in the table alone: the journal keeps no content."""
    await journal.record(
        tx,
        category=JournalCategory.ADMIN,
        action=action,
        subject=subject,
        taken=sorted(f"{kind}:{which}" if which else kind.value for kind, which in things),
    )
