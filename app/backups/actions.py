"""A copy of the whole database, and its way back. Nothing is put in place before it is checked."""

from pathlib import Path

from sqlalchemy import make_url

from app.backups import postgresql, sqlite
from app.backups.copies import CannotCopy as CannotCopy


def backup(database_url: str, file: Path) -> int:
    """Write a backup readable by its owner alone; how many bytes it has."""
    if file.exists():
        raise CannotCopy(f"{file} is there already: a backup is never written over")
    file.touch(mode=0o600)
    try:
        _kind(database_url).copy_out(database_url, file)
    except BaseException:
        # Half a backup is worse than none.
        file.unlink()
        raise
    return file.stat().st_size


def restore(database_url: str, file: Path, *, replace: bool) -> None:
    """Put a backup in the database's place, at the revision it was made at.

    The server must not be running; what has been erased since is for the caller to erase again,
    before anybody is served.
    """
    _kind(database_url).copy_in(database_url, file, replace=replace)


def _kind(database_url: str) -> "type[sqlite.Copies | postgresql.Copies]":
    backend = make_url(database_url).get_backend_name()
    return sqlite.Copies if backend == "sqlite" else postgresql.Copies
