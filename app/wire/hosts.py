"""The names this service answers to: a request for another name is not for us."""

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.problems import Unreadable
from app.wire.replies import say


class KnownHosts:
    """Refuses before anything could be built from the name; no redirect is ever made from it."""

    def __init__(self, app: ASGIApp, *, hosts: Sequence[str]) -> None:
        """`*` stands for any name, for development."""
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "*" in self.hosts or _name(scope) in self.hosts:
            await self.app(scope, receive, send)
            return
        refusal = Unreadable("This service does not answer to that host")
        await say(refusal, scope["state"]["request_id"])(scope, receive, send)


def _name(scope: Scope) -> str:
    given = Headers(scope=scope).getlist("host")
    return given[0].rsplit(":", 1)[0].lower() if len(given) == 1 else ""
