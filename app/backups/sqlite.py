"""SQLite: its own online backup, never a copy of a file in use."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from app.backups.copies import CannotCopy, check_revision


class Copies:
    @staticmethod
    def copy_out(database_url: str, file: Path) -> None:
        source = _path(database_url)
        if not source.exists():
            raise CannotCopy("There is no database here to copy")
        with (
            closing(sqlite3.connect(source, timeout=30)) as there,
            closing(sqlite3.connect(file)) as here,
        ):
            there.backup(here)
            # One file, complete in itself: no log to lose beside it.
            here.execute("PRAGMA journal_mode=DELETE")
        _check(file)

    @staticmethod
    def copy_in(database_url: str, file: Path, *, replace: bool) -> None:
        target = _path(database_url)
        if target.exists() and target.stat().st_size and not replace:
            raise CannotCopy("There is a database in its place: say --replace to lose that one")
        _check(file)
        _refuse_in_use(target)
        beside = target.with_name(f"{target.name}.restoring")
        beside.unlink(missing_ok=True)
        beside.touch(mode=0o600)
        with (
            closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as there,
            closing(sqlite3.connect(beside)) as here,
        ):
            there.backup(here)
        _check(beside)
        _on_disk(beside)
        # The log of the old database must not be laid over the new one.
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        beside.replace(target)
        _on_disk(target.parent)


def _path(database_url: str) -> Path:
    found = make_url(database_url).database
    if not found:
        raise CannotCopy("A database in memory cannot be copied")
    return Path(found)


def _check(file: Path) -> None:
    """Whole, no row without what it refers to, and of a release we know."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            whole = opened.execute("PRAGMA integrity_check").fetchall()
            orphans = opened.execute("PRAGMA foreign_key_check").fetchall()
            revisions = opened.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.DatabaseError as wrong:
        raise CannotCopy(
            f"{file.name} cannot be read as a backup ({type(wrong).__name__})"
        ) from None
    if whole != [("ok",)] or orphans:
        raise CannotCopy(f"{file.name} is damaged: it was not put in place")
    check_revision([str(each[0]) for each in revisions])


def _refuse_in_use(target: Path) -> None:
    """A running server would go on writing into the file that is taken away under it."""
    if not target.exists() or not target.stat().st_size:
        return
    try:
        with closing(sqlite3.connect(target, timeout=1, isolation_level=None)) as opened:
            # Leaving write-ahead logging needs the file for oneself.
            mode = opened.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.DatabaseError as wrong:
        if "locked" not in str(wrong):
            # A damaged database is what a backup is for.
            return
        mode = "in use"
    if mode != "delete":
        raise CannotCopy("The database is in use: stop the service first")


def _on_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
