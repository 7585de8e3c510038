"""PostgreSQL: its own tools, where they are installed. Roles and grants are not in such a copy."""

import shutil
import subprocess  # nosec B404 - PostgreSQL has its own tools for this
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, create_engine, inspect, make_url

from app.backups.copies import CannotCopy, check_revision
from app.database import SERVICE, driver_url
from migrations import roles

# Where what was there stands until the backup is in place and has been checked.
_ASIDE: LiteralString = "before_restore"


class Copies:
    @staticmethod
    def copy_out(database_url: str, file: Path) -> None:
        command = "pg_dump --format=custom --no-owner --no-privileges"
        with _connection(database_url) as said:
            _run(command, f"--file={file}", f"--dbname={said}")
        _contents(file)

    @staticmethod
    def copy_in(database_url: str, file: Path, *, replace: bool) -> None:
        """Into an empty database, or over what is there; all of it or nothing."""
        _contents(file)
        if _tables(database_url) and not replace:
            raise CannotCopy("The database is not empty: say --replace to lose what is there")
        command = "pg_restore --no-owner --no-privileges --single-transaction --exit-on-error"
        with _connection(database_url) as said:
            _check_unused(said)
            _say(said, f"ALTER SCHEMA public RENAME TO {_ASIDE}", "CREATE SCHEMA public")
            try:
                _run(command, f"--dbname={said}", str(file))
                check_revision(_revisions(said))
            except BaseException:
                _say(said, "DROP SCHEMA public CASCADE", f"ALTER SCHEMA {_ASIDE} RENAME TO public")
                raise
            _say(said, f"DROP SCHEMA {_ASIDE} CASCADE")
        # The copy names no owner and gives no rights: those are this server's.
        roles.ensure(database_url, only_if_known=True)


def _run(command: str, *more: str) -> str:
    name, *options = command.split()
    program = shutil.which(name)
    if program is None:
        raise CannotCopy(f"{name} is not installed here; where it is: {command} … --dbname=…")
    # What it says on its error output may quote a row.
    done = subprocess.run(  # noqa: S603  # nosec B603 - told nothing a client said
        [program, *options, *more], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise CannotCopy(
            f"{name} failed ({done.returncode}): it must be of the server's version, and "
            "--database-url an administrator's, from whom row security hides nothing"
        )
    return done.stdout


def _contents(file: Path) -> None:
    if "panel_case" not in _run("pg_restore --list", str(file)):
        raise CannotCopy(f"{file.name} is no backup of this service")


@contextmanager
def _connection(database_url: str) -> Iterator[str]:
    """As the tools take it; the password in a file of its own, for arguments are seen by others."""
    url = make_url(database_url)
    with tempfile.NamedTemporaryFile("w", suffix=".pgpass") as passwords:
        passwords.write(f"*:*:*:*:{_escaped(url)}\n")
        passwords.flush()
        query = {name: str(value) for name, value in url.query.items()}
        yield make_conninfo(
            host=url.host or query.pop("host", None),
            port=url.port or query.pop("port", None),
            user=url.username,
            dbname=url.database,
            passfile=passwords.name,
            **query,
        )


def _escaped(url: URL) -> str:
    return str(url.password or "").replace("\\", "\\\\").replace(":", "\\:")


def _tables(database_url: str) -> list[str]:
    engine = create_engine(driver_url(database_url, asynchronous=False))
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


def _check_unused(said: str) -> None:
    """A service that runs on would write into what is put aside."""
    with psycopg.connect(said) as opened:
        others = opened.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = %s",
            [SERVICE],
        )
        if others.fetchone():
            raise CannotCopy("The database is in use: stop the service first")


def _say(said: str, *statements: LiteralString) -> None:
    """All of them or none."""
    try:
        with psycopg.connect(said) as opened:
            for each in statements:
                opened.execute(each)
    except psycopg.errors.InsufficientPrivilege:
        raise CannotCopy("This login may not: connect as an administrator") from None


def _revisions(said: str) -> list[str]:
    with psycopg.connect(said) as opened:
        return [str(each[0]) for each in opened.execute("SELECT version_num FROM alembic_version")]
