"""Whose records an actor may see: those of their own areas, and no others exist for them."""

from typing import Any, Protocol, Self, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.sql.elements import SQLCoreOperations

from app.access.actor import Actor


class _Narrowable(Protocol):
    """A select, update or delete: whatever takes a further condition."""

    def where(self, *conditions: Any) -> Self: ...


_Statement = TypeVar("_Statement", bound=_Narrowable)


def visible(statement: _Statement, *, to: Actor, area: SQLCoreOperations[Any]) -> _Statement:
    """The same statement over the actor's areas alone; outside them it finds nothing."""
    return statement.where(within(to, area))


def within(actor: Actor, area: SQLCoreOperations[Any]) -> ColumnElement[bool]:
    """The condition itself, for where it stands beside another (own submission, or own area)."""
    return area.in_(sorted(actor.areas))


def holds(actor: Actor, area: str) -> bool:
    return area in actor.areas
