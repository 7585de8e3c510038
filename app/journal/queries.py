"""Reads of the journal itself: for the auditor, for a breach, for the Commissioner."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from app.access.actor import Actor
from app.access.scope import within
from app.database import Record, col, table
from app.journal.tables import JournalLine, JournalSeal

_PAGE = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: `starts` is in, `ends` is not."""

    case_id: str | None = None
    child_id: str | None = None
    actor: str | None = None
    starts: datetime | None = None
    ends: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.case_id is not None:
            found.append(col(JournalLine.case_id) == self.case_id)
        if self.child_id is not None:
            found.append(_holds(JournalLine.children, self.child_id))
        if self.actor is not None:
            found.append(col(JournalLine.actor) == self.actor)
        if self.starts is not None:
            found.append(col(JournalLine.at) >= self.starts)
        if self.ends is not None:
            found.append(col(JournalLine.at) < self.ends)
        return found


def _holds(column: Any, word: str) -> ColumnElement[bool]:
    """Whether a stored list of codes holds this one: each stands between quotation marks."""
    return cast(col(column), Text).contains(f'"{word}"', autoescape=True)


def seen_by(actor: Actor, every_area: frozenset[str]) -> ColumnElement[bool]:
    """Lines about the actor's areas; about no one area, what somebody of those areas did."""
    if actor.areas >= every_area:
        return true()
    theirs = [_holds(JournalLine.areas, area) for area in sorted(actor.areas)]
    area = col(JournalLine.area)
    return or_(within(actor, area), area.is_(None) & or_(*theirs))


async def page(
    db: AsyncConnection,
    wanted: Wanted,
    seen: ColumnElement[bool],
    *,
    before: int | None,
    limit: int,
) -> list[Record]:
    """The newest first; one more than asked for tells that there are more."""
    sequence = col(JournalLine.sequence)
    lines = select(table(JournalLine)).where(seen, *wanted.conditions())
    if before is not None:
        lines = lines.where(sequence < before)
    return list((await db.execute(lines.order_by(sequence.desc()).limit(limit + 1))).all())


async def each(db: AsyncConnection, wanted: Wanted) -> AsyncIterator[Record]:
    """Every such line, oldest first, a page at a time."""
    sequence = col(JournalLine.sequence)
    last = (await db.execute(select(func.max(sequence)))).scalar_one() or 0
    lines = select(table(JournalLine)).where(*wanted.conditions(), sequence <= last)
    above = 0
    while found := (
        await db.execute(lines.where(sequence > above).order_by(sequence).limit(_PAGE))
    ).all():
        for line in found:
            yield line
        above = found[-1].sequence


async def resources(db: AsyncConnection, action: str) -> list[dict[str, Any]]:
    """What every line of one action was about, the oldest first."""
    lines = select(col(JournalLine.resource)).where(col(JournalLine.action) == action)
    return list((await db.execute(lines.order_by(col(JournalLine.sequence)))).scalars())


async def sealed_through(db: AsyncConnection) -> int:
    found = await db.execute(select(func.max(col(JournalSeal.through))))
    return found.scalar_one() or 0
