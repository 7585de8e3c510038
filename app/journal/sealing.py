"""The sealer: links lines in commit order, one chain for each area, and signs each link.

Writing a line takes no lock; a second later it is sealed. Seals of all chains have one order of
their own (`serial`), and each holds the newest seal of every other chain: who keeps a copy of one
area's seals bears witness against a rewriting of any other's.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import BigInteger, Text, cast, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from app import clock, log, wall
from app.database import Database, Record, col, inserting, table
from app.journal import seals, seals_file
from app.journal.seals import MULTI, NOTHING, heads_after, others
from app.journal.tables import JournalLine, JournalSeal

# Lines sealed at once; what is left waits for the next turn, which follows directly.
BATCH = 250
# Any number will do, so long as nothing else on the server takes an advisory lock with it.
_LOCK = 6_612_025
_POLLS, _BETWEEN = 50, 0.02


class Sealer:
    def __init__(self, database: Database, key: Ed25519PrivateKey, file: Path) -> None:
        self.database = database
        self.key = key
        self.file = file
        self.in_file: int | None = None

    async def run(self, seconds: float) -> None:
        """For as long as the service lives: what fails now is tried again."""
        while True:
            try:
                await self.everything()
            except (SQLAlchemyError, OSError) as away:
                log.logger().error("The journal could not be sealed", **log.kind(away))
            await asyncio.sleep(seconds)

    async def everything(self) -> int:
        """Seal all that was written before now; the number of lines sealed."""
        async with self.database.reading(wall.JOURNAL) as db:
            upto = await _highest(db)
        sealed = 0
        while await self._through() < upto:
            turn = await self.turn()
            if turn is None:
                break
            sealed += turn
        await self.keep_file()
        return sealed

    async def turn(self) -> int | None:
        """Seal the next lines, if it is our turn and they are settled; else None."""
        async with self.database.writing(wall.JOURNAL) as db:
            if not await _alone(db):
                return None
            upto = await _settled(db)
            last = await newest(db)
            lines = await _lines(db, last.through if last else 0, upto)
            if not lines:
                return None
            await db.execute(inserting(JournalSeal), self._made(last, lines))
            return len(lines)

    def _made(self, last: Record | None, lines: Sequence[Record]) -> list[dict[str, Any]]:
        """One seal for each chain among these lines."""
        before = seals.said(last) if last else None
        heads, serial = heads_after(before), last.serial if last else 0
        by_chain: dict[str, list[Record]] = defaultdict(list)
        for line in lines:
            by_chain[line.area or MULTI].append(line)
        made = []
        for chain, members in by_chain.items():
            number, prev = heads.get(chain, (0, NOTHING))
            serial += 1
            seal = seals.made(
                self.key,
                serial=serial,
                chain=chain,
                number=number + 1,
                prev=prev,
                sealed_at=clock.real_now(),
                through=lines[-1].sequence,
                members=[line.sequence for line in members],
                digest=seals.digest((line.sequence, line.mac) for line in members),
                heads=others(heads, chain),
            )
            heads = heads_after(seal)
            made.append(seal)
        return made

    async def keep_file(self) -> None:
        """Bring the seals' file up to what is committed."""
        async with self.database.reading(wall.JOURNAL) as db:
            last = await newest(db)
        if last is None or last.serial == self.in_file:
            return
        self.in_file = await asyncio.to_thread(seals_file.newest, self.file)
        while self.in_file < last.serial:
            async with self.database.reading(wall.JOURNAL) as db:
                page = await after(db, self.in_file)
            await asyncio.to_thread(seals_file.append, self.file, page)
            self.in_file = page[-1]["serial"]

    async def _through(self) -> int:
        async with self.database.reading(wall.JOURNAL) as db:
            last = await newest(db)
        return last.through if last else 0


@asynccontextmanager
async def running(sealer: Sealer, seconds: float) -> AsyncIterator[None]:
    """Seals while the block lasts, and what is left when it ends; every 0 seconds is never."""
    if not seconds:
        yield
        return
    task = asyncio.create_task(sealer.run(seconds))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        with suppress(SQLAlchemyError, OSError):
            await sealer.everything()


async def newest(db: AsyncConnection) -> Record | None:
    order = col(JournalSeal.serial).desc()
    return (await db.execute(select(table(JournalSeal)).order_by(order).limit(1))).one_or_none()


async def after(db: AsyncConnection, serial: int, *, limit: int = 100) -> list[dict[str, Any]]:
    """The next seals, as they were signed."""
    later = select(table(JournalSeal)).where(col(JournalSeal.serial) > serial)
    rows = await db.execute(later.order_by(col(JournalSeal.serial)).limit(limit))
    return [seals.said(row) for row in rows]


async def _highest(db: AsyncConnection) -> int:
    found = await db.execute(select(func.max(col(JournalLine.sequence))))
    return found.scalar_one() or 0


async def _lines(db: AsyncConnection, above: int, upto: int) -> Sequence[Record]:
    sequence = col(JournalLine.sequence)
    columns = select(sequence, col(JournalLine.area), col(JournalLine.mac))
    settled = columns.where(sequence > above, sequence <= upto)
    return (await db.execute(settled.order_by(sequence).limit(BATCH))).all()


async def _alone(db: AsyncConnection) -> bool:
    """One sealer at a time, whichever worker it is in; on SQLite there is one writer anyway."""
    if db.dialect.name == "sqlite":
        return True
    return bool((await db.execute(select(func.pg_try_advisory_xact_lock(_LOCK)))).scalar_one())


async def _settled(db: AsyncConnection) -> int:
    """The line up to which none can still come.

    On SQLite lines are numbered as they commit. On PostgreSQL a line seen now may have a smaller
    one that is not committed yet; a transaction has its own number before its line has one, so
    once all that were running have ended, whatever was to come has come.
    """
    if db.dialect.name == "sqlite":
        return await _highest(db)
    snapshot = func.pg_current_snapshot()
    columns = select(func.max(col(JournalLine.sequence)), _number(func.pg_snapshot_xmax(snapshot)))
    upto, horizon = (await db.execute(columns)).one()
    for _ in range(_POLLS):
        oldest = await db.execute(select(_number(func.pg_snapshot_xmin(snapshot))))
        if oldest.scalar_one() >= horizon:
            return upto or 0
        await asyncio.sleep(_BETWEEN)
    return 0


def _number(transaction: Any) -> Any:
    return cast(cast(transaction, Text), BigInteger)
