"""May this case be dealt with out of court at all."""

from datetime import date

from panel_protocol.decision import Decision, Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import age_on
from panel_protocol.terms import EvidenceTest


def may_be_diverted(protocol: Protocol, facts: CaseFacts, on: date) -> Decision[bool]:
    """Whether the case may go to a panel; everything against it is a reason."""
    against = (
        *under_age(protocol, facts, on),
        *over_age(protocol, facts.date_of_birth, on),
        *no_evidence(protocol, facts, on),
    )
    return Decision(not against, against or (_eligible(protocol, facts, on),))


def under_age(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[Reason, ...]:
    """Whether any of it was done too young to be an offence; the age now does not change that."""
    youngest = protocol.eligibility.youngest_age.on(on)
    ages = [age_on(facts.date_of_birth, offence.committed_on) for offence in facts.offences]
    if all(age >= youngest.value for age in ages):
        return ()
    recorded = protocol.routing.under_age.on(on)
    return (
        Reason(
            "under_age",
            f"The child was under {youngest.value} then: the police record {recorded.value}",
            recorded.source,
        ),
        Reason(
            "safeguarding_offer",
            "Help is offered to the child and family through safeguarding, not through justice",
            recorded.source,
        ),
    )


def over_age(protocol: Protocol, born: date, on: date) -> tuple[Reason, ...]:
    oldest = protocol.eligibility.oldest_age.on(on)
    if age_on(born, on) <= oldest.value:
        return ()
    text = f"The person is over {oldest.value}, and these are decisions about children"
    return (Reason("not_a_child", text, oldest.source),)


def no_evidence(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[Reason, ...]:
    if facts.test is not EvidenceTest.NOT_MET:
        return ()
    source = protocol.options.charge_evidence.on(on).source
    text = "The evidence meets no test for a charge, so nothing can be decided on it"
    return (Reason("evidence_not_met", text, source),)


def _eligible(protocol: Protocol, facts: CaseFacts, on: date) -> Reason:
    age = age_on(facts.date_of_birth, on)
    text = f"The child is {age} and the evidence meets a test for a charge"
    return Reason("may_be_diverted", text, protocol.eligibility.oldest_age.on(on).source)
