"""The wall from 0014 to 0019: what belongs to a case had no area of its own, and asked its case."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from app.database import kept_by
from app.tables import metadata
from migrations.row_security import (
    PERSONAL,
    Policy,
    attached,
    held_case,
    points_at,
    raised,
    walled,
)


def raised_by_case(table: str, *, there: Collection[str] = PERSONAL) -> Iterator[str]:
    """What `row_security.raised` was before 0020_area; the same, where nothing has changed since.

    `there` are the tables that exist by then.
    """
    if kept_by(metadata.tables[table]) is None:
        yield from raised(table, there=there)
        return
    earlier = (
        replace(policy, says=_held(table), checks="") if policy.name == "held" else policy
        for policy in PERSONAL[table]
    )
    yield from walled(table, (*earlier, *attached(table, there), *_belonging(table)))


def _held(table: str) -> str:
    parent, key, link = _belongs_to(table)
    if "case_id" in metadata.tables[table].columns:
        return held_case("case_id")
    if parent == "panel":
        return f"EXISTS (SELECT 1 FROM panel WHERE panel.id = {link})"  # noqa: S608  # nosec B608
    up = f"SELECT 1 FROM {parent} up WHERE up.{key} = {link}"  # noqa: S608  # nosec B608
    return f"EXISTS ({up} AND {held_case('up.case_id')})"


def _belonging(table: str) -> Iterator[Policy]:
    parent, key, link = _belongs_to(table)
    if parent != "panel_case":
        yield points_at(table, link, parent, key)


def _belongs_to(table: str) -> tuple[str, str, str]:
    """The table and column that a row belongs to, and by which column of its own."""
    (key,) = filter(None, [kept_by(metadata.tables[table])])
    link = key.elements[1]
    return link.column.table.name, link.column.name, link.parent.name
