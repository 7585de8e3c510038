"""A police decision keeps the prosecutor's, the form of its referral, and who heard a difference.

Safe while the old release runs: every column is new and may be empty; the old code names its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_prosecutor"
down_revision = "0002_exploitation_hold"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("prosecutor_decided_on", sa.Date()),
    ("prosecutor_reference", sa.String(length=200)),
    ("information_form_completed_on", sa.Date()),
    ("escalated_to", sa.String(length=200)),
)


def upgrade() -> None:
    for name, kind in _COLUMNS:
        op.add_column("police_decision", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name, _ in reversed(_COLUMNS):
        op.drop_column("police_decision", name)
