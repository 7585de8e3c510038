"""C2, PRV-5, LAW-4: keys outside the database, their rotation, and what destroying one destroys."""

import asyncio
import json
from stat import S_IMODE

import pytest
from sqlalchemy import delete, text, update
from typer.testing import CliRunner

from app.cases.tables import Submission
from app.children.tables import Child, ChildToken
from app.cli import main
from app.database import col, table
from app.sealed.keyring import CannotOpen
from app.sealed.tables import PersonKey
from tests.records import journal, rows
from tests.service import GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, a_case, a_child, running

SHELL = CliRunner()


@pytest.fixture
def oocd(service):
    """`oocd …` over the same database and keys as the service."""
    settings = service.settings

    def run(*words, **environment):
        there = ["--data-dir", str(settings.data_dir), "--database-url", settings.database]
        return SHELL.invoke(main, [*words, *there], env=environment)

    return run


async def wrapped(service):
    return {row.person_id: row.wrapped for row in await rows(service, PersonKey)}


async def in_a_shell(oocd, *words, **environment):
    """A command runs a loop of its own, so it needs a thread of its own."""
    done = await asyncio.to_thread(oocd, *words, **environment)
    assert done.exit_code == 0, done.output
    return done


async def test_rotation_wraps_every_key_again_and_nothing_sealed_changes(service, oocd):
    for _ in range(3):
        opened = (await service.police.submit()).json()
    before = await wrapped(service)
    async with service.behind.reading() as db:
        sealed = (await db.execute(text("SELECT case_id, body FROM submission"))).all()

    done = await in_a_shell(oocd, "keys", "rotate")

    after = await wrapped(service)
    assert f"Keys wrapped again: {len(before)}" in done.stdout
    assert before.keys() == after.keys()
    assert {w[:16] for w in before.values()}.isdisjoint({w[:16] for w in after.values()})
    async with service.behind.reading() as db:
        assert (await db.execute(text("SELECT case_id, body FROM submission"))).all() == sealed
    # The service that was running all the while finds the new key in the file.
    read = await service.officer.get(f"/v1/cases/{opened['id']}")
    assert (read.status_code, read.json()["child"]["given_names"]) == (200, "Sam")
    (line,) = await journal(service, action="rotate_keys")
    assert (line.category, line.resource["count"]) == ("admin", len(before))
    known = json.loads((await in_a_shell(oocd, "keys", "list", "--json")).stdout)
    assert list(known.values()) == [len(before), 0]


async def test_a_rotation_that_was_interrupted_goes_on_under_the_same_key(service, oocd):
    for _ in range(2):
        await service.police.submit()
    old = await wrapped(service)
    await in_a_shell(oocd, "keys", "rotate")
    undone, *_ = old
    async with service.behind.writing() as db:
        mine = col(PersonKey.person_id) == undone
        await db.execute(update(table(PersonKey)).where(mine).values(wrapped=old[undone]))

    done = await in_a_shell(oocd, "keys", "rotate")

    assert "Keys wrapped again: 1" in done.stdout
    assert len({each[:16] for each in (await wrapped(service)).values()}) == 1


async def test_without_the_key_file_nothing_can_be_read(service, tmp_path):
    opened = (await service.police.submit()).json()

    async with running(service.settings.database, tmp_path / "another") as thief:
        reply = await thief.officer.get(f"/v1/cases/{opened['id']}")

        assert reply.status_code == 500
        with pytest.raises(CannotOpen):
            await rows(thief, Submission)


async def test_the_keys_are_readable_by_their_owner_alone(service):
    for name in ("record.keys", "index.key"):
        assert S_IMODE((service.settings.data_dir / name).stat().st_mode) == 0o600


async def test_without_a_childs_own_key_nothing_sealed_for_them_opens(service):
    child = a_child()
    opened = (await service.police.submit(a_case(child=child))).json()
    other = (await service.police.submit()).json()
    copies = await _everything(service)

    async with service.behind.writing() as db:
        mine = col(PersonKey.person_id) == opened["child_id"]
        await db.execute(delete(table(PersonKey)).where(mine))

    # The ciphertext is all still there, and the keys outside the database open none of it.
    assert await _everything(service) == copies
    assert (await service.officer.get(f"/v1/cases/{opened['id']}")).status_code == 404
    assert (await service.officer.get(f"/v1/children/{opened['child_id']}")).status_code == 404
    assert (await service.officer.get(f"/v1/cases/{other['id']}")).status_code == 200
    listed = (await service.officer.get("/v1/cases")).json()["items"]
    assert child["family_name"] not in json.dumps(listed)


async def _everything(service):
    async with service.behind.reading() as db:
        return (await db.execute(text("SELECT case_id, body, facts FROM submission"))).all()


async def test_two_areas_find_one_child_by_different_digests(service):
    child = a_child(home_area=GATESHEAD)
    await service.police.submit(a_case(child=child))
    again = a_case(child=child | {"home_area": NEWCASTLE})
    await service.police.submit(again)

    tokens = await rows(service, ChildToken)

    areas = {each.area: {t.token for t in tokens if t.area == each.area} for each in tokens}
    assert {GATESHEAD, NEWCASTLE, NORTH_TYNESIDE} >= areas.keys() >= {GATESHEAD, NEWCASTLE}
    assert areas[GATESHEAD].isdisjoint(areas[NEWCASTLE])
    assert len(areas[GATESHEAD]) == len(areas[NEWCASTLE])
    assert len(await rows(service, Child)) == 1
