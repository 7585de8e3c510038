"""A PostgreSQL database a test has left, emptied for the next: quicker than copying another.

Only if it is still what the migrations made: a test that changed its shape, its rights or what
the migrations put in, or filled it, leaves it to be dropped.
"""

from dataclasses import dataclass
from typing import Any

import psycopg

MOST_GROWTH = 8 * 1024 * 1024

# What there is, with what rights and rules, apart from the rows.
_SHAPE = """
SELECT relname, relkind, relacl::text, relowner, relrowsecurity, relforcerowsecurity
  FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY oid;
SELECT attrelid, attname, atttypid, attnotnull, attacl::text
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  WHERE relnamespace = 'public'::regnamespace AND attnum > 0 ORDER BY attrelid, attnum;
SELECT conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY oid;
SELECT tgname, tgenabled, pg_get_triggerdef(oid)
  FROM pg_trigger WHERE NOT tgisinternal ORDER BY oid;
SELECT proname, prosrc, proacl::text
  FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY oid;
SELECT polname, polrelid, polcmd, polroles, pg_get_expr(polqual, polrelid),
  pg_get_expr(polwithcheck, polrelid) FROM pg_policy ORDER BY oid;
SELECT extname, extversion FROM pg_extension ORDER BY oid;
SELECT datallowconn, datacl::text FROM pg_database WHERE datname = current_database();
SELECT setrole, setconfig FROM pg_db_role_setting JOIN pg_database ON setdatabase = pg_database.oid
  WHERE datname = current_database()
"""

_EMPTYING = """
DO $$
DECLARE
  name text;
  filled boolean;
BEGIN
  PERFORM set_config('session_replication_role', 'replica', true);
  FOR name IN
    SELECT oid::regclass FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO filled;
    IF filled AND NOT name = ANY (string_to_array(current_setting('oocd.given'), ',')) THEN
      EXECUTE format('DELETE FROM %s', name);
    END IF;
  END LOOP;
  PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
  FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END
$$
"""


@dataclass(frozen=True)
class Made:
    """A database as copied from the template."""

    name: str
    connection: psycopg.Connection[Any]
    given: str  # the tables that the migrations put something in
    shape: list[Any]
    bytes: int


def made(name: str, connection: psycopg.Connection[Any]) -> Made:
    tables = connection.execute(
        "SELECT oid::regclass::text FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    filled = [table for (table,) in tables if _rows(connection, table)]
    given = ",".join(filled)
    connection.execute("SELECT set_config('oocd.given', %s, false)", [given])
    return Made(name, connection, given, _shape(connection, given), _bytes(connection))


def emptied(database: Made) -> bool:
    """Whether the next test may have it."""
    connection = database.connection
    try:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        if _shape(connection, database.given) != database.shape:
            return False
        if _bytes(connection) > database.bytes + MOST_GROWTH:
            return False
        connection.execute(_EMPTYING)
    except psycopg.Error:
        return False
    return True


def _shape(connection: psycopg.Connection[Any], given: str) -> list[Any]:
    digests = ", ".join(
        f"(SELECT md5(string_agg(each::text, '|')) FROM ({part}) each)"
        for part in _SHAPE.split(";")
    )
    found = connection.execute(f"SELECT {digests}".encode()).fetchall()
    return [*found, *(_rows(connection, table) for table in given.split(",") if table)]


def _rows(connection: psycopg.Connection[Any], table: str) -> list[Any]:
    statement = f"SELECT each::text FROM {table} each ORDER BY 1"
    return connection.execute(statement.encode()).fetchall()


def _bytes(connection: psycopg.Connection[Any]) -> int:
    (size,) = connection.execute("SELECT pg_database_size(current_database())").fetchall()[0]
    return int(size)
