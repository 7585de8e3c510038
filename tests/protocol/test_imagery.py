from dataclasses import replace
from datetime import date

import pytest

from panel_protocol.rules import imagery
from panel_protocol.rules.routing import triage
from panel_protocol.terms import SexualImagery

TODAY = date(2026, 9, 11)
PICTURE = "PK78003"
EVERYTHING = {"suspect_named", "rationale", "victim_informed"}


@pytest.fixture
def peers(a_case):
    def build(**changed):
        return a_case(PICTURE, sexual_imagery=SexualImagery.CONSENSUAL_PEER, **changed)

    return build


def codes(decision):
    return [reason.code for reason in decision.reasons]


def test_a_picture_shared_between_peers_suits_outcome_21_and_its_needs_are_told(protocol, peers):
    result = triage(protocol, peers(), TODAY)

    assert result.route == "review"
    assert {"outcome_21_first", "outcome_21_needs"} <= {r.code for r in result.reasons}
    assert imagery.outcome_21(protocol, peers(), TODAY).answer


@pytest.mark.parametrize("circumstance", ["hate_crime", "domestic_abuse"])
def test_outcome_21_should_not_normally_be_used_for_abuse_or_hate(protocol, peers, circumstance):
    decision = imagery.outcome_21(protocol, peers(**{circumstance: True}), TODAY)

    assert decision.answer, "not normally, which is for a person to weigh"
    assert "outcome_21_not_normally" in codes(decision)


def test_every_circumstance_that_speaks_against_outcome_21_is_named(protocol, peers):
    decision = imagery.outcome_21(protocol, peers(hate_crime=True, domestic_abuse=True), TODAY)
    (told,) = [each.text for each in decision.reasons if each.code == "outcome_21_not_normally"]

    assert told.endswith("should not normally be used for domestic abuse or a hate crime")


def test_imagery_of_a_child_who_may_be_exploited_does_not_suit(protocol, peers):
    facts = peers(exploitation_concern=True)

    assert not imagery.outcome_21(protocol, facts, TODAY).answer
    assert "imagery_aggravated" in triage(protocol, facts, TODAY).flags


def test_aggravated_imagery_is_flagged_and_never_left_to_the_officer(protocol, a_case):
    # A first offence of low gravity, admitted: but for the imagery the officer would resolve it.
    facts = a_case(sexual_imagery=SexualImagery.AGGRAVATED)
    result = triage(protocol, facts, TODAY)

    assert result.route == "panel"
    assert result.flags == ("imagery_aggravated",)
    assert codes(imagery.outcome_21(protocol, facts, TODAY)) == ["imagery_aggravated"]


def test_a_case_without_imagery_is_not_for_outcome_21(protocol, a_case):
    decision = imagery.recorded(protocol, a_case(), EVERYTHING, TODAY)

    assert decision.answer is None
    assert codes(decision) == ["outcome_21_not_suitable"]


@pytest.mark.parametrize("lacking", sorted(EVERYTHING))
def test_outcome_21_is_recorded_only_with_everything_it_needs(protocol, peers, lacking):
    assert imagery.recorded(protocol, peers(), EVERYTHING, TODAY).answer == "21"
    assert imagery.recorded(protocol, peers(), EVERYTHING - {lacking}, TODAY).answer is None


@pytest.mark.parametrize("code", ["PK78003", "PK78008", "CJ88115", "SX03249"])
def test_an_imagery_offence_sent_without_a_word_of_imagery_is_asked_about(protocol, a_case, code):
    result = triage(protocol, a_case(code), TODAY)

    assert result.route == "review"
    assert "imagery_not_said" in [reason.code for reason in result.reasons]


@pytest.mark.parametrize("said", [SexualImagery.CONSENSUAL_PEER, SexualImagery.AGGRAVATED])
def test_nothing_is_asked_where_the_kind_is_said(protocol, a_case, said):
    assert not imagery.not_said(protocol, a_case(PICTURE, sexual_imagery=said), TODAY)


def test_whoever_reviews_imagery_nobody_described_may_still_record_outcome_21(protocol, a_case):
    decision = imagery.recorded(protocol, a_case(PICTURE), EVERYTHING, TODAY)

    assert decision.answer == "21"
    assert codes(decision)[0] == "imagery_not_said"


def test_imagery_nobody_described_of_a_child_who_may_be_exploited_does_not_suit(protocol, a_case):
    facts = a_case(PICTURE, exploitation_concern=True)

    assert not imagery.outcome_21(protocol, facts, TODAY).answer


def test_outcome_21_is_not_normally_for_a_hate_crime_by_the_offence(protocol, peers, an_offence):
    facts = peers()
    with_insults = replace(facts, offences=(*facts.offences, an_offence("CD98075")))

    assert "outcome_21_not_normally" in codes(imagery.outcome_21(protocol, with_insults, TODAY))
