from dataclasses import replace
from datetime import date

import pytest

from panel_protocol.rules.routing import triage
from panel_protocol.terms import Admission, Bail, EvidenceTest, Knife, OutcomeKind, SexualImagery
from tests.protocol.dressed import with_value

TODAY = date(2026, 9, 11)


def route(protocol, facts, on=TODAY):
    return triage(protocol, facts, on).route


def codes(protocol, facts, on=TODAY):
    return [reason.code for reason in triage(protocol, facts, on).reasons]


def test_a_first_low_offence_admitted_is_for_the_officer(protocol, a_case):
    assert route(protocol, a_case()) == "officer_resolution"


def test_the_broken_bus_shelter_of_the_public_contract_goes_to_the_panel(
    protocol, a_case, an_offence, an_earlier
):
    broken = an_offence("CD71039", mitigating_factors=("early_remorse",))
    result = triage(protocol, a_case(offences=(broken,), history=(an_earlier(),)), TODAY)

    assert result.edition == "2026.2"
    assert (result.gravity.base, result.gravity.final) == (2, 2)
    assert result.gravity.matrix == "illustrative"
    assert result.route == "panel"
    assert result.flags == ()
    assert result.reasons[0].code == "offence_base"


def test_what_would_have_changed_the_route_is_said_in_plain_words(protocol, a_case, an_earlier):
    result = triage(protocol, a_case(history=(an_earlier(),)), TODAY)
    changes = {change.condition: change.route for change in result.would_change_the_route}

    assert changes["there had been no earlier outcome"] == "officer_resolution"
    assert changes["the evidence had met no test for a charge"] == "no_further_action"
    assert "the child had denied the offence" not in changes
    assert result.route not in changes.values()


def test_an_officer_case_that_would_be_a_panel_case_says_when(protocol, a_case):
    changes = {
        c.condition: c.route for c in triage(protocol, a_case(), TODAY).would_change_the_route
    }

    assert changes["the child had denied the offence"] == "panel"
    assert changes["the child had had an earlier community resolution"] == "panel"
    assert changes["one more aggravating factor had applied"] == "panel"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"admission": Admission.DENIES}, "no_admission"),
        ({"admission": Admission.NO_COMMENT}, "no_admission"),
        ({"hate_crime": True}, "hate_crime"),
        ({"domestic_abuse": True}, "domestic_abuse"),
        ({"earlier_officer_resolutions": 1}, "earlier_officer_resolution"),
        ({"test": EvidenceTest.THRESHOLD}, "evidence_short_for_resolution"),
    ],
)
def test_a_low_case_an_officer_may_not_resolve_goes_to_the_panel(protocol, a_case, changed, reason):
    assert route(protocol, a_case(**changed)) == "panel"
    assert reason in codes(protocol, a_case(**changed))


def test_a_partnership_may_keep_other_circumstances_for_the_panel(protocol, a_case):
    wider = with_value(protocol, "routing", "officer_excluded", ("arrested",))
    told = triage(wider, a_case(arrested=True), TODAY).reasons

    assert route(wider, a_case()) == "officer_resolution"
    assert ("arrested", "arrested, which is for the panel") in {(r.code, r.text) for r in told}


def test_a_case_for_the_panel_as_the_childs_second_says_so(protocol, a_case):
    second = triage(protocol, a_case(earlier_officer_resolutions=1), TODAY)
    changes = {change.condition: change.route for change in second.would_change_the_route}

    assert changes["no officer had resolved a case of this child before"] == "officer_resolution"


def test_a_partnership_may_let_an_officer_resolve_a_second_case(protocol, a_case):
    once_more = with_value(protocol, "routing", "officer_resolutions_before", 1)

    assert route(once_more, a_case(earlier_officer_resolutions=1)) == "officer_resolution"
    assert route(once_more, a_case(earlier_officer_resolutions=2)) == "panel"


def test_an_overturned_outcome_leaves_a_first_offence(protocol, a_case, an_earlier):
    overturned = an_earlier(overturned_on=date(2025, 8, 1))

    assert route(protocol, a_case(history=(overturned,))) == "officer_resolution"


def test_an_earlier_no_further_action_leaves_a_first_offence(protocol, a_case, an_earlier):
    ended = an_earlier(OutcomeKind.NO_FURTHER_ACTION)

    assert route(protocol, a_case(history=(ended,))) == "officer_resolution"


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        # Ten is asked of the day of the offence, 1 September; eighteen of the day of referral.
        (date(2016, 9, 2), "return_to_police"),
        (date(2016, 9, 1), "officer_resolution"),
        (date(2008, 9, 12), "officer_resolution"),
        (date(2008, 9, 11), "return_to_police"),
    ],
)
def test_a_case_is_for_children_from_ten_to_the_eve_of_eighteen(protocol, a_case, born, expected):
    assert route(protocol, a_case(date_of_birth=born)) == expected


def test_a_child_under_ten_is_offered_help_and_recorded_as_under_age(protocol, a_case):
    result = triage(protocol, a_case(date_of_birth=date(2017, 1, 1)), TODAY)
    texts = {reason.code: reason.text for reason in result.reasons}

    assert "Outcome 11" in texts["under_age"]
    assert "safeguarding_offer" in texts


def test_a_case_without_evidence_ends(protocol, a_case):
    assert route(protocol, a_case(test=EvidenceTest.NOT_MET)) == "no_further_action"


def test_an_exploited_child_waits_for_a_named_person(protocol, a_case):
    result = triage(protocol, a_case("MD71526", exploitation_concern=True), TODAY)
    changes = {change.condition: change.route for change in result.would_change_the_route}

    assert result.route == "review"
    assert "exploitation_concern" in result.flags
    assert changes["a named person had released the exploitation concern"] == "panel"


def test_imagery_between_peers_is_tested_for_outcome_21_first(protocol, a_case):
    peers = a_case("PK78003", sexual_imagery=SexualImagery.CONSENSUAL_PEER)

    assert route(protocol, peers) == "review"
    assert "outcome_21_first" in codes(protocol, peers)


def test_aggravated_imagery_is_not_lowered(protocol, a_case):
    assert route(protocol, a_case("PK78003", sexual_imagery=SexualImagery.AGGRAVATED)) == "panel"


@pytest.mark.parametrize(
    ("day", "flags", "expected"),
    [
        (date(2026, 2, 11), (), "officer_resolution"),
        (date(2026, 2, 12), ("knife_mandatory_referral",), "panel"),
    ],
)
def test_from_12_february_2026_a_knife_always_goes_to_the_panel(
    protocol, a_case, day, flags, expected
):
    result = triage(protocol, a_case(knife=Knife.POSSESSION), day)

    assert result.route == expected
    assert result.flags == flags


def test_a_threat_with_a_knife_is_for_a_supervisor(protocol, a_case):
    result = triage(protocol, a_case("CJ88154", knife=Knife.THREAT), TODAY)

    assert result.route == "review"
    assert result.flags == ("knife_mandatory_referral", "policy_conflict")


def test_a_knife_after_earlier_violence_is_for_a_supervisor(protocol, a_case, an_earlier):
    violent = an_earlier(offence_code="OF61102")
    theft = an_earlier(offence_code="TH68010")

    assert (
        route(protocol, a_case("CJ88144", knife=Knife.POSSESSION, history=(violent,))) == "review"
    )
    assert route(protocol, a_case("CJ88144", knife=Knife.POSSESSION, history=(theft,))) == "panel"


@pytest.mark.parametrize(
    ("bail", "wanted", "expected"),
    [
        (Bail.CUSTODY, True, "charge_consideration"),
        (Bail.CUSTODY, False, "officer_resolution"),
        (Bail.CUSTODY, None, "review"),
        (Bail.PRE_CHARGE_BAIL, True, "charge_consideration"),
        (Bail.PRE_CHARGE_BAIL, None, "officer_resolution"),
    ],
)
def test_a_remand_that_is_wanted_is_for_a_charging_decision_and_custody_is_asked_about(
    protocol, a_case, bail, wanted, expected
):
    facts = a_case(bail=bail, remand_wanted=wanted)

    assert route(protocol, facts) == expected
    assert ("remand_not_said" in codes(protocol, facts)) is (expected == "review")


def test_an_unscored_offence_is_decided_by_a_named_person(protocol, a_case):
    assert route(protocol, a_case("COML016")) == "review"
    assert route(protocol, a_case(), date(2023, 9, 30)) == "review"


def test_the_ends_of_the_scale_do_not_go_to_the_panel(protocol, a_case):
    assert route(protocol, a_case("TH68023")) == "charge_consideration"
    assert route(protocol, a_case("EP90046")) == "no_further_action"


@pytest.mark.parametrize(
    ("day", "flagged"), [(date(2026, 6, 10), False), (date(2026, 6, 11), True)]
)
def test_a_case_is_urgent_from_seventeen_and_nine_months(protocol, a_case, day, flagged):
    result = triage(protocol, a_case(date_of_birth=date(2008, 9, 11)), day)

    assert ("turns_18_soon" in result.flags) is flagged


@pytest.mark.parametrize(("day", "flagged"), [(date(2025, 1, 31), False), (date(2025, 2, 1), True)])
def test_from_february_2025_a_child_information_form_goes_to_the_prosecutor(
    protocol, a_case, day, flagged
):
    assert ("child_information_form" in triage(protocol, a_case("TH68023"), day).flags) is flagged


def test_the_form_is_not_needed_for_a_child_charged_before_with_a_lesser_offence(
    protocol, a_case, an_earlier
):
    facts = a_case(remand_wanted=True, history=(an_earlier(OutcomeKind.CONVICTION),))

    assert "child_information_form" not in triage(protocol, facts, TODAY).flags
    looked_after = replace(facts, looked_after=True)
    assert "child_information_form" in triage(protocol, looked_after, TODAY).flags


def test_where_a_case_ends_by_its_score_the_reason_names_the_ending_in_words(protocol, a_case):
    (reason,) = [
        each
        for each in triage(protocol, a_case("EP90046"), TODAY).reasons
        if each.code == "starts_at_no_further_action"
    ]

    assert reason.text == "A score of 1 starts at no further action"


def test_every_circumstance_is_flagged(protocol, a_case):
    facts = a_case(
        "TH68023", looked_after=True, hate_crime=True, domestic_abuse=True,
        appropriate_adult_present=False, co_accused=1,
    )  # fmt: skip

    assert triage(protocol, facts, TODAY).flags == (
        "looked_after", "hate_crime", "domestic_abuse", "no_appropriate_adult", "co_accused",
        "indictable_only_prosecutor", "child_information_form",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("eve", "day", "before", "after"),
    [
        (date(2019, 3, 31), date(2019, 4, 1), "2013.1", "2019.1"),
        (date(2023, 9, 30), date(2023, 10, 1), "2019.1", "2023.1"),
        (date(2025, 1, 31), date(2025, 2, 1), "2023.1", "2025.1"),
        (date(2026, 2, 11), date(2026, 2, 12), "2025.1", "2026.2"),
    ],
)
def test_a_case_is_triaged_under_the_edition_of_its_day(protocol, a_case, eve, day, before, after):
    facts = a_case(date_of_birth=date(eve.year - 14, 1, 1))

    assert triage(protocol, facts, eve).edition == before
    assert triage(protocol, facts, day).edition == after


def test_every_reason_of_every_route_has_a_source_the_protocol_knows(protocol, a_case):
    cases = [
        a_case(code, knife=knife, exploitation_concern=held)
        for code in ("TH68010", "TH68023", "EP90046", "COML016")
        for knife in Knife
        for held in (True, False)
    ]
    for facts in cases:
        for reason in triage(protocol, facts, TODAY).reasons:
            assert reason.source in protocol.sources, reason
