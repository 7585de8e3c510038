"""Who asks is settled before a byte of the body is read, on every path but the open ones."""

from collections.abc import Collection
from typing import Annotated

from fastapi import Depends, Request
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.access.actor import Actor
from app.access.standing import Vouches
from app.problems import Problem, TooManyRequests, Unauthenticated
from app.wire import say

OPEN_PATHS = frozenset({"/healthz", "/readyz"})


class Authenticate:
    """Puts the Actor in `scope["state"]`, or replies 401 itself.

    Failed attempts are counted by address, and beyond the limit told to wait. A good credential
    from the same address is never refused for it: six councils may share one gateway.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        verifier: Vouches,
        open_paths: Collection[str] = OPEN_PATHS,
        failures_per_minute: int = 60,
    ) -> None:
        self.app = app
        self.verifier = verifier
        self.open_paths = frozenset(open_paths)
        self.failures = FixedWindowRateLimiter(MemoryStorage())
        self.tolerated = RateLimitItemPerMinute(failures_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "not served here"})
            return
        if scope["type"] == "lifespan" or scope["path"] in self.open_paths:
            await self.app(scope, receive, send)
            return
        try:
            actor = await self.verifier.actor(_bearer(scope))
        except Unauthenticated as refused:
            await _reply(await self._counted(scope, refused), scope, receive, send)
        except Problem as away:
            await _reply(away, scope, receive, send)
        else:
            scope.setdefault("state", {})["actor"] = actor
            await self.app(scope, receive, send)

    async def _counted(self, scope: Scope, refused: Unauthenticated) -> Problem:
        address = (scope.get("client") or ("unknown",))[0]
        if await self.failures.hit(self.tolerated, address):
            return refused
        return TooManyRequests("Too many failed attempts", headers={"Retry-After": "60"})


def _bearer(scope: Scope) -> str:
    given = Headers(scope=scope).getlist("authorization")
    if len(given) != 1:
        raise Unauthenticated
    scheme, _, token = given[0].partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated
    return token


async def _reply(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    await say(problem, scope["state"]["request_id"])(scope, receive, send)


def _current(request: Request) -> Actor:
    actor: Actor = request.state.actor
    return actor


CurrentActor = Annotated[Actor, Depends(_current)]
