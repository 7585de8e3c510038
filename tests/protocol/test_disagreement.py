from dataclasses import replace
from datetime import date

import pytest

from panel_protocol.rules.disagreement import Voices, against, told_of
from panel_protocol.terms import Disposal

TODAY = date(2026, 9, 11)
AGREED = Voices(panel=Disposal.OUTCOME_22, police=Disposal.OUTCOME_22, gravity=2)
OVERRULED = replace(AGREED, police=Disposal.CHARGE)


def codes(reasons):
    return [reason.code for reason in reasons]


def with_ladder(protocol):
    used = protocol.disagreement.escalation_is_used
    switched = replace(used, entries=[replace(entry, value=True) for entry in used.entries])
    rules = replace(protocol.disagreement, escalation_is_used=switched)
    return replace(protocol, disagreement=rules)


def test_nothing_is_said_where_everybody_agrees_and_nothing_is_borderline(protocol):
    assert told_of(protocol, AGREED, TODAY) == ()


@pytest.mark.parametrize(
    ("gravity", "told"),
    [(None, []), (3, []), (4, ["joint_decision_expected"]), (5, ["joint_decision_expected"])],
)
def test_between_charge_and_caution_the_decision_is_to_be_joint(protocol, gravity, told):
    voices = replace(AGREED, gravity=gravity)

    assert codes(told_of(protocol, voices, TODAY)) == told


def test_police_who_overrule_the_panel_have_the_last_word_and_the_dissent_stays(protocol):
    assert codes(told_of(protocol, OVERRULED, TODAY)) == [
        "joint_decision_expected",
        "police_last_word",
        "panel_dissents",
        "for_scrutiny",
    ]
    assert against(protocol, OVERRULED, TODAY) == ()


def test_an_agency_that_recommended_otherwise_is_named_even_where_panel_and_police_agree(protocol):
    agencies = {"youth_justice": Disposal.COMMUNITY_RESOLUTION, "health": Disposal.OUTCOME_22}
    reasons = told_of(protocol, replace(AGREED, agencies=agencies), TODAY)
    named = [reason.text for reason in reasons if reason.code == "agency_dissents"]

    assert named == ["Youth justice recommended otherwise: a community resolution"]
    assert "panel_dissents" not in codes(reasons)


def test_before_the_guidance_a_grave_case_agreed_by_all_is_simply_agreed(protocol):
    assert told_of(protocol, replace(AGREED, gravity=4), date(2025, 1, 31)) == ()


@pytest.mark.parametrize(("day", "told"), [(date(2025, 1, 31), False), (date(2025, 2, 1), True)])
def test_the_guidance_on_deciding_together_is_of_february_2025(protocol, day, told):
    found = codes(told_of(protocol, OVERRULED, day))

    assert ("police_last_word" in found) is told
    assert ("joint_decision_expected" in found) is told
    assert "panel_dissents" in found


def test_a_partnership_that_uses_its_ladder_takes_a_difference_up_it_first(protocol):
    used = with_ladder(protocol)

    assert codes(against(used, OVERRULED, TODAY)) == ["escalation_needed"]
    assert against(used, replace(OVERRULED, escalated=True), TODAY) == ()
    assert against(used, AGREED, TODAY) == ()


def test_each_rung_says_to_whom_and_how_soon(protocol):
    reasons = against(with_ladder(protocol), OVERRULED, TODAY)
    ladder = protocol.disagreement.ladder.on(TODAY)
    said = "A difference is first taken to {to}, who answer within {working_days} working days"

    assert reasons
    assert [reason.text for reason in reasons] == [said.format(**rung) for rung in ladder.value]
    assert {reason.source for reason in reasons} == {ladder.source}
