"""AVL-1, AVL-2, AVL-4, DUR-6: more is asked than can be served, or the process is told to end."""

import asyncio
import signal
import time
from collections import Counter

import httpx

from app.access.actor import Role
from app.cases.tables import Case
from benchmarks.serving import serving
from tests.listening import asked, listening
from tests.records import at_once, journal, rows, say, statements
from tests.refusals import refused
from tests.service import EVERYWHERE, a_case, running

ALIVE = b"GET /healthz HTTP/1.1\r\nHost: panels.example\r\nConnection: close\r\n\r\n"


async def test_more_at_once_than_can_be_served_are_told_so_at_once(database_url, tmp_path):
    limits = {"most_at_once": 3, "pool_size": 1, "pool_seconds": 60}
    async with running(database_url, tmp_path / "data", **limits) as service:
        async with service.app.state.database.writing():
            inside = [asyncio.create_task(service.police.submit()) for _ in range(3)]
            await asyncio.sleep(0.2)
            began = time.monotonic()
            beyond = await at_once(20, lambda _: service.stranger().get("/v1/cases"))
            waited = time.monotonic() - began
            alive = await service.stranger().get("/healthz")
        done = await asyncio.gather(*inside)
        after = await service.officer.get("/v1/cases")

    assert {refused(reply, 503)["type"] for reply in beyond} == {"/problems/unavailable"}
    assert {reply.headers["retry-after"] for reply in beyond} == {"2"}
    assert waited < 2
    assert [reply.status_code for reply in done] == [201] * 3
    assert (alive.status_code, after.status_code) == (200, 200)


async def test_the_process_says_it_lives_while_more_is_asked_than_it_can_serve(service):
    head = b"GET /v1/cases HTTP/1.1\r\nHost: panels.example\r\nConnection: close\r\nAuthorization: "
    asking = head + service.officer.client.headers["authorization"].encode() + b"\r\n\r\n"
    await service.police.submit()
    async with listening(service) as port:
        flood = [asyncio.create_task(asked(port, asking)) for _ in range(80)]
        waits = []
        while not all(each.done() for each in flood):
            began = time.monotonic()
            assert b" 200 " in await asked(port, ALIVE)
            waits.append(time.monotonic() - began)
        answered = Counter(reply[9:12] for reply in await asyncio.gather(*flood))
        began = time.monotonic()
        assert b" 200 " in await asked(port, asking)

    assert time.monotonic() - began < 10
    assert set(answered) <= {b"200", b"503"}
    # Its clients share the one thread with it here: a process of its own answers sooner.
    assert waits
    assert max(waits) < 10


async def test_anyone_may_ask_whether_it_is_ready_and_the_database_is_asked_once(service):
    service.app.state.readiness.fresh = 0.2
    with statements(service) as said:
        replies = await at_once(50, lambda _: service.stranger().get("/readyz"))
    await say(service, "ALTER TABLE journal_line RENAME TO journal_line_away")
    await asyncio.sleep(0.25)
    unready = await at_once(5, lambda _: service.stranger().get("/readyz"))

    assert {reply.status_code for reply in replies} == {200}
    assert len([each for each in said if "alembic_version" in each]) <= 2
    assert {reply.status_code for reply in unready} == {503}


async def test_that_somebody_asks_too_much_is_journalled_once(database_url, tmp_path):
    async with running(database_url, tmp_path / "data", rate_limit="3/minute") as service:
        replies = [await service.officer.get("/v1/protocol") for _ in range(10)]
        lines = await journal(service, category="denied")

        assert [reply.status_code for reply in replies] == [200] * 3 + [429] * 7
        assert [(line.actor, line.resource["status"]) for line in lines] == [
            (service.officer.subject, 429)
        ]
        assert lines[0].request_id == replies[3].headers["x-request-id"]
        await say(service, "ALTER TABLE journal_line RENAME TO journal_line_away")
        for _ in range(4):
            reply = await service.manager.get("/v1/protocol")
        assert reply.status_code == 429


async def test_told_to_end_it_answers_what_it_took_in_and_loses_nothing(database_url, tmp_path):
    """As `oocd serve` does: the process, its signal, its end."""
    accepted: list[str] = []
    (tmp_path / "data").mkdir()
    with serving(tmp_path / "data", database_url) as served:
        headers = served.headers(Role.POLICE_SUBMITTER, "police", areas=(EVERYWHERE,))

        async def submits(client):
            async with httpx.AsyncClient(
                base_url=served.address, headers=headers, timeout=30, trust_env=False
            ) as http:
                for number in range(1000):
                    key = {"Idempotency-Key": f"{client}-{number}"}
                    try:
                        reply = await http.post("/v1/cases", json=a_case(), headers=key)
                    except httpx.TransportError:
                        return
                    if reply.status_code == 201:
                        accepted.append(reply.json()["id"])

        clients = [asyncio.create_task(submits(client)) for client in range(6)]
        lived = [await alive(served.address) for _ in range(20)]
        while len(accepted) < 12:  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)
        began = time.monotonic()
        served.process.send_signal(signal.SIGTERM)
        ended = await asyncio.to_thread(served.process.wait, 25)
        waited = time.monotonic() - began
        await asyncio.gather(*clients)

    assert sorted(lived)[10] < 1
    assert (ended in (0, -signal.SIGTERM), waited < 20) == (True, True)
    async with running(database_url, tmp_path / "data") as service:
        kept = {case.id for case in await rows(service, Case)}
        lines = await journal(service, action="submit_case")
    assert set(accepted) <= kept
    assert len(lines) == len(kept)


async def alive(address):
    """How long it takes to say that it lives: milliseconds, on a machine that does nothing else."""
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        began = time.monotonic()
        assert (await http.get("/healthz")).status_code == 200
        return time.monotonic() - began
