"""The second wall: PostgreSQL's row security (its policies: migrations/row_security.py).

A transaction says whom it is for in settings that end with it; where nothing is said, nothing of
anybody's record is seen. SQLite has no such wall, and none of this says anything there.

Each door below opens the wall a little further, and says why. They are the only ones.
"""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from typing import Final

from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

Said = Mapping[str, str]

_SETTINGS = ("areas", "subject", "journal", "granted", "case", "child", "cases_of", "wider")
NOBODY: Final[Said] = {}
# What seals the journal reads all of it, and nothing else.
JOURNAL: Final[Said] = {"journal": "read"}


def seen_by(*, areas: Collection[str], subject: str, journal: bool = False) -> Said:
    """The records of these areas, what this subject sent in, and the journal if it is theirs."""
    return {
        "areas": ",".join(sorted(areas)),
        "subject": subject,
        **(JOURNAL if journal else NOBODY),
    }


async def begin(db: AsyncConnection, said: Said) -> None:
    """The first statement of a transaction: every setting, whatever the connection has seen."""
    await _say(db, {name: said.get(name, "") for name in _SETTINGS})


async def grant(db: AsyncConnection, cases: Collection[str]) -> None:
    """Single cases of other areas, opened to the caller for reading in an emergency."""
    await _say(db, {"granted": ",".join(sorted(cases))})


async def hand_over(db: AsyncConnection, case_id: str) -> None:
    """A case that its keeper has offered to the caller's area, until the transaction ends."""
    await _say(db, {"case": case_id})


def matching(db: AsyncConnection) -> AbstractAsyncContextManager[None]:
    """Children everywhere: to find one by the police's identifier, for a child has one record, or
    one who was erased and is back."""
    return _open(db, {"wider": "matching"})


async def register(db: AsyncConnection, child_id: str) -> None:
    """The record of the child a police submission names, until the transaction ends.

    Which areas know them is decided by what is submitted, not by who submits it.
    """
    await _say(db, {"child": child_id})


def cases_of(db: AsyncConnection, child_id: str) -> AbstractAsyncContextManager[None]:
    """Whether there are cases and holds of one child, in whichever area, and when they changed: a
    first offence is the child's first anywhere, a hold follows the child, and the record is kept
    while any case holds it. Nothing of what is in those cases."""
    return _open(db, {"cases_of": child_id})


def naming(db: AsyncConnection) -> AbstractAsyncContextManager[None]:
    """Cases everywhere, to find the one that somebody names exactly in an emergency."""
    return _open(db, {"wider": "naming"})


def tidying(db: AsyncConnection) -> AbstractAsyncContextManager[None]:
    """Every client's kept replies, so that the old ones can go."""
    return _open(db, {"wider": "tidying"})


def counting(db: AsyncConnection) -> AbstractAsyncContextManager[None]:
    """What happened to every child, to be counted or compared with the journal, and not shown.

    A child known to no area here is counted once, in the area of their first outcome; a disposal
    in the area that kept the case then.
    """
    return _open(db, {"wider": "counting"})


@asynccontextmanager
async def _open(db: AsyncConnection, said: Said) -> AsyncIterator[None]:
    await _say(db, said)
    try:
        yield
    except DBAPIError:
        raise  # the transaction is lost, and its settings with it
    except BaseException:
        await _say(db, dict.fromkeys(said, ""))
        raise
    await _say(db, dict.fromkeys(said, ""))


async def _say(db: AsyncConnection, said: Said) -> None:
    if db.dialect.name == "postgresql":
        await db.execute(_setting(*said), dict(said))


@cache
def _setting(*names: str) -> TextClause:
    # `true`: for this transaction alone, so that a pooled connection carries nothing over.
    settings = ", ".join(f"set_config('app.{name}', :{name}, true)" for name in names)
    return text(f"SELECT {settings}")
