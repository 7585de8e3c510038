"""The names this service answers to: a request for another name is not for us."""

import re
from collections.abc import Collection, Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.problems import Unreadable
from app.wire.replies import say

# Not every colon begins one: `[::1]` is an address.
_PORT = re.compile(r":[0-9]+\Z")


class KnownHosts:
    """Refuses before anything could be built from the name; no redirect is ever made from it."""

    def __init__(
        self, app: ASGIApp, *, hosts: Sequence[str], open_paths: Collection[str] = ()
    ) -> None:
        """`*` stands for any name, for development; `open_paths` answer to every name.

        Whoever asks after the process's health does so by its address.
        """
        self.app = app
        self.hosts = frozenset(hosts)
        self.open_paths = frozenset(open_paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in self.open_paths or self._known(scope):
            await self.app(scope, receive, send)
            return
        refusal = Unreadable("This service does not answer to that host")
        await say(refusal, scope["state"]["request_id"])(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        return "*" in self.hosts or _name(scope) in self.hosts


def _name(scope: Scope) -> str:
    given = Headers(scope=scope).getlist("host")
    return _PORT.sub("", given[0]).lower() if len(given) == 1 else ""
