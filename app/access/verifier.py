"""From a bearer token to an Actor, remembering for a minute what has been verified."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import clock
from app.access.actor import Actor, Partnership, Role
from app.access.keys import KeyRing
from app.access.token import Gate, verified

_REMEMBERED_FOR = 60
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class _Known:
    actor: Actor
    until: float
    generation: int


class Verifier:
    def __init__(
        self,
        gate: Gate,
        keys: KeyRing,
        partnership: Partnership,
        *,
        now: Callable[[], datetime] = clock.real_now,
    ) -> None:
        self._gate, self._keys, self._partnership, self._now = gate, keys, partnership, now
        self._known: OrderedDict[bytes, _Known] = OrderedDict()

    async def actor(self, token: str) -> Actor:
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        known = self._known.get(digest)
        now = self._now().timestamp()
        if known and now < known.until and known.generation == self._keys.generation:
            return known.actor
        self._known.pop(digest, None)
        claims = await verified(token, self._gate, self._keys.find)
        actor = _actor(claims, self._partnership)
        until = min(claims["exp"], now + _REMEMBERED_FOR)
        self._known[digest] = _Known(actor, until, self._keys.generation)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        return actor


def _actor(claims: Mapping[str, Any], partnership: Partnership) -> Actor:
    return Actor(
        subject=claims["sub"],
        roles=frozenset(map(Role, claims["roles"])),
        areas=partnership.held(claims.get("areas", [])),
        agency=claims.get("agency"),
        name=claims.get("name"),
        client=claims.get("client_id") or claims.get("azp"),
    )
