"""Writing the journal: who did or read what, in the same transaction as the thing itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from app import clock
from app.database import inserting
from app.journal.lines import FORM, key_id, mac
from app.journal.purposes import purpose_of
from app.journal.tables import JournalCategory, JournalLine, JournalOutcome
from app.problems import Unacceptable, Unavailable
from app.transaction import Transaction

_CODE = re.compile(r"[a-z0-9_]{1,60}")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is given a record: DPA 2018 s.62(3) wants both on the line."""

    organisation: str
    person: str


async def record(
    tx: Transaction,
    *,
    category: JournalCategory,
    action: str,
    area: str | None = None,
    case_id: str | None = None,
    children: Sequence[str] = (),
    recipient: Recipient | None = None,
    reason: str | None = None,
    **resource: Any,
) -> None:
    """Add one line. If it cannot be written, the transaction fails and nothing happened.

    `children` are the ids of every child the caller was shown or whose record changed;
    `resource` holds opaque ids, versions, codes and counts: never content. `reason` is a code,
    given only where somebody opened what is not ordinarily theirs.
    """
    _check(category, recipient, reason)
    line = _line(
        at=tx.at,
        category=category,
        action=action,
        actor=tx.by.subject,
        actor_kind=tx.by.kind,
        roles=sorted(tx.by.roles),
        areas=sorted(tx.by.areas),
        agency=tx.by.agency,
        area=area,
        request_id=tx.request_id,
        case_id=case_id,
        children=sorted(set(children)),
        resource=resource,
        reason=reason,
        recipient=recipient,
    )
    try:
        await tx.add(JournalLine, **_signed(line, tx.journal_key))
    except DBAPIError as why:
        raise Unavailable("The journal cannot be written, so nothing was done") from why


def _check(category: JournalCategory, recipient: Recipient | None, reason: str | None) -> None:
    if category is JournalCategory.DISCLOSURE:
        lacking = [
            (f"/recipient/{name}", "missing", "Say who is given this")
            for name in ("organisation", "person")
            if not (getattr(recipient, name, None) or "").strip()
        ]
        if lacking:
            raise Unacceptable(lacking)
    elif recipient is not None:
        raise ValueError("only a disclosure has a recipient")
    if reason is not None and not _CODE.fullmatch(reason):
        raise ValueError("the journal holds the code of a reason, never its words")


def _line(*, recipient: Recipient | None, **said: Any) -> dict[str, Any]:
    refused = said["category"] is JournalCategory.DENIED
    return {
        "form": FORM,
        "purpose": purpose_of(said["action"]).value,
        "outcome": JournalOutcome.REFUSED if refused else JournalOutcome.DONE,
        "recipient_organisation": recipient.organisation if recipient else None,
        "recipient_person": recipient.person if recipient else None,
        **said,
    }


def _signed(line: dict[str, Any], key: bytes) -> dict[str, Any]:
    return line | {"mac": mac(key, line), "key_id": key_id(key)}


async def rehearse(connection: AsyncConnection, key: bytes) -> None:
    """Write a line and take it back: shows that the journal can be written, and leaves nothing."""
    line = _line(
        at=clock.now(),
        category=JournalCategory.ADMIN,
        action="rehearse",
        actor="readiness",
        actor_kind="service",
        roles=[],
        areas=[],
        agency=None,
        area=None,
        request_id="",
        case_id=None,
        children=[],
        resource={},
        reason=None,
        recipient=None,
    )
    trial = await connection.begin_nested()
    await connection.execute(inserting(JournalLine), _signed(line, key))
    await trial.rollback()
