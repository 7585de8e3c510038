"""The protocol's rule for entrants as conditions on columns: set-based, and as dated."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, or_

from app.children.tables import ChildOutcome
from app.database import col
from app.statistics.calendar_columns import Column, Expression, number
from panel_protocol.dated import Dated
from panel_protocol.protocol import Protocol

T = TypeVar("T")

# Month and day as one number, so that birthdays compare: 14 March is 314.
_HUNDRED = 100

_GIVEN_ON = col(ChildOutcome.given_on)


def is_substantive(protocol: Protocol) -> ColumnElement[bool]:
    kinds = protocol.outcomes.substantive
    return _as_dated(kinds, lambda some: col(ChildOutcome.outcome).in_(some))


def may_count_towards_entry(protocol: Protocol) -> ColumnElement[bool]:
    """Whether an outcome is substantive and stands, however old the child was."""
    return and_(is_substantive(protocol), col(ChildOutcome.overturned_on).is_(None))


def counts_towards_entry(protocol: Protocol, born: Column) -> ColumnElement[bool]:
    """Whether an outcome is ranked at all; `born` is the child's date of birth as ISO text."""
    rules = protocol.entrants
    # A caution has no hearing: the day it was given stands in, or it would silently be lost.
    heard_on = func.coalesce(col(ChildOutcome.first_hearing_on), _GIVEN_ON)
    offended_on = func.coalesce(col(ChildOutcome.offence_committed_on), heard_on)
    at_offence, at_hearing = _age(born, offended_on), _age(born, heard_on)
    return and_(
        may_count_towards_entry(protocol),
        _as_dated(rules.youngest_age, lambda age: at_offence >= age),
        _as_dated(rules.oldest_age, lambda age: and_(at_offence <= age, at_hearing <= age)),
    )


def place_in_history(protocol: Protocol, *, tie: Column) -> Expression:
    """1 for a child's first substantive outcome: by day, then the most serious, then by id."""
    order = (_GIVEN_ON, _seriousness(protocol).desc(), tie)
    return func.row_number().over(partition_by=col(ChildOutcome.child_id), order_by=order)


def _seriousness(protocol: Protocol) -> Expression:
    kinds = protocol.outcomes.seriousness
    return case(
        *(
            (and_(_in_force(kinds, start), col(ChildOutcome.outcome) == kind), rank)
            for start in _starts(kinds)
            for rank, kind in enumerate(kinds.on(start).value)
        ),
        else_=-1,
    )


def _as_dated(parameter: Dated[T], test: Callable[[T], ColumnElement[bool]]) -> ColumnElement[bool]:
    """The test with the value in force on the day the outcome was given."""
    return or_(
        *(
            and_(_in_force(parameter, start), test(parameter.on(start).value))
            for start in _starts(parameter)
        )
    )


def _starts(parameter: Dated[Any]) -> list[date]:
    return [entry.start for entry in parameter.entries]


def _in_force(parameter: Dated[Any], start: date) -> ColumnElement[bool]:
    later = [other for other in _starts(parameter) if other > start]
    last = min(later) - timedelta(days=1) if later else date.max
    return _GIVEN_ON.between(start, last)


def _age(born: Column, day: Column) -> Expression:
    """Whole years; whoever was born on 29 February has a birthday on 1 March of other years."""
    birth_year = cast(func.substr(born, 1, 4), Integer)
    birthday = cast(func.substr(born, 6, 2), Integer) * _HUNDRED + cast(
        func.substr(born, 9, 2), Integer
    )
    this_day = number("month", day) * _HUNDRED + number("day", day)
    return number("year", day) - birth_year - case((this_day < birthday, 1), else_=0)
