"""Community resolutions, and the meeting with a victim that an admission opens."""

from collections.abc import Iterator, Sequence
from datetime import date

from panel_protocol.dated import Dated
from panel_protocol.decision import Decision, Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.groups.shapes import Words
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.existence import quoted
from panel_protocol.rules.officer import earlier_outcomes
from panel_protocol.terms import Admission, RestorativeAnswer, VictimStatus

_OFFERED = (RestorativeAnswer.OFFERED, RestorativeAnswer.ACCEPTED)


def contacted(protocol: Protocol, victims: Sequence[VictimStatus], on: date) -> bool | None:
    """Whether every identified victim has been contacted; None where there is none."""
    return _all(protocol.resolution.contact_that_serves, victims, on)


def heard(protocol: Protocol, victims: Sequence[VictimStatus], on: date) -> bool | None:
    """Whether every identified victim's views are recorded, or that there are none."""
    return _all(protocol.resolution.views_that_are_recorded, victims, on)


def told_of(
    protocol: Protocol, facts: CaseFacts, on: date, *, victims: bool | None
) -> Iterator[Reason]:
    """What a community resolution is, for this child; `victims` is None where there is none."""
    rules = protocol.resolution
    if victims is not None:
        yield quoted("victim_views_do_not_bind", rules.victim_views, on)
    yield quoted("rationale_is_recorded", rules.rationale, on)
    yield from _history(protocol, facts, on)
    yield quoted("not_enforceable", rules.not_enforceable, on)
    excluded = rules.not_for.on(on)
    if facts.domestic_abuse and "intimate_partner_abuse" in excluded.value:
        text = "Older guidance keeps resolutions away from abuse between intimate partners"
        yield Reason("intimate_partner_abuse", text, excluded.source)
    yield quoted("no_penalty_notice", rules.no_penalty_notice, on)


def to_record(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[Reason, ...]:
    """What an officer who resolves a case without a panel must see to, and write down."""
    rules = protocol.resolution
    contact = protocol.options.community_resolution_needs_victim_contact.on(on)
    adult = rules.appropriate_adult_up_to_age.on(on)
    text = "An appropriate adult is there when the child is asked to accept responsibility"
    alone = age_on(facts.date_of_birth, on) <= adult.value
    return (
        quoted("rationale_is_recorded", rules.rationale, on),
        *((Reason("appropriate_adult_is_there", text, adult.source),) if alone else ()),
        quoted("agreement_to_take_part", rules.agreement, on),
        *(_contact(contact.source) if contact.value else ()),
        quoted("victim_views_do_not_bind", rules.victim_views, on),
        *_guidance(protocol, facts, on),
    )


def against(protocol: Protocol, *, agrees: bool | None, on: date) -> Iterator[Reason]:
    """A child who will not take part cannot be given one; None where nobody said."""
    if agrees is False:
        source = protocol.resolution.agreement.on(on).source
        text = "The child has not agreed to take part"
        yield Reason("not_agreed_to_take_part", text, source)


def doubts(
    protocol: Protocol, *, agrees: bool | None, victims_heard: bool | None, on: date
) -> Iterator[Reason]:
    """What is not known of a resolution that was given."""
    rules = protocol.resolution
    if agrees is None:
        source = rules.agreement.on(on).source
        text = "Nobody said whether the child agreed to take part"
        yield Reason("agreement_not_said", text, source)
    if victims_heard is False:
        source = rules.victim_views.on(on).source
        text = "The views of an identified victim are not recorded"
        yield Reason("victim_views_missing", text, source)


def restorative(
    protocol: Protocol, admission: Admission, answer: RestorativeAnswer | None, on: date
) -> Decision[bool]:
    """Whether a victim may be offered a meeting with a child who says this of the offence."""
    serving = protocol.conditions.admissions_that_serve.on(on)
    if answer not in _OFFERED or admission in serving.value:
        return Decision(True, ())
    source = protocol.conditions.needs_admission.on(on).source
    text = (
        "The child has neither admitted the offence nor accepted responsibility, and restorative "
        "justice is offered only then; this is a local default, not law"
    )
    return Decision(False, (Reason("restorative_needs_admission", text, source),))


def _contact(source: str) -> tuple[Reason, ...]:
    text = "An identified victim has been contacted before the child is given a resolution"
    return (Reason("victim_is_contacted_first", text, source),)


def _guidance(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[Reason, ...]:
    if not earlier_outcomes(protocol, facts, on):
        return ()
    guidance = protocol.resolution.history_guidance.on(on)
    ways = " or ".join(word.replace("_", " ") for word in guidance.value)
    text = f"Earlier outcomes are weighed: this takes {ways}"
    return (Reason("history_guidance", text, guidance.source),)


def _history(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Reason]:
    guidance = _guidance(protocol, facts, on)
    yield from guidance
    panel = protocol.resolution.panel_counts_as_consultation.on(on)
    if guidance and panel.value:
        text = "A panel with the youth justice service is that consultation"
        yield Reason("panel_is_consultation", text, panel.source)


def _all(serving: Dated[Words], victims: Sequence[VictimStatus], on: date) -> bool | None:
    if not victims:
        return None
    return all(status in serving.on(on).value for status in victims)
