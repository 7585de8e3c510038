"""Handing a case to another service: offered by one side, accepted by the other."""

from dataclasses import replace

from sqlalchemy import update

from app import wall
from app.access.scope import holds
from app.cases import actions as cases
from app.cases import hold_queries
from app.cases import queries as known_cases
from app.cases.queries import CaseRow
from app.children import actions as children
from app.children import queries as known_children
from app.database import col, new_id, table
from app.journal import actions as journal
from app.journal.actions import Recipient
from app.journal.tables import JournalCategory
from app.problems import (
    AlreadyOffered,
    FieldError,
    NotFound,
    RefusedByProtocol,
    StaleVersion,
    Unacceptable,
    WrongStage,
)
from app.transaction import Transaction
from app.transfers import queries
from app.transfers.queries import TransferRow
from app.transfers.schemas import TransferAnswer, TransferAnswered, TransferAsked
from app.transfers.tables import CaseTransfer
from panel_protocol.journey import Stage
from panel_protocol.rules import hold, home_host
from panel_protocol.terms import ClosedAs, TransferReason, TransferStatus

ELSEWHERE = "OTHER"
# Both say that the child's home is in the receiving area.
_MOVES_HOME = (TransferReason.CHILD_MOVED, TransferReason.HOME_RECORDED_WRONGLY)


async def transfer(
    tx: Transaction, *, case_id: str, version: int, body: TransferAsked
) -> tuple[CaseRow, TransferRow]:
    """Offer the case to another service; who speaks for both hands it over at once.

    A service outside the partnership cannot answer here: its case ends with us.
    """
    case = await cases.for_change(tx, case_id, version, action="transfer_case")
    if errors := _mistaken(tx, case, body):
        raise Unacceptable(errors)
    await _refuse_placement(tx, case, body)
    await _refuse_second(tx, case)
    outside = body.to_area == ELSEWHERE
    at_once = outside or holds(tx.by, body.to_area)
    made = _offer(tx, case, body, done=at_once)
    await tx.add(CaseTransfer, **{name: getattr(made, name) for name in TransferRow.__slots__})
    why = f"{body.reason}: {body.narrative}"
    if outside:
        return await _leave(tx, case, made, why), made
    if at_once:
        return await _hand_over(tx, case, made, "transfer_case", why), made
    return await cases.move(tx, case, action="transfer_case", why=why), made


def _mistaken(tx: Transaction, case: CaseRow, body: TransferAsked) -> list[FieldError]:
    errors: list[FieldError] = []
    outside = body.to_area == ELSEWHERE
    if body.to_area == case.area:
        errors.append(("/to_area", "same_area", "This service keeps the case already"))
    elif not outside and body.to_area not in tx.protocol.areas:
        errors.append(("/to_area", "unknown_area", "Not an area of this partnership: use OTHER"))
    if outside and body.receiving_service is None:
        errors.append(("/receiving_service", "missing", "Name the service that takes the case"))
    if not outside and body.receiving_service is not None:
        message = "Only for a service outside the partnership"
        errors.append(("/receiving_service", "not_outside", message))
    if body.reason is TransferReason.CHILD_MOVED and body.child_moved_on is None:
        errors.append(("/child_moved_on", "missing", "Say on which day the child moved"))
    if body.child_moved_on is not None and body.child_moved_on > tx.today:
        errors.append(("/child_moved_on", "in_the_future", "This day has not come yet"))
    return errors


async def _refuse_placement(tx: Transaction, case: CaseRow, body: TransferAsked) -> None:
    """A looked-after child's case stays with the service of who looks after them."""
    if body.reason is not TransferReason.CHILD_MOVED:
        return
    child = await known_children.of_case(tx, case.child_id)
    facts = replace(
        await known_cases.facts(tx, case.id),
        looked_after=child.looked_after,
        responsible_authority=child.responsible_authority,
    )
    verdict = home_host.may_move(tx.protocol, facts, case.area, tx.today)
    if not verdict.answer:
        raise RefusedByProtocol("The case does not follow this move", verdict.reasons)


async def _refuse_second(tx: Transaction, case: CaseRow) -> None:
    """Whoever was offered the case may be about to take it: they see the offer withdrawn first."""
    earlier = await queries.of_case(tx, case.id)
    if earlier is not None:
        raise AlreadyOffered(f"It is on offer to {earlier.to_area}: withdraw that offer first")


def _offer(tx: Transaction, case: CaseRow, body: TransferAsked, *, done: bool) -> TransferRow:
    return TransferRow(
        id=new_id(),
        version=1,
        case_id=case.id,
        reference=case.reference,
        child_id=case.child_id,
        from_area=case.area,
        **body.model_dump(),
        status=TransferStatus.ACCEPTED if done else TransferStatus.OFFERED,
        offered_at=tx.at,
        offered_by=tx.by.subject,
        answered_at=tx.at if done else None,
        answered_by=tx.by.subject if done else None,
        comment=None,
    )


async def answer(
    tx: Transaction, *, case_id: str, version: int, body: TransferAnswered
) -> TransferRow:
    """The receiving service accepts or declines; the sending one may take its offer back."""
    offer = await queries.offer(tx, case_id)
    if offer is None:
        raise _lapsed() if await queries.lapsed(tx, case_id) else NotFound()
    _check_side(tx, offer, body)
    await wall.hand_over(tx.db, offer.case_id)
    case = await queries.offered(tx, offer)
    if case.stage is Stage.CLOSED:
        raise _lapsed()
    accepted = body.decision is TransferAnswer.ACCEPTED
    if accepted:
        cases.at_stage(case, "answer_transfer")
    if offer.version != version:
        raise StaleVersion
    settled = await _settle(tx, offer, TransferStatus(body.decision), body.comment)
    why = f"{body.decision}: {body.comment}" if body.comment else body.decision.value
    if accepted:
        await _hand_over(tx, case, settled, "answer_transfer", why)
    else:
        await cases.move(tx, case, action="answer_transfer", why=why)
    return settled


def _lapsed() -> WrongStage:
    return WrongStage("The case was closed, and the offer lapsed with it")


def _check_side(tx: Transaction, offer: TransferRow, body: TransferAnswered) -> None:
    withdraws = body.decision is TransferAnswer.WITHDRAWN
    if not holds(tx.by, offer.from_area if withdraws else offer.to_area):
        message = "The receiving service accepts or declines; the sending one withdraws"
        raise Unacceptable([("/decision", "other_side", message)])
    if body.decision is TransferAnswer.DECLINED and not body.comment:
        raise Unacceptable([("/comment", "missing", "Say why the case is not taken")])


async def _settle(
    tx: Transaction, offer: TransferRow, status: TransferStatus, comment: str | None
) -> TransferRow:
    settled = replace(
        offer,
        version=offer.version + 1,
        status=status,
        answered_at=tx.at,
        answered_by=tx.by.subject,
        comment=comment,
    )
    names = ("id", "child_id", "version", "status", "answered_at", "answered_by", "comment")
    row = await tx.sealed(CaseTransfer, {name: getattr(settled, name) for name in names})
    changed = await tx.db.execute(
        update(table(CaseTransfer))
        .where(col(CaseTransfer.id) == offer.id, col(CaseTransfer.version) == offer.version)
        .values(**row)
    )
    if changed.rowcount != 1:
        raise StaleVersion
    return settled


async def _hand_over(
    tx: Transaction, case: CaseRow, transfer: TransferRow, action: str, why: str
) -> CaseRow:
    """From here on the case is the receiving service's, and no longer the sending one's."""
    await wall.register(tx.db, case.child_id)
    await _disclose(tx, case, transfer, action)
    await children.known_in(tx, case.child_id, transfer.to_area)
    if transfer.reason in _MOVES_HOME:
        await children.move_home(tx, case.child_id, transfer.to_area)
    home = (await known_children.of_case(tx, case.child_id)).home_area
    if home != case.area and not await queries.has_another(tx, case):
        await children.forgotten_in(tx, case.child_id, case.area)
    return await cases.move(
        tx, case, action=action, why=why, area=transfer.to_area, allocated_to=None
    )


async def _leave(tx: Transaction, case: CaseRow, transfer: TransferRow, why: str) -> CaseRow:
    """The case leaves the partnership, unless a named person has yet to release it."""
    held = hold.holding(tx.protocol, tx.today)
    if held and await hold_queries.child_is_held(tx, case.child_id):
        raise RefusedByProtocol("The decision about this child is held", held)
    await wall.register(tx.db, case.child_id)
    await _disclose(tx, case, transfer, "transfer_case")
    if transfer.reason in _MOVES_HOME:
        await children.move_home(tx, case.child_id, ELSEWHERE)
    return await cases.move(
        tx,
        case,
        action="transfer_case",
        to=Stage.CLOSED,
        closed_as=ClosedAs.TRANSFERRED_OUT,
        why=why,
    )


async def _disclose(tx: Transaction, case: CaseRow, transfer: TransferRow, action: str) -> None:
    """To whom the whole record goes, in the journal of the service it leaves (LAW-3)."""
    inside = transfer.to_area != ELSEWHERE
    await journal.record(
        tx,
        category=JournalCategory.DISCLOSURE,
        action=action,
        area=case.area,
        case_id=case.id,
        children=[case.child_id],
        recipient=Recipient(
            transfer.receiving_service or transfer.to_area, transfer.receiving_manager
        ),
        transfer_id=transfer.id,
        # Within the partnership, who took it need not be who was named.
        accepted_by=transfer.answered_by if inside else None,
    )
