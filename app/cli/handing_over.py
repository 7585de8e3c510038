"""The journal told to somebody: each telling is itself a line, written before the first word."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app import clock, secrets_kept
from app.cli import offline
from app.journal import actions, reports, seals
from app.journal.queries import Wanted
from app.journal.tables import JournalCategory
from app.settings import Settings


async def export(
    settings: Settings,
    to: Path,
    starts: datetime | None,
    ends: datetime | None,
    organisation: str,
    person: str,
) -> int:
    wanted = Wanted(starts=_from(starts), ends=_until(ends))
    period: dict[str, Any] = {"from": _said(wanted.starts), "to": _said(wanted.ends)}
    async with offline.transaction(settings) as tx:
        await actions.record(
            tx,
            category=JournalCategory.DISCLOSURE,
            action="export_journal",
            recipient=actions.Recipient(organisation, person),
            **period,
        )
    key = seals.signing_key(secrets_kept.sealing_key(settings))
    about = {
        **period,
        "exported_at": _said(clock.now()),
        "recipient": {"organisation": organisation, "person": person},
    }
    count = -2  # the first and the last line are about the others
    async with offline.transaction(settings, read_only=True) as tx:
        with to.open("w") as file:
            async for line in reports.export(tx.db, wanted, key, **about):
                file.write(line)
                count += 1
    return count


async def who_saw(settings: Settings, child: str) -> list[dict[str, Any]]:
    await _consulted(settings, "report_who_saw", children=[child])
    async with offline.transaction(settings, read_only=True) as tx:
        return [line async for line in reports.who_saw(tx.db, child)]


async def breach(
    settings: Settings,
    actor: str | None,
    child: str | None,
    starts: datetime | None,
    ends: datetime | None,
) -> dict[str, Any]:
    wanted = Wanted(child_id=child, actor=actor, starts=_from(starts), ends=_until(ends))
    period: dict[str, Any] = {"from": _said(wanted.starts), "to": _said(wanted.ends)}
    await _consulted(
        settings, "report_breach", children=[child] if child else [], asked_of=actor, **period
    )
    async with offline.transaction(settings, read_only=True) as tx:
        return {**period, **await reports.breach(tx.db, wanted)}


async def _consulted(settings: Settings, action: str, **said: Any) -> None:
    async with offline.transaction(settings) as tx:
        await actions.record(tx, category=JournalCategory.CONSULTATION, action=action, **said)


def _from(said: datetime | None) -> datetime | None:
    return said.replace(tzinfo=clock.LONDON) if said else None


def _until(said: datetime | None) -> datetime | None:
    """A day is meant whole; a minute is meant to its end."""
    if said is None:
        return None
    whole = timedelta(days=1) if said == said.replace(hour=0, minute=0) else timedelta(minutes=1)
    return (said + whole).replace(tzinfo=clock.LONDON)


def _said(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
