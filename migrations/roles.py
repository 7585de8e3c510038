"""PostgreSQL's roles: who owns the tables, who serves, who counts, who audits.

None of them can log in, is a superuser or passes row security by. An operator makes a login for
each and puts it in its role: `CREATE ROLE panels LOGIN PASSWORD '…' IN ROLE oocd_app`. So no
password goes through here.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, NullPool, create_engine, text

from app.database import driver_url
from migrations.row_security import FREE, PERSONAL

OWNER, APP, STATS, AUDITOR = "oocd_owner", "oocd_app", "oocd_stats", "oocd_auditor"
ROLES = (OWNER, APP, STATS, AUDITOR)

# The last revision at which every row is seen by whoever owns the tables.
BEFORE_THE_WALL = "0012_principals"

# What the service may do with a table's rows, where that is not everything.
_ADDED_TO = "SELECT, INSERT"
_RIGHTS = {
    "alembic_version": "SELECT",
    "journal_line": _ADDED_TO,
    "gravity_matrix": _ADDED_TO,
    "population_estimate": _ADDED_TO,
    "published_figure": _ADDED_TO,
    "statistics_release": _ADDED_TO,
    "release_cell": _ADDED_TO,
    "journal_seal": _ADDED_TO,
    "disposal_certificate": _ADDED_TO,
}
_STATS_READS = ("statistics_release", "release_cell", "population_estimate", "published_figure")
_AUDITOR_READS = ("journal_line", "journal_seal")

_OWNED_BY = text(
    "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass('alembic_version')"
)
_KNOWN = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
_MAY_BE = text("SELECT pg_has_role(current_user, :role, 'MEMBER')")

_HAND_OVER = f"""
DO $$ DECLARE each text; BEGIN
  FOR each IN SELECT format('TABLE %s', oid::regclass) FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
  UNION ALL SELECT format('ROUTINE %s', oid::regprocedure) FROM pg_proc routine
    WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS
      (SELECT 1 FROM pg_depend WHERE objid = routine.oid AND deptype = 'e')
  LOOP EXECUTE format('ALTER %s OWNER TO {OWNER}', each); END LOOP;
END $$
"""  # noqa: S608  # nosec B608


def ensure(database_url: str, *, only_if_known: bool = False) -> None:
    """Run by whoever may create roles; every later migration keeps their rights up to date.

    `only_if_known` is for a database put back from a copy: what was there may have had none.
    """
    engine = create_engine(
        driver_url(database_url, asynchronous=False), poolclass=NullPool, hide_parameters=True
    )
    with engine.begin() as connection:
        if not only_if_known or connection.execute(_KNOWN, {"role": OWNER}).first():
            make(connection)


def make(connection: Connection) -> None:
    """Make the roles, and hand to the owner whatever the migrations have made so far."""
    for role in ROLES:
        # Roles are the whole server's: another database of it may have them already.
        connection.execute(
            text(
                f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS; "
                "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            )
        )
    if not connection.execute(_MAY_BE, {"role": OWNER}).scalar_one():
        connection.execute(text(f"GRANT {OWNER} TO CURRENT_USER"))
    connection.execute(text(f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}"))
    # The schema of a database put back from a copy is open to nobody by itself.
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {APP}, {STATS}, {AUDITOR}"))
    connection.execute(text(_HAND_OVER))
    become_owner(connection)
    give(connection)


def become_owner(connection: Connection) -> bool:
    """Act as the tables' owner where the roles have been made here; whether they have."""
    if connection.dialect.name != "postgresql":
        return False
    if connection.execute(_OWNED_BY).scalar_one_or_none() != OWNER:
        return False
    if not connection.execute(_MAY_BE, {"role": OWNER}).scalar_one():
        return False
    connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
    return True


def give(connection: Connection) -> None:
    """The rights of every role, over whatever tables there are by now."""
    there = set(connection.execute(text("SELECT tablename FROM pg_tables")).scalars())
    for statement in _grants(there):
        connection.execute(text(statement))


def _grants(there: set[str]) -> Iterator[str]:
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}"
    for table in sorted({"alembic_version", *PERSONAL, *FREE} & there):
        rights = _RIGHTS.get(table, f"{_ADDED_TO}, UPDATE, DELETE")
        yield f"REVOKE ALL ON {table} FROM {APP}, {STATS}, {AUDITOR}"
        yield f"GRANT {rights} ON {table} TO {APP}"
    for table in there.intersection(_STATS_READS):
        yield f"GRANT SELECT ON {table} TO {STATS}"
    for table in there.intersection(_AUDITOR_READS):
        yield f"GRANT SELECT ON {table} TO {AUDITOR}"
    for table in there.intersection(_AUDITOR_READS, PERSONAL):
        yield f"DROP POLICY IF EXISTS audited ON {table}"
        yield f"CREATE POLICY audited ON {table} FOR SELECT TO {AUDITOR} USING (true)"
