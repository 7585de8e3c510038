"""Whether the child withdraws from a conditional caution, and the form of a prosecution resumed.

Safe while the old release runs: both columns may be empty, and the old release writes neither.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_breach"
down_revision = "0005_plans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("breach", sa.Column("child_withdraws", sa.Boolean(), nullable=True))
    op.add_column(
        "breach_decision", sa.Column("information_form_completed_on", sa.Date(), nullable=True)
    )


def downgrade() -> None:
    with op.batch_alter_table("breach_decision") as batch_op:
        batch_op.drop_column("information_form_completed_on")
    with op.batch_alter_table("breach") as batch_op:
        batch_op.drop_column("child_withdraws")
