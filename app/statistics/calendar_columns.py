"""Days and instants in SQL: which quarter one falls in, and whether within a run of quarters."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, extract, func, literal, type_coerce
from sqlalchemy.sql.elements import SQLCoreOperations

from app import clock
from app.statistics.periods import MONTHS, QUARTERS, Run, ends, starts

# What an expression may be made of: a table's own column, or another expression.
Column = SQLCoreOperations[Any]
Expression = ColumnElement[Any]


def number(part: str, day: Column) -> Expression:
    """The year, month or day of a date, as a whole number on both databases."""
    return cast(extract(part, day), Integer)


def quarter_of_day(day: Column) -> Expression:
    return number("year", day) * QUARTERS + (number("month", day) - 1) // MONTHS


def day_within(span: Run, day: Column) -> list[ColumnElement[bool]]:
    return [day >= span.starts, day <= span.ends]


def quarter_of_instant(span: Run, instant: Column) -> Expression:
    """By the civil date in London: a few boundary instants rather than a zone database in SQL."""
    quarters = [(instant <= last_instant_of(ends(quarter)), quarter) for quarter in span]
    return case(*quarters, else_=-1) if quarters else literal(-1)


def instant_within(span: Run, instant: Column) -> list[ColumnElement[bool]]:
    before = last_instant_of(starts(span.first) - timedelta(days=1))
    return [instant > before, instant <= last_instant_of(span.ends)]


def last_instant_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=clock.LONDON)


def days_between(dialect: str, first: Column, last: Column) -> Expression:
    """From one date to another, in days; null where either is."""
    if dialect == "sqlite":
        return cast(func.julianday(last) - func.julianday(first), Integer)
    return type_coerce(last - first, Integer)
