"""Everything that changes a child's record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from app import wall
from app.children import queries
from app.children.entry import rank_again
from app.children.schemas import ChildDetails
from app.children.tables import Child, ChildArea, ChildVersion
from app.database import Record, col, new_id, table
from app.problems import Duplicate
from app.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Registered:
    id: str
    version: int
    new: bool
    changed: bool


async def register(tx: Transaction, details: ChildDetails, *, areas: Iterable[str]) -> Registered:
    """Match the child by the police's identifier, or make their record; note who knows them.

    A description that differs becomes a new version: what was said before stays readable.
    """
    made = await _make(tx, details.model_dump())
    if made is None:
        known = await _locked(tx, details.police_person_id)
        _refuse_another(known, details)
        details = details.model_copy(update=_unsaid(known, details))
        registered = await _describe_again(tx, known, details.model_dump())
    else:
        registered = Registered(made, 1, new=True, changed=True)
    if registered.changed:
        await _keep_version(tx, registered, details)
    if registered.changed and not registered.new:
        await rank_again(tx, registered.id, details.date_of_birth)
    await _note_areas(tx, registered.id, areas)
    return registered


async def _make(tx: Transaction, said: dict[str, Any]) -> str | None:
    """Insert unless the child is known, so that two submissions at once make one record."""
    row = said | {
        "id": new_id(),
        "version": 1,
        "search_name": queries.search_name(said["family_name"], said["given_names"]),
        "created_at": tx.at,
    }
    await wall.register(tx.db, row["id"])
    made = await tx.db.execute(
        _insert(tx, Child).values(**row).on_conflict_do_nothing().returning(col(Child.id))
    )
    return made.scalar_one_or_none()


def _refuse_another(known: Record, details: ChildDetails) -> None:
    """A mistyped identifier must not write one child's life over another's.

    Either the name or the date of birth may be put right; a child of another name born on
    another day is another child.
    """
    same_name = known.family_name.casefold() == details.family_name.casefold()
    if not same_name and known.date_of_birth != details.date_of_birth:
        raise Duplicate("This police_person_id belongs to a child of another name and birth date")


def _unsaid(known: Record, details: ChildDetails) -> dict[str, Any]:
    """What a report leaves out is not denied by it; null said outright is."""
    left_out = [name for name in queries.DETAILS if name not in details.model_fields_set]
    return {name: getattr(known, name) for name in left_out}


async def _locked(tx: Transaction, police_person_id: str) -> Record:
    columns: list[Any] = [
        col(Child.id),
        col(Child.version),
        *(table(Child).c[n] for n in queries.DETAILS),
    ]
    same = col(Child.police_person_id) == police_person_id
    theirs = select(*columns).where(same).with_for_update(key_share=True)
    async with wall.matching(tx.db):
        known = (await tx.db.execute(theirs)).one()
    await wall.register(tx.db, known.id)
    return known


async def _describe_again(tx: Transaction, known: Record, said: dict[str, Any]) -> Registered:
    if all(getattr(known, name) == said[name] for name in queries.DETAILS):
        return Registered(known.id, known.version, new=False, changed=False)
    name = queries.search_name(said["family_name"], said["given_names"])
    version = known.version + 1
    await tx.db.execute(
        update(table(Child))
        .where(col(Child.id) == known.id)
        .values(**said, search_name=name, version=version)
    )
    return Registered(known.id, version, new=False, changed=True)


async def _keep_version(tx: Transaction, child: Registered, details: ChildDetails) -> None:
    await tx.add(
        ChildVersion,
        child_id=child.id,
        version=child.version,
        details=details.model_dump(mode="json"),
        recorded_at=tx.at,
        recorded_by=tx.by.subject,
    )


async def _note_areas(tx: Transaction, child_id: str, areas: Iterable[str]) -> None:
    rows = [
        {"child_id": child_id, "area": area, "since": tx.at}
        for area in set(areas)
        if area in tx.protocol.areas
    ]
    if rows:
        await tx.db.execute(_insert(tx, ChildArea).values(rows).on_conflict_do_nothing())


def _insert(tx: Transaction, of: type[Any]) -> Any:
    """An insert that can say what to do on conflict, in the database's own dialect."""
    return (sqlite if tx.db.dialect.name == "sqlite" else postgresql).insert(table(of))
