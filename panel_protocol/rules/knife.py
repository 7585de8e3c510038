"""A child found with a knife: who must be told, what the guidelines say, and who decides."""

from collections.abc import Iterator, Mapping
from datetime import date

from panel_protocol.dated import Answer
from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts, EarlierOutcome
from panel_protocol.groups.shapes import Words
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.existence import begun
from panel_protocol.rules.officer import standing
from panel_protocol.saying import written
from panel_protocol.terms import Knife

Reasons = tuple[Reason, ...]


def referral(protocol: Protocol, facts: CaseFacts, on: date) -> Reasons:
    """Since February 2026 every child found with a knife is referred."""
    referred = begun(protocol.knife.must_be_referred, on)
    if referred is None or not (facts.knife in referred.value or charged(protocol, facts, on)):
        return ()
    text = "A child found with a knife is always referred to the youth justice service"
    return (Reason("knife_mandatory_referral", text, referred.source),)


def not_said(protocol: Protocol, facts: CaseFacts, on: date) -> Reasons:
    """A knife offence sent without saying whether there was a knife: somebody must say."""
    referred = begun(protocol.knife.must_be_referred, on)
    codes = charged(protocol, facts, on)
    if referred is None or facts.knife is not Knife.NONE or not codes:
        return ()
    text = f"{_titles(protocol, codes)}: yet the case says nothing of a knife, and somebody must"
    return (Reason("knife_not_said", text, protocol.knife.offence_codes.on(on).source),)


def conflict(protocol: Protocol, facts: CaseFacts, on: date) -> Reasons:
    """Where the older guideline would charge and the newer guidance refers, and what is not known.

    Before there was a newer guidance nothing conflicted: the older one is only told.
    """
    grounds = begun(protocol.knife.conflict_grounds, on)
    if grounds is None or not _about_a_knife(protocol, facts, on):
        return ()
    holds = what_holds(protocol, facts, on)
    found = tuple(
        Reason("policy_conflict", _conflict(words), grounds.source)
        for ground, words in grounds.value.items()
        # A ground that a partnership named and no rule can weigh is for the supervisor too.
        if holds.get(ground, True)
    )
    return (*found, *_unknown(protocol, facts, on, grounds))


def older_guideline(protocol: Protocol, facts: CaseFacts, on: date) -> Reasons:
    """What the older guideline says of this child; told, and deciding nothing."""
    if not _about_a_knife(protocol, facts, on):
        return ()
    said = protocol.knife.older_guideline.on(on)
    from_age = protocol.knife.older_guideline_age.on(on).value
    older = age_on(facts.date_of_birth, on) >= from_age
    own = said.value["at_or_over" if older else "under"]
    text = f"An older guideline, undated, says that {own}; and that {said.value['any_age']}"
    return (Reason("older_knife_guideline", text, said.source),)


def charged(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[str, ...]:
    """The offences of the case that are about a knife whatever else is said."""
    known = protocol.knife.offence_codes.on(on).value
    codes = dict.fromkeys(offence.offence_code for offence in facts.offences)
    return tuple(code for code in codes if code in known)


def _about_a_knife(protocol: Protocol, facts: CaseFacts, on: date) -> bool:
    return facts.knife is not Knife.NONE or bool(charged(protocol, facts, on))


def what_holds(protocol: Protocol, facts: CaseFacts, on: date) -> Mapping[str, bool]:
    rules = protocol.knife
    threats = rules.offence_codes.on(on).value
    said = (facts.knife, *(threats[code] for code in charged(protocol, facts, on)))
    oldest = age_on(facts.date_of_birth, on)
    return {
        "more_than_possession": Knife.THREAT in said,
        "earlier_violence": _earlier(protocol, facts, on, rules.earlier_violence.on(on).value),
        "earlier_weapon": _earlier(protocol, facts, on, rules.earlier_weapon.on(on).value),
        "sixteen_or_over": oldest >= rules.older_guideline_age.on(on).value,
    }


def _earlier(protocol: Protocol, facts: CaseFacts, on: date, groups: Words) -> bool:
    codes = [e.offence_code for e in standing(facts, on) if e.offence_code]
    return any(protocol.offences[c].group in groups for c in codes if c in protocol.offences)


def _unknown(
    protocol: Protocol, facts: CaseFacts, on: date, grounds: Answer[Mapping[str, str]]
) -> Iterator[Reason]:
    """Nobody is taken to have been harmless because nobody wrote down what they did."""
    for earlier in standing(facts, on):
        if earlier.offence_code not in protocol.offences:
            text = f"{_given(earlier)}: for what is not known, and a supervisor decides"
            yield Reason("earlier_offence_unknown", text, grounds.source)


def _given(earlier: EarlierOutcome) -> str:
    words = earlier.outcome.value.replace("_", " ")
    return f"An earlier {words} of {written(earlier.given_on)}"


def _conflict(ground: str) -> str:
    return f"{ground}: the guidelines conflict, and a supervisor decides"


def _titles(protocol: Protocol, codes: tuple[str, ...]) -> str:
    known = protocol.offences
    return "; ".join(known[code].title if code in known else code for code in codes)
