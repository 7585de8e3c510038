"""What each agency recommends for a case, one voice for each."""

from collections.abc import Sequence

from sqlalchemy import update

from app.access.rules import WHOLE_CASE, YJS
from app.cases.actions import journal_case
from app.database import col, new_id, table
from app.journal.tables import JournalCategory
from app.panels import queries
from app.panels.agenda_actions import heard
from app.panels.people import conflicted
from app.panels.schemas import RecommendationRead, Recommended
from app.panels.tables import Recommendation
from app.problems import Forbidden, RefusedByProtocol, Unacceptable
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.rules.panel import Attendee

# Who keeps the panel's papers may write down what an agency without an account said.
_WRITES_FOR_OTHERS = WHOLE_CASE


async def recommend(
    tx: Transaction, *, panel_id: str, case_id: str, version: int | None, body: Recommended
) -> RecommendationRead:
    """Keep the agency's recommendation; an earlier one of theirs is replaced and kept."""
    case = await heard(tx, panel_id, case_id, action="recommend", version=version)
    asked = await queries.invited(tx, panel_id)
    came = await queries.present(tx, panel_id)
    agency = _speaks_for(tx, body, asked)
    await _refuse_interested(tx, case_id, agency, came, asked)
    row = {
        "id": new_id(),
        "agency": agency,
        "disposal": body.disposal,
        "reason": body.reason,
        "made_at": tx.at,
        "made_by": tx.by.subject,
    }
    earlier = (
        col(Recommendation.panel_id) == panel_id,
        col(Recommendation.case_id) == case_id,
        col(Recommendation.agency) == agency,
        col(Recommendation.replaced_at).is_(None),
    )
    await tx.db.execute(update(table(Recommendation)).where(*earlier).values(replaced_at=tx.at))
    await tx.add(Recommendation, **row, panel_id=panel_id, case_id=case_id)
    await journal_case(tx, case, JournalCategory.ALTERATION, "recommend")
    return RecommendationRead.model_validate(row)


def _speaks_for(tx: Transaction, body: Recommended, asked: Sequence[Attendee]) -> str:
    own = _own_agency(tx, asked)
    agency = body.agency or own
    if agency is None or agency not in tx.protocol.agencies:
        message = "Say for which of the protocol's agencies"
        raise Unacceptable([("/agency", "unknown_agency", message)])
    if agency != own and tx.by.roles.isdisjoint(_WRITES_FOR_OTHERS):
        raise Forbidden("A member recommends for their own agency only")
    return agency


def _own_agency(tx: Transaction, asked: Sequence[Attendee]) -> str | None:
    """As the credential says, or else as the chair invited them."""
    if tx.by.agency in tx.protocol.agencies:
        return tx.by.agency
    invited = next((who.agency for who in asked if who.subject == tx.by.subject), None)
    if invited is None and not tx.by.roles.isdisjoint(YJS):
        return "youth_justice"
    return invited


async def _refuse_interested(
    tx: Transaction,
    case_id: str,
    agency: str,
    came: Sequence[Attendee],
    asked: Sequence[Attendee],
) -> None:
    """Neither by whoever declared an interest, nor for an agency all of whose people did."""
    interested = await queries.interested(tx, case_id)
    people = [who for who in (came or asked) if who.agency == agency]
    excluded = conflicted(people, asked, interested)
    silenced = bool(people) and all(who.known_as in excluded for who in people)
    if tx.by.subject in excluded or silenced:
        text = "Whoever declared an interest in a case recommends nothing on it"
        raise RefusedByProtocol(
            "An interest in this case has been declared",
            [Reason("interest_declared", text, "partnership-default")],
        )
