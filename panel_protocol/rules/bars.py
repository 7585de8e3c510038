"""What closes a disposal to this child on this day, every bar with its authority."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from panel_protocol.dated import Answer, Dated
from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.groups.deciding import OptionsRules
from panel_protocol.groups.shapes import Words
from panel_protocol.protocol import Protocol
from panel_protocol.rules import hold
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.eligibility import for_children_only, under_age
from panel_protocol.rules.existence import existed
from panel_protocol.rules.plans import may_be_prosecuted
from panel_protocol.terms import Disposal, EvidenceTest


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the parameters ask of one disposal; None where they ask nothing."""

    evidence: Dated[Words] | None = None
    admission: Dated[Words] | None = None


def bars(
    protocol: Protocol,
    facts: CaseFacts,
    on: date,
    disposal: Disposal,
    *,
    victims_settled: bool | None,
) -> tuple[Reason, ...]:
    """Everything that closes the disposal; empty when it is open."""
    held = hold.bars(protocol, facts, on, disposal)
    if disposal is Disposal.NO_FURTHER_ACTION:
        return held
    asked = _asked(protocol.options)[disposal]
    return (
        *held,
        *existed(protocol, disposal, on).reasons,
        *under_age(protocol, facts, on)[:1],
        *_over_age(protocol, facts, on, disposal),
        *_evidence(asked, facts, on, disposal),
        *_admission(asked, facts, on, disposal),
        *_appropriate_adult(protocol, facts, on, disposal),
        *_victim(protocol, on, disposal, victims_settled=victims_settled),
        *_excused(protocol, facts, on, disposal),
    )


def adult_is_needed(
    protocol: Protocol,
    facts: CaseFacts,
    on: date,
    disposal: Disposal,
    *,
    as_old_as_on: date | None = None,
) -> bool:
    """Whether a child as old as this one was then needs an appropriate adult for it."""
    up_to = protocol.options.appropriate_adult_up_to_age
    if disposal is Disposal.COMMUNITY_RESOLUTION:
        # Guidance, which said a child before the statute did.
        up_to = protocol.resolution.appropriate_adult_up_to_age
    needed = protocol.options.admission_needs_appropriate_adult.on(on).value
    return (
        disposal in needed and age_on(facts.date_of_birth, as_old_as_on or on) <= up_to.on(on).value
    )


def adult_absent(protocol: Protocol, on: date, disposal: Disposal) -> Reason:
    """That nobody was with the child, on the authority of the disposal's own words."""
    asks: dict[Disposal, Dated[Any]] = {
        Disposal.COMMUNITY_RESOLUTION: protocol.resolution.appropriate_adult_up_to_age,
        Disposal.YOUTH_CAUTION: protocol.giving.youth_caution_explained,
        Disposal.YOUTH_CONDITIONAL_CAUTION: protocol.giving.conditional_caution_explained,
    }
    own = asks.get(disposal, protocol.options.admission_needs_appropriate_adult).on(on)
    text = "No appropriate adult was present: the child must be asked again with one there"
    return Reason("no_appropriate_adult", text, own.source)


def said(disposal: Disposal) -> str:
    """The disposal as it is spoken of."""
    return _NAMES[disposal]


def _asked(rules: OptionsRules) -> dict[Disposal, _Asked]:
    return {
        Disposal.COMMUNITY_RESOLUTION: _Asked(
            rules.community_resolution_evidence, rules.community_resolution_admission
        ),
        Disposal.OUTCOME_22: _Asked(rules.outcome_22_evidence),
        Disposal.OUTCOME_23: _Asked(rules.outcome_23_evidence),
        Disposal.YOUTH_CAUTION: _Asked(rules.youth_caution_evidence, rules.youth_caution_admission),
        Disposal.YOUTH_CONDITIONAL_CAUTION: _Asked(
            rules.youth_conditional_caution_evidence, rules.youth_conditional_caution_admission
        ),
        Disposal.CHARGE: _Asked(rules.charge_evidence),
    }


def _over_age(
    protocol: Protocol, facts: CaseFacts, on: date, disposal: Disposal
) -> Iterator[Reason]:
    oldest = protocol.eligibility.oldest_age.on(on).value
    source = for_children_only(protocol, disposal, on)
    if source is not None and age_on(facts.date_of_birth, on) > oldest:
        text = f"{said(disposal)} can only be given to someone under {oldest + 1} on that day"
        yield Reason("not_a_child", text, source)


def _evidence(asked: _Asked, facts: CaseFacts, on: date, disposal: Disposal) -> Iterator[Reason]:
    if asked.evidence is None:
        return
    tests = _in_force_or_first(asked.evidence, on)
    if facts.test not in tests.value:
        text = f"{_EVIDENCE[facts.test]}, which is not enough for {said(disposal)}"
        yield Reason("evidence_insufficient", text, tests.source)


def _admission(asked: _Asked, facts: CaseFacts, on: date, disposal: Disposal) -> Iterator[Reason]:
    if asked.admission is None:
        return
    words = asked.admission.on(on)
    if facts.admission not in words.value:
        wanted = " or ".join(_SAID_OF_ADMISSION[word] for word in words.value)
        text = f"{said(disposal)} needs a child who {wanted}"
        yield Reason("no_admission", text, words.source)


def _appropriate_adult(
    protocol: Protocol, facts: CaseFacts, on: date, disposal: Disposal
) -> Iterator[Reason]:
    if facts.appropriate_adult_present is not False:
        return
    # It was at the interview that the child was alone, however old they are by now.
    if adult_is_needed(protocol, facts, on, disposal, as_old_as_on=facts.interviewed_on or on):
        yield adult_absent(protocol, on, disposal)


def _victim(
    protocol: Protocol, on: date, disposal: Disposal, *, victims_settled: bool | None
) -> Iterator[Reason]:
    contact = protocol.options.community_resolution_needs_victim_contact.on(on)
    if disposal is Disposal.COMMUNITY_RESOLUTION and contact.value and victims_settled is False:
        text = "An identified victim has not been contacted"
        yield Reason("victim_not_contacted", text, contact.source)


def _excused(
    protocol: Protocol, facts: CaseFacts, on: date, disposal: Disposal
) -> tuple[Reason, ...]:
    """A failure that was excused leads to no charge by another road either."""
    if disposal is not Disposal.CHARGE:
        return ()
    conditional = Disposal.YOUTH_CONDITIONAL_CAUTION
    return may_be_prosecuted(
        protocol, conditional, reasonable_excuse=facts.breach_excused, on=on
    ).reasons


def _in_force_or_first(rule: Dated[Words], on: date) -> Answer[Words]:
    """A disposal not yet in force is judged as it will be, so that every bar is told."""
    return rule.on(max(on, rule.entries[0].start))


_NAMES = {
    Disposal.NO_FURTHER_ACTION: "No further action",
    Disposal.COMMUNITY_RESOLUTION: "A community resolution",
    Disposal.OUTCOME_22: "Outcome 22",
    Disposal.OUTCOME_23: "Outcome 23",
    Disposal.YOUTH_CAUTION: "A youth caution",
    Disposal.YOUTH_CONDITIONAL_CAUTION: "A youth conditional caution",
    Disposal.CHARGE: "A charge",
}
_EVIDENCE = {
    EvidenceTest.FULL_CODE: "The evidence meets the full code test",
    EvidenceTest.THRESHOLD: "The evidence meets only the threshold test",
    EvidenceTest.NOT_MET: "The evidence meets no test for a charge",
}
_SAID_OF_ADMISSION = {
    "admits": "admits the offence",
    "accepts_responsibility": "accepts responsibility",
}
