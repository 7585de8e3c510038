"""Every row that belongs to a case says its area, in a key with the case, and goes where it goes.

Safe while the old release runs: no. It does not say the area of what it adds, and is refused;
what it reads it still finds. Stop it first. Rows there are get the area of their case.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

from migrations import row_security
from migrations.wall_by_case import raised_by_case

revision = "0020_area"
down_revision = "0019_counted"
branch_labels = None
depends_on = None

_AREA = sa.String(length=9)

# By which column a row belongs to what, each after what it belongs to.
_TO_CASE = ("case_id", "panel_case", "id")
_TO_ASSESSMENT = ("case_id", "assessment", "case_id")
_TO_CONDITION = ("condition_id", "condition", "id")
_TO_PANEL = ("panel_id", "panel", "id")
_BELONGS = {
    "submission": _TO_CASE,
    "case_offence": _TO_CASE,
    "case_change": _TO_CASE,
    "case_decision": _TO_CASE,
    "exploitation_hold": _TO_CASE,
    "victim": _TO_CASE,
    "victim_version": ("victim_id", "victim", "id"),
    "assessment": _TO_CASE,
    "assessment_section": _TO_ASSESSMENT,
    "assessment_signature": _TO_ASSESSMENT,
    "panel_member": _TO_PANEL,
    "panel_attendance": _TO_PANEL,
    "agenda_item": _TO_CASE,
    "declared_interest": _TO_CASE,
    "recommendation": _TO_CASE,
    "disposal": _TO_CASE,
    "police_decision": _TO_CASE,
    "administration": _TO_CASE,
    "court_result": _TO_CASE,
    "intervention_plan": _TO_CASE,
    "condition": _TO_CASE,
    "condition_version": _TO_CONDITION,
    "progress": _TO_CONDITION,
    "completion": _TO_CONDITION,
    "variation": _TO_CONDITION,
    "breach": _TO_CASE,
    "breach_decision": ("breach_id", "breach", "id"),
    "conclusion": _TO_CASE,
}
# To make a table anew, SQLite need not read those it refers to, and those they refer to.
_ALONE = {"resolve_fks": False}
# What rows belong to, each after what it belongs to itself.
_KEYS = dict.fromkeys((parent, key) for _, parent, key in _BELONGS.values())


def upgrade() -> None:
    with _every_row_in_sight():
        for table, (link, parent, key) in _BELONGS.items():
            area = _area(table)
            op.add_column(table, sa.Column(area, _AREA, nullable=True))
            there = f"SELECT {parent}.area FROM {parent} WHERE {parent}.{key} = {table}.{link}"  # noqa: S608  # nosec B608
            op.execute(f"UPDATE {table} SET {area} = ({there})")  # noqa: S608  # nosec B608
        for parent, key in _KEYS:
            op.create_index(f"uq_{parent}_area_{key}", parent, ["area", key], unique=True)
        for table, (link, parent, key) in _BELONGS.items():
            _keep_with(table, link, parent, key)
    _raise(row_security.raised)


def _keep_with(table: str, link: str, parent: str, key: str) -> None:
    area = _area(table)
    with op.batch_alter_table(table, reflect_kwargs=_ALONE) as batch_op:
        batch_op.alter_column(area, existing_type=_AREA, nullable=False)
        batch_op.drop_constraint(f"fk_{table}_{link}_{parent}", type_="foreignkey")
        batch_op.create_foreign_key(
            f"fk_{table}_{area}_{link}_{parent}",
            parent,
            [area, link],
            ["area", key],
            onupdate="CASCADE",
        )


def downgrade() -> None:
    for table in _walled():
        for statement in row_security.lowered(table):
            op.execute(statement)
    with _every_row_in_sight():
        for table, (link, parent, key) in reversed(_BELONGS.items()):
            area = _area(table)
            for own in [own for each, own in _KEYS if each == table]:
                op.drop_index(f"uq_{table}_area_{own}", table)
            with op.batch_alter_table(table, reflect_kwargs=_ALONE) as batch_op:
                batch_op.drop_constraint(f"fk_{table}_{area}_{link}_{parent}", type_="foreignkey")
                batch_op.create_foreign_key(f"fk_{table}_{link}_{parent}", parent, [link], [key])
                batch_op.drop_column(area)
        for parent, key in _KEYS:
            if parent not in _BELONGS:
                op.drop_index(f"uq_{parent}_area_{key}", parent)
    _raise(raised_by_case)


def _area(table: str) -> str:
    """An offence has had an area before: where it was done."""
    return "case_area" if table == "case_offence" else "area"


def _walled() -> list[str]:
    return [] if op.get_context().dialect.name == "sqlite" else list(_BELONGS)


@contextmanager
def _every_row_in_sight() -> Iterator[None]:
    """Meanwhile the wall does not hold the tables' owner, who would else find nothing to fill."""
    tables = _walled() and [*_BELONGS, "panel", "panel_case"]
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _raise(raised: Callable[..., Iterator[str]]) -> None:
    there = list(row_security.PERSONAL)
    if _walled() and not op.get_context().as_sql:
        tables = set(sa.inspect(op.get_bind()).get_table_names())
        there = [name for name in there if name in tables]
    for table in _walled():
        for statement in raised(table, there=there):
            op.execute(statement)
