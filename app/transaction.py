"""One request's unit of work: its connection, who asks, when, and under which protocol."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import column, delete, or_, select
from sqlalchemy import table as named
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from app import clock, wall
from app.access.actor import Actor, Role
from app.database import col, entered, inserting, table
from app.problems import NotFound, Problem
from app.sealed.columns import sealed_columns, sealed_row
from app.sealed.keyring import DataKey, Keyring
from app.sealed.tables import PersonKey
from panel_protocol.protocol import Protocol

_CASE = named("panel_case", column("id"), column("child_id"))


@dataclass(frozen=True, slots=True)
class Grant:
    """A case of another area, and its child, opened to the caller in an emergency."""

    id: str
    case_id: str
    child_id: str


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
    # The keys met so far, each under its person's id and under those of the child's cases.
    keys: dict[str, DataKey] = field(default_factory=dict)
    granted: list[Grant] = field(default_factory=list)

    @property
    def today(self) -> date:
        return clock.london(self.at)

    @property
    def edition(self) -> str:
        return self.protocol.edition_on(self.today).name

    def under_glass(self, case_id: str) -> dict[str, Any]:
        """What the journal adds to a read of a case that is not the caller's own."""
        for grant in self.granted:
            if grant.case_id == case_id:
                return {"break_glass": grant.id, "reason": "emergency"}
        return {}

    @property
    def keyring(self) -> Keyring:
        found: Keyring = self.db.dialect.keyring  # type: ignore[attr-defined]
        return found

    async def add(self, of: type[SQLModel], about: str | None = None, /, **row: Any) -> None:
        """`about` names the person or the case, of a table whose rows name neither."""
        sealed = await self.sealed(of, row, about=about)
        await self.db.execute(inserting(of), entered(of, sealed))

    async def add_all(self, of: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
        sealed = [await self.sealed(of, row) for row in rows]
        await self.db.execute(inserting(of), [entered(of, row) for row in sealed])

    async def sealed(
        self, of: type[SQLModel], row: Mapping[str, Any], *, about: str | None = None
    ) -> dict[str, Any]:
        """The row with whatever its table seals, sealed for the person it is about."""
        kinds = sealed_columns(table(of))
        said = [kinds[name] for name in row.keys() & kinds.keys() if row[name] is not None]
        if not said:
            return dict(row)
        return sealed_row(table(of), row, await self.key_of(about or row[said[0].whose]))

    async def key_of(self, whose: str) -> DataKey:
        """The key of a person, or of the child a case is about."""
        if whose not in self.keys:
            child = select(_CASE.c.child_id).where(_CASE.c.id == whose).scalar_subquery()
            person = col(PersonKey.person_id)
            found = select(person, col(PersonKey.wrapped)).where(
                or_(person == whose, person == child)
            )
            row = (await self.db.execute(found)).one_or_none()
            if row is None:
                # Their record was erased while this was under way.
                raise NotFound
            self.know_key(*row, whose)
        return self.keys[whose]

    def know_key(self, person_id: str, wrapped: str, *others: str) -> None:
        key = self.keyring.unwrap(person_id, wrapped)
        self.keys.update(dict.fromkeys((person_id, *others), key))

    def new_key(self, person_id: str) -> str:
        """For somebody about whom nothing is on record; whoever asks keeps what is returned."""
        self.keys[person_id], wrapped = self.keyring.make(person_id)
        return wrapped

    async def destroy_key(self, person_id: str) -> None:
        """Nothing sealed for this person can be read again, here or in any copy of the database."""
        self.keys.clear()
        await self.db.execute(delete(table(PersonKey)).where(col(PersonKey.person_id) == person_id))


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
    noted: Problem | None = None
    async with request.app.state.database.writing(seen_by(request.state.actor)) as connection:
        try:
            yield over(request, connection)
        except Problem as refused:
            if not refused.noted:
                raise
            noted = refused
    if noted is not None:
        raise noted


async def _reading(request: Request) -> AsyncIterator[Transaction]:
    async with request.app.state.database.reading(seen_by(request.state.actor)) as connection:
        yield over(request, connection)


# scope="function": the commit happens before the reply is sent, so a 2xx means it is on disk.
Writing = Annotated[Transaction, Depends(_writing, scope="function")]
Reading = Annotated[Transaction, Depends(_reading, scope="function")]
