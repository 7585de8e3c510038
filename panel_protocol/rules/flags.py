"""What people must be told about a case beside its road: the flags on it."""

from collections.abc import Iterator
from datetime import date

from panel_protocol.dated import Dated, NotInForce
from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.groups import Words
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages_at import turns_18_soon
from panel_protocol.rules.home_host import responsible
from panel_protocol.rules.officer import standing
from panel_protocol.rules.prosecutor import indictable_only, information_form
from panel_protocol.terms import Knife, Route


def flags_of(protocol: Protocol, facts: CaseFacts, on: date, route: Route) -> tuple[str, ...]:
    """Every flag on the case, always in this order."""
    flags = {
        "looked_after": facts.looked_after,
        "placed_out_of_area": responsible(protocol, facts, on).answer.placed_out_of_area,
        "exploitation_concern": facts.exploitation_concern,
        "hate_crime": facts.hate_crime,
        "domestic_abuse": facts.domestic_abuse,
        "knife_mandatory_referral": bool(knife_referral(protocol, facts, on)),
        "policy_conflict": bool(knife_conflict(protocol, facts, on)),
        "turns_18_soon": turns_18_soon(protocol, facts.date_of_birth, on),
        "no_appropriate_adult": facts.appropriate_adult_present is False,
        "co_accused": facts.co_accused > 0,
        "indictable_only_prosecutor": indictable_only(protocol, facts),
        "child_information_form": route is Route.CHARGE_CONSIDERATION
        and bool(information_form(protocol, facts, on)),
    }
    return tuple(flag for flag, raised in flags.items() if raised)


def knife_referral(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[Reason, ...]:
    """Since February 2026 every child found with a knife is referred."""
    referred = protocol.routing.knife_must_be_referred
    if facts.knife not in _words(referred, on):
        return ()
    text = "A child found with a knife is always referred to the youth justice service"
    return (Reason("knife_mandatory_referral", text, referred.on(on).source),)


def knife_conflict(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[Reason, ...]:
    """Where the earlier guideline would charge and the later guidance would refer."""
    return tuple(_knife_conflict(protocol, facts, on))


def _knife_conflict(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Reason]:
    threats = protocol.routing.knife_needs_a_supervisor.on(on)
    if facts.knife in threats.value:
        text = "More than possession of a knife: the guidelines conflict, and a supervisor decides"
        yield Reason("policy_conflict", text, threats.source)
    elif facts.knife is not Knife.NONE and _earlier_violence(protocol, facts, on):
        source = protocol.routing.earlier_violence.on(on).source
        text = "A knife after earlier violence: the guidelines conflict, and a supervisor decides"
        yield Reason("policy_conflict", text, source)


def _earlier_violence(protocol: Protocol, facts: CaseFacts, on: date) -> bool:
    groups = protocol.routing.earlier_violence.on(on).value
    codes = [earlier.offence_code for earlier in standing(facts, on) if earlier.offence_code]
    return any(protocol.offences[c].group in groups for c in codes if c in protocol.offences)


def _words(rule: Dated[Words], on: date) -> Words:
    """The words in force, or none on a day before the rule."""
    try:
        return rule.on(on).value
    except NotInForce:
        return ()
