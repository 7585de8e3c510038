"""The duties calculator: nothing is stored, but its use is journalled."""

from collections.abc import Iterable

from app.children.outcome_actions import impossible_hearing
from app.children.schemas import OutcomeGiven, ReasonRead
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Unacceptable
from app.protocol.duties_schemas import (
    CitabilityAnswered,
    DischargeAnswered,
    DutiesAnswered,
    DutiesDescribed,
    ReferralAnswered,
)
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.facts import EarlierOutcome
from panel_protocol.rules.duties import Duties, DutyFacts, duties


async def check(tx: Transaction, body: DutiesDescribed) -> DutiesAnswered:
    _refuse_the_impossible(body.history)
    found = duties(
        tx.protocol,
        DutyFacts(
            disposal=body.disposal,
            given_on=body.given_on,
            history=tuple(EarlierOutcome(**given.model_dump()) for given in body.history),
            offence_committed_on=body.offence_committed_on,
        ),
    )
    edition = tx.protocol.edition_on(body.given_on).name
    await journal.record(tx, category=JournalCategory.ADMIN, action="check_duties", edition=edition)
    return _answered(found, edition)


def _answered(found: Duties, edition: str) -> DutiesAnswered:
    bar = found.conditional_discharge
    return DutiesAnswered(
        youth_offending_team=found.youth_offending_team.answer,
        conditional_discharge_barred=DischargeAnswered(
            barred=bar.barred, starts=bar.first, until=bar.last, reasons=_read(bar.reasons)
        ),
        referral=ReferralAnswered(
            required=found.referral.answer, reasons=_read(found.referral.reasons)
        ),
        citability=CitabilityAnswered(
            citable=found.citability.answer, reasons=_read(found.citability.reasons)
        ),
        reasons=_read((*found.youth_offending_team.reasons, *found.reasons)),
        edition=edition,
    )


def _read(reasons: Iterable[Reason]) -> list[ReasonRead]:
    return [ReasonRead.model_validate(reason) for reason in reasons]


def _refuse_the_impossible(history: list[OutcomeGiven]) -> None:
    errors = []
    for number, given in enumerate(history):
        if given.overturned_on and given.overturned_on < given.given_on:
            message = "It cannot be overturned before it"
            errors.append((f"/history/{number}/overturned_on", "before_outcome", message))
        if given.offence_committed_on and given.offence_committed_on > given.given_on:
            message = "An outcome follows its offence"
            errors.append((f"/history/{number}/offence_committed_on", "after_outcome", message))
        errors += impossible_hearing(given, f"/history/{number}")
    if errors:
        raise Unacceptable(errors)
