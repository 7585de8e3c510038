"""/v1/cases/{case_id}/transfer and /v1/transfers: one service hands a case to another."""

from fastapi import APIRouter, Response

from app.access.guard import GuardedRoute
from app.transaction import Writing
from app.transfers import actions, readings
from app.transfers.schemas import (
    CaseTransferred,
    TransferAnswered,
    TransferAsked,
    TransferPage,
    TransferRead,
)
from app.wire import Cursor, IfMatch, Limit, tagged

router = APIRouter(prefix="/v1", route_class=GuardedRoute, tags=["Cases"])


@router.post("/cases/{case_id}/transfer")
async def transfer_case(
    case_id: str, body: TransferAsked, tx: Writing, version: IfMatch, reply: Response
) -> CaseTransferred:
    """Offer the case to another service. It stays until accepted, unless you hold both areas."""
    case, transfer = await actions.transfer(tx, case_id=case_id, version=version, body=body)
    tagged(reply, case.version)
    return readings.transferred(case, transfer)


@router.post("/cases/{case_id}/transfer/answer")
async def answer_transfer(
    case_id: str, body: TransferAnswered, tx: Writing, version: IfMatch, reply: Response
) -> TransferRead:
    """Accept or decline a case offered to your area, or withdraw an offer of your own.

    If-Match is the `version` of the transfer as `/v1/transfers` lists it, not that of the case.
    """
    transfer = await actions.answer(tx, case_id=case_id, version=version, body=body)
    tagged(reply, transfer.version)
    return TransferRead.model_validate(transfer)


@router.get("/transfers")
async def list_transfers(tx: Writing, limit: Limit = 50, cursor: Cursor = None) -> TransferPage:
    """Offers from and to the caller's areas that nobody has answered yet, oldest first."""
    return await readings.waiting(tx, limit=limit, cursor=cursor)
