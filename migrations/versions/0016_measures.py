"""A released figure is of a series, which may have several dimensions, and has further values.

Safe while the old release runs for all but statistics: it asks for the column that is renamed
here. Releases made before keep their figures, and their sums, taken over the column's old name.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_measures"
down_revision = "0014_row_security"
branch_labels = None
depends_on = None

_SHORT, _LONG = sa.String(length=40), sa.String(length=160)


def upgrade() -> None:
    with op.batch_alter_table("release_cell") as batch_op:
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
    with op.batch_alter_table("release_cell") as batch_op:
        batch_op.alter_column("values", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("release_cell") as batch_op:
        batch_op.drop_column("values")
        batch_op.alter_column(
            "series",
            new_column_name="disposal",
            existing_type=_LONG,
            type_=_SHORT,
            existing_nullable=False,
        )
