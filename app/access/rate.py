"""How much one client may ask in a while, so that nobody reads the whole house at once."""

import math
from collections.abc import Awaitable, Callable

from limits import RateLimitItemPerMinute, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter, SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from app import clock
from app.access.actor import Actor
from app.problems import TooManyRequests
from app.wire import say

_ONCE_A_MINUTE = RateLimitItemPerMinute(1)


class RateLimit:
    """Counts by the credential's subject, in this process; a gateway limits the whole service."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        rate: str,
        exceeded: Callable[[Scope], Awaitable[None]] | None = None,
    ) -> None:
        """`rate` as in "600/minute"; `exceeded` is told once a minute of each who asks more."""
        self.app = app
        self.rate = parse(rate)
        self.window = SlidingWindowCounterRateLimiter(MemoryStorage())
        self.exceeded = exceeded
        self.told = FixedWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        actor: Actor | None = scope.get("state", {}).get("actor")
        if actor is None or await self.window.hit(self.rate, actor.subject):
            await self.app(scope, receive, send)
            return
        # Once: who asks too much must not have each refusal written down.
        if self.exceeded and await self.told.hit(_ONCE_A_MINUTE, actor.subject):
            await self.exceeded(scope)
        wait = await self._wait(actor.subject)
        refusal = TooManyRequests(
            f"At most {self.rate} from one client", headers={"Retry-After": str(wait)}
        )
        await say(refusal, scope["state"]["request_id"])(scope, receive, send)

    async def _wait(self, subject: str) -> int:
        stats = await self.window.get_window_stats(self.rate, subject)
        return max(1, math.ceil(stats.reset_time - clock.real_now().timestamp()))
