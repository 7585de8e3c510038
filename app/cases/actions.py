"""Everything that changes a case; `move` is the only writer of its stage."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import column, update
from sqlalchemy import table as named

from app.access.rules import possible
from app.cases import hold_queries, queries
from app.cases.queries import CaseRow
from app.cases.schemas import CaseStanding, Withdrawal
from app.cases.tables import Case, CaseChange, CaseDecision
from app.database import UTCDateTime, col, new_id, table
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import RefusedByProtocol, StaleVersion, WrongStage, said
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.journey import Stage, may_move
from panel_protocol.rules import hold
from panel_protocol.terms import ClosedAs, TransferStatus

# Without 0/O/1/I/L: a reference is said aloud and written down by hand.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # pragma: allowlist secret - it is no secret

# By its name: the table itself belongs to a stage that comes after this.
_OFFER = named(
    "case_transfer",
    *map(column, ("case_id", "status", "version", "answered_by")),
    column("answered_at", UTCDateTime()),
)


def new_reference(letters: str, received: date) -> str:
    return f"{letters}-{received:%y}-{''.join(secrets.choice(_ALPHABET) for _ in range(5))}"


async def for_change(tx: Transaction, case_id: str, version: int, *, action: str) -> CaseRow:
    """The case, locked, if `action` is possible where it stands and `version` is its present one.

    The stage is looked at first: whoever loses a race to decide a case learns that it has
    been decided, not merely that it has changed.
    """
    case = await queries.case(tx, case_id, lock=True, action=action)
    at_stage(case, action)
    at_version(case, version)
    return case


def at_stage(case: CaseRow, action: str) -> None:
    if not possible(action, case.stage, case.closed_as):
        raise WrongStage(f"This cannot be done to a case at stage {case.stage}")


def at_version(case: CaseRow, version: int | None) -> None:
    """Where naming a version is the caller's choice, None names none."""
    if version not in (None, case.version):
        raise StaleVersion


async def move(
    tx: Transaction,
    case: CaseRow,
    *,
    action: str,
    to: Stage | None = None,
    closed_as: ClosedAs | None = None,
    due_on: date | None = None,
    why: str | None = None,
    **columns: Any,
) -> CaseRow:
    """Make the case's next version: its change, its journal line, and its stage if it moves.

    `due_on` is what is due next at the stage it comes to; a change that does not move the
    case leaves that as it was. Nothing is due in a closed case.
    """
    stage = to or case.stage
    if stage is Stage.CLOSED:
        columns |= {"assessment_due": None, "police_informed_due": None}
    if to is not None and to is not case.stage and not may_move(case.stage, to):
        raise WrongStage(f"A case at stage {case.stage} cannot become {to}")
    moved = replace(
        case,
        version=case.version + 1,
        stage=stage,
        closed_as=closed_as or case.closed_as,
        due_on=due_on if to is not None else case.due_on,
        **columns,
    )
    changed = await tx.db.execute(
        update(table(Case))
        .where(col(Case.id) == case.id, col(Case.version) == case.version)
        .values(
            version=moved.version,
            stage=moved.stage,
            closed_as=moved.closed_as,
            due_on=moved.due_on,
            **columns,
        )
    )
    if changed.rowcount != 1:
        raise StaleVersion
    await _keep_change(tx, moved, action=action, came_from=case.stage, why=why)
    lapsed = await _end_offers(tx, case) if to is Stage.CLOSED else {}
    await journal_case(tx, moved, JournalCategory.ALTERATION, action, **lapsed)
    return moved


async def _end_offers(tx: Transaction, case: CaseRow) -> dict[str, int]:
    """Nobody takes over a case that is closed: an offer of it ends at the same instant."""
    still_open = _OFFER.c.status == TransferStatus.OFFERED
    open_offers = update(_OFFER).where(_OFFER.c.case_id == case.id, still_open)
    ended = await tx.db.execute(
        open_offers.values(
            status=TransferStatus.WITHDRAWN,
            version=_OFFER.c.version + 1,
            answered_at=tx.at,
            answered_by=tx.by.subject,
        )
    )
    return {"offers_lapsed": ended.rowcount} if ended.rowcount else {}


async def set_due(tx: Transaction, case: CaseRow, due_on: date | None) -> None:
    """Say what is due next where the case itself has not changed, so its version stays."""
    await tx.db.execute(update(table(Case)).where(col(Case.id) == case.id).values(due_on=due_on))


async def _keep_change(
    tx: Transaction, case: CaseRow, *, action: str, came_from: Stage | None, why: str | None
) -> None:
    await tx.add(
        CaseChange,
        id=new_id(),
        case_id=case.id,
        case_version=case.version,
        action=action,
        from_stage=came_from,
        to_stage=case.stage,
        closed_as=case.closed_as,
        at=tx.at,
        by=tx.by.subject,
        agency=tx.by.agency,
        why=why,
    )


async def keep_opening(tx: Transaction, case: CaseRow) -> None:
    """A case's first version, and the line that says it was collected."""
    await _keep_change(tx, case, action="submit_case", came_from=None, why=None)
    await journal_case(tx, case, JournalCategory.COLLECTION, "submit_case")


async def journal_case(
    tx: Transaction, case: CaseRow, category: JournalCategory, action: str, **resource: Any
) -> None:
    await journal.record(
        tx,
        category=category,
        action=action,
        area=case.area,
        case_id=case.id,
        children=[case.child_id],
        version=case.version,
        stage=case.stage.value,
        **resource,
        **tx.under_glass(case.id),
    )


async def keep_decision(
    tx: Transaction,
    case: CaseRow,
    *,
    kind: str,
    answer: dict[str, Any],
    reasons: Sequence[Reason],
    looked_at: date,
    facts: dict[str, Any] | None = None,
) -> None:
    """Keep a decision whole, under the edition of the day it looked at."""
    await tx.add(
        CaseDecision,
        id=new_id(),
        case_id=case.id,
        case_version=case.version,
        kind=kind,
        answer=answer,
        reasons=said(reasons),
        facts=facts or {},
        edition=tx.protocol.edition_on(looked_at).name,
        looked_at=looked_at,
        decided_at=tx.at,
        decided_by=tx.by.subject,
        agency=tx.by.agency,
    )


async def allocate(tx: Transaction, *, case_id: str, version: int, officer: str) -> CaseRow:
    case = await for_change(tx, case_id, version, action="allocate_case")
    return await move(
        tx, case, action="allocate_case", why=f"Allocated to {officer}", allocated_to=officer
    )


async def withdraw(tx: Transaction, *, case_id: str, version: int, body: Withdrawal) -> CaseRow:
    """End the case as withdrawn; of a held child that too waits for the named person."""
    case = await for_change(tx, case_id, version, action="withdraw_case")
    held = hold.holding(tx.protocol, tx.today)
    if held and await hold_queries.child_is_held(tx, case.child_id):
        raise RefusedByProtocol("The decision about this child is held", held)
    return await move(
        tx,
        case,
        action="withdraw_case",
        to=Stage.CLOSED,
        closed_as=ClosedAs.WITHDRAWN,
        why=f"{body.reason}: {body.narrative}",
    )


def standing(case: CaseRow) -> CaseStanding:
    return CaseStanding.model_validate(case)
