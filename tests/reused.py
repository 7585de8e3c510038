"""What costs much to make and does not change: made once in a process, for every test.

A service's routes are its code; its doors, settings, database and keys are made anew each time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app import database, main
from app.settings import Settings
from panel_protocol.library import load

_idle: list[tuple[FastAPI, dict[str, Any]]] = []


@contextmanager
def an_app(settings: Settings) -> Iterator[FastAPI]:
    """The service; where nothing about its routes is particular, one an earlier test has left."""
    if not _ordinary(settings):
        yield main.create_app(settings)
        return
    app, state = _idle.pop() if _idle else _new(settings)
    app.state._state = dict(state)
    app.state.settings = settings
    app.user_middleware.clear()
    app.middleware_stack = None
    main._wrap(app, settings, load())
    yield app
    if not app.dependency_overrides:
        _idle.append((app, state))


def _ordinary(settings: Settings) -> bool:
    """What decides which routes there are, and what they rest on."""
    return settings.protocol_dir is None and settings.docs


def _new(settings: Settings) -> tuple[FastAPI, dict[str, Any]]:
    app = main.create_app(settings)
    return app, dict(app.state._state)


_dialects: dict[str, tuple[Dialect, Any]] = {}
_making = create_async_engine


def _engine(*args: Any, **options: Any) -> AsyncEngine:
    """A new engine, with the statements that earlier ones have compiled."""
    made = _making(*args, **options)
    engine = made.sync_engine
    kept = _dialects.setdefault(engine.name, (engine.dialect, engine._compiled_cache))
    # A dialect learns from its first connection what it speaks to.
    if getattr(kept[0], "server_version_info", None):
        engine.dialect, engine._compiled_cache = kept
    return made


vars(database)["create_async_engine"] = _engine
