"""Who must be at the table, and who does not count on a case they have an interest in."""

from datetime import date

import pytest

from panel_protocol.dated import NotInForce
from panel_protocol.library import load
from panel_protocol.rules.panel import Attendee, may_decide, team_members
from tests.protocol.dressed import with_value

PROTOCOL = load()
HELD_ON = date(2026, 9, 30)

POLICE = Attendee("police", "sub-police", "Sgt Example")
YOUTH_JUSTICE = Attendee("youth_justice", "sub-yjs", "Y. Worker")
HEALTH = Attendee("health", None, "H. Nurse")
EDUCATION = Attendee("education", "sub-education", "E. Welfare")


def codes(present, conflicted=frozenset()):
    decision = may_decide(PROTOCOL, present, conflicted, HELD_ON)
    assert decision.answer is not bool(decision.reasons)
    return [reason.code for reason in decision.reasons]


def test_police_youth_justice_and_one_other_agency_may_decide():
    decision = may_decide(PROTOCOL, [POLICE, YOUTH_JUSTICE, HEALTH], frozenset(), HELD_ON)

    assert decision.answer is True
    assert decision.reasons == ()


def test_every_absent_agency_is_its_own_reason_with_its_authority():
    decision = may_decide(PROTOCOL, [], frozenset(), HELD_ON)

    assert decision.answer is False
    assert [(reason.text, reason.source) for reason in decision.reasons] == [
        ("No one from Police was present", "partnership-default"),
        ("No one from Youth justice service was present", "partnership-default"),
        (
            "1 further agency is needed without an interest in this case; 0 counted",
            "partnership-default",
        ),
    ]


def test_where_more_agencies_are_needed_as_many_are_named_even_one_nobody_knows_by_a_name():
    partnership = with_value(PROTOCOL, "panel", "agencies_needed", ("wardens",))
    partnership = with_value(partnership, "panel", "other_agencies_needed", 2)
    decision = may_decide(partnership, [HEALTH], frozenset(), HELD_ON)

    assert [reason.text for reason in decision.reasons] == [
        "No one from wardens was present",
        "2 further agencies are needed without an interest in this case; 1 counted",
    ]


def test_the_law_puts_five_agencies_in_a_youth_offending_team():
    assert set(team_members(PROTOCOL, HELD_ON)) == {
        "police", "probation", "childrens_social_care", "health", "education",
    }  # fmt: skip
    assert team_members(PROTOCOL, date(1997, 1, 1)) == ()


def test_two_people_from_one_agency_are_one_agency():
    assert codes([POLICE, YOUTH_JUSTICE, POLICE]) == ["other_agency_absent"]


def test_a_member_with_a_declared_interest_does_not_count_on_that_case():
    assert codes([POLICE, YOUTH_JUSTICE, EDUCATION], {"sub-education"}) == ["other_agency_absent"]


def test_an_agency_whose_only_member_is_conflicted_is_told_from_one_that_stayed_away():
    assert codes([POLICE, YOUTH_JUSTICE, HEALTH], {"sub-police"}) == ["agency_conflicted"]


def test_a_colleague_without_an_interest_still_speaks_for_the_agency():
    colleague = Attendee("police", "sub-other", "PC Example")

    assert codes([POLICE, colleague, YOUTH_JUSTICE, HEALTH], {"sub-police"}) == []


def test_someone_without_an_account_declares_an_interest_by_name():
    assert codes([POLICE, YOUTH_JUSTICE, HEALTH], {"H. Nurse"}) == ["other_agency_absent"]


def test_every_agency_needed_for_quorum_is_one_the_partnership_knows():
    assert set(PROTOCOL.panel.agencies_needed.on(HELD_ON).value) <= PROTOCOL.agencies.keys()


def test_the_quorum_is_marked_as_the_partnerships_to_confirm():
    unconfirmed = {each.parameter for each in PROTOCOL.local_defaults()}

    assert {"panel.agencies_needed", "panel.other_agencies_needed"} <= unconfirmed


def test_quorum_begins_with_youth_cautions_on_8_april_2013():
    present = [POLICE, YOUTH_JUSTICE, HEALTH]

    assert may_decide(PROTOCOL, present, frozenset(), date(2013, 4, 8)).answer is True
    with pytest.raises(NotInForce):
        may_decide(PROTOCOL, present, frozenset(), date(2013, 4, 7))
