"""What an operator can do from a shell."""

import json
import sqlite3
from secrets import token_hex

import pytest
from typer.testing import CliRunner

from app.cli import main

SHELL = CliRunner()


@pytest.fixture
def oocd(tmp_path, monkeypatch):
    """`oocd …` over a data directory of its own."""
    for name in ("OOCD_DATABASE_URL", "OOCD_ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OOCD_DATA_DIR", str(tmp_path / "data"))

    def run(*words, **environment):
        return SHELL.invoke(main, [str(word) for word in words], env=environment)

    return run


def test_migrate_makes_the_embedded_database_and_a_second_time_changes_nothing(oocd, tmp_path):
    assert oocd("migrate").exit_code == 0
    again = oocd("migrate")

    assert again.exit_code == 0
    with sqlite3.connect(tmp_path / "data" / "oocd.sqlite") as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert {"panel_case", "child", "journal_line"} <= names


def test_a_token_is_alone_on_the_last_line(oocd):
    made = oocd("token", "--role", "yot_officer", "--area", "E08000022", "--subject", "me")

    assert made.exit_code == 0
    assert made.stdout.strip().count(".") == 2
    assert "\n" not in made.stdout.strip()


def test_no_token_is_minted_in_production(oocd):
    refused = oocd("token", "--role", "yot_officer", OOCD_ENVIRONMENT="production")

    assert refused.exit_code == 2
    assert refused.stdout == ""


def test_an_unknown_setting_is_refused_rather_than_passed_over(oocd):
    refused = oocd("migrate", OOCD_ISUER="https://typo.example")

    assert refused.exit_code == 2
    assert "OOCD_ISUER" in refused.stderr


def test_production_names_every_setting_it_misses_and_no_value(oocd):
    refused = oocd("serve", OOCD_ENVIRONMENT="production", OOCD_JOURNAL_KEY="canary-short")

    assert refused.exit_code == 2
    assert "OOCD_JWKS_URL" in refused.stderr
    assert "canary" not in refused.output


def production(tmp_path, **more):
    return {
        "OOCD_ENVIRONMENT": "production",
        "OOCD_DATABASE_URL": f"sqlite:///{tmp_path / 'production.sqlite'}",
        "OOCD_ISSUER": "https://id.example",
        "OOCD_JWKS_URL": "https://id.example/jwks",
        "OOCD_JOURNAL_KEY": token_hex(32),
        "OOCD_CURSOR_KEY": token_hex(32),
        "OOCD_SEALING_KEY": token_hex(32),
        "OOCD_RECORD_KEY": token_hex(32),
        "OOCD_INDEX_KEY": token_hex(32),
        "OOCD_ALLOWED_HOSTS": "panels.example, panels.internal",
        **more,
    }


def test_production_does_not_serve_a_schema_nobody_has_migrated(oocd, tmp_path):
    refused = oocd("serve", **production(tmp_path))

    assert refused.exit_code == 2
    assert "oocd migrate" in refused.stderr


def test_production_does_not_serve_on_the_illustrative_matrix_unless_told(
    oocd, tmp_path, monkeypatch
):
    served = []
    monkeypatch.setattr("app.cli.serving.run", lambda *_, **__: served.append(True))
    settings = production(tmp_path)
    assert oocd("migrate", **settings).exit_code == 0

    refused = oocd("serve", **settings)
    told = oocd("serve", **settings, OOCD_ALLOW_ILLUSTRATIVE_MATRIX="true")

    assert refused.exit_code == 2
    assert "illustrative" in refused.stderr.lower()
    assert told.exit_code == 0
    assert served == [True]


def test_the_forces_own_matrix_is_kept_and_lets_production_serve(oocd, tmp_path, monkeypatch):
    monkeypatch.setattr("app.cli.serving.run", lambda *_, **__: None)
    settings = production(tmp_path)
    oocd("migrate", **settings)
    file = tmp_path / "matrix.csv"
    file.write_text("offence_code,score\nTH68010,2\nTH68023,5\n")
    arguments = ("protocol", "import-matrix", file, "--edition", "force-1", "--from", "2026-01-01")

    imported = oocd(*arguments, **settings)

    assert imported.exit_code == 0
    assert "2 scores, edition force-1, sha256" in imported.stdout
    assert oocd("serve", **settings).exit_code == 0


def test_a_matrix_imported_again_is_refused_in_plain_words(oocd, tmp_path):
    oocd("migrate")
    file = tmp_path / "matrix.csv"
    file.write_text("offence_code,score\nTH68010,2\n")
    arguments = ("protocol", "import-matrix", file, "--edition", "x", "--from", "2026-01-01")
    oocd(*arguments)

    again = oocd(*arguments)

    assert again.exit_code == 1
    assert "imported already" in again.stderr


@pytest.mark.parametrize(
    "content", ["offence_code,score\nTH68010,9\n", "code;score\n", "", "offence_code,score\n"]
)
def test_a_matrix_that_is_not_one_is_refused(oocd, tmp_path, content):
    oocd("migrate")
    file = tmp_path / "matrix.csv"
    file.write_text(content)

    refused = oocd("protocol", "import-matrix", file, "--edition", "x", "--from", "2026-01-01")

    assert refused.exit_code == 1


def test_check_lists_what_nobody_has_established_and_what_is_not_confirmed(oocd):
    found = json.loads(oocd("protocol", "check", "--json").stdout)

    assert found["awaiting"]
    assert any("agencies_needed" in each["parameter"] for each in found["not_confirmed"])
    assert oocd("protocol", "check").exit_code == 0


def test_populations_are_imported_and_a_broken_file_is_refused_whole(oocd, tmp_path):
    oocd("migrate")
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    header = "area_code,mid_year,population_10_17,series,source\n"
    good.write_text(header + "E08000022,2024,19700,census basis,ONS\n")
    bad.write_text(header + "E08000022,2024,many,census basis,ONS\n")

    assert "Estimates loaded: 1" in oocd("populations", "import", good).stdout
    refused = oocd("populations", "import", bad)
    assert refused.exit_code == 1
    assert "Traceback" not in refused.output


def test_a_release_is_made_of_what_was_known_checked_and_handed_out(oocd, tmp_path):
    oocd("migrate")

    made = oocd("statistics", "release", "--as-at", "2026-01-31", "--json")

    assert made.exit_code == 0
    assert json.loads(made.stdout)["release"] == "2026-01-31-1"
    assert oocd("statistics", "verify", "latest").exit_code == 0
    exported = oocd("statistics", "export", "latest", tmp_path / "out", "--audience", "public")
    assert exported.exit_code == 0
    assert (tmp_path / "out" / "disposals-quarter.csv").exists()
    assert (tmp_path / "out" / "disposals-quarter.csv-metadata.json").exists()
    assert oocd("statistics", "verify", "2020-01-01-1").exit_code == 1


def test_a_release_that_was_removed_whole_is_missed_whichever_is_checked(oocd, tmp_path):
    oocd("migrate")
    for day in ("2026-01-31", "2026-02-28"):
        oocd("statistics", "release", "--as-at", day)
    with sqlite3.connect(tmp_path / "data" / "oocd.sqlite") as database:
        for kept in ("release_cell WHERE release", "statistics_release WHERE id"):
            database.execute(f"DELETE FROM {kept} = '2026-01-31-1'")

    for named in ("latest", "2026-02-28-1", "2026-01-31-1"):
        checked = oocd("statistics", "verify", named)
        assert checked.exit_code == 1
        assert checked.stderr == "Release 2026-01-31-1 was made, and is gone\n"


def test_a_command_before_migration_says_what_to_do(oocd, tmp_path):
    (tmp_path / "data").mkdir()

    refused = oocd("statistics", "release", "--as-at", "2026-01-31")

    assert refused.exit_code == 1
    assert "oocd migrate" in refused.stderr


def test_the_development_key_is_readable_by_its_owner_alone(oocd, tmp_path):
    oocd("token", "--role", "panel_chair")

    key = (tmp_path / "data" / "development-issuer.pem").stat()
    assert oct(key.st_mode & 0o777) == "0o600"


def test_our_count_is_set_beside_another_in_a_table_and_as_json(oocd, tmp_path):
    oocd("migrate")
    file = tmp_path / "police.csv"
    file.write_text("area,period_start,period_end,count\nE08000022,2025-04-01,2026-03-31,3\n")

    shown = oocd("statistics", "reconcile", file, COLUMNS="200")
    told = oocd("statistics", "reconcile", file, "--json")

    assert (shown.exit_code, told.exit_code) == (0, 0)
    assert "+3" in shown.stdout
    (line,) = json.loads(told.stdout)
    assert (line["theirs"], line["ours"], line["difference"]) == (3, 0, 3)
    assert {each["why"] for each in line["unknown"]} == {"prosecuted_by_others", "not_reported"}


def test_the_return_of_a_quarter_is_printed_as_csv_and_its_gaps_are_listed(oocd, tmp_path):
    assert oocd("migrate").exit_code == 0
    asked = ("statistics", "kpi-6", "--quarter", "2025Q4", "--area", "E08000037")

    printed, listed = oocd(*asked), oocd(*asked, "--gaps", "--json")
    written = oocd(*asked, "--out", tmp_path / "kpi6.csv")

    assert [each.exit_code for each in (printed, listed, written)] == [0, 0, 0]
    assert printed.stdout.splitlines()[0] == (
        ",community_resolution,nfa_o22_yjs,nfa_o22_deferred_yjs,nfa_o20_21_yjs,yc_yjs,ycc"
    )
    assert (tmp_path / "kpi6.csv").read_text(encoding="utf-8") == printed.stdout
    assert json.loads(listed.stdout) == []
    told = json.loads(oocd(*asked, "--json").stdout)
    assert [each["ycc"] for each in told] == [0, 0, 0]
    by_age = json.loads(oocd(*asked, "--characteristics", "--json").stdout)[-1]
    assert (by_age["characteristic"], by_age["group"], by_age["children"]) == ("age", "10_to_14", 0)
    assert oocd(*asked, "--gaps", "--characteristics").exit_code == 2


def test_the_return_of_no_quarter_or_of_another_area_is_refused(oocd):
    assert oocd("migrate").exit_code == 0

    for quarter, area in (("2026", "E08000037"), ("2025Q4", "E08000020")):
        refused = oocd("statistics", "kpi-6", "--quarter", quarter, "--area", area)
        assert (refused.exit_code, refused.stdout) == (1, "")
