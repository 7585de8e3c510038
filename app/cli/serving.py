"""Starting the service: its database brought up to date, then uvicorn."""

import asyncio
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from sqlalchemy import create_engine, inspect, make_url, text

import migrations
from app.cli.offline import protocol_of
from app.database import Database, driver_url
from app.main import check_matrix, create_app
from app.operations import second_wall
from app.settings import Settings, export
from panel_protocol.protocol import Protocol


class NotMigrated(RuntimeError):
    """In production a schema changes when somebody says so, not when a server starts."""


def prepare(settings: Settings) -> None:
    """In development, bring the database to the newest revision; in production, insist on it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_private(settings)
    if not settings.production:
        migrations.upgrade(settings.database)
        return
    if revision(settings) != migrations.head():
        raise NotMigrated("The database is not at this release's revision: run 'oocd migrate'")
    check_matrix(settings, asyncio.run(_protocol(settings)))


async def _protocol(settings: Settings) -> Protocol:
    database = Database(settings)
    try:
        await second_wall.check(database, production=settings.production)
        return await protocol_of(settings, database)
    finally:
        await database.close()


def make_private(settings: Settings) -> None:
    """The embedded database is readable by its owner alone, as are the files beside it."""
    address = make_url(settings.database)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).touch(mode=0o600)


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
    return create_app(Settings())


def run(settings: Settings, *, host: str, port: int, workers: int) -> None:
    export(settings)
    uvicorn.run(
        "app.cli.serving:factory",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http="httptools",
        server_header=False,
        # The line it would print holds the path; ours are counted by route instead.
        access_log=False,
        proxy_headers=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=20,
        log_level="warning" if settings.production else "info",
    )
