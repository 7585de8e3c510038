"""AUT-6, AUT-7: what an operator does about a bearer who may no longer come in."""

import json

import pytest
from typer.testing import CliRunner

from app.cli import main

SHELL = CliRunner()


@pytest.fixture
def oocd(tmp_path, monkeypatch, sqlite_template):
    for name in ("OOCD_DATABASE_URL", "OOCD_ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OOCD_DATA_DIR", str(tmp_path))
    (tmp_path / "oocd.sqlite").write_bytes(sqlite_template.read_bytes())

    def run(*words, **environment):
        return SHELL.invoke(main, ["access", *words], env=environment)

    return run


def withdrawn(oocd, *options):
    listed = json.loads(oocd("list", "--json", *options).stdout)
    return [(each["subject"], each["which"] or each["taken"]) for each in listed]


def test_access_is_withdrawn_listed_and_restored(oocd):
    assert oocd("withdraw", "leaver", "--because", "Left").exit_code == 0
    part = ("half", "--role", "panel_chair", "--area", "E08000037")
    assert oocd("withdraw", *part, "--because", "Sits elsewhere now").exit_code == 0

    assert sorted(withdrawn(oocd)) == [
        ("half", "E08000037"),
        ("half", "panel_chair"),
        ("leaver", "everything"),
    ]
    assert "Sits elsewhere" in " ".join(oocd("list", COLUMNS="200").stdout.split())

    assert oocd("restore", "leaver", "--because", "Came back").exit_code == 0
    assert oocd("restore", "half", "--area", "E08000037", "--because", "A slip").exit_code == 0
    assert withdrawn(oocd) == [("half", "panel_chair")]
    assert len(withdrawn(oocd, "--all")) == 3


def test_what_cannot_be_done_is_said_in_a_sentence(oocd):
    nobody = oocd("restore", "nobody", "--because", "A slip")
    nowhere = oocd("withdraw", "half", "--area", "Gateshead", "--because", "Moved")
    silent = oocd("withdraw", "half")

    assert (nobody.exit_code, nowhere.exit_code, silent.exit_code) == (1, 1, 2)
    assert nobody.stderr.strip() == "That is not withdrawn from them"
    assert "one by one" in nowhere.stderr
    assert withdrawn(oocd) == []


def test_a_client_limited_to_an_action_nobody_knows_stops_the_start(oocd, monkeypatch):
    monkeypatch.setattr("app.cli.serving.run", lambda *_, **__: pytest.fail("it started"))
    wrong = {"OOCD_CLIENT_ACTIONS": '{"police-records": ["submit_cases"]}'}

    refused = SHELL.invoke(main, ["serve"], env=wrong)

    assert refused.exit_code != 0
    assert "submit_cases" in str(refused.exception)
