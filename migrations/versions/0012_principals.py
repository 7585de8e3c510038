"""Access taken away from bearers whose credentials are still good.

Safe while the old release runs: adds a table only, which the old release does not ask.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_principals"
down_revision = "0009_rights"
branch_labels = None
depends_on = None

_TAKEN = ("everything", "role", "area")
_IN_FORCE = sa.text("restored_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "withdrawn_access",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column(
            "taken",
            sa.Enum(*_TAKEN, name="taken", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("which", sa.String(length=40), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_because", sa.String(length=500), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored_by", sa.String(length=200), nullable=True),
        sa.Column("restored_because", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(taken = 'everything') = (which = '')", name=op.f("ck_withdrawn_access_which")
        ),
        sa.CheckConstraint(
            "(restored_at IS NULL) = (restored_by IS NULL) "
            "AND (restored_at IS NULL) = (restored_because IS NULL)",
            name=op.f("ck_withdrawn_access_restored"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawn_access")),
    )
    op.create_index(
        "uq_withdrawn_access_in_force",
        "withdrawn_access",
        ["subject", "taken", "which"],
        unique=True,
        sqlite_where=_IN_FORCE,
        postgresql_where=_IN_FORCE,
    )


def downgrade() -> None:
    op.drop_table("withdrawn_access")
