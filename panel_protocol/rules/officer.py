"""When an officer may resolve a case without the panel."""

from collections.abc import Iterator
from datetime import date

from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts, EarlierOutcome
from panel_protocol.protocol import Protocol
from panel_protocol.rules import history
from panel_protocol.rules.bars import adult_is_needed
from panel_protocol.rules.imagery import aggravated
from panel_protocol.saying import written
from panel_protocol.terms import Disposal

_SAID = {"hate_crime": "This is a hate crime", "domestic_abuse": "There is domestic abuse"}


def reasons_against(
    protocol: Protocol, facts: CaseFacts, on: date, final: int | None
) -> tuple[Reason, ...]:
    """Why the panel should see this case; empty when an officer may resolve it."""
    return tuple(_against(protocol, facts, on, final))


def reason_for(protocol: Protocol, on: date) -> Reason:
    source = protocol.routing.officer_highest_score.on(on).source
    text = "A first offence of low gravity, admitted: an officer may resolve it"
    return Reason("officer_may_resolve", text, source)


def earlier_outcomes(protocol: Protocol, facts: CaseFacts, on: date) -> list[EarlierOutcome]:
    """The outcomes that make this not a first offence; one overturned never does."""
    counted = protocol.routing.earlier_outcomes_that_count.on(on).value
    return [earlier for earlier in standing(facts, on) if earlier.outcome in counted]


def standing(facts: CaseFacts, on: date) -> list[EarlierOutcome]:
    """Everything given by `on` and not overturned by then, in the order it was given."""
    return history.standing(facts.history, on)


def _against(protocol: Protocol, facts: CaseFacts, on: date, final: int | None) -> Iterator[Reason]:
    highest = protocol.routing.officer_highest_score.on(on)
    if final is None or final > highest.value:
        text = f"A score above {highest.value} is for the panel"
        yield Reason("score_for_panel", text, highest.source)
    if earlier := earlier_outcomes(protocol, facts, on):
        source = protocol.routing.earlier_outcomes_that_count.on(on).source
        last = earlier[-1]
        said = last.outcome.value.replace("_", " ")
        text = f"This is not a first offence: {said} on {written(last.given_on)}"
        yield Reason("earlier_outcome", text, source)
    yield from _resolution_unavailable(protocol, facts, on)
    yield from aggravated(protocol, facts, on)
    excluded = protocol.routing.officer_excluded.on(on)
    for fact in excluded.value:
        if getattr(facts, fact):
            yield Reason(fact, f"{_SAID.get(fact, fact)}, which is for the panel", excluded.source)


def _resolution_unavailable(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Reason]:
    said = protocol.options.community_resolution_admission.on(on)
    if facts.admission not in said.value:
        text = "The child has neither admitted the offence nor accepted responsibility"
        yield Reason("no_admission", text, said.source)
    tests = protocol.options.community_resolution_evidence.on(on)
    if facts.test not in tests.value:
        text = "The evidence is not enough for a community resolution"
        yield Reason("evidence_short_for_resolution", text, tests.source)
    alone = facts.appropriate_adult_present is False
    if alone and adult_is_needed(protocol, facts, on, Disposal.COMMUNITY_RESOLUTION):
        source = protocol.resolution.appropriate_adult_up_to_age.on(on).source
        text = "No appropriate adult was there when the child was asked"
        yield Reason("no_appropriate_adult", text, source)
