"""How far a victim has been heard, in the clear beside each sealed statement, so that it counts.

Safe while the old release runs: every column may be empty, and the old release writes none. What
the old release recorded, `oocd migrate` fills in afterwards from what it sealed.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import inspect

from migrations import row_security
from migrations.wall_by_case import raised_by_case

revision = "0017_victim_steps"
down_revision = "0016_measures"
branch_labels = None
depends_on = None

_ADDED = (
    ("status", sa.String(length=30)),
    ("consents_to_contact", sa.Boolean()),
    ("restorative_justice", sa.String(length=30)),
    ("told_of_outcome", sa.Boolean()),
)
# Counted now, whoever's case it has become since.
_COUNTED = ("police_decision", "intervention_plan", "breach", "breach_decision", "conclusion")


def upgrade() -> None:
    for name, kind in _ADDED:
        op.add_column("victim_version", sa.Column(name, kind, nullable=True))
    if op.get_context().dialect.name == "postgresql":
        _raise_again()


def downgrade() -> None:
    for name, _ in reversed(_ADDED):
        with op.batch_alter_table("victim_version") as batch_op:
            batch_op.drop_column(name)


def _raise_again() -> None:
    there = list(row_security.PERSONAL)
    if not op.get_context().as_sql:
        tables = set(inspect(op.get_bind()).get_table_names())
        there = [name for name in there if name in tables]
    for table in _COUNTED:
        for statement in raised_by_case(table, there=there):
            op.execute(statement)
