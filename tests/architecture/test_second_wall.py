"""AZ-8: every table is behind PostgreSQL's wall, or is listed with the reason why it need not be.

And whoever opens the wall further than their own areas is listed too, with where they do it.
"""

import ast

import psycopg
import pytest
from sqlalchemy import Column, ForeignKey, MetaData, String, Table, make_url

from app.database import kept_by
from app.tables import metadata
from migrations import roles, row_security
from tests.architecture.source import calls, functions, python
from tests.databases import behind

ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

# The functions in which a door of app/wall.py stands open; why, is said at the door.
DOORS = {
    "matching": {"app/children/actions.py _locked", "app/retention/queries.py still_there"},
    "register": {
        "app/children/actions.py _make",
        "app/children/actions.py _locked",
        "app/retention/erasing.py held",
        "app/retention/erasing.py destroy",
        "app/retention/run.py finish",
        "app/transfers/actions.py _hand_over",
        "app/transfers/actions.py _leave",
    },
    "hand_over": {"app/transfers/actions.py answer", "app/transfers/queries.py lapsed"},
    "naming": {"app/cases/queries.py named"},
    "grant": {"app/cases/glass_actions.py open_case", "app/children/glass_queries.py grant"},
    "cases_of": {
        "app/cases/queries.py resolved_by_officers",
        "app/cases/hold_queries.py child_is_held",
        "app/retention/queries.py facts_of",
        "app/retention/queries.py holds_of",
        "app/retention/queries.py known_elsewhere",
        "app/transfers/queries.py has_another",
    },
    "tidying": {"app/retries/actions.py outdated", "app/retries/actions.py forget"},
    "counting": {
        "app/operations/completeness.py _pages",
        "app/retention/queries.py still_there",
        "app/statistics/actions.py gather",
        "app/statistics/readings.py _counts",
        "app/statistics/reconciling/actions.py reconcile",
    },
}


# Why each of these is not kept in the area of the case it names.
OF_NO_ONE_AREA = {
    "case_transfer": "both services of an offer know of it, and it names them",
    "break_glass": "it names whose case it was then, and who came from where",
    "child_outcome": "it is the child's in every area, and may have been given without a case",
    "journal_line": "it stays as it was written, with the area that kept the case then",
}


def opened(path, source):
    return [
        (called.removeprefix("wall."), f"{path} {each.name}")
        for each in functions(ast.parse(source))
        for _, called in calls(each)
        if called.startswith("wall.") and called not in {"wall.begin", "wall.seen_by"}
    ]


@pytest.fixture
def catalogue(database_url):
    """Questions to PostgreSQL about itself, at the newest migration."""
    address = make_url(behind(database_url)).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        yield lambda asked, *values: connection.execute(asked, values).fetchall()


def test_every_table_is_personal_or_free_of_personal_data_for_a_reason():
    assert row_security.PERSONAL.keys() | row_security.FREE.keys() == metadata.tables.keys()
    assert not row_security.PERSONAL.keys() & row_security.FREE.keys()
    assert all(row_security.FREE.values())


def without_its_area(tables):
    """Of the tables whose rows belong to a case or a panel, those that are not kept with it."""
    belonging = {"panel_case", "panel"}
    for each in [t for t in tables.sorted_tables if t.name not in OF_NO_ONE_AREA]:
        parents = {key.column.table.name for key in each.foreign_keys}
        if parents & belonging or "case_id" in each.columns:
            belonging.add(each.name)
    return {
        name
        for name in belonging - {"panel_case", "panel"}
        if not (key := kept_by(tables.tables[name]))
        or (key.onupdate, key.elements[0].column.name) != ("CASCADE", "area")
        or any(each.nullable for each in key.columns)
    }


def test_whatever_belongs_to_a_case_stands_in_its_area_or_is_listed_with_the_reason():
    assert without_its_area(metadata) == set()
    assert all("case_id" in metadata.tables[name].columns for name in OF_NO_ONE_AREA)


def test_a_table_that_only_names_its_case_is_found():
    broken = MetaData()
    Table("panel_case", broken, Column("id", String, primary_key=True))
    Table("panel", broken, Column("id", String, primary_key=True))
    Table("note", broken, Column("case_id", String, ForeignKey("panel_case.id")))
    Table("line", broken, Column("note_id", String, ForeignKey("note.case_id")))

    assert without_its_area(broken) == {"note", "line"}


def test_each_door_in_the_wall_is_opened_where_it_is_listed_and_nowhere_else():
    found: dict[str, set[str]] = {}
    for path, source in python("app"):
        for door, place in opened(path, source):
            found.setdefault(door, set()).add(place)

    assert found == DOORS


def test_a_door_that_is_opened_elsewhere_is_found():
    broken = (
        "async def worklist(tx):\n    async with wall.matching(tx.db):\n        return await f()"
    )

    assert opened("app/cases/queries.py", broken) == [("matching", "app/cases/queries.py worklist")]


def test_counting_asks_no_row_who_holds_it():
    """PostgreSQL asks in the reverse order of the names, until one lets the row through."""
    for table in row_security.COUNTED:
        named = {policy.name for policy in row_security.PERSONAL[table]}
        assert max(named) == "wider_counted", table


@ON_POSTGRESQL
def test_row_security_is_on_and_forced_with_policies_on_every_personal_table(catalogue):
    walled = catalogue(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        " AND relnamespace = 'public'::regnamespace"
    )
    with_policies = catalogue("SELECT DISTINCT tablename FROM pg_policies")

    assert {name for (name,) in walled} == row_security.PERSONAL.keys()
    assert {name for (name,) in with_policies} == row_security.PERSONAL.keys()


@ON_POSTGRESQL
def test_the_policies_are_those_that_are_listed(catalogue):
    stand = catalogue("SELECT tablename, policyname FROM pg_policies WHERE permissive='PERMISSIVE'")
    listed = {(table, p.name) for table, all_ in row_security.PERSONAL.items() for p in all_}

    assert set(stand) == listed | {("journal_line", "audited")}


@ON_POSTGRESQL
def test_a_policy_that_writes_says_what_may_be_written(catalogue):
    silent = catalogue(
        "SELECT tablename, policyname FROM pg_policies WHERE with_check IS NULL AND cmd <> 'SELECT'"
    )

    assert silent == []


@ON_POSTGRESQL
def test_no_role_is_a_superuser_or_passes_the_wall_and_only_the_owner_owns(catalogue):
    powers = catalogue(
        "SELECT rolname, rolsuper OR rolbypassrls OR rolcanlogin FROM pg_roles"
        " WHERE rolname = ANY (%s)",
        list(roles.ROLES),
    )
    owners = catalogue(
        "SELECT DISTINCT relowner::regrole::text FROM pg_class"
        " WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace"
    )

    assert dict(powers) == dict.fromkeys(roles.ROLES, False)
    assert owners == [(roles.OWNER,)]


@ON_POSTGRESQL
def test_those_who_count_read_releases_and_those_who_audit_the_journal(catalogue):
    granted = catalogue(
        "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE grantee IN ('oocd_stats', 'oocd_auditor')"
    )
    app = catalogue(
        "SELECT privilege_type FROM information_schema.role_table_grants"
        " WHERE grantee = 'oocd_app' AND table_name = 'journal_line'"
    )

    assert set(granted) == {
        ("oocd_stats", "statistics_release", "SELECT"),
        ("oocd_stats", "release_cell", "SELECT"),
        ("oocd_stats", "population_estimate", "SELECT"),
        ("oocd_stats", "published_figure", "SELECT"),
        ("oocd_auditor", "journal_line", "SELECT"),
        ("oocd_auditor", "journal_seal", "SELECT"),
    }
    assert set(app) == {("SELECT",), ("INSERT",)}


@ON_POSTGRESQL
def test_a_view_shows_no_more_than_its_reader_may_see(catalogue):
    views = catalogue(
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm')"
        " AND relnamespace = 'public'::regnamespace"
        " AND NOT coalesce(reloptions, '{}') @> '{security_invoker=true}'"
    )

    assert views == []
