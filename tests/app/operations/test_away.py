"""DUR-2, DUR-3, DUR-4, AVL-2: the database stops, hangs or fills up, and the service does not."""

import asyncio
import os
import resource
import signal
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

import migrations
from app.cases.tables import Case
from tests import postgres
from tests.records import at_once, counts, rows, say
from tests.service import running


@pytest.fixture(scope="module")
def server():
    """A server of these tests' own, to be stopped under the service's feet."""
    own = postgres.start()
    migrations.upgrade(own.url())
    yield own
    own.stop()


async def timed(asking):
    began = time.monotonic()
    reply = await asking
    return reply, time.monotonic() - began


async def test_while_the_server_is_stopped_each_is_told_at_once_and_afterwards_served(server):
    async with running(server.url(), server.folder / "service") as service:
        accepted = [(await service.police.submit()).json()["id"] for _ in range(3)]
        await asyncio.to_thread(server.halt)
        away = await asyncio.gather(
            *(timed(service.officer.get("/v1/cases")) for _ in range(20)),
            *(timed(service.police.submit()) for _ in range(5)),
            timed(service.stranger().get("/readyz")),
        )
        alive = await service.stranger().get("/healthz")
        await asyncio.to_thread(server.run)
        back = [await timed(service.officer.get("/v1/cases")) for _ in range(20)]
        accepted.append((await service.police.submit()).json()["id"])

        assert {(r.status_code, r.headers["retry-after"]) for r, _ in away} == {(503, "2")}
        assert max(waited for _, waited in away) < 2
        assert alive.status_code == 200
        assert [reply.status_code for reply, _ in back] == [200] * 20
        assert sum(waited for _, waited in back) < 5
        assert sorted(case.id for case in await rows(service, Case)) == sorted(accepted)


async def test_a_server_that_no_longer_answers_holds_nobody_for_ever(server):
    async with running(server.url(), server.folder / "service", request_seconds=1) as service:
        await at_once(4, lambda _: service.officer.get("/v1/cases"))
        held = [int(pid) for pid in pids_of(server)]
        for pid in held:
            os.kill(pid, signal.SIGSTOP)
        try:
            hung, waited = await timed(service.officer.get("/v1/cases"))
            alive = await service.stranger().get("/healthz")
        finally:
            for pid in held:
                os.kill(pid, signal.SIGCONT)

        assert (hung.status_code, waited < 3) == (503, True)
        assert alive.status_code == 200
        assert (await service.officer.get("/v1/cases")).status_code == 200
        await until_returned(service.app.state.database)


async def until_returned(database):
    """What was given up on ends by itself, and gives its connection back."""
    async with asyncio.timeout(20):
        while database._writer.pool.checkedout():  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.02)


def pids_of(server):
    """Of the server and each of its processes."""
    (main,) = (server.folder / "data" / "postmaster.pid").read_text().split("\n")[:1]
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    return [*children, main]


async def test_a_full_disk_refuses_what_must_be_written_down_and_nothing_is_torn(service):
    """A case is not shown without its line in the journal, so it is not shown either."""
    opened = (await service.police.submit()).json()
    case = f"/v1/cases/{opened['id']}"
    before = await counts(service)

    async with full_disk(service):
        refused = [
            await service.police.submit(),
            await service.officer.get(case),
            await service.manager.post(f"{case}/allocation", {"officer": "sw"}, version=1),
            await service.stranger().get("/readyz"),
        ]
        reading = await service.officer.get("/v1/protocol")
        alive = await service.stranger().get("/healthz")

    assert {(r.status_code, r.headers["retry-after"]) for r in refused} == {(503, "2")}
    assert opened["child_id"] not in "".join(reply.text for reply in refused)
    assert (reading.status_code, alive.status_code) == (200, 200)
    assert await counts(service) == before
    if service.app.state.database.sqlite:
        async with service.app.state.database.reading() as connection:
            sound = await connection.execute(text("PRAGMA integrity_check"))
            assert sound.scalar_one() == "ok"
    assert (await service.police.submit()).status_code == 201
    assert (await service.officer.get(case)).status_code == 200


@asynccontextmanager
async def full_disk(service):
    """No file of ours may grow; PostgreSQL, whose files are not ours, says what it says then."""
    if not service.app.state.database.sqlite:
        await say(service, _FULL)
        await say(service, _WHENEVER.format("journal_line"))
        yield
        await say(service, "DROP TRIGGER full_up ON journal_line")
        return
    (log,) = service.settings.data_dir.parent.glob("*.sqlite-wal")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


_FULL = """
CREATE OR REPLACE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$
"""
_WHENEVER = "CREATE TRIGGER full_up BEFORE INSERT ON {} EXECUTE FUNCTION full_up()"


async def test_whatever_stops_the_database_short_is_the_same_refusal(server):
    """Too slow, locked, at cross purposes, out of room, going down, or a standby."""
    async with running(server.url(), server.folder / "service") as service:
        await say(service, _FULL)
        await say(service, _WHENEVER.format("panel_case"))
        refused = []
        for state in ("57014", "55P03", "40P01", "40001", "53300", "57P01", "25006"):
            await say(service, _FULL.replace("53100", state))
            refused.append(await service.police.submit())
        await say(service, "DROP TRIGGER full_up ON panel_case")

        assert [reply.status_code for reply in refused] == [503] * 7
        assert {reply.headers["retry-after"] for reply in refused} == {"2"}
        assert (await service.police.submit()).status_code == 201
