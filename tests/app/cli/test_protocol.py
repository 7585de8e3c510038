"""Reading, checking and comparing the protocol from a shell, and replaying past decisions."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

import panel_protocol
from app.cli import main
from app.database import Database
from app.settings import Settings
from tests.databases import behind
from tests.pathway import LETTER, RECEIVED, a_plan_under_way, a_submission, on
from tests.records import counts, journal
from tests.service import running

SHELL = CliRunner()
PACKAGED = Path(panel_protocol.__file__).parent / "parameters"


@pytest.fixture
def oocd(tmp_path, monkeypatch):
    for name in ("OOCD_DATABASE_URL", "OOCD_ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OOCD_DATA_DIR", str(tmp_path / "data"))

    def run(*words, **environment):
        return SHELL.invoke(main, [str(word) for word in words], env=environment)

    return run


def laid(tmp_path, name, was, becomes):
    folder = tmp_path / "protocol"
    folder.mkdir()
    packaged = (PACKAGED / name).read_text()
    assert was in packaged
    (folder / name).write_text(packaged.replace(was, becomes, 1))
    return {"OOCD_PROTOCOL_DIR": str(folder)}


def test_the_packaged_protocol_passes_and_lists_what_is_awaited_with_whom_to_ask(oocd):
    checked = oocd("protocol", "check", "--json")

    found = json.loads(checked.stdout)
    assert checked.exit_code == 0
    assert found["faults"] == []
    assert all(each["asks"] and each["question"] for each in found["awaiting"])


def test_a_protocol_with_a_misspelt_word_is_refused_and_the_word_is_named(oocd, tmp_path):
    settings = laid(tmp_path, "options.toml", '["admits"]', '["admitz"]')

    said = oocd("protocol", "check", **settings)
    scripted = oocd("protocol", "check", "--json", **settings)

    assert said.exit_code == scripted.exit_code == 1
    assert "admitz" in said.stdout
    assert "does not hold together (1 fault)" in said.stdout
    assert "dated and cited" not in said.stdout
    assert [fault["where"] for fault in json.loads(scripted.stdout)["faults"]] == [
        "options.youth_caution_admission from 2013-04-08"
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('source = "leeds-panel"', 'source = "hearsay"', "hearsay"),
        ('source = "leeds-panel"\n', "", "missing"),
        ("[officer_highest_score]", "[officer_higest_score]", "officer_higest_score"),
        ('kind      = "local_default"', 'kind = "law"', "not strong enough"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_a_script_can_read(
    oocd, tmp_path, was, becomes, said
):
    packaged = (PACKAGED / "routing.toml").read_text()
    start = packaged.index("[officer_highest_score]")
    broken = packaged[:start] + packaged[start:].replace(was, becomes)
    (tmp_path / "routing.toml").write_text(broken)
    refused = oocd("protocol", "check", "--json", OOCD_PROTOCOL_DIR=str(tmp_path))

    assert refused.exit_code == 1
    assert said in json.loads(refused.stdout)["faults"][0]["what"] + refused.stderr


def test_pages_are_written_of_the_partnerships_own_protocol(oocd, tmp_path):
    settings = laid(tmp_path, "panel.toml", "value  = 1\n", "value  = 2\n")
    written = oocd("protocol", "pages", "--write", tmp_path / "pages", **settings)

    assert written.exit_code == 0
    assert {path.name for path in (tmp_path / "pages").iterdir()} >= {"README.md", "2026.2.md"}
    page = (tmp_path / "pages" / "2026.2.md").read_text()
    assert "| 2 |" in page[page.index("`panel.other_agencies_needed`") :][:400]


def test_two_editions_are_compared_in_words_and_for_a_script(oocd):
    said = oocd("protocol", "diff", "2025.1", "2026.2", COLUMNS="200")
    scripted = oocd("protocol", "diff", "2025.1", "2026.2", "--json")

    changes = {each["parameter"]: each for each in json.loads(scripted.stdout)}
    assert "Disposals that are open" in said.stdout
    assert changes["options.admission_not_needed"]["after"] == "outcome 22, outcome 23"


def test_an_edition_nobody_knows_is_refused_with_those_there_are(oocd):
    for words in (("diff", "2013.1", "1999"), ("replay", "--edition", "1999")):
        refused = oocd("protocol", *words)
        assert refused.exit_code == 1
        assert "There is no edition 1999: 2013.1, 2019.1" in refused.stderr


def test_a_protocol_at_fault_is_compared_with_a_warning_and_its_pages_are_not_written(
    oocd, tmp_path
):
    settings = laid(tmp_path, "options.toml", '["admits"]', '["admitz"]')

    compared = oocd("protocol", "diff", "2025.1", "2026.2", "--json", **settings)
    written = oocd("protocol", "pages", "--write", tmp_path / "pages", **settings)

    assert (compared.exit_code, written.exit_code) == (0, 1)
    assert json.loads(compared.stdout)
    for warned in (compared, written):
        assert "does not hold together" in warned.stderr
        assert "admitz" in warned.stderr
    assert not (tmp_path / "pages").exists()


async def replay(url, tmp_path, *words, **settings):
    """In a thread of its own: the command runs a loop of its own."""
    environment = {"OOCD_DATABASE_URL": url, "OOCD_DATA_DIR": str(tmp_path / "data"), **settings}
    command = ["protocol", "replay", *words]
    return await asyncio.to_thread(SHELL.invoke, main, command, env=environment)


async def contents(database_url, tmp_path):
    """Every row of every table but the journal."""
    database = Database(Settings(database_url=behind(database_url), data_dir=tmp_path / "data"))
    async with running(database_url, tmp_path / "data") as service:
        names = set(await counts(service)) - {"journal_line", "journal_seal"}
    try:
        async with database.reading() as connection:
            return {
                name: sorted(map(repr, await connection.execute(text(f"SELECT * FROM {name}"))))
                for name in sorted(names)
            }
    finally:
        await database.close()


async def test_decisions_about_outcome_23_would_differ_before_it_existed(database_url, tmp_path):
    async with running(database_url, tmp_path / "data") as service:
        case = await a_plan_under_way(service, "outcome_23", conditions=[LETTER])
        seen = await service.officer.get(f"/v1/cases/{case.id}")

    replayed = await replay(database_url, tmp_path, "--edition", "2025.1", "--json")

    assert replayed.exit_code == 0, replayed.output
    found = json.loads(replayed.stdout)
    differ = {each["kind"]: each for each in found["would_differ"]}
    assert {"disposal", "police_decision"} <= differ.keys()
    assert differ["disposal"]["case"] == seen.json()["reference"]
    assert {"what": "open", "before": True, "after": False} in differ["disposal"]["differences"]
    assert "not_yet_in_force" in [why["code"] for why in differ["disposal"]["because"]]
    assert found["decisions"] >= len(found["would_differ"]) + found["nothing_to_replay"]


@pytest.mark.parametrize(
    "disposal", ["outcome_22", "youth_conditional_caution", "community_resolution"]
)
async def test_under_their_own_edition_decisions_come_out_the_same(
    database_url, tmp_path, disposal
):
    async with running(database_url, tmp_path / "data") as service:
        await a_plan_under_way(service, disposal)

    replayed = await replay(database_url, tmp_path, "--edition", "2026.2", "--json")

    found = json.loads(replayed.stdout)
    assert found["would_differ"] == []
    # Only the assessment's own completeness rests on answers that are kept elsewhere.
    assert found["nothing_to_replay"] == 1
    assert found["nothing_to_replay_of"] == {"assessment": 1}


async def test_what_begins_later_in_an_edition_is_asked_of_the_decisions_of_its_own_days(
    database_url, tmp_path
):
    async with running(database_url, tmp_path / "data") as service:
        with on(RECEIVED):
            opened = await service.police.submit(a_submission(history=[]))
    assert opened.json()["triage"]["route"] == "officer_resolution"
    entry = '[[officer_highest_score.entries]]\nfrom = {day}\nvalue = 1\nsource = "leeds-panel"\n\n'
    heading = "[officer_excluded]"

    found = {}
    for number, day in enumerate((RECEIVED, RECEIVED + timedelta(days=1))):
        folder = tmp_path / str(number)
        folder.mkdir()
        settings = laid(folder, "routing.toml", heading, entry.format(day=day) + heading)
        said = await replay(database_url, tmp_path, "--edition", "2026.2", "--json", **settings)
        assert "no case takes this road" in said.stderr
        found[day] = json.loads(said.stdout)["would_differ"]

    assert found[RECEIVED + timedelta(days=1)] == []
    (differs,) = found[RECEIVED]
    assert {"what": "route", "before": "officer_resolution", "after": "panel"} in differs[
        "differences"
    ]
    assert [why["text"] for why in differs["because"]] == ["A score above 1 is for the panel"]


async def test_a_replay_changes_nothing_and_is_on_record(database_url, tmp_path):
    async with running(database_url, tmp_path / "data") as service:
        await a_plan_under_way(service)
    before = await contents(database_url, tmp_path)

    said = await replay(database_url, tmp_path, "--edition", "2019.1")

    assert said.exit_code == 0
    assert "would differ under edition 2019.1" in " ".join(said.stdout.split())
    assert await contents(database_url, tmp_path) == before
    async with running(database_url, tmp_path / "data") as service:
        (line,) = await journal(service, action="replay_protocol")
    assert line.resource == {"edition": "2019.1"}
    assert line.actor.startswith("command-line:")
