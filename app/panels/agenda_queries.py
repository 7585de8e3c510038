"""What is known of the cases on an agenda, in a few statements however many there are."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.cases.tables import CaseDecision, Victim
from app.database import Record, col, table
from app.panels.tables import AgendaItem, DeclaredInterest, Recommendation
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.journey import Stage
from panel_protocol.terms import VictimStatus

NOT_ASSESSED = frozenset({Stage.REVIEW, Stage.ASSESSMENT})
_INTEREST = "id case_id agency subject name interest declared_at declared_by".split()
_RECOMMENDATION = "id case_id agency disposal reason made_at made_by".split()


async def decided_at(tx: Transaction, panel_id: str, case_id: str) -> list[datetime | None]:
    """For each time the case was put before the panel and not taken off: when it was decided."""
    found = select(col(AgendaItem.decided_at)).where(
        col(AgendaItem.panel_id) == panel_id,
        col(AgendaItem.case_id) == case_id,
        col(AgendaItem.removed_at).is_(None),
    )
    return list((await tx.db.execute(found)).scalars())


async def triage(tx: Transaction, case_ids: Sequence[str]) -> dict[str, Record]:
    """What the protocol said of each case when it came in."""
    names = [table(CaseDecision).c[name] for name in ("case_id", "answer", "reasons")]
    found = select(*names).where(
        col(CaseDecision.case_id).in_(case_ids), col(CaseDecision.kind) == "triage"
    )
    return {row.case_id: row for row in (await tx.db.execute(found)).all()}


async def victims(tx: Transaction, case_ids: Sequence[str]) -> dict[str, list[VictimStatus]]:
    columns = [col(Victim.case_id), col(Victim.status)]
    found = select(*columns).where(col(Victim.case_id).in_(case_ids))
    ordered = found.order_by(col(Victim.recorded_at), col(Victim.id))
    by_case: dict[str, list[VictimStatus]] = defaultdict(list)
    for row in (await tx.db.execute(ordered)).all():
        by_case[row.case_id].append(VictimStatus(row.status))
    return by_case


async def interests(tx: Transaction, case_ids: Sequence[str]) -> dict[str, list[Record]]:
    found = select(*(table(DeclaredInterest).c[name] for name in _INTEREST))
    mine = found.where(col(DeclaredInterest.case_id).in_(case_ids))
    ordered = mine.order_by(col(DeclaredInterest.declared_at), col(DeclaredInterest.id))
    return _by_case((await tx.db.execute(ordered)).all())


async def recommendations(
    tx: Transaction, panel_id: str, case_ids: Sequence[str]
) -> dict[str, list[Record]]:
    """Each agency's latest to this panel."""
    found = select(*(table(Recommendation).c[name] for name in _RECOMMENDATION)).where(
        col(Recommendation.panel_id) == panel_id,
        col(Recommendation.case_id).in_(case_ids),
        col(Recommendation.replaced_at).is_(None),
    )
    ordered = found.order_by(col(Recommendation.made_at), col(Recommendation.id))
    return _by_case((await tx.db.execute(ordered)).all())


def _by_case(rows: Sequence[Any]) -> dict[str, list[Record]]:
    grouped: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        grouped[row.case_id].append(row)
    return grouped


def reasons_against(stage: Stage, victims: Sequence[VictimStatus]) -> list[Reason]:
    """Why a panel may not hear the case yet; every victim nobody has tried to reach is a reason."""
    reasons = []
    if stage in NOT_ASSESSED:
        text = "The assessment has not been countersigned"
        reasons.append(Reason("assessment_not_countersigned", text, "partnership-default"))
    for number, status in enumerate(victims, start=1):
        if status is VictimStatus.NOT_YET_CONTACTED:
            text = f"Victim {number} of {len(victims)} has not been contacted yet"
            reasons.append(Reason("victim_not_contacted", text, "partnership-default"))
    return reasons
