"""AUD-1, AUD-3, LAW-5, LAW-11: the journal from a shell."""

import asyncio
import hashlib
import json
import shutil
import sqlite3

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from typer.testing import CliRunner

from app.cli import main
from tests.service import running

SHELL = CliRunner()


@pytest.fixture(scope="module")
def served(sqlite_template, tmp_path_factory):
    """A service's data directory after it served, and the child it served."""
    data = tmp_path_factory.mktemp("served")
    (data / "oocd.sqlite").write_bytes(sqlite_template.read_bytes())

    async def serve():
        url = f"sqlite+aiosqlite:///{data / 'oocd.sqlite'}"
        async with running(url, data, seal_seconds=60) as service:
            opened = (await service.police.submit()).json()
            await service.officer.get(f"/v1/cases/{opened['id']}")
            await service.partner.get("/v1/cases")
        return opened["child_id"]

    return data, asyncio.run(serve())


@pytest.fixture
def worked(served, tmp_path):
    data, child = served
    return shutil.copytree(data, tmp_path / "data"), child


def oocd(data, *words):
    return SHELL.invoke(main, ["journal", *map(str, words), "--data-dir", str(data)])


def behind(data, *statements):
    with sqlite3.connect(data / "oocd.sqlite") as database:
        for statement in statements:
            database.execute(statement)
    database.close()


def test_what_is_intact_broken_or_cannot_be_checked_has_its_own_exit_code(worked, tmp_path):
    data, _ = worked
    intact = oocd(data, "verify", "--completeness", "--anchors", data / "journal-seals.jsonl")
    assert intact.exit_code == 0, intact.output
    assert "Intact: 3 lines" in intact.stdout

    nothing = oocd(data, "verify", "--anchors", data / "journal.key")
    assert (nothing.exit_code, nothing.stdout) == (2, "")
    elsewhere = oocd(tmp_path / "elsewhere", "verify")
    assert (elsewhere.exit_code, "sealing_key" in elsewhere.stderr) == (2, True)

    behind(data, "DROP TRIGGER journal_line_no_update", "UPDATE journal_line SET actor = 'me'")
    broken = oocd(data, "verify", "--json")
    assert broken.exit_code == 1
    said = json.loads(broken.stdout)
    assert said["intact"] is False
    assert (said["faults"][0]["why"], said["faults"][0]["line"]) == ("mac", 1)
    assert "mac: line 1 of" in oocd(data, "verify").stdout

    behind(data, "DROP TABLE journal_seal")
    assert oocd(data, "verify").exit_code == 2


def test_an_end_that_was_cut_off_is_found_by_a_copy_of_the_seals(worked, tmp_path):
    data, _ = worked
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes((data / "journal-seals.jsonl").read_bytes())
    behind(
        data,
        "DROP TRIGGER journal_line_no_delete",
        "DROP TRIGGER journal_seal_no_delete",
        "DELETE FROM journal_line",
        "DELETE FROM journal_seal",
    )

    assert oocd(data, "verify").exit_code == 0
    compared = oocd(data, "verify", "--anchors", copy)
    assert (compared.exit_code, "anchor:" in compared.stdout) == (1, True)


def test_a_version_of_a_record_without_its_line_is_found(worked):
    data, child = worked
    behind(data, "UPDATE child_version SET recorded_at = '2026-01-01 00:00:00.000000'")

    assert oocd(data, "verify").exit_code == 0
    found = oocd(data, "verify", "--completeness")
    assert (found.exit_code, f"of {child}" in found.stdout) == (1, True)


def test_a_period_is_handed_over_signed_to_somebody_and_that_is_journalled(worked, tmp_path):
    data, _ = worked
    file = tmp_path / "export.jsonl"
    assert oocd(data, "export", "--file", file).exit_code == 2
    to = ("--recipient-organisation", "ICO", "--recipient-person", "Case officer 7")
    assert oocd(data, "export", "--file", file, *to).exit_code == 0

    *before, last = file.read_bytes().splitlines(keepends=True)
    seal, head, exported = json.loads(last), json.loads(before[0]), map(json.loads, before[1:])
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(oocd(data, "public-key").stdout.strip()))
    digest = hashlib.sha256(b"".join(before)).hexdigest()
    assert (seal["sha256"], seal["lines"]) == (digest, 4)
    key.verify(bytes.fromhex(seal["signature"]), b"oocd-journal-export\0" + digest.encode())
    assert head["recipient"] == {"organisation": "ICO", "person": "Case officer 7"}
    line = list(exported)[-1]
    assert (line["action"], line["category"]) == ("export_journal", "disclosure")
    assert (line["recipient_organisation"], line["actor_kind"]) == ("ICO", "operator")
    empty = oocd(data, "export", "--file", file, *to, "--from", "2020-01-01", "--to", "2020-12-31")
    assert "0 lines" in empty.stdout
    assert oocd(data, "verify").exit_code == 0


def test_who_saw_a_child_and_what_somebody_saw_can_be_told_and_telling_is_journalled(worked):
    data, child = worked

    saw = json.loads(oocd(data, "who-saw", "--child", child, "--json").stdout)
    assert [line["action"] for line in saw] == ["submit_case", "read_case", "report_who_saw"]
    assert "read_case" in oocd(data, "who-saw", "--child", child).stdout

    told = json.loads(oocd(data, "breach-report", "--actor", "yot_officer@example").stdout)
    assert (told["categories"], told["children"]) == ({"consultation": 1}, [child])
    about = json.loads(oocd(data, "breach-report", "--child", child).stdout)
    assert {"police_submitter@example", "yot_officer@example"} <= {
        each["actor"] for each in about["actors"]
    }
    before = oocd(data, "breach-report", "--child", child, "--to", "2020-01-01T10:00")
    assert json.loads(before.stdout)["lines"] == 0
    assert oocd(data, "breach-report").exit_code == 2
    assert oocd(data, "seal").stdout == "Lines sealed: 0\n"
