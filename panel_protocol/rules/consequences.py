"""What would follow from a disposal given on a day: counted, coded, spent, recorded."""

from dataclasses import dataclass
from datetime import date

from panel_protocol.dated import NotInForce
from panel_protocol.decision import Decision, Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.codes import ended_by_itself, home_office_code, kpi_6_bucket
from panel_protocol.rules.disclosure import DisclosureFacts, disclosed
from panel_protocol.rules.entrants import RecordedOutcome, would_be_entrant
from panel_protocol.rules.open_questions import told
from panel_protocol.terms import Disposal

# Recorded when the plan has been carried out, never on the day it is decided.
_RECORDED_LATER = {Disposal.OUTCOME_22, Disposal.OUTCOME_23}


@dataclass(frozen=True, slots=True)
class Consequences:
    """`recorded_on` is None where that day is not known yet; `spent_on` where nothing is spent."""

    first_time_entrant: bool
    home_office_code: str | None
    kpi_6: str | None
    spent_on: date | None
    recorded_on: date | None


def consequences(
    protocol: Protocol, facts: CaseFacts, on: date, disposal: Disposal
) -> tuple[Consequences, tuple[Reason, ...]]:
    """What the disposal would mean, and where it would be disclosed; what nobody has settled is
    left empty, with the question."""
    entrant = _entrant(protocol, facts, on, disposal)
    spent, shown = _disclosed(protocol, on, disposal)
    row = kpi_6_bucket(protocol, disposal, on)
    code = _code(protocol, facts, on, disposal)
    means = Consequences(
        first_time_entrant=entrant.answer,
        home_office_code=code.answer,
        kpi_6=row.answer,
        spent_on=spent,
        recorded_on=None if disposal in _RECORDED_LATER else on,
    )
    return means, (*entrant.reasons, *shown, *row.reasons, *code.reasons)


def _code(
    protocol: Protocol, facts: CaseFacts, on: date, disposal: Disposal
) -> Decision[str | None]:
    ended = disposal is Disposal.NO_FURTHER_ACTION and ended_by_itself(protocol, facts, on)
    return ended or Decision(home_office_code(protocol, disposal, on), ())


def _entrant(protocol: Protocol, facts: CaseFacts, on: date, disposal: Disposal) -> Decision[bool]:
    earlier = [
        RecordedOutcome(
            key=str(place),
            outcome=each.outcome,
            given_on=each.given_on,
            home_area=each.home_area,
            offence_committed_on=each.offence_committed_on,
            first_hearing_on=each.first_hearing_on,
            overturned_on=each.overturned_on,
        )
        for place, each in enumerate(facts.history)
    ]
    committed = min((offence.committed_on for offence in facts.offences), default=None)
    return would_be_entrant(
        protocol, facts.date_of_birth, earlier, disposal, on, offence_committed_on=committed
    )


def _disclosed(
    protocol: Protocol, on: date, disposal: Disposal
) -> tuple[date | None, tuple[Reason, ...]]:
    """When it would be spent, and what checks would show on the day it is given."""
    facts = DisclosureFacts(disposal=disposal, given_on=on)
    try:
        found, awaited = told(lambda: disclosed(protocol, facts, on))
    except NotInForce:
        # The disposal did not exist that day, and its option is closed for that reason.
        return None, ()
    return (found.spent_on, found.notes) if found else (None, awaited)
