from dataclasses import replace
from datetime import date

import pytest

from panel_protocol.rules.administration import may_be_given
from panel_protocol.rules.giving import AdultFacts, GivingFacts
from panel_protocol.terms import Admission, AdultCategory, Disposal
from tests.protocol.dressed import with_value

GIVEN_ON = date(2026, 9, 25)
MOTHER = AdultFacts(
    category=AdultCategory.PARENT_GUARDIAN, police_employee=False, others_unavailable=False
)
NEIGHBOUR = replace(MOTHER, category=AdultCategory.OTHER_ADULT)
CAUTION = Disposal.YOUTH_CAUTION
CAUTIONS = [Disposal.YOUTH_CAUTION, Disposal.YOUTH_CONDITIONAL_CAUTION]
RESOLUTION = Disposal.COMMUNITY_RESOLUTION


def giving(disposal=CAUTION, **changes):
    usual = GivingFacts(
        disposal=disposal,
        given_on=GIVEN_ON,
        admission=True,
        effect_explained=True,
        adult=MOTHER,
    )
    return replace(usual, **changes)


def codes(protocol, facts, given):
    decision = may_be_given(protocol, facts, given)
    assert decision.answer is not bool(decision.reasons)
    return [reason.code for reason in decision.reasons]


@pytest.mark.parametrize("disposal", [RESOLUTION, *CAUTIONS])
def test_what_is_given_in_order_is_given(protocol, a_case, disposal):
    assert codes(protocol, a_case(), giving(disposal)) == []


@pytest.mark.parametrize("disposal", CAUTIONS)
def test_everything_missing_from_the_giving_is_its_own_reason(protocol, a_case, disposal):
    given = giving(disposal, admission=False, effect_explained=False, adult=None)

    assert codes(protocol, a_case(), given) == [
        "no_admission",
        "no_appropriate_adult",
        "effect_not_explained",
    ]


def test_the_admission_is_the_one_made_to_the_officer_then(protocol, a_case):
    before = a_case(admission=Admission.DENIES, appropriate_adult_present=False)

    assert codes(protocol, before, giving()) == []


def test_responsibility_accepted_is_enough_for_a_resolution(protocol, a_case):
    accepted = a_case(admission=Admission.ACCEPTS_RESPONSIBILITY)

    assert codes(protocol, accepted, giving(RESOLUTION)) == []
    assert codes(protocol, accepted, giving(RESOLUTION, admission=False)) == ["no_admission"]


def test_a_resolution_explains_itself_and_asks_nothing_of_who_the_adult_is(protocol, a_case):
    given = giving(RESOLUTION, effect_explained=False, adult=NEIGHBOUR)

    assert codes(protocol, a_case(), given) == []


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2026, 9, 25), []), (date(2026, 9, 26), ["not_a_child"])]
)
def test_a_caution_is_given_up_to_the_eve_of_eighteen(protocol, a_case, day, expected):
    child = a_case(date_of_birth=date(2008, 9, 26))

    assert codes(protocol, child, giving(given_on=day)) == expected


@pytest.mark.parametrize(
    ("adult", "expected"),
    [
        (NEIGHBOUR, ["adult_out_of_order"]),
        (replace(NEIGHBOUR, others_unavailable=True), []),
        (replace(MOTHER, police_employee=True), ["adult_of_police"]),
        (replace(MOTHER, category=AdultCategory.SOCIAL_WORKER), []),
        (replace(MOTHER, category=AdultCategory.CARE_REPRESENTATIVE), ["adult_not_of_care"]),
        (replace(NEIGHBOUR, others_unavailable=True, of_full_age=True), []),
        (replace(NEIGHBOUR, others_unavailable=True, of_full_age=False), ["adult_under_age"]),
        (replace(MOTHER, of_full_age=False), []),
    ],
)
def test_the_adult_is_the_nearest_available_and_not_of_the_police(
    protocol, a_case, adult, expected
):
    assert codes(protocol, a_case(), giving(adult=adult)) == expected


def test_a_resolution_waits_for_an_identified_victim_to_be_contacted(protocol, a_case):
    given = giving(RESOLUTION, victims_settled=False)

    assert codes(protocol, a_case(), given) == ["victim_not_contacted"]


@pytest.mark.parametrize("disposal", CAUTIONS)
def test_a_caution_asks_nobody_to_take_part(protocol, a_case, disposal):
    assert codes(protocol, a_case(), giving(disposal, agrees_to_take_part=False)) == []
    assert codes(protocol, a_case(), giving(RESOLUTION, agrees_to_take_part=False)) == [
        "not_agreed_to_take_part"
    ]


def test_a_child_who_accepted_responsibility_may_admit_it_when_the_caution_is_given(
    protocol, a_case
):
    accepted = a_case(admission=Admission.ACCEPTS_RESPONSIBILITY)

    assert codes(protocol, accepted, giving(CAUTION)) == []


def test_where_a_resolution_takes_an_admission_accepting_responsibility_is_not_one(
    protocol, a_case
):
    strict = with_value(protocol, "options", "community_resolution_admission", ("admits",))
    accepted = a_case(admission=Admission.ACCEPTS_RESPONSIBILITY)

    assert codes(strict, accepted, giving(RESOLUTION)) == ["no_admission"]
    assert codes(strict, a_case(), giving(RESOLUTION)) == []
