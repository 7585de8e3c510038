"""Checking the journal: what is looked at, and what is said of it."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from app import secrets_kept, wall
from app.database import Database
from app.journal import seals, seals_file
from app.journal.anchors import compare
from app.journal.verifying import MOST_FAULTS, Fault, Keys
from app.journal.verifying import verify as walk
from app.operations.completeness import unjournalled
from app.settings import Settings


class CannotCheck(Exception):
    """Neither intact nor broken: nothing can be said."""


@dataclass(frozen=True, slots=True)
class Checked:
    intact: bool
    lines: int
    seals: int
    unsealed: int
    anchors: int | None
    faults: list[Fault]

    def in_words(self) -> str:
        counted = f"{self.lines} lines under {self.seals} seals, {self.unsealed} not sealed yet"
        if self.anchors is not None:
            counted += f", {self.anchors} seals of the copy"
        if self.intact:
            return f"Intact: {counted}"
        told = "\n".join(_told(fault) for fault in self.faults)
        return f"Broken: {counted}\n{told}"


def _told(fault: Fault) -> str:
    line = f"line {fault.line}" if fault.line is not None else "no one line"
    seal = f", seal {fault.seal}" if fault.seal is not None else ""
    return f"{fault.why}: {line} of {fault.chain}{seal}. {fault.says}"


async def check(
    settings: Settings,
    *,
    chain: str | None,
    anchors: Path | None,
    completeness: bool,
    earlier: Collection[str],
) -> Checked:
    keys = _keys(settings, earlier)
    database = Database(settings)
    try:
        async with database.reading(wall.JOURNAL) as db:
            return await _checked(db, keys, chain, anchors, completeness=completeness)
    except SQLAlchemyError as away:
        raise CannotCheck(f"the database refused ({type(away).__name__})") from None
    except OSError as away:
        raise CannotCheck(f"the copy cannot be read ({type(away).__name__})") from None
    finally:
        await database.close()


async def _checked(
    db: AsyncConnection, keys: Keys, chain: str | None, anchors: Path | None, *, completeness: bool
) -> Checked:
    found = await walk(db, keys, chain=chain)
    faults, looked_at = list(found.faults), None
    if anchors is not None:
        looked_at, missing = await compare(db, keys, seals_file.seals_in(anchors))
        if not looked_at:
            raise CannotCheck("the copy holds no seal")
        faults += missing
    if completeness:
        faults += [fault async for fault in unjournalled(db)]
    return Checked(
        intact=not faults,
        lines=found.lines,
        seals=found.seals,
        unsealed=found.unsealed,
        anchors=looked_at,
        faults=faults[:MOST_FAULTS],
    )


def _keys(settings: Settings, earlier: Collection[str]) -> Keys:
    if lacking := secrets_kept.lacking(settings):
        raise CannotCheck(f"{' and '.join(lacking)} is not here")
    own = seals.public(seals.signing_key(secrets_kept.sealing_key(settings)))
    return Keys(secrets_kept.journal_key(settings), frozenset({own, *earlier}))
