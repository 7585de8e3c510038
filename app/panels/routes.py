"""/v1/panels: convening, the agenda, who came, what each agency says, the papers."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.access.guard import GuardedRoute
from app.cases.actions import standing
from app.cases.schemas import CaseStanding
from app.fields import AreaCode, CivilDate
from app.panels import (
    actions,
    agenda_actions,
    interest_actions,
    pack_page,
    pack_readings,
    readings,
    recommendation_actions,
)
from app.panels.pack_forms import RESPONSES, AskedForm
from app.panels.pack_schemas import PackRead
from app.panels.schemas import (
    AgendaAdded,
    AgendaItemRead,
    AgendaRemoved,
    AttendanceRead,
    AttendanceRecorded,
    InterestDeclared,
    InterestRead,
    PanelConvened,
    PanelPage,
    PanelRead,
    RecommendationRead,
    Recommended,
)
from app.transaction import Reading, Writing
from app.wire import Cursor, IfMatch, IfMatchCase, Limit, tagged
from panel_protocol.terms import AgendaRemoval

router = APIRouter(prefix="/v1/panels", route_class=GuardedRoute, tags=["Panels"])


@router.post("", status_code=HTTPStatus.CREATED)
async def convene_panel(body: PanelConvened, tx: Writing, reply: Response) -> PanelRead:
    """Convene a panel of one area and invite its members."""
    panel = await actions.convene(tx, body)
    reply.headers["Location"] = f"/v1/panels/{panel.id}"
    tagged(reply, panel.version)
    return panel


@router.get("")
async def list_panels(
    tx: Reading,
    area: Annotated[AreaCode | None, Query(description="Only this area.")] = None,
    earliest: Annotated[
        CivilDate | None, Query(alias="from", description="Only those held from this day.")
    ] = None,
    latest: Annotated[
        CivilDate | None, Query(alias="to", description="Only those held up to this day.")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> PanelPage:
    """Panels of the caller's areas, or those a member is invited to, in the order they meet."""
    return await readings.calendar(
        tx, area=area, earliest=earliest, latest=latest, limit=limit, cursor=cursor
    )


@router.get("/{panel_id}")
async def read_panel(panel_id: str, tx: Writing, reply: Response) -> PanelRead:
    """One panel: who is asked, who came, and each case's readiness."""
    panel = await readings.opened(tx, panel_id)
    tagged(reply, panel.version)
    return panel


@router.post("/{panel_id}/agenda", status_code=HTTPStatus.CREATED)
async def list_case_at_panel(
    panel_id: str, body: AgendaAdded, tx: Writing, version: IfMatchCase, reply: Response
) -> AgendaItemRead:
    """Put a case before the panel; refused, with every reason, until it is ready."""
    item = await agenda_actions.list_case(
        tx, panel_id=panel_id, case_id=body.case_id, version=version
    )
    tagged(reply, item.case_version)
    return item


@router.delete("/{panel_id}/agenda/{case_id}")
async def remove_case_from_panel(
    panel_id: str,
    case_id: str,
    tx: Writing,
    version: IfMatchCase,
    reply: Response,
    body: AgendaRemoved | None = None,
    reason: Annotated[
        AgendaRemoval | None,
        Query(description="The coded reason, where a DELETE of yours can carry no body."),
    ] = None,
) -> CaseStanding:
    """Take a case off the agenda, saying why; it is ready for another panel."""
    case = await agenda_actions.remove_case(
        tx, panel_id=panel_id, case_id=case_id, version=version, body=body, reason=reason
    )
    tagged(reply, case.version)
    return standing(case)


@router.put("/{panel_id}/attendance")
async def record_attendance(
    panel_id: str, body: AttendanceRecorded, tx: Writing, version: IfMatch, reply: Response
) -> AttendanceRead:
    """Record who came, in place of what was recorded before."""
    came = await actions.record_attendance(tx, panel_id=panel_id, version=version, body=body)
    tagged(reply, came.version)
    return came


@router.post("/{panel_id}/agenda/{case_id}/conflicts", status_code=HTTPStatus.CREATED)
async def declare_conflict(
    panel_id: str, case_id: str, body: InterestDeclared, tx: Writing, version: IfMatchCase
) -> InterestRead:
    """Declare an interest in a case: that person has no part in it."""
    return await interest_actions.declare(
        tx, panel_id=panel_id, case_id=case_id, version=version, body=body
    )


@router.post("/{panel_id}/agenda/{case_id}/recommendations", status_code=HTTPStatus.CREATED)
async def recommend(
    panel_id: str, case_id: str, body: Recommended, tx: Writing, version: IfMatchCase
) -> RecommendationRead:
    """Say what an agency would do, and why; its latest word counts."""
    return await recommendation_actions.recommend(
        tx, panel_id=panel_id, case_id=case_id, version=version, body=body
    )


@router.get("/{panel_id}/pack", response_model=PackRead, responses=RESPONSES)
async def read_panel_pack(
    panel_id: str, form: AskedForm, tx: Writing, reply: Response
) -> PackRead | Response:
    """The papers of every case, as JSON or as a page to print."""
    pack = await pack_readings.pack(tx, panel_id)
    reply.headers["Vary"] = "Accept"
    return pack_page.reply(pack, form)
