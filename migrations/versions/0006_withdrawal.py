"""Whether the child withdraws, the form of a prosecution resumed, a caution for another offence.

Safe while the old release runs: every column may be empty, and the old release writes none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_withdrawal"
down_revision = "0005_plans"
branch_labels = None
depends_on = None

_ADDED = (
    ("breach", "child_withdraws", sa.Boolean()),
    ("breach_decision", "information_form_completed_on", sa.Date()),
    ("administration", "offence_code", sa.String(length=12)),
)


def upgrade() -> None:
    for table, name, kind in _ADDED:
        op.add_column(table, sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for table, name, _ in reversed(_ADDED):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(name)
