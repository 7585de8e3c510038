"""Victims of a case: who they are, and what they wish, version upon version."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import update

from app.cases import queries
from app.cases.actions import at_stage, at_version
from app.cases.queries import CaseRow
from app.cases.schemas import VictimChanged, VictimIdentified, VictimRead
from app.cases.tables import Victim, VictimVersion
from app.database import col, new_id, table
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import RecordFull, RefusedByProtocol, StaleVersion
from app.sealed.tables import PersonKey
from app.transaction import Transaction
from panel_protocol.rules.resolution import restorative
from panel_protocol.terms import VictimStatus

# As many as a submission can name: all of them are shown with the case.
_MOST = 2500

_STEPS = ("consents_to_contact", "restorative_justice", "told_of_outcome")


async def identify(
    tx: Transaction, case: CaseRow, victims: Sequence[tuple[int | None, VictimIdentified]]
) -> list[str]:
    """Register victims of the case, each of the offence at that place; their ids."""
    rows = [_row(tx, case, place, said) for place, said in victims]
    if rows:
        keys = [{"person_id": row["id"], "wrapped": tx.new_key(row["id"])} for row in rows]
        await tx.add_all(PersonKey, keys)
        await tx.add_all(Victim, rows)
        await _keep_versions(tx, [(row["id"], 1, row["status"], {}) for row in rows])
    return [row["id"] for row in rows]


def _row(
    tx: Transaction, case: CaseRow, place: int | None, said: VictimIdentified
) -> dict[str, Any]:
    """One whose details may not be shared has a status at once."""
    status = (
        VictimStatus.NOT_YET_CONTACTED
        if said.may_share_with_yjs
        else VictimStatus.MAY_NOT_BE_CONTACTED
    )
    return {
        "id": new_id(),
        "version": 1,
        "case_id": case.id,
        "offence_position": place,
        "kind": said.kind,
        # Police pass details on unless the victim objects (Victims' Code, domain 3.8).
        "name": said.name if said.may_share_with_yjs else None,
        "may_share_with_yjs": said.may_share_with_yjs,
        "status": status,
        "recorded_at": tx.at,
    }


async def add(
    tx: Transaction, *, case_id: str, version: int | None, body: VictimIdentified
) -> VictimRead:
    case = await queries.case(tx, case_id, lock=True)
    at_stage(case, "add_victim")
    at_version(case, version)
    if len(await queries.victims(tx, case_id)) >= _MOST:
        raise RecordFull(f"A case has at most {_MOST} victims")
    (victim_id,) = await identify(tx, case, [(None, body)])
    await _journal(tx, case_id, case.child_id, case.area, JournalCategory.COLLECTION, "add_victim")
    return await _read(tx, case_id, victim_id)


async def change(
    tx: Transaction, *, victim_id: str, version: int, body: VictimChanged
) -> VictimRead:
    victim = await queries.victim(tx, victim_id)
    if victim.version != version:
        raise StaleVersion
    await _may_be_offered(tx, victim.case_id, body)
    before = next(v for v in await queries.victims(tx, victim.case_id) if v.id == victim_id)
    wishes = dict(before.wishes) | body.model_dump(
        mode="json", exclude={"status"}, exclude_unset=True
    )
    status = body.status or before.status
    await tx.db.execute(
        update(table(Victim))
        .where(col(Victim.id) == victim_id)
        .values(version=version + 1, status=status)
    )
    await _keep_versions(tx, [(victim_id, version + 1, status, wishes)])
    await _journal(
        tx,
        victim.case_id,
        victim.child_id,
        victim.area,
        JournalCategory.ALTERATION,
        "change_victim",
    )
    return await _read(tx, victim.case_id, victim_id)


async def _may_be_offered(tx: Transaction, case_id: str, body: VictimChanged) -> None:
    """No victim is offered a meeting with a child who admits nothing."""
    admission = (await queries.facts(tx, case_id)).admission
    verdict = restorative(tx.protocol, admission, body.restorative_justice, tx.today)
    if not verdict.answer:
        raise RefusedByProtocol("Restorative justice cannot be offered yet", verdict.reasons)


def steps(wishes: Mapping[str, Any]) -> dict[str, Any]:
    """What of a victim's wishes is kept in the clear too: codes, and none of their words."""
    return {name: wishes.get(name) for name in _STEPS}


async def _keep_versions(
    tx: Transaction, said: Sequence[tuple[str, int, str, dict[str, Any]]]
) -> None:
    rows = [
        {
            "victim_id": victim_id,
            "version": version,
            "details": details,
            "status": status,
            **steps(details),
            "recorded_at": tx.at,
            "recorded_by": tx.by.subject,
        }
        for victim_id, version, status, details in said
    ]
    await tx.add_all(VictimVersion, rows)


async def _read(tx: Transaction, case_id: str, victim_id: str) -> VictimRead:
    found = await queries.victims(tx, case_id)
    return VictimRead.model_validate(next(row for row in found if row.id == victim_id))


async def _journal(
    tx: Transaction,
    case_id: str,
    child_id: str,
    area: str,
    category: JournalCategory,
    action: str,
) -> None:
    await journal.record(
        tx, category=category, action=action, area=area, case_id=case_id, children=[child_id]
    )
