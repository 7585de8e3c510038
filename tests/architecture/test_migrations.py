"""A schema comes to be by migrations alone, the same on both databases, there and back."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Enum, Inspector, NullPool, create_engine, inspect, text
from sqlmodel import SQLModel

import app.tables  # noqa: F401 - importing it is what fills the metadata
import migrations
from app.database import driver_url
from migrations.drift import drift
from tests.databases import behind

VERSIONS = Path(migrations.__file__).parent / "versions"


def inspector(url: str) -> Inspector:
    engine = create_engine(driver_url(url, asynchronous=False), poolclass=NullPool)
    return inspect(engine)


def revision(url: str) -> list[str]:
    engine = create_engine(driver_url(url, asynchronous=False), poolclass=NullPool)
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())


def unenforced(column: str, values: list[str], checks: list[str]) -> list[str]:
    """The values of a stored enum that no check on its column lets in."""
    about = [check for check in checks if column in check]
    return [value for value in values if not any(f"'{value}'" in check for check in about)]


def test_there_is_one_newest_migration():
    assert ScriptDirectory(str(VERSIONS.parent)).get_heads() == [migrations.head()]


def test_every_migration_is_named_as_its_file_and_says_why_and_whether_old_code_can_run():
    for script in ScriptDirectory(str(VERSIONS.parent)).walk_revisions():
        assert script.revision == Path(script.path).stem
        assert "Safe while the old release runs" in (script.module.__doc__ or ""), script.revision


def test_an_empty_database_comes_to_head_goes_back_and_comes_again(empty_database_url):
    migrations.upgrade(empty_database_url)
    assert revision(empty_database_url) == [migrations.head()]

    migrations.downgrade(empty_database_url)
    assert set(inspector(empty_database_url).get_table_names()) == {"alembic_version"}

    migrations.upgrade(empty_database_url)
    assert revision(empty_database_url) == [migrations.head()]


def test_every_single_migration_can_be_taken_back(empty_database_url):
    scripts = list(ScriptDirectory(str(VERSIONS.parent)).walk_revisions())
    for script in reversed(scripts):
        migrations.upgrade(empty_database_url, script.revision)
        migrations.downgrade(empty_database_url, "-1")
        migrations.upgrade(empty_database_url, script.revision)
    assert revision(empty_database_url) == [migrations.head()]


def test_the_migrated_database_has_what_the_tables_say_and_no_more(database_url):
    assert drift(database_url) == ""


def test_a_table_the_migrations_do_not_know_is_seen_as_drift(database_url):
    url = driver_url(behind(database_url), asynchronous=False)
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text("CREATE TABLE stray (id INTEGER PRIMARY KEY)"))

    assert "stray" in drift(database_url)


def test_two_upgrades_at_once_end_in_one_schema(empty_database_url):
    # Two processes, as in two releases started together: Alembic keeps one context in each.
    program = "import sys, migrations; migrations.upgrade(sys.argv[1])"
    command = [sys.executable, "-c", program, empty_database_url]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    complaints = [each.communicate(timeout=120)[1] for each in both]

    assert [each.returncode for each in both] == [0, 0], complaints
    assert revision(empty_database_url) == [migrations.head()]


def test_every_stored_enum_is_the_one_the_database_enforces(database_url):
    found = inspector(database_url)
    stored = 0
    for table in SQLModel.metadata.tables.values():
        checks = [str(check["sqltext"]) for check in found.get_check_constraints(table.name)]
        for column in table.columns:
            if isinstance(column.type, Enum):
                stored += 1
                lacking = unenforced(column.name, list(column.type.enums), checks)
                assert not lacking, f"{table.name}.{column.name} does not allow {lacking}"
    assert stored


def test_an_enum_value_the_check_does_not_know_is_found():
    checks = ["stage IN ('review', 'closed')", "route IN ('panel')"]

    assert unenforced("stage", ["review", "closed"], checks) == []
    assert unenforced("stage", ["review", "panel"], checks) == ["panel"]


@pytest.mark.parametrize("column", ["stage", "closed_as"])
def test_a_column_without_any_check_is_found(column):
    assert unenforced(column, ["closed"], []) == ["closed"]
