"""One line for each request: what was done and how it ended, never the address or the person."""

import time
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import log

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


class LogRequests:
    """An unknown path has no action; a path or a query could hold anything a client wrote."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        # What is raised past us is answered by the last resort, outside.
        status: int = HTTPStatus.INTERNAL_SERVER_ERROR

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            log.logger().info(
                "A request",
                request_id=scope["state"]["request_id"],
                action=getattr(scope.get("route"), "name", None),
                method=scope["method"] if scope["method"] in _METHODS else "other",
                status=status,
                milliseconds=round((time.perf_counter() - started) * 1000),
            )
