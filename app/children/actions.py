"""Everything that changes a child's record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app import wall
from app.access.scope import holds
from app.children import queries, tokens
from app.children.entry import rank_again
from app.children.schemas import ChildDetails
from app.children.tables import Child, ChildArea, ChildVersion
from app.database import Record, col, new_id, table
from app.problems import Duplicate, NotFound, Restricted
from app.sealed.tables import PersonKey
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
        known = await _there(tx, details.police_person_id)
        await _refuse_restricted(tx, known.id)
        _refuse_another(known, details)
        details = details.model_copy(update=_unsaid(known, details))
        registered = await _describe_again(tx, known, details.model_dump())
    else:
        registered = Registered(made, 1, new=True, changed=True)
    if registered.changed:
        await _keep_version(tx, registered, details)
    if registered.changed and not registered.new:
        await rank_again(tx, registered.id, details.date_of_birth)
    await _note_areas(tx, registered.id, areas, details.model_dump())
    return registered


async def kept_elsewhere(tx: Transaction, details: ChildDetails) -> Registered | None:
    """The child as they stand, where another area's service is to say who and where they are.

    A report names a child by an identifier anybody may know: it must neither move their home or
    birthday nor open their record to the area it comes from.
    """
    known = await _locked(tx, details.police_person_id)
    if known is None or await _may_describe(tx, known):
        return None
    await _refuse_restricted(tx, known.id)
    _refuse_another(known, details)
    return Registered(known.id, known.version, new=False, changed=False)


async def _may_describe(tx: Transaction, known: Record) -> bool:
    """Whoever acts for the home area; of a home outside, whoever has to do with the child."""
    if known.home_area in tx.protocol.areas:
        return holds(tx.by, known.home_area)
    return await queries.is_known(tx, known.id)


async def _make(tx: Transaction, said: dict[str, Any]) -> str | None:
    """Insert unless the child is known, so that two submissions at once make one record."""
    child_id = new_id()
    wrapped = tx.new_key(child_id)
    row = said | {
        "id": child_id,
        "version": 1,
        "police_person_index": queries.person_index(tx, said["police_person_id"]),
        "created_at": tx.at,
    }
    await wall.register(tx.db, child_id)
    made = await tx.db.execute(
        _insert(tx, Child)
        .values(**await tx.sealed(Child, row))
        .on_conflict_do_nothing()
        .returning(col(Child.id))
    )
    if made.scalar_one_or_none() is None:
        return None
    await tx.add(PersonKey, person_id=child_id, wrapped=wrapped)
    return child_id


def _refuse_another(known: Record, details: ChildDetails) -> None:
    """A mistyped identifier must not write one child's life over another's.

    Either the name or the date of birth may be put right; a child of another name born on
    another day is another child.
    """
    same_name = known.family_name.casefold() == details.family_name.casefold()
    if not same_name and known.date_of_birth != details.date_of_birth:
        raise Duplicate("This police_person_id belongs to a child of another name and birth date")


async def put_right(tx: Transaction, known: Record, said: Mapping[str, Any]) -> int:
    """A description corrected, as a new version; what follows from it is worked out again."""
    locked = await _there(tx, known.police_person_id)
    unsaid = {name: getattr(locked, name) for name in queries.DETAILS}
    details = ChildDetails.model_construct(**{**unsaid, **said})
    described = await _describe_again(tx, locked, details.model_dump())
    await _keep_version(tx, described, details)
    await rank_again(tx, known.id, details.date_of_birth)
    await _note_areas(tx, known.id, [details.home_area], details.model_dump())
    return described.version


async def _refuse_restricted(tx: Transaction, child_id: str) -> None:
    """Nothing is added to a record that is kept and not used; whoever sends it must know."""
    if await queries.is_restricted(tx, child_id):
        raise Restricted("Ask the data protection officer of the service: nothing was stored")


def _unsaid(known: Record, details: ChildDetails) -> dict[str, Any]:
    """What a report leaves out is not denied by it; null said outright is."""
    left_out = [name for name in queries.DETAILS if name not in details.model_fields_set]
    return {name: getattr(known, name) for name in left_out}


async def _there(tx: Transaction, police_person_id: str) -> Record:
    """A child who was on record a moment ago: their record may have been erased since."""
    known = await _locked(tx, police_person_id)
    if known is None:
        raise NotFound
    return known


async def _locked(tx: Transaction, police_person_id: str) -> Record | None:
    columns: list[Any] = [
        col(Child.id),
        col(Child.version),
        *(table(Child).c[n] for n in queries.DETAILS),
    ]
    same = col(Child.police_person_index) == queries.person_index(tx, police_person_id)
    found = select(*columns).where(same).with_for_update(key_share=True)
    async with wall.matching(tx.db):
        known = (await tx.db.execute(found)).one_or_none()
    if known is not None:
        await wall.register(tx.db, known.id)
    return known


async def _describe_again(tx: Transaction, known: Record, said: dict[str, Any]) -> Registered:
    if all(getattr(known, name) == said[name] for name in queries.DETAILS):
        return Registered(known.id, known.version, new=False, changed=False)
    version = known.version + 1
    row = await tx.sealed(Child, {**said, "id": known.id, "version": version})
    await tx.db.execute(update(table(Child)).where(col(Child.id) == known.id).values(**row))
    await tokens.write_again(tx, known.id, said)
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


async def _note_areas(
    tx: Transaction, child_id: str, areas: Iterable[str], said: dict[str, Any]
) -> None:
    """An area that learns of the child finds them from now on."""
    rows = [
        {"child_id": child_id, "area": area, "since": tx.at}
        for area in set(areas)
        if area in tx.protocol.areas
    ]
    if rows:
        # Rows beside the statement, not in it: with them in it, it is compiled anew each time.
        noted = _insert(tx, ChildArea).on_conflict_do_nothing().returning(col(ChildArea.area))
        new = await tx.db.execute(noted, rows)
        await tokens.write(tx, child_id, new.scalars().all(), said)


async def known_in(tx: Transaction, child_id: str, area: str) -> None:
    """The service of that area has to do with the child from now on."""
    known = await queries.of_case(tx, child_id)
    said = {name: getattr(known, name) for name in queries.DETAILS}
    await _note_areas(tx, child_id, [area], said)


async def forgotten_in(tx: Transaction, child_id: str, area: str) -> None:
    """The service of that area has no more to do with the child, and sees them no more."""
    of_child = col(ChildArea.child_id) == child_id
    await tx.db.execute(delete(table(ChildArea)).where(of_child, col(ChildArea.area) == area))
    await tokens.forget(tx, child_id, area)


async def move_home(tx: Transaction, child_id: str, home_area: str) -> None:
    """The child lives in another area now, on the word of the service that takes them over."""
    await queries.born_on(tx, child_id, lock=True)
    known = await queries.of_case(tx, child_id)
    said = {name: getattr(known, name) for name in queries.DETAILS} | {"home_area": home_area}
    moved = await _describe_again(tx, known, said)
    if moved.changed:
        await _keep_version(tx, moved, ChildDetails.model_validate(said))


def _insert(tx: Transaction, of: type[Any]) -> Any:
    """An insert that can say what to do on conflict, in the database's own dialect."""
    return (sqlite if tx.db.dialect.name == "sqlite" else postgresql).insert(table(of))
