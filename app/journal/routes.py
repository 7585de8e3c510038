"""/v1/journal: who did and read what, for those who oversee it and nobody else."""

from fastapi import APIRouter, Request

from app import wall
from app.access.guard import GuardedRoute
from app.journal import readings
from app.journal.asking import Asked, CheckedWith
from app.journal.schemas import JournalPage, VerificationRead
from app.transaction import Writing, over
from app.wire import Cursor, Limit

router = APIRouter(prefix="/v1", route_class=GuardedRoute, tags=["Records and rights"])


@router.get("/journal")
async def read_journal(
    tx: Writing, wanted: Asked, limit: Limit = 50, cursor: Cursor = None
) -> JournalPage:
    """Lines of the journal about the caller's areas, newest first. Reading it adds one."""
    return await readings.lines(tx, wanted, limit=limit, cursor=cursor)


@router.get("/journal/verification")
async def verify_journal(request: Request, keys: CheckedWith) -> VerificationRead:
    """Whether the newest lines and seals are as they were written."""
    # One after the other: nobody waits to write while the journal is checked.
    async with request.app.state.database.reading(wall.JOURNAL) as db:
        read = await readings.verification(db, keys)
    async with request.app.state.database.writing() as db:
        await readings.note_verification(over(request, db), read)
    return read
