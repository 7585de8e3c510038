"""What a panel's papers are made of, for all its cases at once.

Every function is handed the ids of cases (or children) its caller was shown to hold.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, select

from app.cases.tables import CaseOffence, Submission, Victim, VictimVersion
from app.children.tables import ChildOutcome
from app.database import Record, col, table
from app.transaction import Transaction
from panel_protocol.facts import CaseFacts, from_record


async def facts(tx: Transaction, case_ids: Sequence[str]) -> dict[str, CaseFacts]:
    columns: list[Any] = [col(Submission.case_id), col(Submission.facts)]
    found = select(*columns).where(col(Submission.case_id).in_(case_ids))
    return {row.case_id: from_record(row.facts) for row in (await tx.db.execute(found)).all()}


async def offences(tx: Transaction, case_ids: Sequence[str]) -> dict[str, list[Record]]:
    names = "case_id offence_code committed_on area summary".split()
    found = select(*(table(CaseOffence).c[name] for name in names))
    mine = found.where(col(CaseOffence.case_id).in_(case_ids))
    rows = await tx.db.execute(mine.order_by(col(CaseOffence.position)))
    return _grouped(rows.all(), "case_id")


async def victims(tx: Transaction, case_ids: Sequence[str]) -> dict[str, list[Record]]:
    latest = and_(
        col(VictimVersion.victim_id) == col(Victim.id),
        col(VictimVersion.version) == col(Victim.version),
    )
    columns = [table(Victim).c[name] for name in ("case_id", "kind", "status")]
    found = (
        select(*columns, col(VictimVersion.details).label("wishes"))
        .join(table(VictimVersion), latest)
        .where(col(Victim.case_id).in_(case_ids))
        .order_by(col(Victim.recorded_at), col(Victim.id))
    )
    return _grouped((await tx.db.execute(found)).all(), "case_id")


async def outcomes(tx: Transaction, child_ids: Sequence[str]) -> dict[str, list[Record]]:
    """What stands of each child's history: neither replaced by a later report nor overturned."""
    columns = [table(ChildOutcome).c[name] for name in ("child_id", "outcome", "given_on")]
    found = select(*columns).where(
        col(ChildOutcome.child_id).in_(child_ids),
        col(ChildOutcome.replaced_at).is_(None),
        col(ChildOutcome.overturned_on).is_(None),
    )
    ordered = found.order_by(col(ChildOutcome.given_on), col(ChildOutcome.id))
    return _grouped((await tx.db.execute(ordered)).all(), "child_id")


def _grouped(rows: Sequence[Any], key: str) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return groups
