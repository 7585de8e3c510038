"""Published figures to compare ours with; and what a release of many children needs.

A child's outcomes are found by the child, whichever of them stand. The policy for counting is
named anew, so that row security asks it first; it says what it said.

Safe while the old release runs: it adds a table and an index, and no name it asks for changes.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import inspect

from migrations import row_security

revision = "0018_published"
down_revision = "0017_victim_steps"
branch_labels = None
depends_on = None


def _counted() -> list[str]:
    """The tables there are by now whose rows are counted."""
    if op.get_context().dialect.name == "sqlite":
        return []
    if op.get_context().as_sql:
        return list(row_security.COUNTED)
    there = set(inspect(op.get_bind()).get_table_names())
    return [name for name in row_security.COUNTED if name in there]


def upgrade() -> None:
    op.create_table(
        "published_figure",
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("vintage", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=9), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint(
            "series",
            "vintage",
            "area",
            "period_start",
            "period_end",
            "imported_at",
            name=op.f("pk_published_figure"),
        ),
    )
    op.create_index("ix_child_outcome_child_id", "child_outcome", ["child_id"])
    for table in _counted():
        op.execute(_renamed(table, "counted", "wider_counted"))


def downgrade() -> None:
    for table in _counted():
        op.execute(_renamed(table, "wider_counted", "counted"))
    op.drop_index("ix_child_outcome_child_id", "child_outcome")
    op.drop_table("published_figure")


def _renamed(table: str, old: str, new: str) -> str:
    """Where the wall was raised by an earlier release, which called a policy otherwise."""
    return (
        "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_policies WHERE schemaname = current_schema() "  # noqa: S608  # nosec B608
        f"AND tablename = '{table}' AND policyname = '{old}') THEN "
        f"ALTER POLICY {old} ON {table} RENAME TO {new}; END IF; END $$"
    )
