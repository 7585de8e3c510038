"""Which road a case takes at triage, and what would have changed it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules import eligibility, officer
from panel_protocol.rules.beside import beside
from panel_protocol.rules.flags import flags_of, knife_conflict, knife_referral
from panel_protocol.rules.gravity import Gravity, score
from panel_protocol.rules.variations import variations
from panel_protocol.terms import Disposal, Route

Reasons = tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Had this been so, the case would have taken this road instead."""

    condition: str
    route: Route


@dataclass(frozen=True, slots=True)
class Triage:
    edition: str
    gravity: Gravity
    route: Route
    reasons: Reasons
    flags: tuple[str, ...]
    would_change_the_route: tuple[Change, ...]


def triage(protocol: Protocol, facts: CaseFacts, on: date) -> Triage:
    """The road for this case, every reason for it, and what would have changed it."""
    scored = score(protocol, facts, on)
    route, reasons = _route(protocol, facts, on, scored.answer)
    return Triage(
        edition=protocol.edition_on(on).name,
        gravity=scored.answer,
        route=route,
        reasons=(*scored.reasons, *reasons, *beside(protocol, facts, on)),
        flags=flags_of(protocol, facts, on, route),
        would_change_the_route=tuple(_changes(protocol, facts, on, route)),
    )


def _route(
    protocol: Protocol, facts: CaseFacts, on: date, gravity: Gravity
) -> tuple[Route, Reasons]:
    """The first question with an answer decides; later ones that also apply are still told."""
    steps = [(route, ask(protocol, facts, on, gravity)) for route, ask in _QUESTIONS]
    found = [(route, reasons) for route, reasons in steps if reasons]
    if found:
        return found[0][0], tuple(reason for _, reasons in found for reason in reasons)
    against = officer.reasons_against(protocol, facts, on, gravity.final)
    if against:
        return Route.PANEL, against
    return Route.OFFICER_RESOLUTION, (officer.reason_for(protocol, on),)


def _changes(protocol: Protocol, facts: CaseFacts, on: date, route: Route) -> Iterator[Change]:
    for condition, changed in variations(protocol, facts, on):
        gravity = score(protocol, changed, on).answer
        other, _ = _route(protocol, changed, on, gravity)
        if other is not route:
            yield Change(condition, other)


def _under_age(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    return eligibility.under_age(protocol, facts, on)


def _over_age(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    return eligibility.over_age(protocol, facts.date_of_birth, on)


def _no_evidence(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    return eligibility.no_evidence(protocol, facts, on)


def _exploitation(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    hold = protocol.routing.exploitation_goes_to_review.on(on)
    if not (facts.exploitation_concern and hold.value):
        return ()
    text = "There is concern that the child is exploited: held until a named person releases it"
    return (Reason("exploitation_hold", text, hold.source),)


def _imagery(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    tested = protocol.routing.imagery_tested_for_outcome_21.on(on)
    if facts.sexual_imagery not in tested.value:
        return ()
    text = "Imagery between peers: the police consider first whether Outcome 21 is right"
    return (Reason("outcome_21_first", text, tested.source),)


def _knife_conflict(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    return knife_conflict(protocol, facts, on)


def _knife_referral(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    return knife_referral(protocol, facts, on)


def _remand(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    held = protocol.routing.bail_that_warrants_charge.on(on)
    if facts.bail not in held.value:
        return ()
    text = "The child is in custody with a view to remand, which is for a charging decision"
    return (Reason("remand_wanted", text, held.source),)


def _unscored(protocol: Protocol, _: CaseFacts, __: date, gravity: Gravity) -> Reasons:
    if gravity.final is not None:
        return ()
    source = protocol.gravity.bands.entries[0].source
    text = "The case has no score, so a named person must decide where it goes"
    return (Reason("unscored", text, source),)


def _charge(protocol: Protocol, _: CaseFacts, on: date, gravity: Gravity) -> Reasons:
    return _starts_at(protocol, on, gravity, Disposal.CHARGE)


def _no_action(protocol: Protocol, _: CaseFacts, on: date, gravity: Gravity) -> Reasons:
    return _starts_at(protocol, on, gravity, Disposal.NO_FURTHER_ACTION)


def _starts_at(protocol: Protocol, on: date, gravity: Gravity, disposal: Disposal) -> Reasons:
    if gravity.final is None:
        return ()
    points = protocol.gravity.starting_points.on(on)
    if points.value[str(gravity.final)] != (disposal,):
        return ()
    words = disposal.value.replace("_", " ")
    text = f"A score of {gravity.final} starts at {words}"
    return (Reason(f"starts_at_{disposal}", text, points.source),)


_Question = Callable[[Protocol, CaseFacts, date, Gravity], Reasons]
_QUESTIONS: tuple[tuple[Route, _Question], ...] = (
    (Route.RETURN_TO_POLICE, _under_age),
    (Route.RETURN_TO_POLICE, _over_age),
    (Route.NO_FURTHER_ACTION, _no_evidence),
    (Route.REVIEW, _exploitation),
    (Route.REVIEW, _imagery),
    (Route.REVIEW, _knife_conflict),
    (Route.PANEL, _knife_referral),
    (Route.CHARGE_CONSIDERATION, _remand),
    (Route.REVIEW, _unscored),
    (Route.CHARGE_CONSIDERATION, _charge),
    (Route.NO_FURTHER_ACTION, _no_action),
)
