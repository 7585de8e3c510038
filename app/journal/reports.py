"""What the Commissioner, or a person whose data it is, must be told within days (DPA 2018 s.67)."""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.ext.asyncio import AsyncConnection

from app.database import Record
from app.journal import queries, seals
from app.journal.lines import canonical
from app.journal.queries import Wanted

EXPORT_CONTEXT = b"oocd-journal-export\0"


async def breach(db: AsyncConnection, wanted: Wanted) -> dict[str, Any]:
    """Who did how much of what, when, and with whose records."""
    categories: Counter[str] = Counter()
    actions: Counter[str] = Counter()
    actors: dict[str, dict[str, Any]] = {}
    children: set[str] = set()
    cases: set[str] = set()
    recipients: set[str] = set()
    async for line in queries.each(db, wanted):
        categories[line.category.value] += 1
        actions[line.action] += 1
        _count(actors, line)
        children.update(line.children)
        cases.update([line.case_id] if line.case_id else [])
        recipients.update([line.recipient_organisation] if line.recipient_organisation else [])
    return {
        "lines": categories.total(),
        "categories": dict(categories.most_common()),
        "actions": dict(actions.most_common()),
        "actors": sorted(actors.values(), key=lambda each: -each["lines"]),
        "children": sorted(children),
        "cases": sorted(cases),
        "recipients": sorted(recipients),
    }


def _count(actors: dict[str, dict[str, Any]], line: Record) -> None:
    at = line.at.isoformat()
    known = actors.setdefault(
        line.actor,
        {
            "actor": line.actor,
            "agency": line.agency,
            "roles": line.roles,
            "lines": 0,
            "first": at,
            "last": at,
        },
    )
    known["lines"] += 1
    known["first"], known["last"] = min(known["first"], at), max(known["last"], at)


async def who_saw(db: AsyncConnection, child_id: str) -> AsyncIterator[dict[str, Any]]:
    """Every line that names the child, oldest first."""
    async for line in queries.each(db, Wanted(child_id=child_id)):
        yield {
            "at": line.at.isoformat(),
            **{name: getattr(line, name) for name in _SEEN},
        }


_SEEN = "actor roles agency category action purpose case_id sequence".split()


async def export(
    db: AsyncConnection, wanted: Wanted, key: Ed25519PrivateKey, **about: Any
) -> AsyncIterator[str]:
    """A period as lines of JSON: what it is, each line, and a signature over all before it."""
    digest, count = hashlib.sha256(), 0
    head = canonical({"journal_export": 1, "public_key": seals.public(key), **about}) + "\n"
    digest.update(head.encode())
    yield head
    async for line in queries.each(db, wanted):
        said = canonical(line._mapping) + "\n"  # noqa: SLF001 - a row's public view
        digest.update(said.encode())
        count += 1
        yield said
    sha256 = digest.hexdigest()
    signature = key.sign(EXPORT_CONTEXT + sha256.encode()).hex()
    yield canonical({"lines": count, "sha256": sha256, "signature": signature}) + "\n"
