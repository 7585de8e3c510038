"""Working days in SQL: every day of the years whose bank holidays are loaded, with its number.

A day outside those years is not in the table, so a step that reaches beyond them joins nothing
and is not counted, as the protocol counts no such deadline.
"""

import json
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    JSON,
    Date,
    Integer,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from app import clock
from app.statistics.calendar_columns import Column, Expression, quarter_of_day
from app.transaction import Transaction
from panel_protocol.dated import Dated
from panel_protocol.rules.timescales import numbered_days

# Beside its working days each day has its own place, packed into one number: JSON pairs one
# key with one value. The years loaded hold fewer working days than this.
_PLACE = 100_000
# In winter the day in London is that of UTC; in summer it is the next one in this hour.
_LAST_HOUR = 23


class Days(NamedTuple):
    """One use of the table."""

    day: Expression
    quarter: Expression
    working: Expression
    place: Expression
    table: Any


def day_table(tx: Transaction) -> CTE:
    said: Any = literal(_numbers(tx.protocol.bank_holidays), String)
    if tx.db.dialect.name == "postgresql":
        each = func.json_each_text(cast(said, JSON)).table_valued(
            "key", "value", joins_implicitly=True
        )
        day: Any = cast(each.c.key, Date)
    else:
        each = func.json_each(said).table_valued("key", "value", joins_implicitly=True)
        day = _as_text(each.c.key)
    rows = select(
        day.label("day"),
        quarter_of_day(day).label("quarter"),
        cast(each.c.value, Integer).label("packed"),
    )
    # Read once however often it is joined: the databases would parse the JSON for every row.
    return rows.cte("working_day").prefix_with("MATERIALIZED")


def is_day(tx: Transaction, of: Days, day: Column) -> Expression:
    return of.day == (day if tx.db.dialect.name == "postgresql" else _as_text(day))


def _as_text(day: Column) -> Expression:
    """SQLite makes itself an index only of what it knows to be of one kind on both sides."""
    return type_coerce(cast(day, String), Date)


def days(of: CTE, name: str) -> Days:
    each = of.alias(name)
    packed = each.c.packed
    return Days(each.c.day, each.c.quarter, packed % _PLACE, packed // _PLACE, each)


@cache
def _numbers(holidays: frozenset[date]) -> str:
    numbered = enumerate(numbered_days(holidays))
    return json.dumps({str(day): place * _PLACE + many for place, (day, many) in numbered})


def day_of_instant(tx: Transaction, instant: Column) -> Expression:
    """The civil date in London: an hour is added in summer, whatever zones the database has."""
    summer = or_(*(and_(instant >= begins, instant < ends) for begins, ends in _summers(tx)))
    if tx.db.dialect.name == "postgresql":
        utc: Any = func.timezone("UTC", instant)
        tomorrow = and_(func.date_part("hour", utc) == _LAST_HOUR, summer)
        return cast(utc, Date) + case((tomorrow, 1), else_=0)
    moved: Any = func.date(instant, case((summer, "+1 hour"), else_="+0 hours"))
    return type_coerce(moved, Date)


def as_dated(parameter: Dated[int], day: Column) -> Expression:
    """The value in force on a day; NULL before the first."""
    starts = sorted((entry.start for entry in parameter.entries), reverse=True)
    return case(*((day >= start, parameter.on(start).value) for start in starts))


@cache
def _summer_times(years: tuple[int, ...]) -> tuple[tuple[datetime, datetime], ...]:
    return tuple((_change(year, 3), _change(year, 10)) for year in years)


def _summers(tx: Transaction) -> tuple[tuple[datetime, datetime], ...]:
    """From when to when the clocks of each year that is loaded are an hour ahead."""
    return _summer_times(tuple(sorted({day.year for day in tx.protocol.bank_holidays})))


def _change(year: int, month: int) -> datetime:
    """The midday before which the clocks changed that month: nowhere near a midnight."""
    middays = [
        datetime.combine(date(year, month, day), time(12), tzinfo=clock.LONDON)
        for day in range(1, 32)
    ]
    first = middays[0].utcoffset()
    return next(each for each in middays if each.utcoffset() != first)
