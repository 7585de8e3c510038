"""What must hold when a caution or resolution is actually given, by the law of that day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from panel_protocol.decision import Decision, Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.bars import bars, said
from panel_protocol.terms import Admission, AdultCategory, Disposal

_CAUTIONS = (Disposal.YOUTH_CAUTION, Disposal.YOUTH_CONDITIONAL_CAUTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultFacts:
    """The appropriate adult who was there, and whether anybody nearer to the child could be."""

    category: AdultCategory
    police_employee: bool
    others_unavailable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingFacts:
    """What happened in the room; `admission` is what the child said there to the officer."""

    disposal: Disposal
    given_on: date
    admission: bool
    effect_explained: bool
    adult: AdultFacts | None
    victims_settled: bool | None = None


def may_be_given(protocol: Protocol, facts: CaseFacts, giving: GivingFacts) -> Decision[bool]:
    """Whether it could be given that day in that way; everything against it is a reason."""
    there = replace(
        facts,
        admission=_said_there(facts, giving),
        appropriate_adult_present=giving.adult is not None,
    )
    against = (
        *bars(
            protocol,
            there,
            giving.given_on,
            giving.disposal,
            victims_settled=giving.victims_settled,
        ),
        *_adult(protocol, giving),
        *_effect(protocol, giving),
    )
    return Decision(not against, against)


def _said_there(facts: CaseFacts, giving: GivingFacts) -> Admission:
    """A resolution rests on either form of words; a caution on an admission to the officer."""
    if not giving.admission:
        return Admission.DENIES
    accepted = facts.admission is Admission.ACCEPTS_RESPONSIBILITY
    if giving.disposal is Disposal.COMMUNITY_RESOLUTION and accepted:
        return facts.admission
    return Admission.ADMITS


def _adult(protocol: Protocol, giving: GivingFacts) -> Iterator[Reason]:
    adult = giving.adult
    if adult is None or giving.disposal not in _CAUTIONS:
        return
    source = protocol.options.youth_caution_admission.on(giving.given_on).source
    if adult.police_employee:
        text = "An appropriate adult is neither a police officer nor employed by the police"
        yield Reason("adult_of_police", text, source)
    if adult.category is AdultCategory.OTHER_ADULT and not adult.others_unavailable:
        text = (
            "Another responsible adult serves only where no parent, guardian, representative "
            "of those caring for the child, or social worker is available"
        )
        yield Reason("adult_out_of_order", text, source)


def _effect(protocol: Protocol, giving: GivingFacts) -> Iterator[Reason]:
    if giving.disposal not in _CAUTIONS or giving.effect_explained:
        return
    rules = protocol.options
    law = {
        Disposal.YOUTH_CAUTION: rules.youth_caution_admission,
        Disposal.YOUTH_CONDITIONAL_CAUTION: rules.youth_conditional_caution_admission,
    }[giving.disposal]
    text = f"{said(giving.disposal)} must be explained to the child and the appropriate adult"
    yield Reason("effect_not_explained", text, law.on(giving.given_on).source)
