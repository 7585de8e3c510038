"""/v1/cases: the worklist, submissions, allocation, withdrawal, victims, history."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.access.guard import GuardedRoute
from app.cases import actions, glass_actions, hold_actions, readings, victim_actions
from app.cases.glass_schemas import GlassBroken, GlassOpened, GlassPage
from app.cases.schemas import (
    Allocation,
    CasePage,
    CaseStanding,
    ExploitationRecorded,
    ExploitationReleased,
    HistoryRead,
    HoldReleased,
    SubmissionRead,
    SubmissionSearch,
    SubmissionsFound,
    VictimChanged,
    VictimIdentified,
    VictimRead,
    Withdrawal,
)
from app.children.schemas import ReasonRead
from app.fields import AreaCode, CivilDate, TrueOrFalse, shared
from app.transaction import Writing
from app.wire import Cursor, IfMatch, IfMatchCase, Limit, tagged
from panel_protocol.journey import Stage

router = APIRouter(prefix="/v1", route_class=GuardedRoute, tags=["Cases"])


@router.get("/cases")
async def list_cases(
    tx: Writing,
    area: Annotated[AreaCode | None, Query(description="Only this area.")] = None,
    stage: Annotated[
        Stage | None, Query(description="Only at this stage; left out, every open case.")
    ] = None,
    allocated_to: Annotated[
        str | None, Query(max_length=200, description="Only this officer's (`sub`).")
    ] = None,
    due_before: Annotated[
        CivilDate | None, Query(description="Only where something is due before this day.")
    ] = None,
    overdue: Annotated[
        TrueOrFalse | None, Query(description="Only where something is (or is not) overdue.")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> CasePage:
    """Open cases of the caller's areas, oldest first; closed ones where `stage` asks for them."""
    return await readings.worklist(
        tx,
        area=area,
        stage=stage,
        allocated_to=allocated_to,
        due_before=due_before,
        overdue=overdue,
        limit=limit,
        cursor=cursor,
    )


@router.get("/cases/{case_id}/history")
async def read_case_history(case_id: str, tx: Writing) -> HistoryRead:
    """Every change and decision, in order: who, when, and why."""
    return await readings.history(tx, case_id)


@router.post("/cases/{case_id}/allocation")
async def allocate_case(
    case_id: str, body: Allocation, tx: Writing, version: IfMatch, reply: Response
) -> CaseStanding:
    """Name the officer who has the case."""
    case = await actions.allocate(tx, case_id=case_id, version=version, officer=body.officer)
    tagged(reply, case.version)
    return actions.standing(case)


@router.post("/cases/{case_id}/withdrawal")
async def withdraw_case(
    case_id: str, body: Withdrawal, tx: Writing, version: IfMatch, reply: Response
) -> CaseStanding:
    """End a case under which nothing runs yet, saying why."""
    case = await actions.withdraw(tx, case_id=case_id, version=version, body=body)
    tagged(reply, case.version)
    return actions.standing(case)


@router.post("/cases/{case_id}/exploitation")
async def record_exploitation(
    case_id: str, body: ExploitationRecorded, tx: Writing, version: IfMatch, reply: Response
) -> CaseStanding:
    """Hold the decision: the child may be exploited, or has been referred."""
    case = await hold_actions.record(tx, case_id=case_id, version=version, body=body)
    tagged(reply, case.version)
    return actions.standing(case)


@router.post("/cases/{case_id}/exploitation/release")
async def release_exploitation(
    case_id: str, body: ExploitationReleased, tx: Writing, version: IfMatch, reply: Response
) -> HoldReleased:
    """A named person lets the decision be made, and says what came of a referral."""
    case, told = await hold_actions.release(tx, case_id=case_id, version=version, body=body)
    tagged(reply, case.version)
    return HoldReleased(
        **shared(HoldReleased, case), reasons=[ReasonRead.model_validate(why) for why in told]
    )


@router.post("/cases/{case_id}/victims", status_code=HTTPStatus.CREATED)
async def add_victim(
    case_id: str, body: VictimIdentified, tx: Writing, version: IfMatchCase, reply: Response
) -> VictimRead:
    """Identify a victim the submission did not name."""
    victim = await victim_actions.add(tx, case_id=case_id, version=version, body=body)
    tagged(reply, victim.version)
    return victim


@router.patch("/victims/{victim_id}")
async def change_victim(
    victim_id: str, body: VictimChanged, tx: Writing, version: IfMatch, reply: Response
) -> VictimRead:
    """Record what has been learnt of a victim's wishes."""
    victim = await victim_actions.change(tx, victim_id=victim_id, version=version, body=body)
    tagged(reply, victim.version)
    return victim


@router.get("/submissions/{case_id}")
async def read_submission(case_id: str, tx: Writing, reply: Response) -> SubmissionRead:
    """Where one of the caller's own submissions stands."""
    found = await readings.submission(tx, case_id)
    tagged(reply, found.version)
    return found


@router.post("/submissions/search")
async def search_submissions(body: SubmissionSearch, tx: Writing) -> SubmissionsFound:
    """The caller's own submissions with a police reference."""
    found = await readings.submissions(tx, body.police_reference)
    return SubmissionsFound(items=found, next=None)


@router.post("/break-glass", status_code=HTTPStatus.CREATED)
async def break_glass(body: GlassBroken, tx: Writing) -> GlassOpened:
    """Open one case of another area for reading, in an emergency. Its own area is told."""
    return await glass_actions.open_case(tx, body)


@router.get("/break-glass")
async def list_break_glass(tx: Writing, limit: Limit = 50, cursor: Cursor = None) -> GlassPage:
    """What was opened of the caller's areas, by whom and why, newest first."""
    return await glass_actions.openings(tx, limit=limit, cursor=cursor)
