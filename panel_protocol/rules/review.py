"""What a named person settles by reviewing a case that the protocol would not decide."""

from datetime import date

from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules import eligibility
from panel_protocol.terms import Route

# By the reason that sent the case to them.
_SETTLES = {
    "exploitation_hold": "the hold over exploitation",
    "policy_conflict": "the conflict of the knife guidelines",
    "earlier_offence_unknown": "the case, asking what an earlier outcome was for",
    "knife_not_said": "the case, asking whether there was a knife",
    "imagery_not_said": "the case, asking which kind of imagery it is about",
    "outcome_21_first": "whether Outcome 21 is right",
    "remand_not_said": "the case, asking whether a remand is wanted",
    "unscored": "the case, which has no score",
}


def settled(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Each thing the review settles, once, on the authority that asked for it."""
    asked = {reason.code: reason.source for reason in reasons}
    return tuple(
        Reason(f"released_{code}", f"A named person decided {what}", asked[code])
        for code, what in _SETTLES.items()
        if code in asked
    )


def against(protocol: Protocol, facts: CaseFacts, route: Route, on: date) -> tuple[Reason, ...]:
    """What the law says against this road, whoever decides on it."""
    if route in (Route.RETURN_TO_POLICE, Route.NO_FURTHER_ACTION):
        return ()
    young = eligibility.under_age(protocol, facts, on)
    if route is not Route.OFFICER_RESOLUTION:
        return young
    words = protocol.options.community_resolution_admission.on(on)
    text = "The child has neither admitted the offence nor accepted responsibility"
    unsaid = () if facts.admission in words.value else (Reason("no_admission", text, words.source),)
    return (*young, *eligibility.over_age(protocol, facts.date_of_birth, on), *unsaid)
