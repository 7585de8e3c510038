"""Sexual imagery made by children: whether Outcome 21 suits, which the police decide."""

from collections.abc import Set
from datetime import date

from panel_protocol.decision import Decision, Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.circumstances import holds, sent_for, titles
from panel_protocol.terms import SexualImagery

Reasons = tuple[Reason, ...]


def tested_first(protocol: Protocol, facts: CaseFacts, on: date) -> Reasons:
    """Imagery between peers goes to a named person first, with what speaks for and against."""
    tested = protocol.imagery.tested_for_outcome_21.on(on)
    if facts.sexual_imagery not in tested.value:
        return ()
    text = "Imagery between peers: the police consider first whether Outcome 21 is right"
    first = Reason("outcome_21_first", text, tested.source)
    return (first, *outcome_21(protocol, facts, on).reasons)


def not_said(protocol: Protocol, facts: CaseFacts, on: date) -> Reasons:
    """An offence about imagery sent without saying of which kind: somebody must say."""
    listed = protocol.imagery.offence_codes.on(on)
    codes = sent_for(facts, listed.value)
    if facts.sexual_imagery is not SexualImagery.NONE or not codes:
        return ()
    text = f"{titles(protocol, codes)}: yet the case says nothing of imagery, and somebody must"
    return (Reason("imagery_not_said", text, listed.source),)


def outcome_21(protocol: Protocol, facts: CaseFacts, on: date) -> Decision[bool]:
    """Whether Outcome 21 may be recorded of this case; what it would need, or what is against."""
    tested = protocol.imagery.tested_for_outcome_21.on(on)
    if against := aggravated(protocol, facts, on):
        return Decision(False, against)
    unsaid = not_said(protocol, facts, on)
    if facts.sexual_imagery not in tested.value and not unsaid:
        text = "Outcome 21 is considered for imagery between peers, which this is not"
        return Decision(False, (Reason("outcome_21_not_suitable", text, tested.source),))
    # Of which kind it is, the named person says who records it.
    return Decision(True, (*unsaid, *_not_normally(protocol, facts, on), _needs(protocol, on)))


def recorded(protocol: Protocol, facts: CaseFacts, has: Set[str], on: date) -> Decision[str | None]:
    """The code under which the police record Outcome 21; none where it may not be."""
    suits = outcome_21(protocol, facts, on)
    lacks = protocol.imagery.needs.on(on).value.keys() - has
    if not suits.answer or lacks:
        return Decision(None, suits.reasons)
    return Decision(protocol.imagery.recorded_as.on(on).value, suits.reasons)


def aggravated(protocol: Protocol, facts: CaseFacts, on: date) -> Reasons:
    """Why imagery is more than a private matter between peers; empty when it is not."""
    rules = protocol.imagery
    peers = facts.sexual_imagery in rules.tested_for_outcome_21.on(on).value
    maybe = peers or bool(not_said(protocol, facts, on))
    said = rules.aggravated.on(on)
    shown = [fact for fact in rules.aggravated_by_facts.on(on).value if getattr(facts, fact)]
    if facts.sexual_imagery not in said.value and not (maybe and shown):
        return ()
    words = ", ".join(rules.aggravated_by.on(on).value.values())
    text = f"The imagery is aggravated ({words}): Outcome 21 does not suit, and the panel sees it"
    return (Reason("imagery_aggravated", text, said.source),)


def _not_normally(protocol: Protocol, facts: CaseFacts, on: date) -> Reasons:
    listed = protocol.imagery.not_normally_for.on(on)
    shown = [words for fact, words in listed.value.items() if holds(protocol, facts, on, fact)]
    if not shown:
        return ()
    text = f"Outcome 21 should not normally be used for {' or '.join(shown)}"
    return (Reason("outcome_21_not_normally", text, listed.source),)


def _needs(protocol: Protocol, on: date) -> Reason:
    needs = protocol.imagery.needs.on(on)
    text = f"Outcome 21 needs {', '.join(needs.value.values())}"
    return Reason("outcome_21_needs", text, needs.source)
