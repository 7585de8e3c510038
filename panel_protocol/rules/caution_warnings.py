"""What a caution would mean for this child, and what speaks to a charge, given what came before."""

from collections.abc import Iterator
from datetime import date

from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules import history, knife
from panel_protocol.rules.duties import DutyFacts, discharge_bar, duties
from panel_protocol.rules.home_host import looked_after
from panel_protocol.terms import Disposal

_BAR = {"conditional_discharge_barred", "same_day_order_unknown"}


def warnings(
    protocol: Protocol, facts: CaseFacts, on: date, disposal: Disposal
) -> tuple[Reason, ...]:
    """What the child must be told, and the panel must weigh, before this disposal."""
    if disposal is Disposal.YOUTH_CAUTION:
        return tuple(_of_youth_caution(protocol, facts, on))
    if disposal is Disposal.YOUTH_CONDITIONAL_CAUTION:
        return tuple(_of_conditional_caution(protocol, facts, on))
    if disposal is Disposal.CHARGE:
        return (
            *knife.conflict(protocol, facts, on),
            *knife.older_guideline(protocol, facts, on),
            *looked_after(protocol, facts, on),
            *_of_charge(protocol, facts, on),
        )
    return ()


def _of_youth_caution(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Reason]:
    given = DutyFacts(disposal=Disposal.YOUTH_CAUTION, given_on=on, history=facts.history)
    follows = duties(protocol, given)
    yield from _bars(follows.conditional_discharge.reasons)
    yield from follows.youth_offending_team.reasons
    yield from follows.referral.reasons
    yield from follows.citability.reasons
    yield from history.doubts(protocol, facts.history, on)


def _of_conditional_caution(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Reason]:
    breach = protocol.options.conditional_caution_breach.on(on)
    yield Reason("breach_may_be_prosecuted", breach.value, breach.source)
    disposal = Disposal.YOUTH_CONDITIONAL_CAUTION
    given = DutyFacts(disposal=disposal, given_on=on, history=facts.history)
    follows = duties(protocol, given)
    yield from _bars(follows.conditional_discharge.reasons)
    yield from follows.referral.reasons


def _of_charge(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Reason]:
    """Whether a court that convicts could still give a conditional discharge."""
    told: set[Reason] = set()
    for committed_on in sorted({offence.committed_on for offence in facts.offences}):
        found = discharge_bar(
            protocol,
            DutyFacts(
                disposal=Disposal.CHARGE,
                given_on=on,
                history=facts.history,
                offence_committed_on=committed_on,
            ),
        )
        reasons = _bars(found.reasons) if found.barred else ()
        yield from (reason for reason in reasons if reason not in told)
        told.update(reasons)


def _bars(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if reason.code in _BAR)
