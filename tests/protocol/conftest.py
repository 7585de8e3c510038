"""The packaged protocol, and the smallest valid case."""

from dataclasses import replace
from datetime import date

import pytest

from panel_protocol.facts import CaseFacts, EarlierOutcome, OffenceFacts
from panel_protocol.library import load
from panel_protocol.terms import Admission, EvidenceTest, OutcomeKind


@pytest.fixture(scope="session")
def protocol():
    return load()


@pytest.fixture(scope="session")
def an_offence():
    def build(code="TH68010", **changed):
        usual = OffenceFacts(offence_code=code, committed_on=date(2026, 9, 1), area="E08000021")
        return replace(usual, **changed)

    return build


@pytest.fixture(scope="session")
def a_case(an_offence):
    """A first shop theft, admitted, by a child of 14, with everything in order."""

    def build(*codes, **changed):
        usual = CaseFacts(
            date_of_birth=date(2012, 3, 14),
            home_area="E08000022",
            offences=tuple(an_offence(code) for code in codes or ("TH68010",)),
            test=EvidenceTest.FULL_CODE,
            admission=Admission.ADMITS,
            appropriate_adult_present=True,
        )
        return replace(usual, **changed)

    return build


@pytest.fixture(scope="session")
def an_earlier():
    def build(outcome=OutcomeKind.COMMUNITY_RESOLUTION, given_on=date(2025, 5, 1), **changed):
        return EarlierOutcome(outcome=outcome, given_on=given_on, home_area="E08000022", **changed)

    return build
