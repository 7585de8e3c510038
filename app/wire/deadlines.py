"""No client waits for ever: not for a database that takes connections and answers none."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.problems import Unavailable
from app.wire.replies import say


class Deadlines:
    """Tells 503 once the time is over. What was begun is left to end by itself: to break it off
    would be to wait for the same database."""

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self.app = app
        self.seconds = seconds
        self._left: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = over = False

        async def in_time(message: Message) -> None:
            nonlocal begun
            begun = True
            if not over:
                await send(message)

        work = asyncio.ensure_future(self.app(scope, receive, in_time))
        await asyncio.wait({work}, timeout=self.seconds)
        if work.done() or begun:
            await work
            return
        over = True
        self._left.add(work)
        work.add_done_callback(self._ended)
        refusal = Unavailable("There was no answer in time; read again whether it was done")
        await say(refusal, scope["state"]["request_id"])(scope, receive, send)

    def _ended(self, work: asyncio.Task[None]) -> None:
        self._left.discard(work)
        if not work.cancelled():
            work.exception()  # heard, so that the loop does not print it
