"""What a good credential may still do here: less what was withdrawn, within what its client may.

A credential stays good until it expires, whatever has become of its bearer meanwhile.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from app.access.actor import Actor
from app.access.rules import RULES
from app.problems import Unauthenticated

# No request is answered on what was known longer ago than this, in seconds.
FRESH_FOR = 1.0
# What a client may do with no person behind it, unless the settings say otherwise.
ALONE = frozenset({"submit_case"})


class Vouches(Protocol):
    """Says whose a bearer token is."""

    async def actor(self, token: str) -> Actor: ...


@dataclass(frozen=True, slots=True)
class Loss:
    """What has been withdrawn from one bearer."""

    everything: bool = False
    roles: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()


Losses = Mapping[str, Loss]


class UnknownAction(ValueError):
    """A misspelt action would be a permission nobody has, or a limit on nothing."""


def limits(said: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    """The settings' actions by client id, each of them one the service knows."""
    unknown = {action for actions in said.values() for action in actions} - RULES.keys()
    if unknown:
        raise UnknownAction(f"OOCD_CLIENT_ACTIONS names no such action: {sorted(unknown)}")
    return {client: frozenset(actions) for client, actions in said.items()}


class Standing:
    """Narrows each actor the verifier vouches for. `losses` is asked once a second at most."""

    def __init__(
        self,
        verifier: Vouches,
        losses: Callable[[], Awaitable[Losses]],
        *,
        clients: Mapping[str, frozenset[str]],
    ) -> None:
        self._verifier, self._read, self._clients = verifier, losses, clients
        self._losses: Losses = {}
        self._read_at: float | None = None
        self._reading: asyncio.Task[None] | None = None

    async def actor(self, token: str) -> Actor:
        actor = self._within_client(await self._verifier.actor(token))
        await self._be_fresh()
        lost = self._losses.get(actor.subject)
        if lost is None:
            return actor
        if lost.everything:
            raise Unauthenticated
        return replace(actor, roles=actor.roles - lost.roles, areas=actor.areas - lost.areas)

    def _within_client(self, actor: Actor) -> Actor:
        """RFC 9068: where no person is behind a client, the subject is the client itself."""
        alone = ALONE if actor.client == actor.subject else None
        only = self._clients.get(actor.client, alone) if actor.client else None
        return actor if only is None else replace(actor, only=only)

    async def _be_fresh(self) -> None:
        if self._read_at is not None and time.monotonic() - self._read_at < FRESH_FOR:
            return
        # One reading for all who wait; should it fail, it fails for each of them, and once.
        if self._reading is None:
            self._reading = asyncio.create_task(self._read_again())
        await asyncio.shield(self._reading)

    async def _read_again(self) -> None:
        began = time.monotonic()
        try:
            self._losses = await self._read()
            self._read_at = began
        finally:
            self._reading = None
