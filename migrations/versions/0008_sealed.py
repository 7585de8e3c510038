"""Whatever identifies a person or tells their story is kept sealed, and found by blind indexes.

Safe while the old release runs: no. The old release would go on writing in the clear, and can
read nothing that is sealed: stop it first. This revision only makes room: `oocd migrate` seals
what is on record as soon as it is done, with the keys that no migration is given. Until then a
record has its own id where its digest will stand.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008_sealed"
down_revision = "0007_journal"
branch_labels = None
depends_on = None

_JSON, _DATE = "json", "date"

# What each column held in the clear: text of a length, JSON or a date.
_SEALED: dict[str, dict[str, int | str]] = {
    "child": {
        "police_person_id": 40,
        "pnc_id": 40,
        "given_names": 100,
        "family_name": 100,
        "date_of_birth": _DATE,
        "ethnicity": 4,
        "responsible_authority": 200,
        "interpreter_language": 200,
        "communication_needs": _JSON,
        "school": 200,
    },
    "child_version": {"details": _JSON},
    "panel_case": {"police_reference": 40},
    "submission": {"body": _JSON, "facts": _JSON},
    "case_offence": {"summary": 4000},
    "victim": {"name": 200},
    "victim_version": {"details": _JSON},
    "case_change": {"why": 4100},
    "case_decision": {"answer": _JSON, "reasons": _JSON, "facts": _JSON},
    "exploitation_hold": {"concern": 4000, "rationale": 4000, "referral_decision": 200},
    "assessment_section": {"answers": _JSON},
    "assessment_signature": {"comment": 4000},
    "agenda_item": {"removal_narrative": 4000},
    "declared_interest": {"interest": 4000},
    "recommendation": {"reason": 4000},
    "disposal": {
        "rationale": 4000,
        "rejected": _JSON,
        "departure_rationale": 4000,
        "child_voice": 4000,
        "victim_voice": 4000,
        "conditions": _JSON,
        "long_plan_reason": 4000,
    },
    "police_decision": {
        "rationale": 4000,
        "prosecutor_reference": 200,
        "escalated_to": 200,
        "conditions": _JSON,
        "long_plan_reason": 4000,
    },
    "administration": {"appropriate_adult": _JSON, "conditions": _JSON, "long_plan_reason": 4000},
    "court_result": {"note": 4000},
    "condition": {
        "description": 4000,
        "attendance_place": 200,
        "payee": 200,
        "payment_method": 200,
    },
    "condition_version": {"why": 4000},
    "progress": {"note": 4000},
    "completion": {"evidence": 4000, "hours_short_reason": 4000},
    "variation": {"reason": 4000},
    "breach": {"narrative": 4000},
    "breach_decision": {"rationale": 4000, "conditions": _JSON},
    "conclusion": {"summary": 4000},
    "first_reply": {"reply": _JSON},
}


class StillSealed(ValueError):
    """What is sealed cannot be laid open again by a change of schema."""


def upgrade() -> None:
    _make_keys_and_tokens()
    with op.batch_alter_table("child") as batch_op:
        batch_op.drop_index("ix_child_search_name")
        batch_op.drop_index("ix_child_date_of_birth")
    with op.batch_alter_table("panel_case") as batch_op:
        batch_op.drop_index("uq_case_submitted_once")
        batch_op.drop_index("ix_case_submitter")
    op.add_column("first_reply", sa.Column("child_id", sa.String(length=22), nullable=True))
    op.create_index("ix_first_reply_child_id", "first_reply", ["child_id"])
    for name in ("police_person_index", "police_reference_index"):
        table = "child" if name == "police_person_index" else "panel_case"
        op.add_column(table, sa.Column(name, sa.String(length=22), nullable=True))
        op.execute(sa.text(f"UPDATE {table} SET {name} = id"))  # noqa: S608  # nosec B608 - ours
    for table, columns in _SEALED.items():
        with _batch(table) as batch_op:
            for name, kind in columns.items():
                batch_op.alter_column(
                    name,
                    existing_type=_was(kind),
                    type_=sa.Text(),
                    postgresql_using=f"{name}::text",
                )
            if table == "child":
                batch_op.drop_column("search_name")
                batch_op.drop_constraint("uq_child_police_person_id", type_="unique")
                batch_op.alter_column(
                    "police_person_index", existing_type=sa.String(length=22), nullable=False
                )
                batch_op.create_unique_constraint(
                    "uq_child_police_person_index", ["police_person_index"]
                )
            if table == "panel_case":
                batch_op.alter_column(
                    "police_reference_index", existing_type=sa.String(length=22), nullable=False
                )
    _index_cases("police_reference_index")


def downgrade() -> None:
    connection = op.get_bind()
    if not op.get_context().as_sql and connection.scalar(sa.text("SELECT 1 FROM child LIMIT 1")):
        raise StillSealed(
            "Records are sealed, and a change of schema cannot open them: restore a backup made "
            "before 0008_sealed instead"
        )
    op.drop_index("uq_case_submitted_once", table_name="panel_case")
    op.drop_index("ix_case_submitter", table_name="panel_case")
    for table, columns in _SEALED.items():
        with _batch(table) as batch_op:
            for name, kind in columns.items():
                batch_op.alter_column(
                    name,
                    existing_type=sa.Text(),
                    type_=_was(kind),
                    postgresql_using=f"{name}::{kind}" if isinstance(kind, str) else None,
                )
            if table == "child":
                batch_op.drop_constraint("uq_child_police_person_index", type_="unique")
                batch_op.drop_column("police_person_index")
                batch_op.add_column(sa.Column("search_name", sa.String(length=603), nullable=False))
                batch_op.create_unique_constraint("uq_child_police_person_id", ["police_person_id"])
            if table == "panel_case":
                batch_op.drop_column("police_reference_index")
            if table == "first_reply":
                batch_op.drop_index("ix_first_reply_child_id")
                batch_op.drop_column("child_id")
    op.create_index("ix_child_search_name", "child", ["search_name"])
    op.create_index("ix_child_date_of_birth", "child", ["date_of_birth"])
    _index_cases("police_reference")
    op.drop_table("child_token")
    op.drop_table("person_key")


def _make_keys_and_tokens() -> None:
    op.create_table(
        "person_key",
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("wrapped", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_key")),
    )
    op.create_table(
        "child_token",
        sa.Column("area", sa.String(length=9), nullable=False),
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column("child_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_child_token_child_id_child")
        ),
        sa.PrimaryKeyConstraint("area", "token", "child_id", name=op.f("pk_child_token")),
    )
    op.create_index("ix_child_token_child_id", "child_token", ["child_id"])


def _batch(table: str) -> Any:
    """SQLite makes the table anew, and forgets its checks unless they are named."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return op.batch_alter_table(table)
    checks = sa.inspect(connection).get_check_constraints(table)
    return op.batch_alter_table(
        table,
        table_args=tuple(
            sa.CheckConstraint(sa.text(each["sqltext"]), name=op.f(str(each["name"])))
            for each in checks
        ),
        reflect_kwargs={"resolve_fks": False},
    )


def _was(kind: int | str) -> sa.types.TypeEngine[Any]:
    if isinstance(kind, int):
        return sa.String(length=kind)
    return sa.JSON() if kind == _JSON else sa.Date()


def _index_cases(reference: str) -> None:
    standing = sa.text(
        "closed_as IS NULL OR closed_as NOT IN "
        "('withdrawn', 'returned_to_police', 'charged', 'charge_consideration')"
    )
    op.create_index(
        "uq_case_submitted_once",
        "panel_case",
        [reference, "child_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_index("ix_case_submitter", "panel_case", ["submitted_by", reference])
