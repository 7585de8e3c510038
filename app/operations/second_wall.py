"""Whether PostgreSQL's own wall stands: asked at every start, and in production insisted on."""

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.database import Database, Record
from migrations.row_security import PERSONAL


class OpenWall(RuntimeError):
    """The service would connect as somebody whom row security does not hold."""


_WHO = text(
    "SELECT current_user AS name, rolsuper AS superuser, rolbypassrls AS passes_by "
    "FROM pg_roles WHERE rolname = current_user"
)
_TABLES = text(
    "SELECT relname AS name, pg_has_role(current_user, relowner, 'MEMBER') AS owned, "
    "relrowsecurity AND relforcerowsecurity AS forced FROM pg_class "
    "WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
)


async def check(database: Database, *, production: bool) -> None:
    if not production or database.sqlite:
        return
    async with database.reading() as connection:
        found = "; ".join(await openings(connection))
    if found:
        raise OpenWall(
            f"Row security does not hold: {found}. Run 'oocd migrate --roles' as administrator, "
            "and connect the service as a login of its own in the role oocd_app"
        )


async def openings(connection: AsyncConnection) -> list[str]:
    """Everything by which this connection could see past the wall."""
    who = (await connection.execute(_WHO)).one()
    tables = {row.name: row for row in await connection.execute(_TABLES)}
    return [*_powers(who), *_of_tables(tables)]


def _powers(who: Record) -> Iterator[str]:
    if who.superuser:
        yield f"{who.name} is a superuser"
    if who.passes_by:
        yield f"{who.name} passes row security by (BYPASSRLS)"


def _of_tables(tables: dict[str, Record]) -> Iterator[str]:
    if owned := sorted(name for name, row in tables.items() if row.owned):
        yield f"it owns, or may act for the owner of, {len(owned)} tables ({owned[0]} for one)"
    for name in PERSONAL:
        if name not in tables or not tables[name].forced:
            yield f"row security is not forced on {name}"
