"""What an area finds a child by: digests of names, of birth date and number.

A digest cannot be cut short, so a beginning needs a digest of its own. There are two for each
word of a name; a search for more or fewer letters takes the nearest and then looks at what it
opened. How a word sounds has a digest too: Smith and Smyth are one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import jellyfish
from sqlalchemy import ColumnElement, delete, false, select

from app.children import queries
from app.children.schemas import ChildSearch
from app.children.tables import ChildArea, ChildToken
from app.database import col, table
from app.sealed.index import BlindIndex, folded
from app.transaction import Transaction

_SHORT, _LONG = 2, 4

# A kind of token, and what it is the digest of.
Said = tuple[str, str]


async def write(
    tx: Transaction, child_id: str, areas: Iterable[str], said: Mapping[str, Any]
) -> None:
    """For areas that did not know the child before."""
    rows = rows_of(tx.keyring.index, child_id, areas, said)
    if rows:
        await tx.add_all(ChildToken, rows)


def rows_of(
    index: BlindIndex, child_id: str, areas: Iterable[str], said: Mapping[str, Any]
) -> list[dict[str, Any]]:
    return [
        {"area": area, "token": index.within(area, *each), "child_id": child_id}
        for area in areas
        for each in sorted(_found_by(said))
    ]


async def write_again(tx: Transaction, child_id: str, said: Mapping[str, Any]) -> None:
    """After another description of the child, for every area that knows them."""
    await tx.db.execute(delete(table(ChildToken)).where(col(ChildToken.child_id) == child_id))
    knowing = select(col(ChildArea.area)).where(col(ChildArea.child_id) == child_id)
    await write(tx, child_id, (await tx.db.execute(knowing)).scalars().all(), said)


def _found_by(said: Mapping[str, Any]) -> set[Said]:
    beginnings = [("family_name", said["family_name"])]
    beginnings += [("given_names", words) for words in _tails(said["given_names"])]
    return {
        ("date_of_birth", str(said["date_of_birth"])),
        ("police_person_id", said["police_person_id"]),
        *_sounds("family_name", said["family_name"]),
        *_sounds("given_names", said["given_names"]),
        *((kind, tidy(name)[:length]) for kind, name in beginnings for length in (_SHORT, _LONG)),
    }


def _tails(given_names: str) -> list[str]:
    """Each given name with those after it: a search may begin at any of them."""
    words = given_names.split()
    return [" ".join(words[number:]) for number in range(len(words))]


def wanted(tx: Transaction, search: ChildSearch) -> list[ColumnElement[bool]]:
    """Conditions on children of the caller's areas; names are to be looked at again."""
    said: list[Said] = []
    for kind, name in _names(search):
        looked_for = (
            sorted(_sounds(kind, name)) if search.sounds_like else [(kind, _beginning(name))]
        )
        if not looked_for:
            return [false()]
        said += looked_for
    if search.date_of_birth:
        said.append(("date_of_birth", search.date_of_birth.isoformat()))
    if search.police_person_id:
        said.append(("police_person_id", search.police_person_id))
    return [queries.found_by(tx, *each) for each in said]


def _names(search: ChildSearch) -> list[Said]:
    both = (("family_name", search.family_name), ("given_names", search.given_names))
    return [(kind, name) for kind, name in both if name]


def _sounds(kind: str, name: str) -> set[Said]:
    """Of each word; names in other scripts have no sound that an English rule could tell."""
    codes = {jellyfish.metaphone(word) for word in name.split()}
    return {(f"{kind}_sound", code) for code in codes if code}


def _beginning(name: str) -> str:
    letters = tidy(name)
    return letters[: _SHORT if len(letters) < _LONG else _LONG]


def tidy(name: str) -> str:
    return folded(" ".join(name.split()))


def look_again(search: ChildSearch, rows: Sequence[Any]) -> list[Any]:
    """Those whose names begin as asked, a digest being of a few letters only.

    What was found by its sound was found by all of it.
    """
    if search.sounds_like:
        return list(rows)
    family, given = tidy(search.family_name or ""), tidy(search.given_names or "")
    return [
        row
        for row in rows
        if tidy(row.family_name).startswith(family)
        and any(tidy(tail).startswith(given) for tail in _tails(row.given_names) or [""])
    ]
