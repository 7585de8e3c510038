"""One request's unit of work: its connection, who asks, when, and under which protocol."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from app import clock, wall
from app.access.actor import Actor, Role
from app.database import inserting
from panel_protocol.protocol import Protocol


@dataclass(frozen=True, slots=True)
class Transaction:
    """`at` is the one instant of everything the request records."""

    db: AsyncConnection
    by: Actor
    at: datetime
    protocol: Protocol
    request_id: str
    journal_key: bytes
    cursor_key: bytes

    @property
    def today(self) -> date:
        return clock.london(self.at)

    @property
    def edition(self) -> str:
        return self.protocol.edition_on(self.today).name

    async def add(self, of: type[SQLModel], /, **row: Any) -> None:
        await self.db.execute(inserting(of), row)

    async def add_all(self, of: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
        await self.db.execute(inserting(of), rows)


# Partners read releases, an administrator looks after the service: of no child or case.
_SEE_NO_RECORD = frozenset({Role.REGIONAL_PARTNER, Role.ADMINISTRATOR})


def seen_by(actor: Actor) -> wall.Said:
    """Whom PostgreSQL's own wall is told the transaction is for."""
    areas = frozenset() if actor.roles <= _SEE_NO_RECORD else actor.areas
    return wall.seen_by(areas=areas, subject=actor.subject, journal=Role.AUDITOR in actor.roles)


def whole(operator: Actor) -> wall.Said:
    """At the service's own machine an operator counts, replays and verifies over every area."""
    return wall.seen_by(areas=operator.areas, subject=operator.subject, journal=True)


def over(request: Request, connection: AsyncConnection) -> Transaction:
    service = request.app.state
    return Transaction(
        db=connection,
        by=request.state.actor,
        at=clock.now(),
        protocol=service.protocol,
        request_id=request.state.request_id,
        journal_key=service.journal_key,
        cursor_key=service.cursor_key,
    )


async def _writing(request: Request) -> AsyncIterator[Transaction]:
    async with request.app.state.database.writing(seen_by(request.state.actor)) as connection:
        yield over(request, connection)


async def _reading(request: Request) -> AsyncIterator[Transaction]:
    async with request.app.state.database.reading(seen_by(request.state.actor)) as connection:
        yield over(request, connection)


# scope="function": the commit happens before the reply is sent, so a 2xx means it is on disk.
Writing = Annotated[Transaction, Depends(_writing, scope="function")]
Reading = Annotated[Transaction, Depends(_reading, scope="function")]
