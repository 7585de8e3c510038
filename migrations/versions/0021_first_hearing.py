"""The day a court first heard a conviction: the age then decides whether a child is an entrant.

Safe while the old release runs: the column may be empty, and the old release writes none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021_first_hearing"
down_revision = "0020_area"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("child_outcome", sa.Column("first_hearing_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("child_outcome") as batch_op:
        batch_op.drop_column("first_hearing_on")
