"""The same case with one fact changed, said in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from panel_protocol.dated import NotInForce
from panel_protocol.facts import CaseFacts, EarlierOutcome, OffenceFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import age_on, birthday
from panel_protocol.rules.officer import earlier_outcomes
from panel_protocol.saying import written
from panel_protocol.terms import OutcomeKind

Variation = tuple[str, CaseFacts]


def variations(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Variation]:
    """Each single change of one fact, in this order, and the case as it would then have been."""
    yield from _ages(protocol, facts, on)
    yield from _words(facts)
    yield from _circumstances(facts)
    yield from _history(protocol, facts, on)
    yield from _offences(protocol, facts)
    yield from _factors(protocol, facts, on)


def _ages(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Variation]:
    """Born so that the child was just too young then, just old enough, or is no longer a child."""
    youngest = protocol.eligibility.youngest_age.on(on).value
    oldest = protocol.eligibility.oldest_age.on(on).value
    first = min(offence.committed_on for offence in facts.offences)
    then, now = _born(first, youngest), _born(on, oldest + 1)
    for condition, born in (
        (f"the child had been under {youngest} then", then + _DAY),
        (f"the child had just turned {youngest} then", then),
        (f"the child had been under {oldest + 1} now", now + _DAY),
        (f"the person had been {oldest + 1} by now", now),
    ):
        yield condition, replace(facts, date_of_birth=born)


def _born(day: date, age: int) -> date:
    """The last day of birth of someone who has that age on the day."""
    born = birthday(day, -age)
    return born if age_on(born, day) == age else born - _DAY


def _words(facts: CaseFacts) -> Iterator[Variation]:
    """Every other answer to each question that is answered with one of a few words."""
    for fact, answers in _SAID.items():
        now = getattr(facts, fact)
        for answer, condition in answers.items():
            if answer != now:
                yield condition, replace(facts, **{fact: type(now)(answer)})


def _circumstances(facts: CaseFacts) -> Iterator[Variation]:
    """Each thing that is so or is not so, the other way about."""
    for fact, (had_been, had_not) in _WAS_OR_WAS_NOT.items():
        now = getattr(facts, fact)
        if now is not True:
            yield had_been, _changed(facts, fact, other=True)
        if now is not False:
            yield had_not, _changed(facts, fact, other=False)
    others = "no one else had been accused" if facts.co_accused else "others had been accused too"
    yield others, replace(facts, co_accused=0 if facts.co_accused else 1)


def _changed(facts: CaseFacts, fact: str, *, other: bool) -> CaseFacts:
    """What is known of a hold goes with the concern that opened it."""
    if fact == "exploitation_concern" and facts.exploitation_hold is not None:
        return replace(facts, exploitation_hold=other)
    changed: dict[str, Any] = {fact: other}
    return replace(facts, **changed)


def _history(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Variation]:
    counted = earlier_outcomes(protocol, facts, on)
    for place, earlier in enumerate(facts.history):
        without = facts.history[:place] + facts.history[place + 1 :]
        condition = f"there had been no {_spoken(earlier.outcome)} of {written(earlier.given_on)}"
        if counted == [earlier]:
            condition = "there had been no earlier outcome"
        yield condition, replace(facts, history=without)
    for kind in OutcomeKind:
        another = EarlierOutcome(outcome=kind, given_on=on, home_area=facts.home_area)
        condition = f"the child had had an earlier {_spoken(kind)}"
        yield condition, replace(facts, history=(*facts.history, another))


def _offences(protocol: Protocol, facts: CaseFacts) -> Iterator[Variation]:
    """Each offence left out, where that leaves another."""
    if len(facts.offences) == 1:
        return
    for place, offence in enumerate(facts.offences):
        condition = f"it had not been said: {_title(protocol, offence)}"
        yield condition, _with(facts, place)


def _factors(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Variation]:
    """Each factor that applies left out; and one more, which every other of its kind equals."""
    for place, offence in enumerate(facts.offences):
        of_it = f" to {_title(protocol, offence)}" if len(facts.offences) > 1 else ""
        for kind, known in _known_factors(protocol, on):
            for condition, changed in _factor(offence, kind, known, of_it):
                yield condition, _with(facts, place, changed)


def _factor(
    offence: OffenceFacts, kind: str, known: Mapping[str, str], of_it: str
) -> Iterator[tuple[str, OffenceFacts]]:
    field = f"{kind}_factors"
    applied: tuple[str, ...] = getattr(offence, field)
    for code in dict.fromkeys(code for code in applied if code in known):
        fewer: dict[str, Any] = {field: tuple(each for each in applied if each != code)}
        yield f"this had not applied{of_it}: {known[code]}", replace(offence, **fewer)
    another = next((code for code in known if code not in applied), None)
    if another:
        more: dict[str, Any] = {field: (*applied, another)}
        yield f"one more {kind} factor had applied{of_it}", replace(offence, **more)


def _known_factors(protocol: Protocol, on: date) -> list[tuple[str, Mapping[str, str]]]:
    rules = protocol.gravity
    try:
        return [
            ("aggravating", rules.aggravating_factors.on(on).value),
            ("mitigating", rules.mitigating_factors.on(on).value),
        ]
    except NotInForce:
        return []


def _with(facts: CaseFacts, place: int, *instead: OffenceFacts) -> CaseFacts:
    """The case with another offence in this place, or with none."""
    before, after = facts.offences[:place], facts.offences[place + 1 :]
    return replace(facts, offences=(*before, *instead, *after))


def _title(protocol: Protocol, offence: OffenceFacts) -> str:
    known = protocol.offences.get(offence.offence_code)
    return known.title if known else offence.offence_code


def _spoken(outcome: OutcomeKind) -> str:
    return outcome.value.replace("_", " ")


_DAY = timedelta(days=1)
_SAID = {
    "test": {
        "full_code": "the evidence had met the full code test",
        "threshold": "the evidence had met only the threshold test",
        "not_met": "the evidence had met no test for a charge",
    },
    "admission": {
        "admits": "the child had admitted the offence",
        "accepts_responsibility": "the child had accepted responsibility",
        "no_comment": "the child had made no comment",
        "denies": "the child had denied the offence",
        "not_interviewed": "the child had not been interviewed",
    },
    "knife": {
        "none": "there had been no knife",
        "possession": "the child had been found with a knife",
        "threat": "the child had threatened with a knife",
    },
    "sexual_imagery": {
        "none": "there had been no sexual imagery",
        "consensual_peer": "it had been about sexual imagery shared by consent between peers",
        "aggravated": "it had been about aggravated sexual imagery",
    },
    "bail": {
        "voluntary_attendance": "the child had attended of their own will",
        "pre_charge_bail": "the child had been on pre-charge bail",
        "released_under_investigation": "the child had been released under investigation",
        "custody": "the child had been in custody",
        "none": "the child had been free without bail",
    },
    "legal_advice": {
        "received": "the child had had legal advice",
        "declined": "the child had declined legal advice",
        "not_offered": "no legal advice had been offered",
        "not_known": "nobody had known of legal advice",
    },
}
_WAS_OR_WAS_NOT = {
    "exploitation_concern": (
        "there had been concern that the child is exploited",
        "a named person had released the exploitation concern",
    ),
    "hate_crime": ("it had been a hate crime", "it had not been a hate crime"),
    "domestic_abuse": ("there had been domestic abuse", "there had been no domestic abuse"),
    "remand_wanted": ("the police had wanted a remand", "the police had wanted no remand"),
    "appropriate_adult_present": (
        "an appropriate adult had been there",
        "no appropriate adult had been there",
    ),
    "looked_after": (
        "the child had been looked after by an authority",
        "the child had not been looked after by an authority",
    ),
    "arrested": ("the child had been arrested", "the child had not been arrested"),
}
