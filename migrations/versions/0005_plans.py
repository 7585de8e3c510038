"""Why a plan runs long, who authorised a variation, whether there was an excuse, which code.

Safe while the old release runs: every column may be empty, and the old release writes none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_plans"
down_revision = "0004_assessment_answers"
branch_labels = None
depends_on = None

_ADDED = (
    ("disposal", "long_plan_reason", sa.String(length=4000)),
    ("police_decision", "long_plan_reason", sa.String(length=4000)),
    ("police_decision", "home_office_code", sa.String(length=4)),
    ("administration", "long_plan_reason", sa.String(length=4000)),
    ("variation", "authorised_by", sa.String(length=200)),
    ("breach_decision", "reasonable_excuse", sa.Boolean()),
    ("breach_decision", "authorised_by", sa.String(length=200)),
)


def upgrade() -> None:
    for table, name, kind in _ADDED:
        op.add_column(table, sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for table, name, _ in reversed(_ADDED):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(name)
