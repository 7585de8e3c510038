"""Sealing what an earlier release kept in the clear: once, after the schema has made room.

Some children at a time, each with everything that is theirs, in one transaction: whatever
interrupts it, the next run goes on where it stopped. A child whose digest is their own id has
not been sealed yet.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, Text, bindparam, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from app.cases.queries import REFERENCE
from app.cases.tables import Case, Submission, Victim
from app.children.queries import PERSON
from app.children.tables import Child, ChildArea, ChildToken
from app.children.tokens import rows_of
from app.conditions.tables import Breach
from app.database import Database, col, inserting, table
from app.disposals.tables import Condition
from app.retries.tables import FirstReply
from app.sealed.columns import SealedText, sealed_columns, sealed_row
from app.sealed.keyring import DataKey, Keyring
from app.sealed.tables import PersonKey

_AT_ONCE = 50

# For each column that says whose a row is: the key of every person, case, condition or breach.
Keys = Mapping[str, Mapping[str, DataKey]]


async def seal_everything(database: Database) -> int:
    """How many children were sealed."""
    done = 0
    while True:
        async with database.writing() as db:
            await _whose_replies(db, database.keyring)
            unsealed = select(col(Child.id)).where(col(Child.police_person_index) == col(Child.id))
            ids = (await db.execute(unsealed.limit(_AT_ONCE))).scalars().all()
            if not ids:
                return done
            await _seal(db, database.keyring, ids)
        done += len(ids)


async def _whose_replies(db: AsyncConnection, keyring: Keyring) -> None:
    """A kept reply names its child inside, where nobody can look once it is sealed."""
    plain = type_coerce(col(FirstReply.reply), Text)
    found = select(
        col(FirstReply.client), col(FirstReply.key), col(FirstReply.request_sha256), plain
    ).where(col(FirstReply.child_id).is_(None), plain.is_not(None))
    said = sealed_columns(table(FirstReply))["reply"]
    for client, key, digest, reply in (await db.execute(found)).all():
        # A digest without a key could be tried out by anybody.
        keyed = keyring.index.digest("request", digest)
        await db.execute(
            update(table(FirstReply))
            .where(col(FirstReply.client) == client, col(FirstReply.key) == key)
            .values(child_id=said.in_the_clear(reply)["child_id"], request_sha256=keyed)
        )


async def _seal(db: AsyncConnection, keyring: Keyring, children: Sequence[str]) -> None:
    keys = await _keys(db, keyring, children)
    for each in SQLModel.metadata.sorted_tables:
        kinds = sealed_columns(each)
        if kinds and each is not table(Child):
            await _seal_rows(db, keyring, each, kinds, keys)
    # Last, because it is what says that the child is sealed.
    await _seal_rows(db, keyring, table(Child), sealed_columns(table(Child)), keys)


async def _keys(db: AsyncConnection, keyring: Keyring, children: Sequence[str]) -> Keys:
    cases = await _pairs(db, Case.id, Case.child_id, children)
    victims = await _pairs(db, Victim.id, Victim.case_id, list(cases))
    made = {person: keyring.make(person) for person in (*children, *victims)}
    rows = [{"person_id": person, "wrapped": wrapped} for person, (_, wrapped) in made.items()]
    await db.execute(inserting(PersonKey), rows)
    child = {case: made[child][0] for case, child in cases.items()}
    conditions = await _pairs(db, Condition.id, Condition.case_id, list(cases))
    breaches = await _pairs(db, Breach.id, Breach.case_id, list(cases))
    return {
        "child_id": {id: made[id][0] for id in children},
        "victim_id": {id: made[id][0] for id in victims},
        "id": {id: key for id, (key, _) in made.items()},
        "case_id": child,
        "condition_id": {id: child[case] for id, case in conditions.items()},
        "breach_id": {id: child[case] for id, case in breaches.items()},
    }


async def _pairs(db: AsyncConnection, id: Any, of: Any, wanted: Sequence[str]) -> dict[str, str]:
    rows = await db.execute(select(col(id), col(of)).where(col(of).in_(wanted)))
    return dict(rows.all())


async def _seal_rows(
    db: AsyncConnection,
    keyring: Keyring,
    of: Table,
    kinds: Mapping[str, SealedText],
    keys: Keys,
) -> None:
    whose = next(iter(kinds.values())).whose
    own = [each.name for each in of.primary_key.columns]
    plain = [of.c[name] for name in {*own, whose} - kinds.keys()]
    sealed = [type_coerce(of.c[name], Text).label(name) for name in kinds]
    found = await db.execute(select(*plain, *sealed).where(of.c[whose].in_(list(keys[whose]))))
    rows = [_in_the_clear(of, dict(row), kinds) for row in found.mappings()]
    if of is table(Child):
        await _index_children(db, keyring, rows)
    changed = [_changed(of, own, row, kinds, keyring, keys[whose][row[whose]]) for row in rows]
    if changed:
        where = [of.c[name] == bindparam(f"own_{name}") for name in own]
        # The columns set are those the rows name.
        await db.execute(update(of).where(*where), changed)


def _in_the_clear(
    of: Table, row: dict[str, Any], kinds: Mapping[str, SealedText]
) -> dict[str, Any]:
    for name, kind in kinds.items():
        if row[name] is not None:
            row[name] = kind.in_the_clear(row[name])
    if of is table(Submission):
        for offence in row["body"]["offences"]:
            for victim in offence["victims"]:
                # The name stands with the victim, under the victim's own key.
                victim["name"] = None
    return row


def _changed(
    of: Table,
    own: Sequence[str],
    row: Mapping[str, Any],
    kinds: Mapping[str, SealedText],
    keyring: Keyring,
    key: DataKey,
) -> dict[str, Any]:
    sealed = sealed_row(of, row, key)
    changed = {name: sealed[name] for name in kinds} | {f"own_{name}": row[name] for name in own}
    if of is table(Child):
        changed["police_person_index"] = keyring.index.everywhere(PERSON, row["police_person_id"])
    if of is table(Case):
        reference = keyring.index.everywhere(REFERENCE, row["police_reference"])
        changed["police_reference_index"] = reference
    return changed


async def _index_children(
    db: AsyncConnection, keyring: Keyring, children: Sequence[Mapping[str, Any]]
) -> None:
    ids = [child["id"] for child in children]
    known = select(col(ChildArea.child_id), col(ChildArea.area))
    areas = defaultdict(list)
    for child_id, area in await db.execute(known.where(col(ChildArea.child_id).in_(ids))):
        areas[child_id].append(area)
    rows = [
        row
        for child in children
        for row in rows_of(keyring.index, child["id"], areas[child["id"]], child)
    ]
    if rows:
        await db.execute(inserting(ChildToken), rows)
