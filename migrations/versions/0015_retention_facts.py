"""For which areas a record was held or restricted; and, on PostgreSQL, what keeps it in any area.

A record is kept while a case of the child is open or at court, and so long after its last change,
whichever area has the case: the wall now lets the days of it be asked, as it did the case itself.

Safe while the old release runs: every column may be empty, and the old release writes none.
"""

import sqlalchemy as sa
from alembic import op

from migrations.row_security import PERSONAL

revision = "0015_retention_facts"
down_revision = "0014_row_security"
branch_labels = None
depends_on = None

_ADDED = ("retention_decision", "child_restriction")
_POLICY = "across_areas"
_ASKED = ("case_change", "court_result")


def _walled() -> bool:
    return op.get_context().dialect.name == "postgresql"


def upgrade() -> None:
    for table in _ADDED:
        op.add_column(table, sa.Column("areas", sa.JSON(), nullable=True))
    for table in _ASKED if _walled() else ():
        op.execute(f"DROP POLICY IF EXISTS {_POLICY} ON {table}")
        for policy in PERSONAL[table]:
            if policy.name == _POLICY:
                op.execute(policy.statement(table))


def downgrade() -> None:
    for table in _ASKED if _walled() else ():
        op.execute(f"DROP POLICY IF EXISTS {_POLICY} ON {table}")
    for table in reversed(_ADDED):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("areas")
