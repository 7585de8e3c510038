"""The journal behind the service: sealed when a test says so, checked, and tampered with."""

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, insert, select, text, update
from sqlmodel import SQLModel

from app import clock
from app.database import new_id, table
from app.journal import seals
from app.journal.actions import record
from app.journal.sealing import Sealer
from app.journal.tables import JournalCategory, JournalLine, JournalSeal
from app.journal.verifying import Found, Keys, verify
from tests.counting import transaction
from tests.records import rows
from tests.service import GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, Service

AREAS = (NORTH_TYNESIDE, NEWCASTLE, GATESHEAD, None)
TRIGGERS = ("no_update", "no_delete", "no_replace")


async def write(service: Service, area: str | None = NORTH_TYNESIDE, **said: Any) -> None:
    """A line as any reading leaves it."""
    async with transaction(service) as tx:
        now = replace(tx, at=clock.real_now())
        about = {"action": "read_case", "area": area, "case_id": new_id(), **said}
        await record(now, category=JournalCategory.CONSULTATION, **about)


async def all_seals(service: Service) -> list[dict[str, Any]]:
    found = await rows(service, JournalSeal)
    return sorted(map(seals.said, found), key=lambda seal: seal["serial"])


def sealer(service: Service) -> Sealer:
    state = service.app.state
    return Sealer(state.database, state.sealing_key, service.settings.seals)


async def sealed(service: Service) -> int:
    """Everything written so far; how many lines that were.

    On PostgreSQL a transaction of another test, on the same server, can hold sealing up.
    """
    done = 0
    for _ in range(30):
        done += await sealer(service).everything()
        lines = [line.sequence for line in await rows(service, JournalLine)]
        through = [seal.through for seal in await rows(service, JournalSeal)]
        if max(through, default=0) >= max(lines, default=0):
            break
    return done


def keys(service: Service) -> Keys:
    state = service.app.state
    return Keys(state.journal_key, frozenset({seals.public(state.sealing_key)}))


async def checked(service: Service, **how: Any) -> Found:
    async with service.behind.reading() as db:
        return await verify(db, keys(service), **how)


async def first_fault(service: Service, **how: Any) -> tuple[str, int | None]:
    found = await checked(service, **how)
    assert found.faults, "nothing was found wrong"
    return found.faults[0].why, found.faults[0].line


async def unlock(service: Service) -> None:
    """As somebody would who owns the database: no trigger, no check, stands in the way."""
    async with service.behind.writing() as db:
        for name in ("journal_line", "journal_seal"):
            if db.dialect.name == "sqlite":
                for trigger in TRIGGERS:
                    await db.execute(text(f"DROP TRIGGER {name}_{trigger}"))
            else:
                await db.execute(text(f"DROP TRIGGER {name}_only_added_to ON {name}"))
        if db.dialect.name != "sqlite":
            checks = (
                "category_journal_category outcome_journal_outcome recipient_of_a_disclosure"
            ).split()
            for check in checks:
                constraint = f"DROP CONSTRAINT ck_journal_line_{check}"
                await db.execute(text(f"ALTER TABLE journal_line {constraint}"))


@asynccontextmanager
async def changed(service: Service, of: type[SQLModel], key: int, **columns: Any):
    """One row otherwise than it was, for as long as the block lasts."""
    rows = table(of)
    here = next(iter(rows.primary_key.columns)) == key
    async with service.behind.writing() as db:
        if db.dialect.name == "sqlite":
            await db.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        before = (await db.execute(select(rows).where(here))).one()
        if columns:
            await db.execute(update(rows).where(here).values(**columns))
    yield
    async with service.behind.writing() as db:
        changed_key = columns.get(next(iter(rows.primary_key.columns)).name, key)
        now = next(iter(rows.primary_key.columns)) == changed_key
        await db.execute(delete(rows).where(now))
        await db.execute(insert(rows).values(**before._mapping))


async def gone(service: Service, of: type[SQLModel], *keys: int) -> None:
    rows = table(of)
    key = next(iter(rows.primary_key.columns))
    async with service.behind.writing() as db:
        await db.execute(delete(rows).where(key.in_(keys)))
