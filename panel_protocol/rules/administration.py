"""What must hold when a caution or resolution is actually given, by the law of that day."""

from collections.abc import Iterator
from dataclasses import replace

from panel_protocol.dated import Dated
from panel_protocol.decision import Decision, Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.groups.shapes import Words
from panel_protocol.protocol import Protocol
from panel_protocol.rules import resolution
from panel_protocol.rules.bars import adult_absent, adult_is_needed, bars, said
from panel_protocol.rules.giving import AdultFacts, GivingFacts
from panel_protocol.terms import Admission, Disposal

_CAUTIONS = (Disposal.YOUTH_CAUTION, Disposal.YOUTH_CONDITIONAL_CAUTION)


def may_be_given(protocol: Protocol, facts: CaseFacts, giving: GivingFacts) -> Decision[bool]:
    """Whether it could be given that day in that way; everything against it is a reason."""
    # Who was there that day is asked below, on the authority that asks for it at the giving.
    there = replace(facts, admission=_said_there(facts, giving), appropriate_adult_present=True)
    against = (
        *bars(
            protocol,
            there,
            giving.given_on,
            giving.disposal,
            victims_settled=giving.victims_settled,
        ),
        *_absent(protocol, facts, giving),
        *(_of_caution(protocol, facts, giving) if giving.disposal in _CAUTIONS else ()),
        *(_of_resolution(protocol, giving) if giving.disposal not in _CAUTIONS else ()),
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


def _absent(protocol: Protocol, facts: CaseFacts, giving: GivingFacts) -> Iterator[Reason]:
    if giving.adult is not None:
        return
    if adult_is_needed(protocol, facts, giving.given_on, giving.disposal):
        yield adult_absent(protocol, giving.given_on, giving.disposal)


def _of_resolution(protocol: Protocol, giving: GivingFacts) -> Iterator[Reason]:
    yield from resolution.against(protocol, agrees=giving.agrees_to_take_part, on=giving.given_on)


def _of_caution(protocol: Protocol, facts: CaseFacts, giving: GivingFacts) -> Iterator[Reason]:
    if giving.adult is not None:
        yield from _adult(protocol, facts, giving, giving.adult)
    yield from _effect(protocol, giving)
    yield from _officer(protocol, giving)
    if giving.disposal is Disposal.YOUTH_CONDITIONAL_CAUTION:
        yield from _document(protocol, giving)


def _adult(
    protocol: Protocol, facts: CaseFacts, giving: GivingFacts, adult: AdultFacts
) -> Iterator[Reason]:
    rules, on = protocol.giving, giving.given_on
    for barred in (rules.adults_never_of_the_police.on(on), rules.adults_not_of_the_police.on(on)):
        if adult.police_employee and adult.category in barred.value:
            text = "An appropriate adult is neither a police officer nor employed by the police"
            yield Reason("adult_of_police", text, barred.source)
    nearest = rules.nearest_adults.on(on)
    if adult.category not in nearest.value and not adult.others_unavailable:
        text = (
            "Another responsible adult serves only where no parent, guardian, representative "
            "of those caring for the child, or social worker is available"
        )
        yield Reason("adult_out_of_order", text, nearest.source)
    of_care = rules.adults_for_a_child_in_care.on(on)
    if adult.category in of_care.value and not facts.looked_after:
        text = "A representative of care serves only for a child in care, and this one is not"
        yield Reason("adult_not_of_care", text, of_care.source)
    if adult.of_full_age is False and adult.category in rules.adults_of_full_age.on(on).value:
        age = rules.full_age.on(on)
        text = f"Another responsible adult is {age.value} or over"
        yield Reason("adult_under_age", text, age.source)


def _effect(protocol: Protocol, giving: GivingFacts) -> Iterator[Reason]:
    on = giving.given_on
    if not giving.effect_explained:
        text = f"{said(giving.disposal)} must be explained to the child and the appropriate adult"
        source = _explained(protocol, giving).on(on).source
        yield Reason("effect_not_explained", text, source)
    conditional = giving.disposal is Disposal.YOUTH_CONDITIONAL_CAUTION
    if conditional and giving.failure_warned is False:
        source = protocol.giving.failure_warned.on(on).source
        text = "The child must be warned that failing a condition may lead to prosecution"
        yield Reason("failure_not_warned", text, source)


def _explained(protocol: Protocol, giving: GivingFacts) -> Dated[str]:
    if giving.disposal is Disposal.YOUTH_CAUTION:
        return protocol.giving.youth_caution_explained
    return protocol.giving.conditional_caution_explained


def _officer(protocol: Protocol, giving: GivingFacts) -> Iterator[Reason]:
    rules = protocol.giving
    by: dict[Disposal, Dated[Words]] = {
        Disposal.YOUTH_CAUTION: rules.youth_caution_given_by,
        Disposal.YOUTH_CONDITIONAL_CAUTION: rules.conditional_caution_given_by,
    }
    may = by[giving.disposal].on(giving.given_on)
    if giving.given_as is not None and giving.given_as not in may.value:
        ways = ", ".join(word.replace("_", " ") for word in may.value)
        text = f"{said(giving.disposal)} is given by: {ways}"
        yield Reason("not_authorised", text, may.source)


def _document(protocol: Protocol, giving: GivingFacts) -> Iterator[Reason]:
    if giving.document_holds is None:
        return
    parts = protocol.giving.signed_document.on(giving.given_on)
    if missing := [part for part in parts.value if part not in giving.document_holds]:
        text = f"What the child signed leaves out the {', the '.join(missing)}"
        yield Reason("document_incomplete", text, parts.source)
