"""What every reply carries, whatever became of the request."""

import secrets
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import log
from app.problems import MEDIA_TYPE, Problem, Unexpected

_NOTHING_LOADS = "default-src 'none'; frame-ancestors 'none'"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _NOTHING_LOADS,
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def say(problem: Problem, request_id: str) -> JSONResponse:
    """A refusal as its caller reads it."""
    return JSONResponse(
        problem.document(request_id),
        status_code=problem.status.value,
        headers=problem.headers,
        media_type=MEDIA_TYPE,
    )


def dress(headers: MutableHeaders, request_id: str) -> None:
    headers["X-Request-Id"] = request_id
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)


class EveryReply:
    """The outermost middleware: gives each request an id, each reply its headers.

    It is also the last resort. An unforeseen failure is logged by kind and place and never by
    its text, which may quote a child's record, and goes no further: servers print tracebacks.
    """

    def __init__(self, app: ASGIApp, *, pages: Mapping[str, str] | None = None) -> None:
        """`pages` are paths whose replies a browser shows, each with its own content policy."""
        self.app = app
        self.pages = pages or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # The server adds a body's trailers to the list it handed over: what stands after the
        # body is no header, and may not sign anyone in.
        scope["headers"] = list(scope["headers"])
        request_id = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["request_id"] = request_id
        started = False

        async def dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                if scope["path"] in self.pages:
                    headers.setdefault("Content-Security-Policy", self.pages[scope["path"]])
                dress(headers, request_id)
            await send(message)

        try:
            await self.app(scope, receive, dressed)
        except Exception as failure:  # noqa: BLE001 - nothing may pass the last resort
            log.failure("A failure nobody foresaw", failure, request_id=request_id)
            if not started:
                await say(Unexpected(), request_id)(scope, receive, dressed)
