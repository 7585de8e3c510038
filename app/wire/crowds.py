"""How many requests are worked on at the same time: more than that are told to come back."""

from collections.abc import Collection

from starlette.types import ASGIApp, Receive, Scope, Send

from app.problems import Unavailable
from app.wire.replies import say


class Crowds:
    """Refuses at once what could only wait, and holds its body unread. `open_paths` always pass:
    an overload is not a death."""

    def __init__(self, app: ASGIApp, *, most: int, open_paths: Collection[str] = ()) -> None:
        self.app = app
        self.most = most
        self.open_paths = frozenset(open_paths)
        self.inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in self.open_paths:
            await self.app(scope, receive, send)
            return
        if self.inside >= self.most:
            refusal = Unavailable("More is asked at the same time than can be served")
            await say(refusal, scope["state"]["request_id"])(scope, receive, send)
            return
        self.inside += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.inside -= 1
