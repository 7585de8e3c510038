"""Which road a case takes at triage, and what would have changed it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules import eligibility, hold, imagery, knife, officer, resolution
from panel_protocol.rules.beside import beside
from panel_protocol.rules.flags import flags_of
from panel_protocol.rules.gravity import Gravity, Scores, score
from panel_protocol.rules.open_questions import told
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
        reasons=(
            *scored.reasons,
            *reasons,
            *knife.older_guideline(protocol, facts, on),
            *beside(protocol, facts, on),
        ),
        flags=flags_of(protocol, facts, on, route),
        would_change_the_route=tuple(_changes(protocol, facts, on, scored.answer, route)),
    )


def road(protocol: Protocol, facts: CaseFacts, on: date) -> Route:
    """Only where the case goes, without the reasons or what would have changed it."""
    return _route(protocol, facts, on, score(protocol, facts, on).answer)[0]


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
    return Route.OFFICER_RESOLUTION, (
        officer.reason_for(protocol, on),
        *resolution.to_record(protocol, facts, on),
    )


def _road(protocol: Protocol, facts: CaseFacts, on: date, gravity: Gravity) -> Route:
    """The route alone, for which the first question with an answer is enough."""
    for route, ask in _QUESTIONS:
        if ask(protocol, facts, on, gravity):
            return route
    against = officer.reasons_against(protocol, facts, on, gravity.final)
    return Route.PANEL if against else Route.OFFICER_RESOLUTION


def _changes(
    protocol: Protocol, facts: CaseFacts, on: date, scored: Gravity, route: Route
) -> Iterator[Change]:
    """Every single change of one fact that leads elsewhere, each said once."""
    told_of: set[str] = set()
    seen: Scores = {}
    most = protocol.routing.changes_tried.on(on).value
    for condition, changed in islice(variations(protocol, facts, on), most):
        same = changed.offences is facts.offences
        gravity = scored if same else score(protocol, changed, on, seen=seen).answer
        other = _road(protocol, changed, on, gravity)
        if other is not route and condition not in told_of:
            told_of.add(condition)
            yield Change(condition, other)


def _under_age(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    return eligibility.under_age(protocol, facts, on)


def _over_age(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    return eligibility.over_age(protocol, facts.date_of_birth, on)


def _no_evidence(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    return eligibility.no_evidence(protocol, facts, on)


def _exploitation(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    return hold.held(protocol, facts, on)


def _imagery(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    return imagery.tested_first(protocol, facts, on)


def _knife_conflict(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    return (*knife.conflict(protocol, facts, on), *knife.not_said(protocol, facts, on))


def _knife_referral(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    return knife.referral(protocol, facts, on)


def _remand(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    charged = protocol.routing.remand_goes_to_charge.on(on)
    if not (facts.remand_wanted and charged.value):
        return ()
    text = "The police want a remand, which is for a charging decision"
    return (Reason("remand_wanted", text, charged.source),)


def _remand_not_said(protocol: Protocol, facts: CaseFacts, on: date, _: Gravity) -> Reasons:
    asks = protocol.routing.bail_that_asks_about_remand.on(on)
    if facts.remand_wanted is not None or facts.bail not in asks.value:
        return ()
    text = "The child is in custody, and nobody has said whether a remand is wanted"
    return (Reason("remand_not_said", text, asks.source),)


def _unscored(protocol: Protocol, _: CaseFacts, on: date, gravity: Gravity) -> Reasons:
    if gravity.final is not None:
        return ()
    source = protocol.gravity.scale.on(on).source
    text = "The case has no score, so a named person must decide where it goes"
    return (Reason("unscored", text, source),)


def _start_not_known(protocol: Protocol, _: CaseFacts, on: date, gravity: Gravity) -> Reasons:
    """A score whose meaning nobody has established sends the case to a named person."""
    if gravity.final is None:
        return ()
    return told(lambda: protocol.gravity.starting_points.on(on))[1]


def _charge(protocol: Protocol, _: CaseFacts, on: date, gravity: Gravity) -> Reasons:
    return _starts_at(protocol, on, gravity, Disposal.CHARGE)


def _no_action(protocol: Protocol, _: CaseFacts, on: date, gravity: Gravity) -> Reasons:
    return _starts_at(protocol, on, gravity, Disposal.NO_FURTHER_ACTION)


def _starts_at(protocol: Protocol, on: date, gravity: Gravity, disposal: Disposal) -> Reasons:
    if gravity.final is None:
        return ()
    points, _ = told(lambda: protocol.gravity.starting_points.on(on))
    if points is None or points.value[str(gravity.final)] != (disposal,):
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
    (Route.REVIEW, _remand_not_said),
    (Route.REVIEW, _unscored),
    (Route.REVIEW, _start_not_known),
    (Route.CHARGE_CONSIDERATION, _charge),
    (Route.NO_FURTHER_ACTION, _no_action),
)
