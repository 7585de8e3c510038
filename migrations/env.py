"""How Alembic meets the database: one locked transaction, the service's tables, plain types."""

import re
from collections.abc import Iterable
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

import app.tables as _every_table  # noqa: F401 - importing it is what fills the metadata
from app.database import driver_url
from app.settings import Settings
from migrations import roles

# Any number will do, so long as nothing else on the server takes an advisory lock with it.
UPGRADE_LOCK = 6_612_024
# What Alembic's own table has room for; PostgreSQL refuses more, SQLite would not say.
LONGEST_REVISION = 32


def database_url() -> str:
    """What the caller configured; run by Alembic's own command, what the environment says."""
    given = context.config.attributes.get("database_url") or Settings().database
    return driver_url(given, asynchronous=False)


def plainly(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Migrations know only SQLAlchemy: a decorated type is written as the one it decorates."""
    if kind == "type" and isinstance(item, TypeDecorator):
        decorated: TypeEngine[Any] = item.impl_instance
        return f"sa.{decorated!r}"
    return False


def named_by_number(
    _context: MigrationContext,
    _revision: str | Iterable[str | None] | Iterable[str],
    directives: list[MigrationScript],
) -> None:
    """`alembic revision -m "Panel attendance"` becomes 0007_panel_attendance, file and id."""
    for script in directives:
        words = re.sub(r"\W+", "_", script.message or "change").strip("_").lower()
        heads = context.script.get_heads()
        number = int(heads[0].split("_")[0]) + 1 if heads else 1
        script.rev_id = f"{number:04d}_{words}"[:LONGEST_REVISION].strip("_")


def engine_for(url: str) -> Engine:
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _ours_to_begin(connection: Any, _record: Any) -> None:
            # The driver would otherwise end the transaction at each CREATE TABLE.
            connection.isolation_level = None
            connection.execute("PRAGMA busy_timeout=60000")
            # A batch rebuilds a table under others' feet; the keys are checked at the end.
            connection.execute("PRAGMA foreign_keys=OFF")

        @event.listens_for(engine, "begin")
        def _alone(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def alone(connection: Connection) -> None:
    """Two upgrades at once: the second waits, then finds nothing left to do."""
    if connection.dialect.name != "postgresql":
        return
    connection.execute(text("SET LOCAL lock_timeout = '10min'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
    # A table lock that has to wait blocks every reader behind it: give up soon, try again later.
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))
    connection.execute(text("SET LOCAL statement_timeout = '15min'"))


def keys_hold(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        dangling = connection.execute(text("PRAGMA foreign_key_check")).all()
        if dangling:
            raise RuntimeError(f"{len(dangling)} rows would point at nothing; nothing was changed")


def upgrade_online() -> None:
    engine = engine_for(database_url())
    with engine.begin() as connection:
        alone(connection)
        owner = roles.become_owner(connection)
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            compare_type=True,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=plainly,
            process_revision_directives=named_by_number,
        )
        with context.begin_transaction():
            context.run_migrations()
        if owner:
            roles.give(connection)
        keys_hold(connection)


def write_sql() -> None:
    """`alembic upgrade head --sql`, for a database whose keepers run the statements themselves."""
    context.configure(url=database_url(), target_metadata=SQLModel.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    write_sql()
else:
    upgrade_online()
