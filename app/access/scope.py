"""Whose records an actor may see: those of their own areas, and no others exist for them.

A child whose record is restricted (DPA 2018 s.47) exists for nobody but the auditor: wherever a
statement is narrowed by an area that stands beside a child, that child is looked at too.
"""

from typing import Any, Protocol, Self, TypeVar

from sqlalchemy import ColumnElement, and_, column, select, table
from sqlalchemy.sql.elements import SQLCoreOperations

from app.access.actor import Actor


class _Narrowable(Protocol):
    """A select, update or delete: whatever takes a further condition."""

    def where(self, *conditions: Any) -> Self: ...


# By its name: the table itself belongs to a stage that comes after this.
_RESTRICTION = table("child_restriction", column("child_id"), column("lifted_at"))
_RESTRICTED = select(_RESTRICTION.c.child_id).where(_RESTRICTION.c.lifted_at.is_(None))

_Statement = TypeVar("_Statement", bound=_Narrowable)


def visible(
    statement: _Statement, *, to: Actor, area: SQLCoreOperations[Any], restricted: bool = False
) -> _Statement:
    """The same statement over the actor's areas alone; outside them it finds nothing.

    `restricted` is for what an auditor does, and shows what is restricted too.
    """
    mine = within(to, area)
    return statement.where(mine if restricted else and_(mine, *_in_use_beside(area)))


def within(actor: Actor, area: SQLCoreOperations[Any]) -> ColumnElement[bool]:
    """The condition itself, for where it stands beside another (own submission, or own area)."""
    return area.in_(sorted(actor.areas))


def in_use(child_id: SQLCoreOperations[Any]) -> ColumnElement[bool]:
    """Whether the child's record may be used: for what is not narrowed by a table's own area."""
    return child_id.not_in(_RESTRICTED)


def _in_use_beside(area: Any) -> list[ColumnElement[bool]]:
    # An expression stands beside no child: whoever narrows by one asks `within` and `in_use`.
    beside = area.table.c
    return [in_use(beside["child_id"])] if "child_id" in beside else []


def holds(actor: Actor, area: str) -> bool:
    return area in actor.areas
