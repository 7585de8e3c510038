"""The engines, one transaction at a time, and the column types every table uses."""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Insert,
    Table,
    bindparam,
    event,
    func,
    insert,
    make_url,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from app import secrets_kept, wall
from app.sealed.keyring import Keyring
from app.settings import Settings

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(column_0_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

ID_LENGTH = 22

# The parameter by which an insert finds the row that its own belongs to.
_BELONGS_TO = "belongs_to"

# What PostgreSQL calls our connections.
SERVICE = "oocd"

T = TypeVar("T")

# A row of a column select: named values, which no type checker follows through `getattr`.
Record = Any


def new_id() -> str:
    """128 random bits: an id that says nothing and cannot be guessed."""
    return secrets.token_urlsafe(16)


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. SQLite drops offsets, so what goes in must be aware, and comes out in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def table(of: type[SQLModel]) -> Table:
    """The table of rows such as these, itself.

    Statements are made of tables and their columns: through the mapped class each would take
    the ORM's way, which costs as much again as the statement.
    """
    found: Table = of.__table__  # type: ignore[attr-defined]
    return found


def col(attribute: T) -> ColumnElement[T]:
    """The table's own column behind a mapped class's attribute."""
    found: ColumnElement[T] = attribute.property.columns[0]  # type: ignore[attr-defined]
    return found


def kept_with(
    parent: str, link: str, *, key: str = "id", area: str = "area"
) -> ForeignKeyConstraint:
    """A row stands in the area of the row it belongs to, and the two go to another area as one."""
    return ForeignKeyConstraint(
        [area, link], [f"{parent}.area", f"{parent}.{key}"], onupdate="CASCADE"
    )


def kept_by(of: Table) -> ForeignKeyConstraint | None:
    """The key that keeps rows in the area of what they belong to, if they belong to anything."""
    return next((key for key in of.foreign_key_constraints if len(key.elements) > 1), None)


async def one_at_a_time(db: AsyncConnection, what: str) -> None:
    """Whoever else asks for this waits until the transaction ends. SQLite has one writer anyway."""
    if db.dialect.name == "postgresql":
        key = func.hashtextextended(what, 0)
        await db.execute(select(func.pg_advisory_xact_lock(key)))


@cache
def inserting(of: type[SQLModel]) -> Insert:
    """Of rows as `entered` has them: the area of one that belongs to another is taken from there.

    Asks for nothing back: PostgreSQL gives a number it made only to who may read the row.
    """
    statement = insert(table(of)).inline()
    key = kept_by(table(of))
    if key is None:
        return statement
    area, link = key.elements
    belongs_to = bindparam(_BELONGS_TO, type_=link.column.type)
    there = select(area.column).where(link.column == belongs_to)
    return statement.values({area.parent: there.scalar_subquery()})


def entered(of: type[SQLModel], row: Mapping[str, Any]) -> dict[str, Any]:
    """The row, with whatever else `inserting` asks of it."""
    key = kept_by(table(of))
    return dict(row) if key is None else {**row, _BELONGS_TO: row[key.elements[1].parent.name]}


def driver_url(url: str, *, asynchronous: bool) -> str:
    """The same database by the driver the service (or Alembic) uses."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return parsed.set(
            drivername="sqlite+aiosqlite" if asynchronous else "sqlite"
        ).render_as_string(hide_password=False)
    if parsed.get_backend_name() in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    raise ValueError("the database is SQLite or PostgreSQL")


# What SQLite and PostgreSQL call it when a commit is on disk before it is acknowledged.
_FULL = 2
_KEEPING = ("fsync", "full_page_writes", "synchronous_commit")


class Database:
    """Where records are kept: `writing()` and `reading()` each give one transaction.

    On SQLite there is one writer, whose callers wait in asyncio rather than on a lock, and
    readers of their own; on PostgreSQL both share one pool.
    """

    def __init__(self, settings: Settings) -> None:
        url = driver_url(settings.database, asynchronous=True)
        self.sqlite = url.startswith("sqlite")
        if self.sqlite:
            self._writer = _sqlite(url, settings, begin="BEGIN IMMEDIATE", pool_size=1)
            self._reader = _sqlite(url, settings, begin="BEGIN", pool_size=4)
        else:
            self._writer = self._reader = _postgresql(url, settings)
        self.keyring: Keyring = secrets_kept.keyring(settings)
        for engine in (self._writer, self._reader):
            # Where the column types that open sealed values find it: they are handed the dialect.
            engine.dialect.keyring = self.keyring  # type: ignore[attr-defined]

    @asynccontextmanager
    async def writing(self, seen_by: wall.Said = wall.NOBODY) -> AsyncIterator[AsyncConnection]:
        """Commits when the block ends, rolls back when it raises; nothing else commits.

        On PostgreSQL whoever is not said to be its reader sees nobody's record in it.
        """
        async with self._writer.begin() as connection:
            await wall.begin(connection, seen_by)
            yield connection

    @asynccontextmanager
    async def reading(self, seen_by: wall.Said = wall.NOBODY) -> AsyncIterator[AsyncConnection]:
        async with self._reader.begin() as connection:
            await wall.begin(connection, seen_by)
            yield connection

    async def forgets(self) -> list[str]:
        """Its settings by which a power cut could undo what it has said is done."""
        if self.sqlite:
            async with self._writer.connect() as connection:
                level = (await connection.execute(text("PRAGMA synchronous"))).scalar_one()
            return [] if level >= _FULL else ["synchronous"]
        careless = text("SELECT name FROM pg_settings WHERE setting = 'off' AND name IN :names")
        asked = careless.bindparams(bindparam("names", expanding=True))
        async with self.reading() as connection:
            return list((await connection.execute(asked, {"names": _KEEPING})).scalars())

    async def close(self) -> None:
        await self._writer.dispose()
        await self._reader.dispose()


def _sqlite(url: str, settings: Settings, *, begin: str, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0,
        # The one writer is a queue, in which waiting is normal.
        pool_timeout=settings.pool_seconds,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        # The timeout goes first: changing the journal mode can itself meet a lock.
        for pragma in (
            "busy_timeout=5000",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        # A deferred transaction that reads and then writes fails at once under concurrency.
        connection.exec_driver_sql(begin)

    return engine


def _postgresql(url: str, settings: Settings) -> AsyncEngine:
    milliseconds = int(settings.statement_seconds * 1000)
    return create_async_engine(
        url,
        hide_parameters=True,
        pool_size=settings.pool_size,
        max_overflow=0,
        pool_timeout=settings.pool_seconds,
        pool_pre_ping=True,
        connect_args={
            "options": f"-c timezone=utc -c statement_timeout={milliseconds} "
            f"-c lock_timeout={milliseconds} -c idle_in_transaction_session_timeout=30000",
            "connect_timeout": 2,
            "application_name": SERVICE,
            # A network that swallows what is sent is noticed, rather than waited for.
            "tcp_user_timeout": 5000,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 2,
        },
    )
