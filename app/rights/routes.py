"""/v1/children/{id}: access, rectification, restriction and erasure."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response

from app.access.guard import GuardedRoute
from app.gateways.erasure_journal import ErasureJournal
from app.panels.pack_forms import RESPONSES, AskedForm
from app.retention.residue import fold_in
from app.rights import access_actions, readings, record_actions, report_page, request_actions
from app.rights.schemas import (
    CertificateRead,
    ClockMoved,
    ErasureAsked,
    RectificationAsked,
    Rectified,
    RequestRead,
    RequestReceived,
    RequestsRead,
    RestrictionAsked,
    RestrictionRead,
    SubjectAccess,
    SubjectReport,
)
from app.transaction import Writing
from app.wire import IfMatch, tagged

router = APIRouter(prefix="/v1", route_class=GuardedRoute, tags=["Records and rights"])


def _erasures(request: Request) -> ErasureJournal:
    return ErasureJournal(request.app.state.settings.erasures)


Erasures = Annotated[ErasureJournal, Depends(_erasures)]


@router.post("/children/{child_id}/subject-requests", status_code=HTTPStatus.CREATED)
async def record_subject_request(child_id: str, body: RequestReceived, tx: Writing) -> RequestRead:
    """Record a request for access, and learn by when it must be answered."""
    return await request_actions.receive(tx, child_id, body)


@router.get("/children/{child_id}/subject-requests")
async def list_subject_requests(child_id: str, tx: Writing) -> RequestsRead:
    """The child's requests, each with its clock."""
    return await readings.requests(tx, child_id)


@router.post("/subject-requests/{request_id}/clock")
async def move_request_clock(request_id: str, body: ClockMoved, tx: Writing) -> RequestRead:
    """Stop the clock while the asker is asked what is meant, start it again, or extend it."""
    return await request_actions.move_clock(tx, request_id, body)


@router.post(
    "/children/{child_id}/subject-access", response_model=SubjectReport, responses=RESPONSES
)
async def answer_subject_access(
    child_id: str, body: SubjectAccess, tx: Writing, form: AskedForm
) -> SubjectReport | Response:
    """Everything held on the child, other people's data withheld; as JSON or a page to print."""
    return report_page.reply(await access_actions.answer(tx, child_id, body), form)


@router.post("/children/{child_id}/rectifications", status_code=HTTPStatus.CREATED)
async def rectify_child(
    child_id: str, body: RectificationAsked, tx: Writing, version: IfMatch, reply: Response
) -> Rectified:
    """Put a record right; what it said before stays readable, and the reply says who must know."""
    rectified = await record_actions.rectify(tx, child_id, body, version)
    tagged(reply, rectified.version)
    return rectified


@router.post("/children/{child_id}/restriction")
async def restrict_child(child_id: str, body: RestrictionAsked, tx: Writing) -> RestrictionRead:
    """Keep a record and stop its use, or lift that: while it lasts only the auditor finds it."""
    return await record_actions.restrict(tx, child_id, body)


@router.post("/children/{child_id}/erasure")
async def erase_child(
    child_id: str,
    body: ErasureAsked,
    tx: Writing,
    erasures: Erasures,
    request: Request,
    after: BackgroundTasks,
) -> CertificateRead:
    """Destroy a record, unless something holds it; the certificate says how much, never what."""
    after.add_task(fold_in, request.app.state.settings.database)
    return await record_actions.erase(tx, erasures, child_id, body)
