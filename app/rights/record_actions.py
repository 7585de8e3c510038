"""What a child may have done to their record: put right, kept unused, destroyed."""

from typing import Any

from sqlalchemy import update

from app.children import actions as children_actions
from app.children import queries as children
from app.children.outcome_actions import known_area
from app.children.tables import ChildRestriction
from app.database import col, new_id, table
from app.gateways.erasure_journal import ErasureJournal
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import FieldError, Forbidden, StaleVersion, Unacceptable, WrongState
from app.retention import erasing
from app.retention.queries import speaks_for
from app.rights import queries
from app.rights.readings import recipients
from app.rights.schemas import (
    CertificateRead,
    ErasureAsked,
    RectificationAsked,
    Rectified,
    RestrictionAsked,
    RestrictionRead,
)
from app.rights.tables import Rectification
from app.transaction import Transaction


async def rectify(
    tx: Transaction, child_id: str, body: RectificationAsked, version: int
) -> Rectified:
    """The old description stays readable; whoever was given it must be told (s.46, s.38(5))."""
    known = await children.child(tx, child_id, restricted=True)
    if known.version != version:
        raise StaleVersion
    said = body.details.model_dump(exclude_unset=True) if body.details else {}
    if errors := _impossible(tx, said):
        raise Unacceptable(errors)
    changed = sorted(name for name, value in said.items() if getattr(known, name) != value)
    if not changed and body.statement is None:
        raise Unacceptable([("/details", "nothing_to_put_right", "Nothing here differs")])
    if changed:
        version = await children_actions.put_right(tx, known, said)
    await tx.add(
        Rectification,
        id=new_id(),
        child_id=child_id,
        version=version,
        changed=changed,
        statement=body.statement,
        reason=body.reason,
        recorded_at=tx.at,
        recorded_by=tx.by.subject,
    )
    await _journal(
        tx, JournalCategory.ALTERATION, "rectify_child", child_id, fields=changed, version=version
    )
    return Rectified(
        child_id=child_id,
        version=version,
        changed=changed,
        must_be_told=await recipients(tx, child_id),
    )


def _impossible(tx: Transaction, said: dict[str, Any]) -> list[FieldError]:
    """What no child can be, as in a submission."""
    errors: list[FieldError] = []
    if "home_area" in said:
        errors += known_area(tx, said["home_area"], "/details/home_area")
    if "date_of_birth" in said and said["date_of_birth"] > tx.today:
        errors.append(("/details/date_of_birth", "in_the_future", "This day has not come yet"))
    return errors


async def restrict(tx: Transaction, child_id: str, body: RestrictionAsked) -> RestrictionRead:
    """Kept and not used, or used again (s.47)."""
    await children.child(tx, child_id, restricted=True)
    standing = await queries.restriction(tx, child_id)
    if body.restricted:
        if standing is not None:
            raise WrongState("The record is restricted already")
        await _impose(tx, child_id, body)
    elif standing is None:
        raise WrongState("The record is not restricted")
    else:
        if not tx.by.areas >= frozenset(standing.areas or tx.protocol.areas):
            raise Forbidden("Another area restricted this record: whoever speaks for it lifts that")
        await _lift(tx, child_id, standing.id, body.reason)
    await _journal(
        tx,
        JournalCategory.ALTERATION,
        "restrict_child",
        child_id,
        restricted=body.restricted,
        ground=body.ground and body.ground.value,
    )
    return await _restriction(tx, child_id)


async def _impose(tx: Transaction, child_id: str, body: RestrictionAsked) -> None:
    if body.ground is None:
        raise Unacceptable([("/ground", "missing", "Say on which ground")])
    await tx.add(
        ChildRestriction,
        id=new_id(),
        child_id=child_id,
        ground=body.ground,
        reason=body.reason,
        imposed_at=tx.at,
        imposed_by=tx.by.subject,
        areas=await speaks_for(tx, child_id),
    )


async def _lift(tx: Transaction, child_id: str, restriction_id: str, reason: str) -> None:
    row = {
        "id": restriction_id,
        "child_id": child_id,
        "lifted_at": tx.at,
        "lifted_by": tx.by.subject,
        "lifting_reason": reason,
    }
    await tx.db.execute(
        update(table(ChildRestriction))
        .where(col(ChildRestriction.id) == restriction_id)
        .values(**await tx.sealed(ChildRestriction, row))
    )


async def _restriction(tx: Transaction, child_id: str) -> RestrictionRead:
    standing = await queries.restriction(tx, child_id)
    return RestrictionRead(
        child_id=child_id,
        restricted=standing is not None,
        ground=standing and standing.ground,
        since=standing and standing.imposed_at,
    )


async def erase(
    tx: Transaction, erasures: ErasureJournal, child_id: str, body: ErasureAsked
) -> CertificateRead:
    certificate = await erasing.erase(tx, erasures, child_id, authority=body.ground.value)
    return CertificateRead(**certificate)


async def _journal(
    tx: Transaction, category: JournalCategory, action: str, child_id: str, **resource: Any
) -> None:
    await journal.record(tx, category=category, action=action, children=[child_id], **resource)
