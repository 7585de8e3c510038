"""What people must be told about a case beside its road: the flags on it."""

from datetime import date

from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules import imagery, knife
from panel_protocol.rules.ages_at import turns_18_soon
from panel_protocol.rules.circumstances import holds
from panel_protocol.rules.home_host import responsible
from panel_protocol.rules.prosecutor import indictable_only, information_form
from panel_protocol.terms import Route


def flags_of(protocol: Protocol, facts: CaseFacts, on: date, route: Route) -> tuple[str, ...]:
    """Every flag on the case, always in this order."""
    flags = {
        "looked_after": facts.looked_after,
        "placed_out_of_area": responsible(protocol, facts, on).answer.placed_out_of_area,
        "exploitation_concern": facts.exploitation_concern,
        "hate_crime": holds(protocol, facts, on, "hate_crime"),
        "domestic_abuse": facts.domestic_abuse,
        "knife_mandatory_referral": bool(knife.referral(protocol, facts, on)),
        "policy_conflict": bool(knife.conflict(protocol, facts, on)),
        "imagery_aggravated": bool(imagery.aggravated(protocol, facts, on)),
        "turns_18_soon": turns_18_soon(protocol, facts.date_of_birth, on),
        "no_appropriate_adult": facts.appropriate_adult_present is False,
        "co_accused": facts.co_accused > 0,
        "indictable_only_prosecutor": indictable_only(protocol, facts),
        "child_information_form": route is Route.CHARGE_CONSIDERATION
        and bool(information_form(protocol, facts, on)),
    }
    return tuple(flag for flag, raised in flags.items() if raised)
