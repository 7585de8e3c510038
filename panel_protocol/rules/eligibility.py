"""What keeps a case from being dealt with out of court at all: age, and evidence."""

from collections.abc import Iterator
from datetime import date

from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import age_on
from panel_protocol.terms import Disposal, EvidenceTest


def too_young(protocol: Protocol, born: date, committed_on: date, on: date) -> bool:
    """Whether what was done that day was done below the age of criminal responsibility."""
    return age_on(born, committed_on) < protocol.eligibility.youngest_age.on(on).value


def under_age(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[Reason, ...]:
    """Whether any of it was done too young to be an offence; the age now does not change that."""
    young = [
        too_young(protocol, facts.date_of_birth, each.committed_on, on) for each in facts.offences
    ]
    return tuple(_under_age(protocol, on)) if any(young) else ()


def no_record(
    protocol: Protocol, born: date, *, given_on: date, committed_on: date | None, on: date
) -> tuple[Reason, ...]:
    """Why an outcome may not be recorded: what it was for was done too young to be an offence.

    Where the day of the offence is not said it was no later than the day of the outcome.
    """
    if not too_young(protocol, born, committed_on or given_on, on):
        return ()
    return tuple(_under_age(protocol, on))


def over_age(protocol: Protocol, born: date, on: date) -> tuple[Reason, ...]:
    """Whether the person is no longer a child for these decisions."""
    oldest = protocol.eligibility.oldest_age.on(on)
    if age_on(born, on) <= oldest.value:
        return ()
    text = f"The person is over {oldest.value}, and these are decisions about children"
    return (Reason("not_a_child", text, oldest.source),)


def for_children_only(protocol: Protocol, disposal: Disposal, on: date) -> str | None:
    """On whose authority only a child can be given this disposal; None where anyone can."""
    rules = protocol.options
    in_force = [
        rule.on(on)
        for rule in (rules.children_only, rules.children_only_by_guidance)
        if rule.entry_on(on) is not None
    ]
    return next((each.source for each in in_force if disposal in each.value), None)


def no_evidence(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[Reason, ...]:
    """Whether the evidence is too little for anything to be decided on it."""
    if facts.test is not EvidenceTest.NOT_MET:
        return ()
    source = protocol.options.charge_evidence.on(on).source
    text = "The evidence meets no test for a charge, so nothing can be decided on it"
    return (Reason("evidence_not_met", text, source),)


def _under_age(protocol: Protocol, on: date) -> Iterator[Reason]:
    youngest = protocol.eligibility.youngest_age.on(on).value
    recorded = protocol.routing.under_age.on(on)
    text = f"The child was under {youngest} then: the police record {recorded.value}"
    yield Reason("under_age", text, recorded.source)
    text = "Help is offered to the child and family through safeguarding, not through justice"
    yield Reason("safeguarding_offer", text, recorded.source)
    kept = protocol.routing.under_age_records.on(on)
    yield Reason("safeguarding_records", kept.value, kept.source)
