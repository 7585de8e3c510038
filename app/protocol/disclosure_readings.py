"""The disclosure calculator: nothing is stored, but its use is journalled."""

from app.children.schemas import ReasonRead
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Unacceptable
from app.protocol.disclosure_schemas import DisclosureAnswered, DisclosureDescribed
from app.transaction import Transaction
from panel_protocol.rules.disclosure import DisclosureFacts, disclosed


async def check(tx: Transaction, body: DisclosureDescribed) -> DisclosureAnswered:
    _refuse_the_impossible(body)
    on = max(body.on or tx.today, body.given_on)
    facts = DisclosureFacts(**body.model_dump(exclude={"on"}))
    found = disclosed(tx.protocol, facts, on)
    edition = tx.protocol.edition_on(body.given_on).name
    await journal.record(
        tx, category=JournalCategory.ADMIN, action="check_disclosure", edition=edition
    )
    notes = (*found.notes, *found.for_the_child)
    return DisclosureAnswered(
        spent_on=found.spent_on,
        basic=found.basic,
        standard=found.standard,
        enhanced=found.enhanced,
        notes=[ReasonRead.model_validate(note) for note in notes],
        on=on,
        edition=edition,
    )


def _refuse_the_impossible(body: DisclosureDescribed) -> None:
    errors = []
    if body.given_on < body.date_of_birth:
        errors.append(("/given_on", "before_birth", "This is before the child was born"))
    if body.conditions_end_on and body.conditions_end_on < body.given_on:
        message = "Conditions end after they are given"
        errors.append(("/conditions_end_on", "before_given", message))
    if body.on and body.on < body.given_on:
        errors.append(("/on", "before_given", "A check made before it was given shows nothing"))
    if errors:
        raise Unacceptable(errors)
