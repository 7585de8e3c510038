"""The same case with one fact changed, said in plain words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from panel_protocol.dated import NotInForce
from panel_protocol.facts import CaseFacts, EarlierOutcome, OffenceFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.officer import earlier_outcomes
from panel_protocol.terms import Admission, EvidenceTest, OutcomeKind

Variation = tuple[str, CaseFacts]
_ADMITTING = {Admission.ADMITS, Admission.ACCEPTS_RESPONSIBILITY}


def variations(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Variation]:
    """Each condition, and the case as it would then have been."""
    yield _admission(facts)
    yield _history(protocol, facts, on)
    yield _evidence(facts)
    if facts.exploitation_concern:
        released = replace(facts, exploitation_concern=False)
        yield "a named person had released the exploitation concern", released
    yield from _factors(protocol, facts, on)


def _admission(facts: CaseFacts) -> Variation:
    if facts.admission in _ADMITTING:
        return "the child had denied the offence", replace(facts, admission=Admission.DENIES)
    return "the child had admitted the offence", replace(facts, admission=Admission.ADMITS)


def _history(protocol: Protocol, facts: CaseFacts, on: date) -> Variation:
    if earlier_outcomes(protocol, facts, on):
        return "there had been no earlier outcome", replace(facts, history=())
    earlier = EarlierOutcome(
        outcome=OutcomeKind.COMMUNITY_RESOLUTION, given_on=on, home_area=facts.home_area
    )
    return "the child had had an earlier community resolution", replace(facts, history=(earlier,))


def _evidence(facts: CaseFacts) -> Variation:
    if facts.test is EvidenceTest.NOT_MET:
        return "the evidence had met the full code test", replace(
            facts, test=EvidenceTest.FULL_CODE
        )
    return "the evidence had met no test for a charge", replace(facts, test=EvidenceTest.NOT_MET)


def _factors(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Variation]:
    try:
        up = next(iter(protocol.gravity.aggravating_factors.on(on).value), None)
        down = next(iter(protocol.gravity.mitigating_factors.on(on).value), None)
    except NotInForce:
        return
    if up:
        worse = tuple(_with(o, up=(up,), down=()) for o in facts.offences)
        yield "only an aggravating factor had applied", replace(facts, offences=worse)
    if down:
        better = tuple(_with(o, up=(), down=(down,)) for o in facts.offences)
        yield "only a mitigating factor had applied", replace(facts, offences=better)


def _with(offence: OffenceFacts, *, up: tuple[str, ...], down: tuple[str, ...]) -> OffenceFacts:
    return replace(offence, aggravating_factors=up, mitigating_factors=down)
