"""/v1/protocol: what is in force, and calculators that store nothing."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.access.documented import problem_response
from app.access.guard import GuardedRoute
from app.fields import CivilDate
from app.protocol import disclosure_readings, duties_readings, readings, timescales_readings
from app.protocol.disclosure_schemas import DisclosureAnswered, DisclosureDescribed
from app.protocol.duties_schemas import DutiesAnswered, DutiesDescribed
from app.protocol.schemas import (
    OffencesFound,
    PlanChecked,
    PlanDescribed,
    ProtocolRead,
    ToolRead,
    TriageDescribed,
)
from app.protocol.timescales_schemas import TimescalesAsked, TimescalesRead
from app.transaction import Reading, Writing
from app.triage.schemas import CaseDescribed
from app.wire import Cursor, Limit

router = APIRouter(prefix="/v1/protocol", route_class=GuardedRoute, tags=["The protocol"])
# On a day before the first edition, or of a value that is awaited.
_INCOMPLETE: dict[int | str, dict[str, Any]] = {409: problem_response(409)}


@router.get("", responses=_INCOMPLETE)
async def read_protocol(
    tx: Reading,
    on: Annotated[CivilDate | None, Query(description="Another day; today if left out.")] = None,
) -> ProtocolRead:
    """The edition in force, the areas, the disposals, and whose gravity scores are used."""
    return readings.protocol_on(tx, on or tx.today)


@router.get("/offences")
async def search_offences(
    tx: Reading,
    q: Annotated[
        str, Query(max_length=100, description="Words of the title, act, class or code.")
    ] = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> OffencesFound:
    """The offence catalogue, with today's gravity scores."""
    return readings.search_offences(tx, q, limit=limit, cursor=cursor)


@router.get("/assessment-tool", responses=_INCOMPLETE)
async def read_assessment_tool(
    tx: Reading,
    edition: Annotated[
        str | None,
        Query(max_length=20, description="The edition an assessment names; today's if left out."),
    ] = None,
) -> ToolRead:
    """The one assessment all areas share: its questions, who signs, and as JSON Schema."""
    return readings.tool(tx, edition)


@router.post("/triage")
async def triage_described_case(body: CaseDescribed, tx: Writing) -> TriageDescribed:
    """The triage of a described case and every disposal's standing, without storing anything."""
    return await readings.triage(tx, body)


@router.post("/conditions-check")
async def check_conditions(body: PlanDescribed, tx: Writing) -> PlanChecked:
    """Is this plan of conditions lawful, and what should give pause?"""
    return await readings.check_plan(tx, body)


@router.post("/timescales")
async def compute_timescales(body: TimescalesAsked, tx: Writing) -> TimescalesRead:
    """Every clock of a case, what bail needs, and what nobody has set a deadline for."""
    return await timescales_readings.compute(tx, body)


@router.post("/disclosure")
async def check_disclosure(body: DisclosureDescribed, tx: Writing) -> DisclosureAnswered:
    """When a disposal is spent, and what basic, standard and enhanced checks show of it."""
    return await disclosure_readings.check(tx, body)


@router.post("/duties")
async def check_duties(body: DutiesDescribed, tx: Writing) -> DutiesAnswered:
    """What the law requires or bars after a disposal, given what came before it."""
    return await duties_readings.check(tx, body)
