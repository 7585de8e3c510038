"""A child's outcomes are found by the child, whichever of them stand: a release ranks them all.

Safe while the old release runs: adds an index only.
"""

from alembic import op

revision = "0018_published"
down_revision = "0016_measures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_child_outcome_child_id", "child_outcome", ["child_id"])


def downgrade() -> None:
    op.drop_index("ix_child_outcome_child_id", "child_outcome")
