"""Holding a decision about a child who may be exploited, until a named person releases it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.open_questions import told
from panel_protocol.terms import Disposal, EvidenceTest

Reasons = tuple[Reason, ...]


def held(protocol: Protocol, facts: CaseFacts, on: date) -> Reasons:
    """Why nothing is decided about this child yet; empty when nothing holds the decision.

    What is known of the case goes before the concern it was submitted with, which somebody may
    have released since.
    """
    known = facts.exploitation_hold
    return holding(protocol, on) if known or (known is None and facts.exploitation_concern) else ()


def holding(protocol: Protocol, on: date) -> Reasons:
    """That the decision is held, and what nobody has established about it."""
    holds = protocol.exploitation.holds_decision.on(on)
    if not holds.value:
        return ()
    text = "There is concern that the child is exploited: held until a named person releases it"
    question = told(lambda: protocol.exploitation.referral_effect.on(on))[1]
    return (Reason("exploitation_hold", text, holds.source), *question)


def bars(protocol: Protocol, facts: CaseFacts, on: date, disposal: Disposal) -> Reasons:
    """The hold, where it closes this disposal."""
    if disposal not in protocol.exploitation.held_disposals.on(on).value:
        return ()
    # Where no evidential test is met there is nothing to decide, and so nothing to hold.
    if disposal is Disposal.NO_FURTHER_ACTION and facts.test is EvidenceTest.NOT_MET:
        return ()
    return tuple(r for r in held(protocol, facts, on) if r.code == "exploitation_hold")


def found(protocol: Protocol, answers: Mapping[str, Mapping[str, Any]], on: date) -> bool:
    """Whether the assessment, by section and question, found that the child may be exploited."""
    concerns = protocol.exploitation.assessed_as_concern.on(on).value
    said = {
        question: answer for section in answers.values() for question, answer in section.items()
    }
    return any(said.get(question) in words for question, words in concerns.items())


def released(protocol: Protocol, on: date, *, referred: bool) -> Reasons:
    """That it is released; and of a child who was referred, what nobody has established."""
    source = protocol.exploitation.holds_decision.on(on).source
    by = Reason("released_by_named_person", "A named person released the decision", source)
    if not referred:
        return (by,)
    return (by, *told(lambda: protocol.exploitation.referral_effect.on(on))[1])
