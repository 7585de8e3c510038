"""Cases made to try the protocol with: whether each road can be taken, and each disposal given."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from panel_protocol.dated import NotInForce
from panel_protocol.facts import CaseFacts, OffenceFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import birthday
from panel_protocol.rules.open_questions import told
from panel_protocol.rules.options import options
from panel_protocol.rules.routing import triage
from panel_protocol.terms import (
    Admission,
    Bail,
    Disposal,
    EvidenceTest,
    Knife,
    Route,
    SexualImagery,
)

_UNSCORED = "not-in-any-matrix"


def found(protocol: Protocol, on: date) -> tuple[set[Route], set[Disposal]]:
    """The roads some case takes on this day, and the disposals open in some case."""
    routes: set[Route] = set()
    opened: set[Disposal] = set()
    for case in cases(protocol, on):
        try:
            # A case that meets an open question stops there, and shows nothing.
            road, _ = told(partial(triage, protocol, case, on))
            choices, _ = told(partial(options, protocol, case, on))
        except NotInForce:
            continue
        routes |= {road.route} if road else set()
        opened |= {option.disposal for option in choices or () if option.open}
    return routes, opened


def cases(protocol: Protocol, on: date) -> Iterator[CaseFacts]:
    """A plain case at each score and at none, and each of them with one thing otherwise."""
    usual = _plain(protocol, on)
    for code in _codes(protocol, on):
        offence = replace(usual.offences[0], offence_code=code)
        scored = replace(usual, offences=(offence,))
        yield scored
        yield from (replace(scored, admission=said) for said in Admission)
        yield from (replace(scored, test=test) for test in EvidenceTest)
    yield from (replace(usual, knife=knife) for knife in Knife)
    yield from (replace(usual, sexual_imagery=imagery) for imagery in SexualImagery)
    yield from (replace(usual, bail=bail) for bail in Bail)
    yield replace(usual, remand_wanted=True)
    yield replace(usual, exploitation_concern=True)
    yield replace(usual, looked_after=True)
    yield replace(usual, hate_crime=True)
    yield replace(usual, domestic_abuse=True)
    yield replace(usual, appropriate_adult_present=False)
    yield replace(usual, date_of_birth=_born(on, protocol.eligibility.oldest_age.on(on).value + 1))
    yield replace(
        usual, date_of_birth=_born(on, protocol.eligibility.youngest_age.on(on).value - 1)
    )


def _plain(protocol: Protocol, on: date) -> CaseFacts:
    area = next(iter(protocol.areas))
    code = next(_codes(protocol, on))
    return CaseFacts(
        date_of_birth=_born(on, protocol.eligibility.oldest_age.on(on).value),
        home_area=area,
        offences=(OffenceFacts(offence_code=code, committed_on=on, area=area),),
        test=EvidenceTest.FULL_CODE,
        admission=Admission.ADMITS,
        appropriate_adult_present=True,
    )


def _codes(protocol: Protocol, on: date) -> Iterator[str]:
    matrix = protocol.matrix_on(on)
    by_score = {score: code for code, score in matrix.scores.items()} if matrix else {}
    yield from (by_score[score] for score in sorted(by_score))
    yield _UNSCORED


def _born(on: date, age: int) -> date:
    """Somebody who has this birthday today."""
    return birthday(on, -age)
