from datetime import date

import pytest

from panel_protocol.rules.options import options
from panel_protocol.terms import Admission, Disposal, EvidenceTest, OutcomeKind

TODAY = date(2026, 9, 11)
CAUTIONS = {"youth_caution", "youth_conditional_caution"}


def by_disposal(protocol, facts, on=TODAY, **asked):
    return {option.disposal: option for option in options(protocol, facts, on, **asked)}


def open_to(protocol, facts, on=TODAY, **asked):
    return {o.disposal for o in options(protocol, facts, on, **asked) if o.open}


def codes(option):
    return [reason.code for reason in option.reasons]


def test_all_seven_are_listed_in_order_of_seriousness(protocol, a_case):
    assert [option.disposal for option in options(protocol, a_case(), TODAY)] == list(Disposal)


def test_a_child_who_admits_may_have_any_of_them(protocol, a_case):
    assert open_to(protocol, a_case()) == set(Disposal)


@pytest.mark.parametrize(
    "said", [Admission.DENIES, Admission.NO_COMMENT, Admission.NOT_INTERVIEWED]
)
def test_a_denial_may_have_outcome_22_or_23_but_no_caution_and_no_resolution(
    protocol, a_case, said
):
    assert open_to(protocol, a_case(admission=said)) == {
        "no_further_action", "outcome_22", "outcome_23", "charge",
    }  # fmt: skip


def test_accepting_responsibility_is_enough_for_a_resolution_and_not_for_a_caution(
    protocol, a_case
):
    found = open_to(protocol, a_case(admission=Admission.ACCEPTS_RESPONSIBILITY))

    assert "community_resolution" in found
    assert not found & CAUTIONS


def test_a_caution_can_be_given_on_the_eve_of_eighteen_and_not_on_the_day(protocol, a_case):
    facts = a_case(date_of_birth=date(2008, 9, 12))

    assert open_to(protocol, facts, date(2026, 9, 11)) >= CAUTIONS | {"outcome_23"}
    after = open_to(protocol, facts, date(2026, 9, 12))
    assert not after & (CAUTIONS | {"outcome_23"})
    assert after >= {"outcome_22", "charge"}


def test_nothing_but_no_further_action_is_open_to_a_child_under_ten(protocol, a_case):
    assert open_to(protocol, a_case(date_of_birth=date(2017, 1, 1))) == {"no_further_action"}


def test_without_evidence_only_no_further_action_is_open_and_each_other_says_why(protocol, a_case):
    found = by_disposal(protocol, a_case(test=EvidenceTest.NOT_MET))

    assert {d for d, option in found.items() if option.open} == {"no_further_action"}
    assert all("evidence_insufficient" in codes(o) for d, o in found.items() if not o.open)


def test_every_bar_is_told_not_only_the_first(protocol, a_case):
    facts = a_case(
        date_of_birth=date(2008, 1, 1),
        test=EvidenceTest.NOT_MET,
        admission=Admission.DENIES,
    )

    assert codes(by_disposal(protocol, facts)[Disposal.YOUTH_CAUTION])[:3] == [
        "not_a_child", "evidence_insufficient", "no_admission",
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "found"), [(date(2019, 3, 31), False), (date(2019, 4, 1), True)])
def test_outcome_22_begins_on_1_april_2019(protocol, a_case, day, found):
    facts = a_case(date_of_birth=date(2005, 1, 1))

    assert ("outcome_22" in open_to(protocol, facts, day)) is found


@pytest.mark.parametrize(("day", "found"), [(date(2026, 2, 11), False), (date(2026, 2, 12), True)])
def test_outcome_23_begins_on_12_february_2026_for_children_only(protocol, a_case, day, found):
    assert ("outcome_23" in open_to(protocol, a_case(), day)) is found


def test_before_outcome_23_deferred_prosecution_is_outcome_22(protocol, a_case):
    def meaning(day):
        option = by_disposal(protocol, a_case(), day)[Disposal.OUTCOME_22]
        return next(r.text for r in option.reasons if r.code == "meaning")

    assert "deferred prosecution" in meaning(date(2026, 2, 11))
    assert "deferred prosecution" not in meaning(date(2026, 2, 12))


@pytest.mark.parametrize(("day", "needed"), [(date(2015, 4, 12), False), (date(2015, 4, 13), True)])
def test_since_13_april_2015_seventeen_year_olds_need_an_appropriate_adult(
    protocol, a_case, day, needed
):
    facts = a_case(date_of_birth=date(1998, 1, 1), appropriate_adult_present=None)
    found = by_disposal(protocol, facts, day)

    assert ("appropriate_adult" in found[Disposal.YOUTH_CAUTION].needs) is needed


def test_an_admission_made_alone_must_be_made_again_with_an_adult(protocol, a_case):
    found = by_disposal(protocol, a_case(appropriate_adult_present=False))

    assert "no_appropriate_adult" in codes(found[Disposal.YOUTH_CAUTION])
    assert not {d for d, o in found.items() if o.open} & (CAUTIONS | {"community_resolution"})
    assert found[Disposal.OUTCOME_22].open


def test_no_community_resolution_before_the_victim_has_been_contacted(protocol, a_case):
    unsettled = by_disposal(protocol, a_case(), victims_settled=False)
    settled = by_disposal(protocol, a_case(), victims_settled=True)

    assert codes(unsettled[Disposal.COMMUNITY_RESOLUTION])[0] == "victim_not_contacted"
    assert not unsettled[Disposal.COMMUNITY_RESOLUTION].open
    assert settled[Disposal.COMMUNITY_RESOLUTION].open
    assert unsettled[Disposal.YOUTH_CAUTION].open


@pytest.mark.parametrize(
    ("code", "starts"),
    [
        ("EP90046", {"no_further_action"}),
        ("TH68010", {"community_resolution", "outcome_22", "outcome_23"}),
        ("OF61102", {"youth_caution"}),
        ("TH68036", {"youth_conditional_caution"}),
        ("TH68023", {"charge"}),
        ("COML016", set()),
    ],
)
def test_each_score_has_its_starting_points(protocol, a_case, code, starts):
    found = options(protocol, a_case(code), TODAY)

    assert {option.disposal for option in found if option.starting_point} == starts


def test_before_outcome_23_no_score_starts_there(protocol, a_case):
    found = by_disposal(protocol, a_case(), date(2026, 2, 11))

    assert not found[Disposal.OUTCOME_23].starting_point


def test_a_departure_is_allowed_and_needs_a_rationale(protocol, a_case):
    found = by_disposal(protocol, a_case("TH68023"))

    assert found[Disposal.YOUTH_CONDITIONAL_CAUTION].open
    assert "departure_rationale" in found[Disposal.YOUTH_CONDITIONAL_CAUTION].needs
    assert "departure_rationale" not in found[Disposal.CHARGE].needs


def test_a_reviewers_score_takes_the_place_of_the_matrix(protocol, a_case):
    found = by_disposal(protocol, a_case("COML016"), gravity=4)

    assert found[Disposal.YOUTH_CONDITIONAL_CAUTION].starting_point


def test_a_first_caution_may_be_assessed_and_a_second_must(protocol, a_case, an_earlier):
    first = by_disposal(protocol, a_case())[Disposal.YOUTH_CAUTION]
    again = a_case(history=(an_earlier(OutcomeKind.YOUTH_CAUTION),))
    second = by_disposal(protocol, again)[Disposal.YOUTH_CAUTION]

    assert "youth_justice_may_assess" in codes(first)
    assert "conditional_discharge_barred" not in codes(first)
    assert "youth_justice_must_assess" in codes(second)
    assert "conditional_discharge_barred" in codes(second)


@pytest.mark.parametrize(
    "earlier",
    [
        OutcomeKind.REPRIMAND,
        OutcomeKind.FINAL_WARNING,
        OutcomeKind.YOUTH_CONDITIONAL_CAUTION,
    ],
)
def test_reprimands_warnings_and_conditional_cautions_weigh_on_the_next_caution(
    protocol, a_case, an_earlier, earlier
):
    given_on = date(2012, 5, 1) if earlier.value in {"reprimand", "final_warning"} else TODAY
    born = date(2009, 3, 14)
    facts = a_case(date_of_birth=born, history=(an_earlier(earlier, given_on),))
    option = by_disposal(protocol, facts)[Disposal.YOUTH_CAUTION]

    assert "conditional_discharge_barred" in codes(option)


def test_an_earlier_conviction_bars_no_caution(protocol, a_case, an_earlier):
    facts = a_case(history=(an_earlier(OutcomeKind.CONVICTION),))

    assert open_to(protocol, facts) >= CAUTIONS


def test_a_conditional_caution_always_warns_of_prosecution_and_of_the_two_years(protocol, a_case):
    option = by_disposal(protocol, a_case())[Disposal.YOUTH_CONDITIONAL_CAUTION]

    assert {"breach_may_be_prosecuted", "conditional_discharge_barred"} <= set(codes(option))
    assert {"signed_consent", "conditions", "appropriate_adult"} <= set(option.needs)


def test_a_prosecutor_decides_where_the_directors_list_is_still_awaited(protocol, a_case):
    option = by_disposal(protocol, a_case("TH68023"))[Disposal.YOUTH_CONDITIONAL_CAUTION]

    assert option.open
    assert "prosecutor_decision" in option.needs
    assert {"prosecutor_decides", "awaiting_decision"} <= set(codes(option))


def test_how_outcome_23_is_disclosed_and_counted_is_left_open(protocol, a_case):
    option = by_disposal(protocol, a_case())[Disposal.OUTCOME_23]
    asked = [r.text for r in option.reasons if r.code == "awaiting_decision"]

    assert option.consequences.spent_on is None
    assert option.consequences.first_time_entrant is False
    disclosed, counted = asked
    assert "To be answered by: the Home Office" in disclosed
    assert "To be answered by: the Youth Justice Board" in counted


def test_only_cautions_make_a_first_time_entrant_and_only_the_first_time(
    protocol, a_case, an_earlier
):
    def entrants(facts):
        return {
            o.disposal for o in options(protocol, facts, TODAY) if o.consequences.first_time_entrant
        }

    assert entrants(a_case()) == CAUTIONS
    assert entrants(a_case(history=(an_earlier(),))) == CAUTIONS
    assert entrants(a_case(history=(an_earlier(OutcomeKind.YOUTH_CAUTION),))) == set()


def test_outcomes_22_and_23_are_not_recorded_on_the_day_they_are_decided(protocol, a_case):
    found = by_disposal(protocol, a_case())

    assert found[Disposal.OUTCOME_22].consequences.recorded_on is None
    assert found[Disposal.OUTCOME_22].consequences.home_office_code == "22"
    assert found[Disposal.OUTCOME_23].consequences.recorded_on is None
    assert found[Disposal.YOUTH_CAUTION].consequences.recorded_on == TODAY


def test_a_closed_option_asks_for_nothing(protocol, a_case):
    found = options(protocol, a_case(admission=Admission.DENIES), TODAY)

    assert all(option.needs == () for option in found if not option.open)


def test_every_reason_has_a_source_the_protocol_knows(protocol, a_case, an_earlier):
    for day in (date(2014, 1, 1), date(2020, 1, 1), date(2026, 2, 11), TODAY):
        for said in Admission:
            facts = a_case(
                "TH68023",
                date_of_birth=date(day.year - 15, 1, 1),
                admission=said,
                history=(an_earlier(OutcomeKind.YOUTH_CAUTION, date(2013, 5, 1)),),
            )
            for option in options(protocol, facts, day, victims_settled=False):
                assert option.reasons
                assert {reason.source for reason in option.reasons} <= protocol.sources.keys()


@pytest.mark.parametrize(
    ("disposal", "source"),
    [
        (Disposal.COMMUNITY_RESOLUTION, "npcc-community-resolutions"),
        (Disposal.YOUTH_CAUTION, "cda-1998-66za"),
        (Disposal.YOUTH_CONDITIONAL_CAUTION, "cda-1998-66b"),
    ],
)
def test_a_child_who_was_alone_is_told_whose_words_close_the_disposal(
    protocol, a_case, disposal, source
):
    found = by_disposal(protocol, a_case(appropriate_adult_present=False))[disposal]

    assert not found.open
    assert ("no_appropriate_adult", source) in {(r.code, r.source) for r in found.reasons}


def test_a_disposal_closed_to_a_child_too_young_says_so_once_and_offers_help_at_triage(
    protocol, a_case
):
    found = by_disposal(protocol, a_case(date_of_birth=date(2017, 3, 14)))

    assert "under_age" in codes(found["youth_caution"])
    assert "safeguarding_offer" not in codes(found["youth_caution"])
