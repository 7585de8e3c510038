"""AUD-1, AUD-3, AUD-4: lines are sealed in the order they came, and what is sealed stays."""

import asyncio
from datetime import timedelta

import pytest

from app import clock
from app.journal import seals, seals_file
from app.journal.actions import record
from app.journal.anchors import compare
from app.journal.sealing import BATCH, Sealer
from app.journal.seals import MULTI, NOTHING
from app.journal.tables import JournalCategory, JournalLine, JournalSeal
from tests.counting import transaction
from tests.journals import (
    AREAS,
    all_seals,
    checked,
    first_fault,
    gone,
    keys,
    sealed,
    sealer,
    unlock,
    write,
)
from tests.pathway import a_plan_under_way
from tests.records import journal, rows
from tests.service import GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, running


async def test_after_any_work_the_journal_is_intact_and_sealed_whole(service):
    await a_plan_under_way(service)
    await service.officer.get("/v1/cases")
    await service.partner.get("/v1/cases")

    written = len(await journal(service))
    assert await sealed(service) == written
    found = await checked(service)

    assert found.intact, found.faults
    assert (found.lines, found.unsealed) == (written, 0)
    assert {seal["chain"] for seal in await all_seals(service)} == {NORTH_TYNESIDE, MULTI}
    assert await sealed(service) == 0


async def test_each_area_has_a_chain_of_its_own_that_bears_witness_to_the_others(service):
    for _ in range(3):
        for area in AREAS:
            await write(service, area)
        await sealed(service)

    made = await all_seals(service)

    assert [seal["serial"] for seal in made] == list(range(1, 13))
    for area in AREAS:
        chain = [seal for seal in made if seal["chain"] == (area or MULTI)]
        assert [seal["number"] for seal in chain] == [1, 2, 3]
        assert chain[0]["prev"] == NOTHING
        assert [seal["prev"] for seal in chain[1:]] == [seals.fingerprint(s) for s in chain[:2]]
    last = made[-1]
    assert set(last["heads"]) == {NORTH_TYNESIDE, NEWCASTLE, GATESHEAD}
    assert last["heads"][NEWCASTLE] == [3, seals.fingerprint(made[9])]


async def test_many_write_at_once_while_it_is_sealed_and_there_is_no_fork_and_no_gap(service):
    """AUD-4. On PostgreSQL lines commit in another order than they are numbered in."""
    writing = True

    async def writes(number):
        for _ in range(15):
            await write(service, AREAS[number % 4])

    async def seals_all_the_while(of):
        while writing:
            await of.everything()

    both = [asyncio.create_task(seals_all_the_while(sealer(service))) for _ in range(2)]
    await asyncio.gather(*(writes(number) for number in range(16)))
    writing = False
    await asyncio.gather(*both)
    await sealed(service)

    made = await all_seals(service)
    found = await checked(service)
    assert found.intact, found.faults
    assert (found.lines, found.unsealed) == (240, 0)
    members = [place for seal in made for place in seal["members"]]
    assert len(members) == len(set(members)) == 240
    assert [seal["serial"] for seal in made] == list(range(1, len(made) + 1))
    assert len({(seal["chain"], seal["prev"]) for seal in made}) == len(made)


async def test_no_line_is_sealed_while_an_earlier_one_may_still_come(service):
    database = service.app.state.database
    if database.sqlite:
        return  # one writer at a time: an earlier line has always come
    async with transaction(service) as slow:
        await record(slow, category=JournalCategory.ADMIN, action="import_matrix")
        await write(service)
        patient = asyncio.create_task(sealed(service))
        await asyncio.sleep(0.2)
        assert await rows(service, JournalSeal) == []
    await patient
    await sealed(service)

    assert (await checked(service)).unsealed == 0
    assert [seal["members"] for seal in await all_seals(service)] == [[1], [2]]


async def test_more_than_one_turns_worth_is_sealed_in_turns(service):
    async with transaction(service) as tx:
        for _ in range(BATCH + 1):
            await record(tx, category=JournalCategory.ADMIN, action="import_matrix")

    assert await sealed(service) == BATCH + 1
    assert [len(seal["members"]) for seal in await all_seals(service)] == [BATCH, 1]
    assert (await checked(service)).intact


async def test_a_service_seals_by_itself_and_once_more_as_it_stops(database_url, tmp_path):
    async with running(database_url, tmp_path / "data", seal_seconds=0.05) as service:
        await write(service)
        for _ in range(100):
            if await rows(service, JournalSeal):
                break
            await asyncio.sleep(0.05)
        assert (await checked(service)).unsealed == 0
    # A transaction of another test, on the same server, may be open for as long as one stopping
    # service waits: then the line is left to the next.
    for written in range(2, 12):
        async with running(database_url, tmp_path / "data", seal_seconds=60) as service:
            await asyncio.sleep(0.1)
            await write(service)
        async with running(database_url, tmp_path / "data") as service:
            found = await checked(service)
        assert (found.intact, found.lines) == (True, written)
        if found.unsealed == 0:
            break
    assert found.unsealed == 0
    assert serials(service.settings.seals) == list(range(1, found.seals + 1))


async def test_the_seals_stand_in_a_file_too_that_is_made_whole_again(service):
    await write(service)
    await sealed(service)
    file = service.settings.seals
    with file.open("a") as torn:  # as a crash leaves it
        torn.write('{"serial": 2, "chain"')
    await write(service, NEWCASTLE)
    await sealed(service)

    kept = list(seals_file.seals_in(file))

    assert serials(file) == [1, None, 2]
    assert file.stat().st_mode & 0o077 == 0
    assert await anchored(service, kept) == []
    for line in await journal(service):
        for word in (line.case_id, line.actor, line.mac):
            assert word not in file.read_text()

    file.unlink()
    await sealed(service)
    assert serials(file) == [1, 2]


def serials(file):
    """Of each seal in the file, as it stands there; None where a line is no seal."""
    return [seal and seal["serial"] for seal in seals_file.seals_in(file)]


async def anchored(service, copy):
    async with service.behind.reading() as db:
        return [fault.why for fault in (await compare(db, keys(service), copy))[1]]


async def copied(service):
    return list(seals_file.seals_in(service.settings.seals))


@pytest.fixture
async def worked(service):
    """Three rounds over three areas, sealed and copied away; nothing guards the tables."""
    for _ in range(3):
        for area in AREAS[:3]:
            await write(service, area)
        await sealed(service)
    await unlock(service)
    return await copied(service)


async def test_an_end_that_was_cut_off_is_found_with_a_copy(service, worked):
    """AUD-3. Nothing in what is left says that there was more."""
    await gone(service, JournalLine, 7, 8, 9)
    await gone(service, JournalSeal, 7, 8, 9)

    assert (await checked(service)).intact
    assert await anchored(service, worked) == ["anchor"] * 3
    assert await anchored(service, worked[:6]) == []

    # Put back to that older state, it is gone on with as if nothing had been.
    for area in AREAS[:3]:
        await write(service, area)
    await sealed(service)

    assert (await checked(service)).intact
    assert "anchor" in await anchored(service, worked)


async def test_a_copy_of_one_areas_seals_finds_that_anothers_was_made_anew(service, worked):
    """Whoever holds every key can make all of it anew, but not what an area has copied away."""
    await gone(service, JournalSeal, *range(1, 10))
    await gone(service, JournalLine, 2)  # North Tyneside's neighbour loses a line
    await sealed(service)

    assert (await checked(service)).intact
    theirs = [seal for seal in worked if seal["chain"] == NORTH_TYNESIDE]
    assert "anchor" in await anchored(service, theirs)


async def test_what_somebody_else_signed_proves_nothing(service):
    await write(service)
    stranger = seals.signing_key(b"a stranger's")
    await Sealer(service.app.state.database, stranger, service.settings.seals).everything()

    assert await first_fault(service) == ("signature", None)
    assert await anchored(service, await copied(service)) == ["anchor"]


async def test_a_line_nobody_sealed_is_an_error_after_a_minute(service, monkeypatch):
    await write(service)
    assert (await checked(service)).unsealed == 1
    assert (await checked(service)).intact

    now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(seconds=61))

    (line,) = await journal(service)
    assert await first_fault(service) == ("unsealed", line.sequence)


async def test_one_areas_chain_or_the_newest_seals_can_be_looked_at_alone(service, worked):
    newest = await checked(service, tail=3)
    assert (newest.intact, newest.seals, newest.lines) == (True, 3, 3)

    await gone(service, JournalLine, 5)

    assert await first_fault(service, chain=NEWCASTLE) == ("gap", 5)
    assert (await checked(service, chain=NORTH_TYNESIDE)).intact
    assert (await checked(service, chain=GATESHEAD)).lines == 3
    assert (await checked(service, tail=3)).intact
