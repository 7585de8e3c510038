"""The provider's public keys: fetched seldom, and kept for a while when it is away."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from app import clock
from app.access.token import SigningKey, signing_keys
from app.problems import Unavailable

Fetch = Callable[[], Awaitable[Sequence[object]]]


class KeyRing:
    """Keys by id. `generation` grows when they change: what rested on the old ones is void."""

    def __init__(
        self,
        fetch: Fetch,
        *,
        fresh_for: timedelta = timedelta(minutes=10),
        cooldown: timedelta = timedelta(seconds=30),
        retry_after: timedelta = timedelta(seconds=5),
        kept_for: timedelta = timedelta(hours=1),
        now: Callable[[], datetime] = clock.real_now,
    ) -> None:
        """`kept_for` is how long the last good keys stand in for a provider that is away.

        `cooldown` is between two attempts; after one that failed, who has no key may have the
        next made after `retry_after`.
        """
        self.generation = 0
        self._fetch = fetch
        self._fresh_for, self._kept_for = fresh_for, kept_for
        self._cooldown, self._retry_after = cooldown, retry_after
        self._now = now
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched: datetime | None = None
        self._tried: datetime | None = None
        self._away = False
        self._lock = asyncio.Lock()

    async def find(self, kid: str) -> SigningKey | None:
        """The key of this id; none if the provider does not publish it.

        A key nobody knows, while the provider cannot be asked, is neither good nor bad.
        """
        if self._wants_fetching(kid):
            await self._refresh(kid)
        if not self._kept() or (self._away and kid not in self._keys):
            wait = int(self._retry_after.total_seconds())
            raise Unavailable("The identity provider's keys cannot be had", retry_after=wait)
        return self._keys.get(kid)

    def _wants_fetching(self, kid: str) -> bool:
        """At most one attempt per cooldown, whoever asks and however many keys are made up."""
        known = kid in self._keys and self._kept()
        patience = self._cooldown if known or not self._away else self._retry_after
        if self._younger_than(patience, self._tried):
            return False
        return not known or not self._younger_than(self._fresh_for, self._fetched)

    async def _refresh(self, kid: str) -> None:
        # A known key need not wait for somebody else's fetch while it is still good.
        if self._lock.locked() and kid in self._keys:
            return
        async with self._lock:
            if not self._wants_fetching(kid):
                return
            self._tried = self._now()
            try:
                found = signing_keys(await self._fetch())
            except Unavailable:
                found = {}
            self._away = not found
            if found:
                self._take(found)

    def _take(self, found: Mapping[str, SigningKey]) -> None:
        self._fetched = self._now()
        if _thumbprints(found) != _thumbprints(self._keys):
            self.generation += 1
        self._keys = found

    def _kept(self) -> bool:
        return self._younger_than(self._kept_for, self._fetched)

    def _younger_than(self, age: timedelta, instant: datetime | None) -> bool:
        return instant is not None and self._now() - instant < age


def _thumbprints(keys: Mapping[str, SigningKey]) -> set[tuple[str, str]]:
    return {(kid, key.thumbprint) for kid, key in keys.items()}
