"""What people wrote, and every byte the database left behind."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
from sqlalchemy import make_url, text

from tests.databases import behind
from tests.service import Service

# Staff and rooms, not the people records are about.
_OF_THE_SERVICE = ("/v1/panels", "/attendance")
_IDENTIFYING = {"police_person_id", "pnc_id", "date_of_birth", "given_names", "family_name", "name"}


@contextmanager
def written(service: Service) -> Iterator[set[str]]:
    """The words of everything said of a person, in any request, while the block lasts."""
    said: set[str] = set()
    send = service._transport.handle_async_request

    async def note(request: httpx.Request) -> httpx.Response:
        if request.content and not request.url.path.endswith(_OF_THE_SERVICE):
            said.update(_words(json.loads(request.content)))
        return await send(request)

    service._transport.handle_async_request = note  # type: ignore[method-assign]
    try:
        yield said
    finally:
        service._transport.handle_async_request = send  # type: ignore[method-assign]


def _words(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _words(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each, name)
    elif isinstance(value, str) and len(value) > 8 and (" " in value or name in _IDENTIFYING):
        # The shortest could stand anywhere by chance. The beginning is enough to know the others
        # by, and does not straddle two pages of a file.
        yield value[:16].casefold()


async def left_behind(service: Service, folder: Path) -> bytes:
    """Database, write-ahead log and a backup; on PostgreSQL every row of every table as text."""
    url = make_url(service.settings.database)
    if url.get_backend_name() == "sqlite":
        return _files(Path(str(url.database)), folder)
    found = []
    async with service.behind.reading() as db:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        for (name,) in (await db.execute(text(names))).all():
            rows = await db.execute(text(f'SELECT t::text FROM "{name}" t'))
            found += [row for (row,) in rows]
    return "\n".join(found).casefold().encode()


def _files(database: Path, folder: Path) -> bytes:
    # A new file each time: an old one would keep its pages.
    backup = folder / f"{uuid4()}.sqlite"
    with closing(sqlite3.connect(database)) as here, closing(sqlite3.connect(backup)) as there:
        here.backup(there)
    return _bytes([backup, *database.parent.glob(f"{database.name}*")])


@contextmanager
def kept_log(service: Service) -> Iterator[None]:
    """PostgreSQL keeps its write-ahead log from here on, whichever test makes a checkpoint."""
    if service.app.state.database.sqlite:
        yield
        return
    with _administrator(service) as server:
        slot = f"seen_{uuid4().hex}"
        server.execute("SELECT pg_create_physical_replication_slot(%s, true, true)", [slot])
        yield


def on_disk(service: Service) -> dict[str, bytes]:
    """What the run's own PostgreSQL has on disk: its log since `kept_log`, and the database."""
    if service.app.state.database.sqlite or os.environ.get("OOCD_TEST_POSTGRES_URL"):
        return {}
    with _administrator(service) as server:
        asked = """SELECT current_setting('data_directory'), min(pg_walfile_name(restart_lsn)),
            pg_walfile_name(pg_current_wal_lsn()),
            (SELECT oid FROM pg_database WHERE datname = current_database())
            FROM pg_replication_slots WHERE slot_name LIKE 'seen%'"""
        ((folder, first, last, database),) = server.execute(asked).fetchall()
        log = [each for each in Path(folder, "pg_wal").iterdir() if first <= each.name <= last]
        # The log first: a checkpoint may let go of it.
        found = {"pg_wal": _bytes(log)}
        server.execute("CHECKPOINT")
        return found | {"base": _bytes(Path(folder, "base", str(database)).iterdir())}


def _bytes(files: Iterable[Path]) -> bytes:
    return b"".join(file.read_bytes() for file in files).lower()


def _administrator(service: Service) -> psycopg.Connection[Any]:
    address = make_url(behind(service.settings.database)).set(drivername="postgresql")
    return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)


def seen(words: set[str], data: bytes) -> list[str]:
    return sorted(word for word in words if word.encode() in data)
