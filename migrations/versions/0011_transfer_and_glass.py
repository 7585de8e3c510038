"""Cases handed to another service, and cases of another area opened in an emergency.

Safe while the old release runs: it neither reads nor writes the new tables. The rule that a case
is submitted once no longer counts one that left the partnership: the old release refuses less.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_transfer_and_glass"
down_revision = "0009_rights"
branch_labels = None
depends_on = None

_ENDED = "'withdrawn', 'returned_to_police', 'charged', 'charge_consideration'"


def upgrade() -> None:
    _transfers()
    _glass()
    _submitted_once(f"{_ENDED}, 'transferred_out'")


def _transfers() -> None:
    op.create_table(
        "case_transfer",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("child_id", sa.String(length=22), nullable=False),
        sa.Column("from_area", sa.String(length=9), nullable=False),
        sa.Column("to_area", sa.String(length=9), nullable=False),
        sa.Column("receiving_service", sa.String(length=200), nullable=True),
        sa.Column("receiving_manager", sa.String(length=200), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "child_moved",
                "home_recorded_wrongly",
                "responsible_authority",
                "agreed_between_services",
                name="transfer_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("child_moved_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "offered",
                "accepted",
                "declined",
                "withdrawn",
                name="transfer_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by", sa.String(length=200), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_case_transfer_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_case_transfer_child_id_child")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_transfer")),
    )
    with op.batch_alter_table("case_transfer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_transfer_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_case_transfer_from", ["from_area", "status"], unique=False)
        batch_op.create_index("ix_case_transfer_to", ["to_area", "status"], unique=False)
        batch_op.create_index(
            "uq_case_transfer_open",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("status = 'offered'"),
            postgresql_where=sa.text("status = 'offered'"),
        )


def _glass() -> None:
    op.create_table(
        "break_glass",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("child_id", sa.String(length=22), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("area", sa.String(length=9), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.Column("from_areas", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_break_glass_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_break_glass_child_id_child")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass")),
    )
    with op.batch_alter_table("break_glass", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_break_glass_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_break_glass_opened", ["opened_by", "expires_at"], unique=False)
        batch_op.create_index("ix_break_glass_told", ["area", "opened_at"], unique=False)


def _submitted_once(but_for: str) -> None:
    standing = sa.text(f"closed_as IS NULL OR closed_as NOT IN ({but_for})")
    op.drop_index("uq_case_submitted_once", table_name="panel_case")
    op.create_index(
        "uq_case_submitted_once",
        "panel_case",
        ["police_reference_index", "child_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def downgrade() -> None:
    _submitted_once(_ENDED)
    op.drop_table("break_glass")
    op.drop_table("case_transfer")
