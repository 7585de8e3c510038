"""LAW-11: a journal of a million lines, asked who saw a child, reported on, sealed and checked.

`python -m benchmarks.journal_of_a_million [--lines N] [--reports-only]
[--database-url postgresql://…]`

The reports must come within sixty seconds. An empty, migrated database of its own is needed on
PostgreSQL; on SQLite one is made in a temporary folder. Two thirds of the lines name one child, a
third a page of fifty.
"""

import argparse
import asyncio
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

import migrations
from app.database import Database, inserting, table
from app.journal import reports, seals
from app.journal.lines import FORM, key_id, mac
from app.journal.queries import Wanted
from app.journal.sealing import Sealer
from app.journal.tables import JournalLine
from app.journal.verifying import Keys, verify
from app.settings import Settings

KEY = b"k" * 32
START = datetime(2026, 1, 1, tzinfo=UTC)
AREAS = ("E08000021", "E08000022", "E08000023", "E08000024", "E08000037", "E06000057", None)
CHILDREN = [secrets.token_urlsafe(16) for _ in range(20_000)]
ACTORS = [f"officer-{number}@example" for number in range(200)]
BATCH = 10_000


def lines(first: int, count: int) -> Iterator[dict[str, Any]]:
    for number in range(first, first + count):
        area = AREAS[number % len(AREAS)]
        page = 50 if number % 3 == 0 else 1
        start = number * 37 % (len(CHILDREN) - page)
        line = {
            "form": FORM,
            "at": START + timedelta(seconds=10 * number),
            "category": "consultation",
            "action": "list_cases" if page > 1 else "read_case",
            "purpose": "case.work",
            "outcome": "done",
            "actor": ACTORS[number % len(ACTORS)],
            "actor_kind": "credential",
            "roles": ["yot_officer"],
            "areas": [area] if area else [],
            "agency": "youth_justice",
            "area": area if page == 1 else None,
            "request_id": secrets.token_urlsafe(16),
            "case_id": secrets.token_urlsafe(16) if page == 1 else None,
            "children": sorted(CHILDREN[start : start + page]),
            "resource": {"count": page},
            "reason": None,
            "recipient_organisation": None,
            "recipient_person": None,
        }
        yield line | {"mac": mac(KEY, line), "key_id": key_id(KEY)}


async def fill(database: Database, count: int) -> None:
    """A line's MAC does not cover its place, so that a copy of a line is as good as the line."""
    async with database.writing() as db:
        await db.execute(inserting(JournalLine), list(lines(0, min(BATCH, count))))
    names = [column.name for column in table(JournalLine).columns if column.name != "sequence"]
    first = select(*(table(JournalLine).c[name] for name in names)).limit(BATCH)
    copy = insert(table(JournalLine)).from_select(names, first, include_defaults=False)
    for _ in range(count // BATCH - 1):
        async with database.writing() as db:
            await db.execute(copy)


@contextmanager
def timed(what: str) -> Iterator[None]:
    started, worked = time.monotonic(), time.process_time()
    yield
    took, cpu = time.monotonic() - started, time.process_time() - worked
    print(f"{what:<50} {took:8.2f} s, of which {cpu:8.2f} s computing", flush=True)  # noqa: T201


async def measure(database: Database, count: int, folder: Path, *, reports_only: bool) -> None:
    with timed(f"{count} lines written"):
        await fill(database, count)
    sealer = Sealer(database, seals.signing_key(KEY), folder / "seals.jsonl")
    period: dict[str, Any] = {"starts": START, "ends": START + timedelta(days=3_650)}
    async with database.reading() as db:
        with timed("who saw one child"):
            saw = [line async for line in reports.who_saw(db, CHILDREN[777])]
        with timed(f"breach report on a child ({len(saw)} lines)"):
            await reports.breach(db, Wanted(child_id=CHILDREN[777], **period))
        with timed("breach report on an actor"):
            told = await reports.breach(db, Wanted(actor=ACTORS[7], **period))
        print(f"({told['lines']} lines were the actor's)")  # noqa: T201
    if reports_only:
        return
    with timed("sealed"):
        await sealer.everything()
    keys = Keys(KEY, frozenset({seals.public(sealer.key)}))
    async with database.reading() as db:
        with timed("verified, lines and seals"):
            found = await verify(db, keys)
    if not found.intact or found.lines != count:
        raise SystemExit(f"broken: {found.faults[:1]}")


async def everything(asked: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), database_url=asked.database_url)
        migrations.upgrade(settings.database)
        database = Database(settings)
        try:
            await measure(database, asked.lines, Path(folder), reports_only=asked.reports_only)
        finally:
            await database.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", type=int, default=1_000_000)
    asked.add_argument("--database-url", default=None)
    asked.add_argument("--reports-only", action="store_true")
    asyncio.run(everything(asked.parse_args()))


if __name__ == "__main__":
    main()
