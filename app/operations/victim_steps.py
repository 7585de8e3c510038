"""How far each victim had been heard, out of what an earlier release recorded sealed alone.

Only as they stand now: how they stood at the statements before, nobody can tell any more.
"""

from collections.abc import Collection

from sqlalchemy import and_, bindparam, select, update

from app import wall
from app.cases.tables import Victim, VictimVersion
from app.cases.victim_actions import steps
from app.database import Database, col, table

_AT_ONCE = 500


async def fill_in(database: Database, areas: Collection[str]) -> int:
    """For how many victims it was filled in."""
    latest = and_(
        col(VictimVersion.victim_id) == col(Victim.id),
        col(VictimVersion.version) == col(Victim.version),
    )
    lacking = (
        select(
            *(table(Victim).c[name] for name in ("id", "version", "status")),
            col(VictimVersion.details),
        )
        .join(table(VictimVersion), latest)
        .where(col(VictimVersion.status).is_(None))
        .limit(_AT_ONCE)
    )
    own = [
        col(VictimVersion.victim_id) == bindparam("own_id"),
        col(VictimVersion.version) == bindparam("own_version"),
    ]
    done = 0
    while True:
        async with database.writing(wall.seen_by(areas=areas, subject="")) as db:
            found = (await db.execute(lacking)).all()
            if not found:
                return done
            rows = [
                {
                    "own_id": row.id,
                    "own_version": row.version,
                    "status": row.status,
                    **steps(row.details),
                }
                for row in found
            ]
            await db.execute(update(table(VictimVersion)).where(*own), rows)
        done += len(rows)
