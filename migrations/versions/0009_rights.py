"""Restriction, requests for access, rectifications, retention decisions, certificates.

Safe while the old release runs: it reads and writes none of these tables, and so shows a
restricted child still.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009_rights"
down_revision = "0008_sealed"
branch_labels = None
depends_on = None

_ID = sa.String(length=22)
_INSTANT = sa.DateTime(timezone=True)
_STANDING = sa.text("lifted_at IS NULL")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "child_restriction",
        sa.Column("id", _ID, nullable=False),
        sa.Column("child_id", _ID, nullable=False),
        sa.Column(
            "ground",
            _one_of("restriction_ground", "accuracy_contested", "needed_as_evidence"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("imposed_at", _INSTANT, nullable=False),
        sa.Column("imposed_by", sa.String(length=200), nullable=False),
        sa.Column("lifted_at", _INSTANT, nullable=True),
        sa.Column("lifted_by", sa.String(length=200), nullable=True),
        sa.Column("lifting_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_child_restriction_child_id_child")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_restriction")),
    )
    op.create_index(
        "uq_child_restriction_standing",
        "child_restriction",
        ["child_id"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    op.create_table(
        "retention_decision",
        sa.Column("id", _ID, nullable=False),
        sa.Column("child_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            _one_of("retention_step", "flagged", "retain", "dispose", "hold", "release"),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("dispose_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_retention_decision_child_id_child")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_decision")),
        sa.UniqueConstraint(
            "child_id", "number", name=op.f("uq_retention_decision_child_id_number")
        ),
    )
    op.create_table(
        "disposal_certificate",
        sa.Column("id", _ID, nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("issued_at", _INSTANT, nullable=False),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_certificate")),
    )
    op.create_table(
        "subject_request",
        sa.Column("id", _ID, nullable=False),
        sa.Column("child_id", _ID, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("extended_on", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.Text(), nullable=True),
        sa.Column("pauses", sa.JSON(), nullable=False),
        sa.Column("answered_at", _INSTANT, nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_subject_request_child_id_child")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_request")),
    )
    op.create_index(op.f("ix_subject_request_child_id"), "subject_request", ["child_id"])
    op.create_table(
        "rectification",
        sa.Column("id", _ID, nullable=False),
        sa.Column("child_id", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_rectification_child_id_child")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
    )
    op.create_index(op.f("ix_rectification_child_id"), "rectification", ["child_id"])


def downgrade() -> None:
    for table in (
        "rectification",
        "subject_request",
        "disposal_certificate",
        "retention_decision",
        "child_restriction",
    ):
        op.drop_table(table)
