"""Every answer of an assessment has its author; a saving says which answers it cleared.

Safe while the old release runs: adds two columns that may be empty, which it leaves empty; an
answer it saved counts as its section's last author's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_assessment_answers"
down_revision = "0003_prosecutor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assessment_section") as batch_op:
        batch_op.add_column(sa.Column("authors", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("cleared", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("assessment_section") as batch_op:
        batch_op.drop_column("cleared")
        batch_op.drop_column("authors")
