"""/v1/cases/{case_id}: the options, the panel's disposal, the police decision and what followed."""

from fastapi import APIRouter, Response

from app.access.guard import GuardedRoute
from app.disposals import (
    actions,
    administration_actions,
    court_actions,
    police_actions,
    readings,
)
from app.disposals.giving_schemas import Administered, AdministrationMade
from app.disposals.schemas import (
    CourtResulted,
    CourtResultKept,
    DisposalMade,
    DisposalRecorded,
    OptionsRead,
    PoliceDecided,
)
from app.transaction import Writing
from app.wire import IfMatch, tagged

router = APIRouter(prefix="/v1", route_class=GuardedRoute, tags=["Disposal and decision"])


@router.get("/cases/{case_id}/options")
async def read_options(case_id: str, tx: Writing) -> OptionsRead:
    """Every disposal, open or closed today for this child, with reasons and consequences."""
    return await readings.options(tx, case_id)


@router.post("/cases/{case_id}/disposal")
async def record_disposal(
    case_id: str, body: DisposalRecorded, tx: Writing, version: IfMatch, reply: Response
) -> DisposalMade:
    """The panel's disposal, if the panel was quorate and the law allows it."""
    made = await actions.record(tx, case_id=case_id, version=version, body=body)
    tagged(reply, made.version)
    return made


@router.post("/cases/{case_id}/police-decision")
async def record_police_decision(
    case_id: str, body: PoliceDecided, tx: Writing, version: IfMatch, reply: Response
) -> DisposalMade:
    """The police's last word; the panel's disposal stays on record beside it."""
    made = await police_actions.decide(tx, case_id=case_id, version=version, body=body)
    tagged(reply, made.version)
    return made


@router.post("/cases/{case_id}/administration")
async def record_administration(
    case_id: str, body: Administered, tx: Writing, version: IfMatch, reply: Response
) -> AdministrationMade:
    """A caution or resolution actually given, by the law of the day it was given."""
    made = await administration_actions.record(tx, case_id=case_id, version=version, body=body)
    tagged(reply, made.version)
    return made


@router.post("/cases/{case_id}/court-result")
async def record_court_result(
    case_id: str, body: CourtResulted, tx: Writing, version: IfMatch, reply: Response
) -> CourtResultKept:
    """What became of a charge; a conviction goes on the child's record."""
    kept = await court_actions.record(tx, case_id=case_id, version=version, body=body)
    tagged(reply, kept.version)
    return kept
