"""How many refusals are written down: a client who is refused fast must not keep others waiting."""

from collections import Counter

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter


class Refusals:
    """Counts by client, in this process. What is not written is counted on the next that is."""

    def __init__(self, a_minute: int = 120) -> None:
        self.window = FixedWindowRateLimiter(MemoryStorage())
        self.written = RateLimitItemPerMinute(a_minute)
        self.passed_over: Counter[str] = Counter()

    async def before_this(self, subject: str) -> int | None:
        """How many of this client's were passed over since the last; None: this one is too."""
        if await self.window.hit(self.written, subject):
            return self.passed_over.pop(subject, 0)
        self.passed_over[subject] += 1
        return None
