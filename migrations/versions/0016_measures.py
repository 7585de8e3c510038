"""Releases for two audiences: figures of several dimensions, with values, signed and explained.

Safe while the old release runs for all but statistics: it asks for the column that is renamed
here. Releases made before are for partners; they keep their figures and their sums, taken over
the column's old name, and are not signed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_measures"
down_revision = "0014_row_security"
branch_labels = None
depends_on = None

_SHORT, _LONG = sa.String(length=40), sa.String(length=160)
_KEY = ["release", "measure", "period_kind", "period_start", "area"]


def upgrade() -> None:
    audience = sa.Enum(
        "partners",
        "public",
        name="audience",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    with op.batch_alter_table("release_cell") as batch_op:
        batch_op.drop_constraint("pk_release_cell", type_="primary")
        batch_op.alter_column(
            "disposal",
            new_column_name="series",
            existing_type=_SHORT,
            type_=_LONG,
            existing_nullable=False,
        )
        batch_op.add_column(
            sa.Column("values", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
        )
        batch_op.add_column(
            sa.Column("audience", audience, nullable=False, server_default="partners")
        )
    with op.batch_alter_table("release_cell") as batch_op:
        batch_op.create_primary_key("pk_release_cell", [*_KEY, "series", "audience"])
        batch_op.alter_column("values", server_default=None)
        batch_op.alter_column("audience", server_default=None)
    with op.batch_alter_table("statistics_release") as batch_op:
        batch_op.add_column(sa.Column("public_rule", sa.JSON(), nullable=True))
        batch_op.add_column(
            sa.Column("revisions", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
        batch_op.add_column(sa.Column("signature", sa.String(length=128), nullable=True))
        batch_op.add_column(sa.Column("key", sa.String(length=64), nullable=True))
    with op.batch_alter_table("statistics_release") as batch_op:
        batch_op.alter_column("revisions", server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM release_cell WHERE audience = 'public'")
    with op.batch_alter_table("statistics_release") as batch_op:
        for column in ("key", "signature", "revisions", "public_rule"):
            batch_op.drop_column(column)
    with op.batch_alter_table("release_cell") as batch_op:
        batch_op.drop_constraint("pk_release_cell", type_="primary")
        batch_op.drop_constraint(op.f("ck_release_cell_audience_audience"), type_="check")
        batch_op.drop_column("audience")
        batch_op.drop_column("values")
        batch_op.alter_column(
            "series",
            new_column_name="disposal",
            existing_type=_LONG,
            type_=_SHORT,
            existing_nullable=False,
        )
    with op.batch_alter_table("release_cell") as batch_op:
        batch_op.create_primary_key("pk_release_cell", [*_KEY, "disposal"])
