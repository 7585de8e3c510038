from dataclasses import replace
from datetime import date

import pytest

from panel_protocol.authority import Grade
from panel_protocol.rules.administration import may_be_given
from panel_protocol.rules.giving import AdultFacts, GivingFacts, doubts, stays_open, told_before
from panel_protocol.rules.options import options
from panel_protocol.terms import AdultCategory, AuthorisedPerson, Disposal, SignedPart
from tests.protocol.dressed import with_value

GIVEN_ON = date(2026, 9, 25)
MOTHER = AdultFacts(
    category=AdultCategory.PARENT_GUARDIAN, police_employee=False, others_unavailable=False
)
CAUTION, CONDITIONAL = Disposal.YOUTH_CAUTION, Disposal.YOUTH_CONDITIONAL_CAUTION
RESOLUTION = Disposal.COMMUNITY_RESOLUTION
EVERY_PART = tuple(SignedPart)


def giving(disposal=CONDITIONAL, **changes):
    """Given in order, with everything said that can be said."""
    usual = GivingFacts(
        disposal=disposal,
        given_on=GIVEN_ON,
        admission=True,
        effect_explained=True,
        adult=MOTHER,
        failure_warned=True,
        document_holds=EVERY_PART,
        given_as=AuthorisedPerson.CONSTABLE,
        rank="Sergeant",
        agrees_to_take_part=True,
    )
    return replace(usual, **changes)


def codes(reasons):
    return [reason.code for reason in reasons]


def against(protocol, facts, given):
    return may_be_given(protocol, facts, given).reasons


@pytest.mark.parametrize("disposal", [RESOLUTION, CAUTION, CONDITIONAL])
def test_what_is_given_in_order_and_said_in_full_leaves_no_doubt(protocol, a_case, disposal):
    assert against(protocol, a_case(), giving(disposal)) == ()
    assert doubts(protocol, giving(disposal)) == ()


@pytest.mark.parametrize(
    ("disposal", "given_as", "expected"),
    [
        (CAUTION, AuthorisedPerson.CONSTABLE, []),
        (CAUTION, AuthorisedPerson.INVESTIGATING_OFFICER, ["not_authorised"]),
        (CAUTION, AuthorisedPerson.AUTHORISED_BY_PROSECUTOR, ["not_authorised"]),
        (CONDITIONAL, AuthorisedPerson.INVESTIGATING_OFFICER, []),
        (CONDITIONAL, AuthorisedPerson.AUTHORISED_BY_PROSECUTOR, []),
    ],
)
def test_a_constable_gives_a_caution_and_others_too_a_conditional_one(
    protocol, a_case, disposal, given_as, expected
):
    given = giving(disposal, given_as=given_as)

    assert codes(against(protocol, a_case(), given)) == expected


@pytest.mark.parametrize("part", EVERY_PART)
def test_each_part_missing_from_what_the_child_signed_is_named(protocol, a_case, part):
    signed = tuple(each for each in EVERY_PART if each is not part)
    (reason,) = against(protocol, a_case(), giving(document_holds=signed))

    assert (reason.code, reason.source) == ("document_incomplete", "cda-1998-66b")
    assert part in reason.text


def test_a_child_not_warned_of_prosecution_is_given_no_conditional_caution(protocol, a_case):
    unwarned = giving(failure_warned=False)

    assert codes(against(protocol, a_case(), unwarned)) == ["failure_not_warned"]
    assert against(protocol, a_case(), replace(unwarned, disposal=CAUTION)) == ()


def test_a_child_who_will_not_take_part_is_given_no_resolution(protocol, a_case):
    refused = giving(RESOLUTION, agrees_to_take_part=False)

    assert codes(against(protocol, a_case(), refused)) == ["not_agreed_to_take_part"]


@pytest.mark.parametrize(
    ("disposal", "source"),
    [(CAUTION, "cda-1998-66za"), (CONDITIONAL, "cda-1998-66b"),
     (RESOLUTION, "npcc-community-resolutions")],
)  # fmt: skip
def test_an_absent_adult_is_told_on_the_authority_that_asks_for_one(
    protocol, a_case, disposal, source
):
    (reason,) = against(protocol, a_case(), giving(disposal, adult=None))

    assert (reason.code, reason.source) == ("no_appropriate_adult", source)


@pytest.mark.parametrize(("day", "expected"), [(date(2015, 4, 12), []), (date(2015, 4, 13), ["no_appropriate_adult"])])  # fmt: skip  # noqa: E501
def test_a_child_of_17_needs_an_adult_at_a_caution_since_april_2015(
    protocol, a_case, an_offence, day, expected
):
    child = a_case(
        date_of_birth=date(1998, 1, 1),
        offences=(an_offence(committed_on=date(2015, 3, 1)),),
    )
    given = giving(CAUTION, given_on=day, adult=None)

    assert codes(against(protocol, child, given)) == expected


@pytest.mark.parametrize(
    ("category", "grade"),
    [(AdultCategory.OTHER_ADULT, Grade.A), (AdultCategory.PARENT_GUARDIAN, Grade.LOCAL),
     (AdultCategory.SOCIAL_WORKER, Grade.LOCAL)],
)  # fmt: skip
def test_police_staff_are_barred_by_statute_in_the_last_category_and_by_choice_in_the_others(
    protocol, a_case, category, grade
):
    adult = AdultFacts(category=category, police_employee=True, others_unavailable=True)
    (reason,) = against(protocol, a_case(), giving(adult=adult))

    assert reason.code == "adult_of_police"
    assert protocol.sources[reason.source].grade is grade


def test_a_representative_of_care_serves_for_a_child_in_care(protocol, a_case):
    carer = replace(MOTHER, category=AdultCategory.CARE_REPRESENTATIVE)

    assert against(protocol, a_case(looked_after=True), giving(adult=carer)) == ()
    assert codes(against(protocol, a_case(), giving(adult=carer))) == ["adult_not_of_care"]


@pytest.mark.parametrize(
    ("rank", "doubted"),
    [("sergeant", False), ("Detective Inspector", False), ("PC", True),
     ("suitably qualified officer", False), ("Superintendent", False)],
)  # fmt: skip
def test_a_rank_below_the_guidance_gives_pause_and_stops_nothing(protocol, a_case, rank, doubted):
    given = giving(rank=rank)

    assert against(protocol, a_case(), given) == ()
    assert codes(doubts(protocol, given)) == ["rank_below_guidance"] * doubted
    assert doubts(protocol, replace(given, disposal=CAUTION)) == ()


def test_what_nobody_said_is_told_and_never_taken_as_said(protocol):
    neighbour = AdultFacts(
        category=AdultCategory.OTHER_ADULT, police_employee=False, others_unavailable=True
    )
    silent = giving(adult=neighbour, failure_warned=None, document_holds=None)
    resolution = giving(RESOLUTION, agrees_to_take_part=None, victims_heard=False)

    assert codes(doubts(protocol, silent)) == [
        "adults_age_not_said", "warning_not_said", "document_must_hold",
    ]  # fmt: skip
    assert codes(doubts(protocol, resolution)) == ["agreement_not_said", "victim_views_missing"]


def test_a_child_may_withdraw_from_a_conditional_caution_and_nobody_enforces_a_resolution(protocol):
    assert codes(stays_open(protocol, giving(CAUTION))) == []
    assert codes(stays_open(protocol, giving())) == ["child_may_withdraw"]
    assert codes(stays_open(protocol, giving(RESOLUTION))) == ["not_enforceable"]


def test_no_caution_for_adults_and_no_penalty_notice_is_ever_among_the_options(protocol, a_case):
    found = options(protocol, a_case(), GIVEN_ON)
    told = {reason.code for option in found for reason in option.reasons}

    assert {option.disposal for option in found} == set(Disposal)
    assert not {"adult_caution", "penalty_notice"} & set(Disposal)
    assert {"no_other_caution", "no_penalty_notice"} <= told


def test_each_caution_has_its_own_words_before_it_is_given_and_nothing_else_has(protocol):
    told = {each: codes(told_before(protocol, each, GIVEN_ON)) for each in Disposal}

    assert told.pop(CAUTION) == ["constable_decides", "no_other_caution"]
    assert told.pop(CONDITIONAL) == [
        "youth_justice_consulted",
        "authorised_person",
        "child_signs",
        "child_may_withdraw",
    ]
    assert not any(told.values())


def test_who_may_give_a_caution_is_said_in_words(protocol, a_case):
    given = giving(CAUTION, given_as=AuthorisedPerson.AUTHORISED_BY_PROSECUTOR)
    both = ("constable", "investigating_officer")
    wider = with_value(protocol, "giving", "youth_caution_given_by", both)

    [reason] = against(wider, a_case(), given)

    assert reason.text == "A youth caution is given by: constable, investigating officer"
