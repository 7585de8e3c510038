"""Holding a decision because the child may be exploited, and releasing it."""

from datetime import date

from sqlalchemy import update

from app.cases import actions, hold_queries
from app.cases.queries import CaseRow
from app.cases.schemas import ExploitationRecorded, ExploitationReleased
from app.cases.tables import ExploitationHold
from app.database import col, new_id, table
from app.problems import Unacceptable, WrongStage
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.rules import hold as rules
from panel_protocol.terms import HoldSource


async def record(
    tx: Transaction, *, case_id: str, version: int, body: ExploitationRecorded
) -> CaseRow:
    """Somebody fears the child is exploited, or has referred them: the decision is held."""
    case = await actions.for_change(tx, case_id, version, action="record_exploitation")
    if body.referred_on and body.referred_on > tx.today:
        raise Unacceptable([("/referred_on", "in_the_future", "This day has not come yet")])
    held = await actions.move(tx, case, action="record_exploitation", why=body.concern)
    source = HoldSource.REFERRAL if body.referred_on else HoldSource.CONCERN
    await open_hold(tx, held, source, concern=body.concern, referred_on=body.referred_on)
    await keep(tx, held, source)
    return held


async def open_hold(
    tx: Transaction,
    case: CaseRow,
    source: HoldSource,
    *,
    concern: str | None = None,
    referred_on: date | None = None,
) -> None:
    await tx.add(
        ExploitationHold,
        id=new_id(),
        case_id=case.id,
        source=source,
        concern=concern,
        referred_on=referred_on,
        opened_at=tx.at,
        opened_by=tx.by.subject,
        agency=tx.by.agency,
    )


async def keep(tx: Transaction, case: CaseRow, source: HoldSource) -> None:
    """Keep beside the case's other decisions that it is held, and why."""
    await actions.keep_decision(
        tx,
        case,
        kind="exploitation_hold",
        answer={"held": True, "source": source.value},
        reasons=rules.holding(tx.protocol, tx.today),
        looked_at=tx.today,
    )


async def release(
    tx: Transaction, *, case_id: str, version: int, body: ExploitationReleased
) -> tuple[CaseRow, tuple[Reason, ...]]:
    """A named person lets the case be decided, saying why; the case, and what they are told."""
    case = await actions.for_change(tx, case_id, version, action="release_exploitation")
    standing = [row for row in await hold_queries.holds(tx, case.id) if row.released_at is None]
    if not standing:
        raise WrongStage("Nothing holds the decision about this case")
    referred = any(row.referred_on for row in standing)
    if referred and not body.referral_decision:
        message = "The child was referred: say what was decided, or that it is awaited and why"
        raise Unacceptable([("/referral_decision", "missing", message)])
    released = await actions.move(tx, case, action="release_exploitation", why=body.rationale)
    ids = await release_all(tx, case.id, body.rationale, body.referral_decision)
    told = rules.released(tx.protocol, tx.today, referred=referred)
    await actions.keep_decision(
        tx,
        released,
        kind="exploitation_release",
        answer={"held": False, "released": ids, "referral_decision": body.referral_decision},
        reasons=told,
        looked_at=tx.today,
    )
    return released, told


async def release_all(
    tx: Transaction, case_id: str, rationale: str, referral_decision: str | None = None
) -> list[str]:
    """Release whatever still holds the case; which holds those were."""
    rows = await hold_queries.holds(tx, case_id)
    ids = [row.id for row in rows if row.released_at is None]
    for hold_id in ids:
        said = {"id": hold_id, "rationale": rationale, "referral_decision": referral_decision}
        sealed = await tx.sealed(ExploitationHold, said, about=case_id)
        await tx.db.execute(
            update(table(ExploitationHold))
            .where(col(ExploitationHold.id) == hold_id)
            .values(**sealed, released_at=tx.at, released_by=tx.by.subject)
        )
    return ids
