"""Columns whose values are sealed with the key of the person they are about.

Whatever selects such a column gets the person's wrapped key and the row's own key beside the
value, in the same statement, and opens it on the way out: queries need not know. What goes in
was sealed before (`Transaction.add`, `Transaction.sealed`); anything else is refused.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Dialect,
    Label,
    Table,
    Text,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy import literal_column as verbatim
from sqlalchemy.types import TypeDecorator

from app.problems import NotFound
from app.sealed.keyring import DataKey
from app.sealed.tables import ID_LENGTH, PersonKey

ERASED = "[erased]"
_KEYS: Table = PersonKey.__table__  # type: ignore[attr-defined]
# Every sealed value begins with the id of the person whose key opens it.
_PERSON: tuple[Any, Any] = (verbatim("1"), verbatim(str(ID_LENGTH)))


class Ciphertext(str):
    """Sealed: the only thing a sealed column takes."""

    __slots__ = ()


class SealedText(TypeDecorator[Any]):
    """`whose` is the row's column that names the person, or the case whose child it is about."""

    impl = Text
    cache_ok = True

    def __init__(self, whose: str) -> None:
        super().__init__()
        self.whose = whose

    def column_expression(self, column: Any) -> ColumnElement[Any]:
        found = column.element if isinstance(column, Label) else column
        key = (
            select(_KEYS.c.wrapped)
            .where(_KEYS.c.person_id == func.substr(_plain(found), *_PERSON))
            .scalar_subquery()
        )
        place: Any = verbatim(f"'|{found.table.name}.{found.name}|'")
        bar: Any = verbatim("'|'")
        row = [part for each in _key_of(found.table) for part in (_plain(each), bar)]
        together: Any = func.coalesce(key, verbatim("''")) + place
        for part in (*row, _plain(found)):
            together += part
        # Said again: what processes the result is the type of the expression.
        return type_coerce(together, self)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Ciphertext):
            raise TypeError("a sealed column takes only what was sealed")
        return str(value)

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        if value is None:
            return None
        wrapped, place_and_row, sealed = _apart(value)
        if not wrapped:
            return self.erased()
        key = dialect.keyring.unwrap(sealed[:ID_LENGTH], wrapped)
        return self.read(key.open(place_and_row, sealed))

    def erased(self) -> Any:
        """Stands where the person's key was destroyed."""
        return ERASED

    def write(self, value: Any) -> str:
        return str(value)

    def read(self, said: str) -> Any:
        return said

    def in_the_clear(self, said: str) -> Any:
        """What an earlier release stored, as text; None where it was the JSON of nothing."""
        return said


class SealedJSON(SealedText):
    cache_ok = True

    def erased(self) -> Any:
        raise NotFound

    def write(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def read(self, said: str) -> Any:
        return json.loads(said)

    def in_the_clear(self, said: str) -> Any:
        return json.loads(said)


class SealedDate(SealedText):
    cache_ok = True

    def erased(self) -> Any:
        raise NotFound

    def write(self, value: date) -> str:
        return value.isoformat()

    def read(self, said: str) -> Any:
        return date.fromisoformat(said)

    def in_the_clear(self, said: str) -> Any:
        return date.fromisoformat(said)


def _plain(column: Any) -> Any:
    """The column as text, and of a sealed one what is stored."""
    return cast(column, Text)


def _key_of(table: Any) -> list[Any]:
    return list(table.primary_key.columns)


def _apart(value: str) -> tuple[str, str, str]:
    """Wrapped key, place and sealed value. What a row is called may hold a bar itself."""
    wrapped, _, rest = value.partition("|")
    place, _, sealed = rest.rpartition("|")
    return wrapped, place, sealed


@cache
def sealed_columns(table: Table) -> Mapping[str, SealedText]:
    """What a table seals, by the column's name."""
    columns: list[Column[Any]] = list(table.columns)
    return {each.name: each.type for each in columns if isinstance(each.type, SealedText)}


def sealed_row(table: Table, row: Mapping[str, Any], key: DataKey) -> dict[str, Any]:
    """The row with whatever its table seals, sealed. It must name its own primary key."""
    own = "|".join(str(row[each.name]) for each in _key_of(table))
    return {
        **row,
        **{
            name: Ciphertext(key.seal(f"{table.name}.{name}|{own}", kind.write(row[name])))
            for name, kind in sealed_columns(table).items()
            if row.get(name) is not None
        },
    }
