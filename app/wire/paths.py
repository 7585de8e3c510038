"""An address that two readers could understand differently leads nowhere."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from app.problems import NotFound
from app.wire.replies import say

# None of our addresses needs encoding. A gateway may take `%2f` for a letter of a name and this
# service for the end of it, so that what the gateway forbids would be served.
_PLAIN = re.compile(rb"(/[A-Za-z0-9_~.-]*)+")
_ELSEWHERE = (b".", b"..")


class PlainPaths:
    """Answers 404 to an address that is encoded anywhere, or points back up its own way."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _plain(scope["raw_path"]):
            await self.app(scope, receive, send)
            return
        await say(NotFound(), scope["state"]["request_id"])(scope, receive, send)


def _plain(path: bytes) -> bool:
    return bool(_PLAIN.fullmatch(path)) and not any(p in _ELSEWHERE for p in path.split(b"/"))
