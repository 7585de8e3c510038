"""Starting the service: its database brought up to date, then uvicorn."""

import asyncio
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy import create_engine, inspect, make_url, text

import migrations
from app import log, memory
from app.access.standing import limits
from app.cli.offline import protocol_of
from app.database import Database, driver_url
from app.main import check_database, check_matrix, create_app
from app.operations.sealing import seal_everything
from app.operations.victim_steps import fill_in
from app.settings import Settings, export
from app.wire.connection import Connection
from migrations.roles import BEFORE_THE_WALL
from panel_protocol.library import load
from panel_protocol.protocol import Protocol


class NotMigrated(RuntimeError):
    """In production a schema changes when somebody says so, not when a server starts."""


def prepare(settings: Settings) -> None:
    """In development, bring the database to the newest revision; in production, insist on it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_private(settings)
    limits(settings.client_actions)
    if not settings.production:
        upgrade(settings)
        return
    if revision(settings) != migrations.head():
        raise NotMigrated("The database is not at this release's revision: run 'oocd migrate'")
    check_matrix(settings, asyncio.run(_protocol(settings)))


def upgrade(settings: Settings) -> None:
    """To the newest revision; what is not sealed yet is sealed while no wall stands around it."""
    migrations.upgrade(settings.database, BEFORE_THE_WALL)
    seal(settings)
    migrations.upgrade(settings.database)
    asyncio.run(_filled_in(settings))


def seal(settings: Settings) -> None:
    """Seal what an earlier release left in the clear, and leave no copy of it behind."""
    if not asyncio.run(_sealed(settings)):
        return
    engine = create_engine(driver_url(settings.database, asynchronous=False))
    try:
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            full = "FULL" if engine.dialect.name == "postgresql" else ""
            connection.execute(text(f"VACUUM {full}"))
            if engine.dialect.name == "sqlite":
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    finally:
        engine.dispose()


async def _sealed(settings: Settings) -> int:
    database = Database(settings)
    try:
        return await seal_everything(database)
    finally:
        await database.close()


async def _filled_in(settings: Settings) -> int:
    database = Database(settings)
    try:
        return await fill_in(database, load(settings.protocol_dir).areas)
    finally:
        await database.close()


async def _protocol(settings: Settings) -> Protocol:
    database = Database(settings)
    try:
        await check_database(settings, database)
        return await protocol_of(settings, database)
    finally:
        await database.close()


def make_private(settings: Settings) -> None:
    """The embedded database is readable by its owner alone, as are the files beside it."""
    address = make_url(settings.database)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).touch(mode=0o600)
        for file in (address.database, f"{address.database}-wal", f"{address.database}-shm"):
            if Path(file).exists():
                Path(file).chmod(0o600)


def revision(settings: Settings) -> str | None:
    """The revision a database is at; none if nothing was ever made in it."""
    engine = create_engine(driver_url(settings.database, asynchronous=False))
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(
                text("SELECT version_num FROM alembic_version")
            ).scalar_one_or_none()
    finally:
        engine.dispose()


def factory() -> FastAPI:
    """What each worker process calls: the environment was set by the process that started it."""
    log.install()
    memory.look_seldom()
    app = create_app(Settings())
    memory.pass_over_what_is_there()
    return app


def options() -> dict[str, Any]:
    """How the server is run, by whoever runs it: nothing of it may be left to its defaults."""
    return {
        "http": Connection,
        "ws": "none",
        "server_header": False,
        # The line it would print holds the whole address; ours names the action.
        "access_log": False,
        "log_config": log.configuration(),
        "proxy_headers": False,
        "timeout_keep_alive": 5,
        "timeout_graceful_shutdown": 20,
    }


def run(settings: Settings, *, host: str, port: int, workers: int) -> None:
    export(settings)
    uvicorn.run(
        "app.cli.serving:factory",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        **options(),
    )
