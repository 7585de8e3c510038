"""Row security around every personal table: on PostgreSQL a second wall behind the service's own.

Safe while the old release runs only where it connects as a superuser: it says of no transaction
whom it is for, and so sees nothing. Stop it first. SQLite has no such wall; nothing changes there.
"""

from alembic import op
from sqlalchemy import inspect

from migrations import row_security
from migrations.wall_by_case import raised_by_case

revision = "0014_row_security"
down_revision = "0012_principals"
branch_labels = None
depends_on = None


def _there() -> list[str]:
    """The personal tables that exist by now; a later migration protects what it adds."""
    if op.get_context().dialect.name == "sqlite":
        return []
    if op.get_context().as_sql:
        return list(row_security.PERSONAL)
    there = set(inspect(op.get_bind()).get_table_names())
    return [name for name in row_security.PERSONAL if name in there]


def upgrade() -> None:
    there = _there()
    for table in there:
        for statement in raised_by_case(table, there=there):
            op.execute(statement)


def downgrade() -> None:
    for table in _there():
        for statement in row_security.lowered(table):
            op.execute(statement)
