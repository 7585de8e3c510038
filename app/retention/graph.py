"""Which rows are about a child: followed along the foreign keys, so that no table is forgotten."""

from collections.abc import Iterator, Sequence
from functools import cache

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Table, select, tuple_
from sqlmodel import SQLModel

from app.cases.tables import Case
from app.children.tables import Child
from app.database import table

CHILD = table(Child)
CASE = table(Case)


@cache
def about_a_child() -> tuple[Table, ...]:
    """Every such table, each before those it refers to: the order in which rows can go."""
    reached = {CHILD}
    for each in SQLModel.metadata.sorted_tables:
        if any(link.referred_table in reached for link in _links(each)):
            reached.add(each)
    return tuple(t for t in reversed(SQLModel.metadata.sorted_tables) if t in reached)


def of_child(
    of: Table, child_id: str, *, areas: Sequence[str] | None = None
) -> ColumnElement[bool]:
    """The rows of a table that are about this child; of their cases, those of these areas alone."""
    if of is CHILD:
        return CHILD.c.id == child_id
    link = _towards_child(of)
    further = of_child(link.referred_table, child_id, areas=areas)
    own = [each.parent for each in link.elements]
    theirs = select(*(each.column for each in link.elements)).where(further)
    found = own[0].in_(theirs) if len(own) == 1 else tuple_(*own).in_(theirs)
    return found & of.c.area.in_(areas) if of is CASE and areas is not None else found


@cache
def _towards_child(of: Table) -> ForeignKeyConstraint:
    """By its case, if a row names one: whose case it is decides who may be shown it.

    Else the shortest way.
    """
    return min(
        (link for link in _links(of) if link.referred_table in about_a_child()),
        key=lambda link: (
            link.referred_table is not CASE,
            _steps(link.referred_table),
            link.column_keys,
        ),
    )


def _steps(of: Table) -> int:
    return 0 if of is CHILD else 1 + _steps(_towards_child(of).referred_table)


def _links(of: Table) -> Iterator[ForeignKeyConstraint]:
    """Its foreign keys, but for those to itself."""
    return (link for link in of.foreign_key_constraints if link.referred_table is not of)
