"""Whether every version of a record has the journal's line that says who made it."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from app import wall
from app.cases.tables import CaseChange, Victim, VictimVersion
from app.children.tables import ChildOutcome, ChildVersion
from app.database import Record, col, table
from app.journal.tables import JournalCategory, JournalLine
from app.journal.verifying import Fault

_PAGE = 200
_MAKES = (JournalCategory.COLLECTION, JournalCategory.ALTERATION, JournalCategory.ERASURE)

# Of each kind of version: when it was made, and whom or what it is about.
_VERSIONS: dict[str, Select[datetime, str]] = {
    "case": select(col(CaseChange.at).label("made"), col(CaseChange.case_id).label("about")),
    "child": select(
        col(ChildVersion.recorded_at).label("made"), col(ChildVersion.child_id).label("about")
    ),
    "outcome": select(
        col(ChildOutcome.recorded_at).label("made"), col(ChildOutcome.child_id).label("about")
    ),
    "victim": select(
        col(VictimVersion.recorded_at).label("made"), col(Victim.case_id).label("about")
    ).join(table(Victim), col(Victim.id) == col(VictimVersion.victim_id)),
}


async def unjournalled(db: AsyncConnection) -> AsyncIterator[Fault]:
    """A version and its line are of one transaction, and so of one instant."""
    for kind, versions in _VERSIONS.items():
        async for page in _pages(db, versions):
            written = await _written(db, page)
            for version in page:
                if (version.made, version.about) not in written:
                    yield Fault("unjournalled", f"A version of a {kind} has no line", version.about)


async def _pages(
    db: AsyncConnection, versions: Select[datetime, str]
) -> AsyncIterator[Sequence[Record]]:
    made, about = versions.selected_columns
    after: tuple[Any, Any] | None = None
    while True:
        later = versions if after is None else versions.where(tuple_(made, about) > after)
        ordered = later.distinct().order_by(made, about).limit(_PAGE)
        async with wall.counting(db):
            page = (await db.execute(ordered)).all()
        if not page:
            return
        yield page
        after = (page[-1].made, page[-1].about)


async def _written(db: AsyncConnection, page: Sequence[Record]) -> set[tuple[Any, str]]:
    lines = select(col(JournalLine.at), col(JournalLine.case_id), col(JournalLine.children)).where(
        col(JournalLine.at).in_({version.made for version in page}),
        col(JournalLine.category).in_(_MAKES),
    )
    return {
        (line.at, about)
        for line in (await db.execute(lines)).all()
        for about in (line.case_id, *line.children)
    }
