"""Writing the journal: who did or read what, in the same transaction as the thing itself."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from app import clock
from app.database import inserting
from app.journal.tables import JournalCategory, JournalLine
from app.problems import Unavailable
from app.transaction import Transaction


async def record(
    tx: Transaction,
    *,
    category: JournalCategory,
    action: str,
    area: str | None = None,
    case_id: str | None = None,
    children: Sequence[str] = (),
    **resource: Any,
) -> None:
    """Add one line. If it cannot be written, the transaction fails and nothing happened.

    `children` are the ids of every child the caller was shown or whose record changed;
    `resource` holds opaque ids, versions, codes and counts: never content.
    """
    line: dict[str, Any] = {
        "at": tx.at,
        "category": category,
        "action": action,
        "actor": tx.by.subject,
        "roles": sorted(tx.by.roles),
        "agency": tx.by.agency,
        "area": area,
        "request_id": tx.request_id,
        "case_id": case_id,
        "children": sorted(set(children)),
        "resource": resource,
    }
    signed = line | {"mac": mac(tx.journal_key, line), "key_id": key_id(tx.journal_key)}
    try:
        await tx.add(JournalLine, **signed)
    except DBAPIError as why:
        raise Unavailable("The journal cannot be written, so nothing was done") from why


def mac(key: bytes, line: dict[str, Any]) -> str:
    """HMAC-SHA256 over the line as canonical JSON: sorted keys, no spaces, UTC instants."""
    instant = line["at"].isoformat(timespec="microseconds")
    canonical = json.dumps(
        line | {"at": instant, "category": str(line["category"])},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        default=str,
    )
    return hmac.new(key, canonical.encode(), hashlib.sha256).hexdigest()


def key_id(key: bytes) -> str:
    """Which key signed a line, without saying anything of the key."""
    return hashlib.sha256(b"oocd-journal-key-id" + key).hexdigest()[:16]


async def rehearse(connection: AsyncConnection, key: bytes) -> None:
    """Write a line and take it back: shows that the journal can be written, and leaves nothing."""
    line: dict[str, Any] = {
        "at": clock.now(),
        "category": JournalCategory.ADMIN,
        "action": "rehearse",
        "actor": "readiness",
        "roles": [],
        "agency": None,
        "area": None,
        "request_id": "",
        "case_id": None,
        "children": [],
        "resource": {},
    }
    trial = await connection.begin_nested()
    signed = line | {"mac": mac(key, line), "key_id": key_id(key)}
    await connection.execute(inserting(JournalLine), signed)
    await trial.rollback()
