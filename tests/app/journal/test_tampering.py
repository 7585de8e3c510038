"""AUD-2: whatever is changed in the journal behind the service's back is found, and where."""

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, literal_column
from sqlalchemy.exc import DBAPIError

from app.database import table
from app.journal.lines import mac
from app.journal.tables import JournalLine, JournalSeal
from tests.journals import AREAS, changed, checked, first_fault, gone, sealed, unlock, write
from tests.records import journal, rows, say
from tests.service import GATESHEAD

OTHERWISE = {
    "form": 1,
    "category": "admin",
    "action": "submit_case",
    "purpose": "case.receive",
    "outcome": "refused",
    "actor": "somebody@example",
    "actor_kind": "operator",
    "roles": [],
    "areas": [],
    "agency": "health",
    "area": "E08000023",
    "request_id": "another",
    "case_id": None,
    "children": ["a-child"],
    "resource": {"count": 1},
    "reason": "threat_to_life",
    "recipient_organisation": "A body",
    "recipient_person": "Somebody",
    "mac": "0" * 64,
    "key_id": "0" * 16,
    "sequence": 1_000,
}


@pytest.fixture
async def written(service):
    """Two rounds of lines over four chains, sealed."""
    for _ in range(2):
        for area in AREAS:
            await write(service, area, children=["one", "two"])
        await sealed(service)
    assert (await checked(service)).intact
    return service


async def test_nothing_in_the_journal_is_changed_taken_away_or_put_in_anothers_place(written):
    sqlite = written.app.state.database.sqlite
    for name, key in (("journal_line", "sequence"), ("journal_seal", "serial")):
        statements = [
            f"UPDATE {name} SET {key} = {key}",
            f"DELETE FROM {name} WHERE {key} = 1",
            f"DELETE FROM {name}",
            f"INSERT OR REPLACE INTO {name} SELECT * FROM {name}" if sqlite else f"TRUNCATE {name}",
        ]
        for statement in statements:
            with pytest.raises(DBAPIError, match="only ever added to"):
                await say(written, statement)
    assert (await checked(written)).lines == 8


async def test_any_one_change_to_a_line_is_found_in_that_line(written):
    await unlock(written)
    lines = await journal(written)
    columns = {column.name for column in table(JournalLine).columns}
    assert columns == {*OTHERWISE, "at"}
    for name, lie in [*OTHERWISE.items(), ("at", lines[0].at + timedelta(microseconds=1))]:
        line = random.choice(lines)
        async with changed(written, JournalLine, line.sequence, **{name: lie}):
            assert (await first_fault(written))[1] == line.sequence, name
    assert (await checked(written)).intact


async def test_any_one_change_to_a_seal_is_found(written):
    await unlock(written)
    seals = await rows(written, JournalSeal)
    last = max(seal.serial for seal in seals)
    for column in table(JournalSeal).columns:
        seal = random.choice([seal for seal in seals if seal.serial < last])
        async with changed(
            written, JournalSeal, seal.serial, **{column.name: _other(seal, column)}
        ):
            assert (await checked(written)).faults, column.name
    assert (await checked(written)).intact


def _other(seal, column):
    value = getattr(seal, column.name)
    if column.name == "sealed_at":
        return value + timedelta(microseconds=1)
    if isinstance(value, str):
        return value[:-1] + ("0" if value[-1] != "0" else "1")
    return (
        value + 1_000
        if isinstance(value, int)
        else []
        if isinstance(value, list)
        else {"x": [1, "y"]}
    )


async def test_a_line_taken_away_put_in_or_moved_is_found_where_it_was(written):
    await unlock(written)
    lines = [line._asdict() for line in await journal(written)]
    database = written.behind

    # Put in: a line that once was, signed with the right key, in a place that was free.
    async with database.writing() as db:
        await db.execute(insert(table(JournalLine)), {**lines[0], "sequence": 0})
    assert await first_fault(written) == ("stray", 0)
    await gone(written, JournalLine, 0)

    # Moved: two lines of one chain have changed places.
    await gone(written, JournalLine, 1, 5)
    async with database.writing() as db:
        swapped = [{**lines[0], "sequence": 5}, {**lines[4], "sequence": 1}]
        await db.execute(insert(table(JournalLine)), swapped)
    assert await first_fault(written) == ("digest", 1)
    await gone(written, JournalLine, 1, 5)
    async with database.writing() as db:
        await db.execute(insert(table(JournalLine)), [lines[0], lines[4]])
    assert (await checked(written)).intact

    # Written anew by somebody who has the lines' key, but not the seals'.
    lie = {**lines[6], "area": GATESHEAD, "actor": "somebody@example"}
    lie["mac"] = mac(written.app.state.journal_key, lie)
    await gone(written, JournalLine, 7)
    async with database.writing() as db:
        await db.execute(insert(table(JournalLine)), lie)
    assert await first_fault(written) == ("digest", 7)

    # Taken away.
    await gone(written, JournalLine, 7)
    assert await first_fault(written) == ("gap", 7)


async def test_what_a_column_cannot_hold_is_a_fault_and_no_failure(written):
    if not written.app.state.database.sqlite:
        return  # PostgreSQL keeps nothing a column cannot hold
    await unlock(written)
    for column in ("children", "at", "form", "category", "roles"):
        nonsense: dict[str, Any] = {column: literal_column("'nonsense'")}
        async with changed(written, JournalLine, 3, **nonsense):
            assert await first_fault(written) == ("mac", 3), column
    async with changed(written, JournalSeal, 2, members=literal_column("'nonsense'")):
        assert (await first_fault(written))[0] == "unreadable"


async def test_lines_of_the_first_form_are_still_checked(service):
    """They were written before a line said what for and to whom."""
    await write(service)
    (line,) = await journal(service)
    await unlock(service)
    await gone(service, JournalLine, line.sequence)
    old = line._asdict() | {"form": 1, "category": "disclosure"}
    later = "purpose outcome actor_kind areas reason recipient_organisation recipient_person"
    old |= dict.fromkeys(later.split())
    old["mac"] = mac(service.app.state.journal_key, old)
    names = [name for name in old if name not in later.split()]
    async with service.behind.writing() as db:
        await db.execute(insert(table(JournalLine)).values({n: old[n] for n in names}))

    await sealed(service)
    assert (await checked(service)).intact

    async with changed(service, JournalLine, line.sequence, purpose="case.receive"):
        assert await first_fault(service) == ("mac", line.sequence)
