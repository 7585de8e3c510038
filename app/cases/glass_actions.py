"""Breaking the glass: one case of another area, for reading, for a few hours, before witnesses."""

from datetime import timedelta
from typing import Any

from app import log, wall
from app.access.scope import holds
from app.cases import queries
from app.cases.glass_schemas import GlassBroken, GlassOpened, GlassPage, GlassRead
from app.cases.queries import CaseRow
from app.children import glass_queries
from app.children.tables import BreakGlass
from app.database import new_id, one_at_a_time
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import NothingNamed, TooManyRequests, Unacceptable
from app.transaction import Transaction
from app.wire import open_cursor, seal_cursor

# Whoever knows the case names it at once or after a slip or two; more is looking for one.
_SLIPS = 5


async def open_case(tx: Transaction, body: GlassBroken) -> GlassOpened:
    """Open the case that was named exactly; what is not there looks as what is not yours."""
    case = await _named(tx, body)
    row: dict[str, Any] = {
        "id": new_id(),
        "case_id": case.id,
        "child_id": case.child_id,
        "reference": case.reference,
        "area": case.area,
        "reason": body.reason,
        "opened_at": tx.at,
        "opened_by": tx.by.subject,
        "agency": tx.by.agency,
        "from_areas": sorted(tx.by.areas),
        "expires_at": tx.at + timedelta(hours=body.hours),
    }
    await wall.grant(tx.db, [case.id])
    await tx.add(BreakGlass, **row)
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="break_glass",
        area=case.area,
        case_id=case.id,
        children=[case.child_id],
        break_glass=row["id"],
        reason="emergency",
        hours=body.hours,
    )
    # An alarm for whoever watches the log: who and what stand in the journal alone.
    log.logger().warning("Glass was broken: a case of another area", request_id=tx.request_id)
    return GlassOpened.model_validate(row)


async def _named(tx: Transaction, body: GlassBroken) -> CaseRow:
    if (body.case_reference is None) == (body.police_person_id is None):
        message = "Give the case's reference or the police's identifier of the child"
        raise Unacceptable([("/case_reference", "one_of_two", message)])
    # Attempts made at the same instant are heard one after the other, each with those before it.
    await one_at_a_time(tx.db, f"break_glass {tx.by.subject}")
    if await glass_queries.failures(tx) >= _SLIPS:
        message = "No more cases are looked for on these attempts for an hour"
        raise TooManyRequests(message, headers={"Retry-After": "3600"})
    case = await queries.named(tx, body.case_reference, body.police_person_id)
    if case is None:
        await _count_against(tx)
        raise NothingNamed
    if holds(tx.by, case.area):
        message = "This case is of your own area and open to you already"
        raise Unacceptable([("/case_reference", "own_area", message)])
    return case


async def _count_against(tx: Transaction) -> None:
    """In the transaction that heard it: the next attempt cannot come before its line."""
    await journal.record(
        tx,
        category=JournalCategory.DENIED,
        action="break_glass",
        status=NothingNamed.status.value,
        slug=NothingNamed.slug,
        tried=[],
    )


async def openings(tx: Transaction, *, limit: int, cursor: str | None) -> GlassPage:
    """What was opened of the caller's areas; the journal names every child on the page."""
    after = open_cursor(tx.cursor_key, "break-glass", cursor)
    rows = await glass_queries.openings(tx, after=after, limit=limit)
    page = rows[:limit]
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="list_break_glass",
        children=[each.child_id for each in page],
        count=len(page),
    )
    more = (page[-1].opened_at.isoformat(), page[-1].id) if len(rows) > limit else None
    return GlassPage(
        items=[GlassRead.model_validate(each) for each in page],
        next=seal_cursor(tx.cursor_key, "break-glass", more) if more else None,
    )
