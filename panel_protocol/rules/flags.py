"""What people must be told about a case beside its road: the flags on it."""

from datetime import date

from panel_protocol.catalogue import Offence
from panel_protocol.dated import Dated, NotInForce
from panel_protocol.facts import CaseFacts
from panel_protocol.groups import Words
from panel_protocol.protocol import Protocol
from panel_protocol.rules import imagery, knife
from panel_protocol.rules.ages import age_on, birthday
from panel_protocol.rules.months import add_months
from panel_protocol.rules.officer import standing
from panel_protocol.terms import ModeOfTrial, OutcomeKind, Route

_CHARGED = {OutcomeKind.CHARGE, OutcomeKind.CONVICTION}


def flags_of(protocol: Protocol, facts: CaseFacts, on: date, route: Route) -> tuple[str, ...]:
    """Every flag on the case, always in this order."""
    flags = {
        "looked_after": facts.looked_after,
        "exploitation_concern": facts.exploitation_concern,
        "hate_crime": facts.hate_crime,
        "domestic_abuse": facts.domestic_abuse,
        "knife_mandatory_referral": bool(knife.referral(protocol, facts, on)),
        "policy_conflict": bool(knife.conflict(protocol, facts, on)),
        "imagery_aggravated": bool(imagery.aggravated(protocol, facts, on)),
        "turns_18_soon": turns_18_soon(protocol, facts.date_of_birth, on),
        "no_appropriate_adult": facts.appropriate_adult_present is False,
        "co_accused": facts.co_accused > 0,
        "indictable_only_prosecutor": indictable_only(protocol, facts),
        "child_information_form": _information_form(protocol, facts, on, route),
    }
    return tuple(flag for flag, raised in flags.items() if raised)


def turns_18_soon(protocol: Protocol, born: date, on: date) -> bool:
    """Whether the eighteenth birthday is near enough to make the case urgent."""
    oldest = protocol.eligibility.oldest_age.on(on).value
    months = protocol.routing.months_of_warning_before_18.on(on).value
    warned = add_months(birthday(born, oldest + 1), -months)
    return age_on(born, on) <= oldest and on >= warned


def indictable_only(protocol: Protocol, facts: CaseFacts) -> bool:
    return any(
        offence.mode_of_trial is ModeOfTrial.INDICTABLE_ONLY for offence in _known(protocol, facts)
    )


def _information_form(protocol: Protocol, facts: CaseFacts, on: date, route: Route) -> bool:
    if route is not Route.CHARGE_CONSIDERATION:
        return False
    groups = _words(protocol.routing.information_form_groups, on)
    if not groups:
        return False
    never_charged = not any(earlier.outcome in _CHARGED for earlier in standing(facts, on))
    years = protocol.routing.information_form_years.on(on).value
    return (
        never_charged
        or facts.looked_after
        or any(o.group in groups or _years(o) >= years for o in _known(protocol, facts))
    )


def _years(offence: Offence) -> float:
    text = offence.adult_max_custody
    if text.startswith("life"):
        return float("inf")
    return float(text[:-1]) if text.endswith("y") else 0.0


def _known(protocol: Protocol, facts: CaseFacts) -> list[Offence]:
    codes = [each.offence_code for each in facts.offences]
    return [protocol.offences[code] for code in codes if code in protocol.offences]


def _words(rule: Dated[Words], on: date) -> Words:
    """The words in force, or none on a day before the rule."""
    try:
        return rule.on(on).value
    except NotInForce:
        return ()
