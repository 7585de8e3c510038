"""The journal says more, is only ever added to, and is sealed.

Safe while the old release runs: it names no new column, and a line it writes is of form 1.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_journal"
down_revision = "0006_withdrawal"
branch_labels = None
depends_on = None

_OUTCOME = "CHECK (outcome IN ('done', 'refused'))"
_RECIPIENT = (
    "CHECK (form = 1 OR (recipient_organisation IS NOT NULL AND recipient_person IS NOT NULL) "
    "= (category = 'disclosure'))"
)
# As plain statements, which both databases read alike: SQLite would otherwise copy the whole
# journal to add a check, and its triggers would be lost on the way.
_COLUMNS = (
    ("form", "INTEGER NOT NULL DEFAULT 1"),
    ("purpose", "VARCHAR(60)"),
    ("outcome", f"VARCHAR(40) CONSTRAINT ck_journal_line_outcome_journal_outcome {_OUTCOME}"),
    ("actor_kind", "VARCHAR(20)"),
    ("areas", "JSON"),
    ("reason", "VARCHAR(60)"),
    ("recipient_organisation", "VARCHAR(200)"),
    (
        "recipient_person",
        f"VARCHAR(200) CONSTRAINT ck_journal_line_recipient_of_a_disclosure {_RECIPIENT}",
    ),
)

_KEPT = (("journal_line", "sequence"), ("journal_seal", "serial"))

_REFUSE = """
CREATE FUNCTION journal_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is only ever added to' USING ERRCODE = 'restrict_violation';
END $$
"""


def upgrade() -> None:
    for name, kind in _COLUMNS:
        op.execute(f"ALTER TABLE journal_line ADD COLUMN {name} {kind}")
    op.create_table(
        "journal_seal",
        sa.Column(
            "serial",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("chain", sa.String(length=9), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("through", sa.BigInteger(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_journal_seal")),
        sa.UniqueConstraint("chain", "number", name=op.f("uq_journal_seal_chain_number")),
        sa.UniqueConstraint("chain", "prev", name=op.f("uq_journal_seal_chain_prev")),
    )
    if op.get_context().dialect.name == "sqlite":
        for table, key in _KEPT:
            _refuse_on_sqlite(table, key)
    else:
        _refuse_on_postgresql()


def _refuse_on_sqlite(table: str, key: str) -> None:
    refuse = "SELECT RAISE(ABORT, 'the journal is only ever added to')"
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
            f"BEGIN {refuse}; END"
        )
    # INSERT OR REPLACE deletes the row in its way without asking the trigger above.
    there = f"EXISTS (SELECT 1 FROM {table} "  # noqa: S608  # nosec B608 - our own names
    taken = f"{there}WHERE {key} = NEW.{key})"
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN {taken} BEGIN {refuse}; END"
    )


def _refuse_on_postgresql() -> None:
    op.execute(_REFUSE)
    for table, _ in _KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION journal_is_only_added_to()"
        )
    # A line's transaction has its number before the line has its own: once every transaction
    # that was running when a line was seen has ended, no smaller line can still come.
    op.execute(
        "ALTER TABLE journal_line ALTER COLUMN sequence SET DEFAULT "
        "CASE WHEN pg_current_xact_id() IS NOT NULL "
        "THEN nextval('journal_line_sequence_seq'::regclass) END"
    )


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        for event in ("update", "delete", "replace"):
            op.execute(f"DROP TRIGGER journal_line_no_{event}")
    else:
        op.execute("DROP TRIGGER journal_line_only_added_to ON journal_line")
        op.execute(
            "ALTER TABLE journal_line ALTER COLUMN sequence SET DEFAULT "
            "nextval('journal_line_sequence_seq'::regclass)"
        )
    op.drop_table("journal_seal")
    if op.get_context().dialect.name != "sqlite":
        op.execute("DROP FUNCTION journal_is_only_added_to()")
    for name, _ in reversed(_COLUMNS):
        op.execute(f"ALTER TABLE journal_line DROP COLUMN {name}")
