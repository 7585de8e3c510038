"""A fresh, migrated database for each test: SQLite by copying a file, PostgreSQL by emptying one.

One PostgreSQL server serves a whole run. With xdist the controller starts it and tells the
workers; without, it starts when the first test asks. `OOCD_TEST_POSTGRES_URL` names a server of
your own instead, whose user must be a superuser.

The service under test connects to PostgreSQL as the application's role, with row security around
its records; `behind` is the address for a test that looks behind its back.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

import migrations
from migrations import roles
from tests import postgres, wiped

KINDS = ("sqlite", "postgresql")

_BEHIND: dict[str, str] = {}


def behind(url: str) -> str:
    """The same database for somebody from whom nothing in it is hidden."""
    return _BEHIND.get(url, url)


class Postgres:
    """The run's server, and the databases made on it."""

    def __init__(self, url: str, run: str, own: postgres.Server | None = None) -> None:
        self.url = url
        self.run = run
        self._own = own
        self._idle: list[wiped.Made] = []

    @classmethod
    def of_this_run(cls) -> "Postgres":
        run = f"oocd_{secrets.token_hex(4)}"
        if theirs := os.environ.get("OOCD_TEST_POSTGRES_URL"):
            return cls(theirs, run)
        server = postgres.start()
        return cls(server.url(), run, server)

    @contextmanager
    def database(self, *, migrated: bool) -> Iterator[str]:
        if not migrated:
            name = self._new()
            yield self._url_of(name)
            self._drop(name)
            return
        ours = self._idle.pop() if self._idle else self._copied()
        yield self._served(ours.name)
        if wiped.emptied(ours):
            self._idle.append(ours)
            return
        ours.connection.close()
        self._drop(ours.name)

    @property
    def process(self) -> int:
        """The server's own, where it is ours."""
        return self._own.process if self._own else 0

    def leave(self) -> None:
        """What this process holds open."""
        for database in self._idle:
            database.connection.close()
        self._idle.clear()

    def _served(self, name: str) -> str:
        """The address that the service itself connects to."""
        everything = make_url(self._url_of(name))
        ours = everything.set(username=f"{self.run}_app", password=self._password())
        address = ours.render_as_string(hide_password=False)
        _BEHIND[address] = self._url_of(name)
        return address

    def _password(self) -> str:
        """The same in every worker, and known only to who knows the server's."""
        return hashlib.sha256(f"{self.url} {self.run}".encode()).hexdigest()

    def close(self) -> None:
        if self._own is not None:
            self._own.stop()
            return
        with self._connection() as connection:
            made = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.run]
            ).fetchall()
        for (name,) in made:
            self._say(f"DROP DATABASE {name} WITH (FORCE)")
        self._say(f"DROP ROLE IF EXISTS {self.run}_app")

    def _new(self, template: str = "") -> str:
        name = f"{self.run}_{secrets.token_hex(4)}"
        # The template is small, so copying its files is quicker than logging its pages.
        self._say(f"CREATE DATABASE {name} {template} STRATEGY file_copy")
        return name

    def _copied(self) -> wiped.Made:
        name = self._new(f"TEMPLATE {self._template()}")
        return wiped.made(name, self._connection(name))

    def _drop(self, name: str) -> None:
        self._say(f"DROP DATABASE {name} WITH (FORCE)")

    def _template(self) -> str:
        """The migrated database the others are copied from, made by the first worker to ask."""
        name = f"{self.run}_template"
        with self._connection() as connection:
            connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(known, [name]).fetchone() is None:
                making = f"{self.run}_making"
                connection.execute(f"CREATE DATABASE {making}")
                migrations.upgrade(self._url_of(making))
                roles.ensure(self._url_of(making))
                login = f"CREATE ROLE {self.run}_app LOGIN PASSWORD '{self._password()}'"
                connection.execute(f"{login} IN ROLE {roles.APP}".encode())
                # Renamed when whole: a template that exists is a template that is finished.
                connection.execute(f"ALTER DATABASE {making} RENAME TO {name}")
        return name

    def _connection(self, database: str | None = None) -> psycopg.Connection[Any]:
        address = make_url(self.url).set(drivername="postgresql")
        if database is not None:
            address = address.set(database=database)
        return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)

    def _say(self, statement: str) -> None:
        with self._connection() as connection:
            connection.execute(statement.encode())

    def _url_of(self, name: str) -> str:
        address = make_url(self.url).set(drivername="postgresql+psycopg", database=name)
        return address.render_as_string(hide_password=False)


_SERVER = pytest.StashKey[Postgres]()


def server(config: pytest.Config) -> Postgres:
    """The run's PostgreSQL, started if this process is the one that starts it."""
    if _SERVER not in config.stash:
        told = getattr(config, "workerinput", {}).get("oocd_postgres")
        config.stash[_SERVER] = Postgres(*told) if told else Postgres.of_this_run()
    return config.stash[_SERVER]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Called by xdist, in the controller, for each worker about to start."""
    here = server(node.config)
    node.workerinput["oocd_postgres"] = (here.url, here.run)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _SERVER not in config.stash:
        return
    config.stash[_SERVER].leave()
    if not hasattr(config, "workerinput"):
        config.stash[_SERVER].close()
    del config.stash[_SERVER]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite"
    migrations.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database at the newest migration, empty, for this test alone; once for each kind."""
    if request.param == "sqlite":
        path = request.getfixturevalue("tmp_path") / "oocd.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite+aiosqlite:///{path}"
    else:
        with server(request.config).database(migrated=True) as url:
            yield url


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database nothing has been done to, for the tests of migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('tmp_path') / 'empty.sqlite'}"
    else:
        with server(request.config).database(migrated=False) as url:
            yield url
