"""Declaring an interest in a case, which takes a person out of it."""

from sqlalchemy import update

from app.access.actor import Role
from app.cases.actions import journal_case
from app.database import col, new_id, table
from app.journal.tables import JournalCategory
from app.panels import queries
from app.panels.agenda_actions import heard
from app.panels.people import same_person
from app.panels.schemas import InterestDeclared, InterestRead
from app.panels.tables import DeclaredInterest, Recommendation
from app.problems import Duplicate, Forbidden, Unacceptable
from app.transaction import Transaction
from panel_protocol.rules.panel import Attendee


async def declare(
    tx: Transaction, *, panel_id: str, case_id: str, version: int | None, body: InterestDeclared
) -> InterestRead:
    """From now on this person does not count for the case, nor see its papers as a member."""
    case = await heard(tx, panel_id, case_id, action="declare_conflict", version=version)
    known = [*await queries.invited(tx, panel_id), *await queries.present(tx, panel_id)]
    person = _named(tx, body, known)
    if any(same_person(person, other) for other in await queries.interested(tx, case_id)):
        raise Duplicate("This person's interest in the case is on record")
    row = {
        "id": new_id(),
        "agency": person.agency,
        "subject": person.subject,
        "name": person.name,
        "interest": body.interest,
        "declared_at": tx.at,
        "declared_by": tx.by.subject,
    }
    await tx.add(DeclaredInterest, **row, panel_id=panel_id, case_id=case_id)
    await _withdraw_own(tx, panel_id, case_id, person)
    await journal_case(tx, case, JournalCategory.ALTERATION, "declare_conflict")
    return InterestRead.model_validate(row)


def _named(tx: Transaction, body: InterestDeclared, known: list[Attendee]) -> Attendee:
    own = body.subject in (None, tx.by.subject)
    if Role.PANEL_CHAIR not in tx.by.roles:
        return _self(tx, body, known, own=own)
    if own and (body.subject or not body.name):
        return _self(tx, body, known, own=True)
    return _somebody(body, known)


def _self(tx: Transaction, body: InterestDeclared, known: list[Attendee], *, own: bool) -> Attendee:
    """The caller, as they were invited. A name that is not theirs is somebody else's interest."""
    invited = next((who for who in known if who.subject == tx.by.subject), None)
    name = (invited.name if invited else tx.by.name) or body.name or tx.by.subject
    another = body.subject is None and body.name and body.name.casefold() != name.casefold()
    if not own or another:
        raise Forbidden("Each declares their own interest; the chair may declare for anyone")
    agency = (invited.agency if invited else tx.by.agency) or body.agency
    if agency is None or agency not in tx.protocol.agencies:
        message = "Say for which of the protocol's agencies"
        raise Unacceptable([("/agency", "unknown_agency", message)])
    return Attendee(agency, tx.by.subject, name[:100])


def _somebody(body: InterestDeclared, known: list[Attendee]) -> Attendee:
    """A declaration that matches nobody would exclude nobody, so it is refused."""
    for who in known:
        if _means(body, who):
            return Attendee(who.agency, who.subject or body.subject, who.name)
    at = "/subject" if body.subject else "/name"
    message = "Nobody invited, and nobody recorded as present, is known so"
    raise Unacceptable([(at, "not_on_the_panel", message)])


def _means(body: InterestDeclared, who: Attendee) -> bool:
    if body.subject and who.subject:
        return body.subject == who.subject
    same_name = (body.name or "").casefold() == who.name.casefold()
    return same_name and body.agency in (None, who.agency)


async def _withdraw_own(tx: Transaction, panel_id: str, case_id: str, person: Attendee) -> None:
    """What they recommended before the interest was known no longer counts, and stays on record."""
    if person.subject is None:
        return
    own = (
        col(Recommendation.panel_id) == panel_id,
        col(Recommendation.case_id) == case_id,
        col(Recommendation.agency) == person.agency,
        col(Recommendation.made_by) == person.subject,
        col(Recommendation.replaced_at).is_(None),
    )
    await tx.db.execute(update(table(Recommendation)).where(*own).values(replaced_at=tx.at))
