"""Everything that can go wrong on the way to a reply, said as problem+json and journalled."""

import re
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import SQLModel
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from app import log
from app.database import kept_by
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import (
    Duplicate,
    NotFound,
    Problem,
    ProtocolIncomplete,
    TooManyRequests,
    Unacceptable,
    Unavailable,
)
from app.transaction import over
from app.wire import say
from app.wire.strict_json import pointer
from panel_protocol.dated import AwaitingDecision, NotInForce

# What a client was told it may not do, or may not see, is part of the record (LAW-1, AZ-3).
_JOURNALLED = (403, 404, 409)
_ID = re.compile(r"[A-Za-z0-9_-]{22}")


# What a standby server says to a change, in the minute in which it has not yet taken over.
_READ_ONLY = "25006"


class MethodNotAllowed(Problem):
    status = HTTPStatus.METHOD_NOT_ALLOWED
    slug = "method-not-allowed"
    title = "This path does not take that method"


def install(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _say)
    app.add_exception_handler(RequestValidationError, _say_invalid)
    app.add_exception_handler(HTTPException, _say_http)
    app.add_exception_handler(AwaitingDecision, _say_incomplete)
    app.add_exception_handler(NotInForce, _say_incomplete)
    app.add_exception_handler(DBAPIError, _say_database)
    app.add_exception_handler(PoolTimeout, _say_database)


async def _say(request: Request, raised: Exception) -> JSONResponse:
    assert isinstance(raised, Problem)
    if isinstance(raised, Unavailable):
        log.failure("Something we rest on is away", raised, request_id=request.state.request_id)
    if raised.status in _JOURNALLED and not raised.noted:
        try:
            await _note_refusal(request, raised)
        except Unavailable as away:
            return say(away, request.state.request_id)
        except (DBAPIError, PoolTimeout) as away:
            return await _say_database(request, away)
    return say(raised, request.state.request_id)


async def _note_refusal(request: Request, problem: Problem) -> None:
    """The refused transaction was rolled back, so the refusal has one of its own."""
    route = request.scope.get("route")
    if route is None:
        return
    passed_over = await request.app.state.refusals.before_this(request.state.actor.subject)
    if passed_over is None:
        return
    async with request.app.state.database.writing() as connection:
        await journal.record(
            over(request, connection),
            category=JournalCategory.DENIED,
            action=route.name,
            status=problem.status.value,
            slug=problem.slug,
            # What was tried, where it has the shape of an id: anything else is the client's text.
            tried=[v for v in map(str, request.path_params.values()) if _ID.fullmatch(v)],
            **({"passed_over": passed_over} if passed_over else {}),
        )


async def note_excess(scope: Scope) -> None:
    """Somebody asks more than one client may. Should the journal be away, they are still refused:
    what is done without a line is nothing."""
    request = Request(scope)
    with suppress(DBAPIError, PoolTimeout, Unavailable):
        async with request.app.state.database.writing() as connection:
            await journal.record(
                over(request, connection),
                category=JournalCategory.DENIED,
                action="ask",
                status=TooManyRequests.status.value,
                slug=TooManyRequests.slug,
            )


async def _say_invalid(request: Request, raised: Exception) -> JSONResponse:
    assert isinstance(raised, RequestValidationError)
    errors = [(_pointer(e), str(e["type"]), _message(e)) for e in raised.errors()]
    return await _say(request, Unacceptable(errors))


def _pointer(error: dict[str, Any]) -> str:
    """A JSON Pointer into the body; parameters stand under /query, /path or /header.

    The name of a field nobody knows is the client's own word, and is not repeated.
    """
    kind, *rest = error["loc"]
    if error["type"] == "extra_forbidden":
        rest[-1] = "?"
    return pointer(rest if kind == "body" else (kind, *rest))


_PLAIN = {
    "missing": "This field is needed",
    "extra_forbidden": "No such field here",
    "bool_type": "true or false is wanted here",
    "int_type": "A whole number is wanted here",
    "string_type": "Text is wanted here",
}


def _message(error: dict[str, Any]) -> str:
    return _PLAIN.get(error["type"], str(error["msg"]))


async def _say_http(request: Request, raised: Exception) -> JSONResponse:
    """Starlette's own 404 and 405, in our words."""
    assert isinstance(raised, HTTPException)
    if raised.status_code == 405:
        allowed = {"Allow": ", ".join(_methods_of(request))}
        return say(MethodNotAllowed("See Allow", headers=allowed), request.state.request_id)
    if raised.status_code == 404:
        return say(NotFound(), request.state.request_id)
    return say(Unacceptable([("/", "unacceptable", "Not acceptable")]), request.state.request_id)


def _methods_of(request: Request) -> list[str]:
    """Every method the path takes; Starlette names only those of the first route it meets."""
    asked = {"type": "http", "path": request.url.path, "root_path": "", "headers": []}
    return [
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        for route in request.app.routes
        if route.matches(asked | {"method": method})[0] is Match.FULL
    ]


async def _say_incomplete(request: Request, raised: Exception) -> JSONResponse:
    """The value nobody has set, and who must set it."""
    if not isinstance(raised, AwaitingDecision):
        return await _say(request, ProtocolIncomplete(str(raised)))
    stopped = ProtocolIncomplete(
        str(raised), parameter=raised.name, question=raised.question, asks=raised.asks
    )
    return await _say(request, stopped)


async def _say_database(request: Request, raised: Exception) -> JSONResponse:
    """Two at once for one thing is the client's to know; anything else is ours to mend."""
    if isinstance(raised, IntegrityError) and _twice(raised):
        return await _say(request, Duplicate("Something of the same kind is there already"))
    # Told alike, so that neither says which of the two it was.
    if isinstance(raised, DBAPIError) and (_points_nowhere(raised) or _behind_the_wall(raised)):
        return await _say(request, NotFound())
    lost = isinstance(raised, DBAPIError) and raised.connection_invalidated
    lost = lost or getattr(getattr(raised, "orig", None), "sqlstate", "") == _READ_ONLY
    if lost or isinstance(raised, OperationalError | InterfaceError | PoolTimeout):
        log.failure("The database is away", raised, request_id=request.state.request_id)
        away = Unavailable("The database cannot be reached or is overloaded")
        return say(away, request.state.request_id)
    raise raised


def _twice(raised: IntegrityError) -> bool:
    """Whether a row would have been there twice; any other broken constraint is our mistake."""
    told = getattr(raised.orig, "sqlstate", None) or getattr(raised.orig, "sqlite_errorname", "")
    return told in ("23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


def _points_nowhere(raised: DBAPIError) -> bool:
    """Whether a row would have belonged to one that is not there, or is there no longer."""
    told = getattr(raised.orig, "sqlstate", None) or getattr(raised.orig, "sqlite_errorname", "")
    if told in ("23502", "SQLITE_CONSTRAINT_NOTNULL"):
        return _lacks_its_area(raised)
    return told in ("23503", "SQLITE_CONSTRAINT_FOREIGNKEY")


def _lacks_its_area(raised: DBAPIError) -> bool:
    """Whether the row has no area, which it was to have from the one that it belongs to."""
    told = getattr(raised.orig, "diag", None)
    said = f"{told.table_name}.{told.column_name}" if told else str(raised.orig).split(": ")[-1]
    name, _, column = said.partition(".")
    key = kept_by(SQLModel.metadata.tables[name])
    return key is not None and key.column_keys[0] == column


def _behind_the_wall(raised: DBAPIError) -> bool:
    """Whether row security refused what we had allowed: a mistake of ours, and no harm done."""
    told = getattr(raised.orig, "diag", None)
    # A right that was never granted has the same code, and is for the operator to mend.
    if getattr(told, "source_function", None) != "ExecWithCheckOptions":
        return False
    log.logger().error("Row security refused a row that the service would have written")
    return True
