import shutil
from contextlib import suppress

import psycopg
import psycopg.sql
import pytest
from sqlalchemy import event, make_url
from sqlalchemy.exc import OperationalError

from app.cases.tables import Case
from tests.databases import behind
from tests.records import counts, journal, rows, say
from tests.service import a_case, running


async def test_a_living_process_says_so_without_a_credential(service):
    reply = await service.stranger().get("/healthz")

    assert (reply.status_code, reply.json()) == (200, {"status": "alive"})


async def test_a_ready_service_names_what_it_decides_by(service):
    reply = await service.stranger().get("/readyz")

    assert reply.status_code == 200
    assert reply.json()["gravity_matrix"] == "illustrative"
    assert await journal(service) == []


async def test_a_service_without_its_database_lives_but_is_not_ready(service, database_url):
    await service.police.submit()
    await taken_away(service, database_url)

    for path in ("/readyz", "/v1/cases"):
        reply = await service.officer.get(path)
        assert reply.status_code == 503
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.headers["retry-after"]
    assert (await service.police.submit()).status_code == 503
    assert (await service.partner.get("/v1/cases")).status_code == 503
    assert (await service.stranger().get("/healthz")).status_code == 200
    assert (await service.stranger().get("/v1/cases")).status_code == 401


async def taken_away(service, database_url):
    """The server refuses us, or the file is gone from its place."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        await service.app.state.database.close()
        for file in service.settings.data_dir.parent.glob("oocd.sqlite*"):
            file.unlink()
        (service.settings.data_dir.parent / "oocd.sqlite").mkdir()
        return
    await service.app.state.database.close()
    server = make_url(behind(database_url)).set(drivername="postgresql", database="postgres")
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as other:
        name = psycopg.sql.Identifier(str(url.database))
        other.execute(psycopg.sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))


async def test_a_database_that_comes_back_is_used_again_without_a_restart(service, database_url):
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        file = service.settings.data_dir.parent / "oocd.sqlite"
        await service.app.state.database.close()
        away = file.with_name("away.sqlite")
        shutil.move(file, away)
        file.mkdir()
        assert (await service.officer.get("/v1/cases")).status_code == 503
        file.rmdir()
        shutil.move(away, file)
    else:
        await service.officer.get("/v1/cases")
        with suppress(OperationalError):
            await say(
                service,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database()",
            )

    assert (await service.police.submit()).status_code == 201
    assert (await service.stranger().get("/readyz")).status_code == 200


async def test_a_database_of_another_release_is_not_served_from(service):
    await say(service, "UPDATE alembic_version SET version_num = '0000_before'")

    reply = await service.stranger().get("/readyz")

    assert reply.status_code == 503
    assert "oocd migrate" in reply.json()["detail"]


async def test_a_journal_that_cannot_be_written_makes_the_service_not_ready(service):
    await say(service, "ALTER TABLE journal_line RENAME TO journal_line_away")

    assert (await service.stranger().get("/readyz")).status_code == 503


async def test_asking_whether_it_is_ready_leaves_nothing_behind(service):
    before = await counts(service)

    for _ in range(3):
        await service.stranger().get("/readyz")

    assert await counts(service) == before


async def test_a_commit_that_fails_is_never_a_success(service):
    opened = (await service.police.submit()).json()
    before = await counts(service)
    path = f"/v1/cases/{opened['id']}"
    engine = service.app.state.database._writer.sync_engine

    def fails(_connection):
        raise OperationalError("COMMIT", {}, Exception("the disk is full"))

    event.listen(engine, "commit", fails)
    try:
        replies = [
            await service.police.submit(),
            await service.officer.get(path),
            await service.manager.post(f"{path}/allocation", {"officer": "sw"}, version=1),
        ]
    finally:
        event.remove(engine, "commit", fails)

    assert [reply.status_code for reply in replies] == [503] * 3
    assert opened["child_id"] not in "".join(reply.text for reply in replies)
    assert await counts(service) == before
    (case,) = await rows(service, Case)
    assert case.version == 1
    assert (await service.police.submit()).status_code == 201


async def test_a_constraint_we_broke_ourselves_is_no_duplicate_of_the_client_s(
    service, monkeypatch
):
    monkeypatch.setattr("app.cases.actions.new_id", lambda: None)
    before = await counts(service)

    reply = await service.police.submit()

    assert reply.status_code == 500
    assert reply.json()["type"] == "/problems/unexpected"
    assert await counts(service) == before


async def test_measurements_are_off_unless_asked_for_and_name_nobody(database_url, tmp_path):
    async with running(database_url, tmp_path / "data") as service:
        assert (await service.stranger().get("/metrics")).status_code == 401
        assert (await service.officer.get("/metrics")).status_code == 404
    async with running(database_url, tmp_path / "data", metrics_enabled=True) as service:
        opened = (await service.police.submit(a_case(police_reference="CANARY/26"))).json()
        await service.officer.get(f"/v1/cases/{opened['id']}/history")
        await service.officer.get("/v1/canary")

        reply = await service.stranger().get("/metrics")

        assert reply.status_code == 200
        assert 'route="/v1/cases/{case_id}/history"' in reply.text
        for word in ("CANARY", "canary", opened["id"], service.officer.subject):
            assert word not in reply.text


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
async def test_documentation_is_off_unless_asked_for_in_production(database_url, tmp_path, path):
    async with running(database_url, tmp_path / "data", docs_enabled=False) as service:
        assert (await service.officer.get(path)).status_code == 404
