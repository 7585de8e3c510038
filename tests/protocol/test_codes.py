"""What an outcome is recorded as, and what returns make of it."""

from datetime import date, timedelta

import pytest

from panel_protocol.dated import NotInForce
from panel_protocol.library import load
from panel_protocol.rules.codes import (
    all_codes,
    exported_as,
    home_office_code,
    is_no_further_action,
    kpi_6_bucket,
    no_further_action_code,
    recorded_as,
)
from panel_protocol.rules.existence import existed
from panel_protocol.terms import Disposal, EvidenceTest, OutcomeKind

PROTOCOL = load()
TODAY = date(2026, 9, 30)
EDITION_DAYS = [date(2013, 4, 8), date(2019, 4, 1), date(2026, 2, 12), TODAY]


@pytest.mark.parametrize(
    ("disposal", "code"),
    [
        (Disposal.NO_FURTHER_ACTION, "10"),
        (Disposal.COMMUNITY_RESOLUTION, "8"),
        (Disposal.OUTCOME_22, "22"),
        (Disposal.OUTCOME_23, "23"),
        (Disposal.YOUTH_CAUTION, "2"),
        (Disposal.YOUTH_CONDITIONAL_CAUTION, "2"),
        (Disposal.CHARGE, "1"),
    ],
)
def test_each_disposal_is_recorded_under_its_home_office_code(disposal, code):
    assert home_office_code(PROTOCOL, disposal, TODAY) == code


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2019, 3, 31), None),
        (date(2019, 4, 1), "22"),
        (date(2026, 2, 11), "22"),
        (date(2026, 2, 12), "23"),
    ],
)
def test_deferred_prosecution_was_outcome_22_until_it_had_a_code_of_its_own(on, code):
    assert home_office_code(PROTOCOL, Disposal.OUTCOME_23, on) == code


@pytest.mark.parametrize(("on", "code"), [(date(2019, 3, 31), None), (date(2019, 4, 1), "22")])
def test_outcome_22_exists_from_1_april_2019(on, code):
    assert home_office_code(PROTOCOL, Disposal.OUTCOME_22, on) == code


def test_a_conviction_has_no_outcome_code_of_its_own():
    assert home_office_code(PROTOCOL, OutcomeKind.CONVICTION, TODAY) is None


def test_no_code_is_given_before_youth_cautions():
    with pytest.raises(NotInForce):
        home_office_code(PROTOCOL, Disposal.YOUTH_CAUTION, date(2013, 4, 7))


@pytest.mark.parametrize(
    ("disposal", "bucket"),
    [
        (Disposal.NO_FURTHER_ACTION, None),
        (Disposal.COMMUNITY_RESOLUTION, "community_resolution"),
        (Disposal.OUTCOME_22, "nfa_o22_yjs"),
        (Disposal.OUTCOME_23, None),
        (Disposal.YOUTH_CAUTION, "yc_yjs"),
        (Disposal.YOUTH_CONDITIONAL_CAUTION, "ycc"),
        (Disposal.CHARGE, None),
    ],
)
def test_each_disposal_with_youth_justice_work_has_its_row_of_indicator_6(disposal, bucket):
    assert kpi_6_bucket(PROTOCOL, disposal, TODAY).answer == bucket


def test_a_disposal_without_youth_justice_work_is_in_no_row_of_indicator_6():
    without = kpi_6_bucket(PROTOCOL, Disposal.YOUTH_CAUTION, TODAY, with_yjs=False)

    assert (without.answer, without.reasons) == (None, ())


@pytest.mark.parametrize(
    ("on", "bucket"),
    [
        (date(2023, 3, 31), None),
        (date(2023, 4, 1), "nfa_o22_deferred_yjs"),
        (date(2026, 2, 11), "nfa_o22_deferred_yjs"),
        (date(2026, 2, 12), None),
    ],
)
def test_deferred_prosecution_lost_its_row_when_it_became_outcome_23(on, bucket):
    assert kpi_6_bucket(PROTOCOL, Disposal.OUTCOME_23, on).answer == bucket


def test_the_missing_row_for_outcome_23_is_asked_of_the_youth_justice_board():
    questions = {each.parameter: each.asks for each in PROTOCOL.awaiting_on(TODAY)}

    assert "Youth Justice Board" in questions["outcomes.kpi_6_outcome_23"]


def test_that_outcome_23_has_no_row_is_told_where_the_row_is_told():
    (why,) = kpi_6_bucket(PROTOCOL, Disposal.OUTCOME_23, TODAY).reasons

    assert (why.code, why.source) == ("awaiting_decision", "outcome-23-returns")
    assert "Youth Justice Board" in why.text
    assert kpi_6_bucket(PROTOCOL, Disposal.YOUTH_CAUTION, TODAY).reasons == ()


@pytest.mark.parametrize("on", EDITION_DAYS)
def test_no_disposal_of_a_child_is_recorded_as_an_adults_or_a_cautions_other_offence(on):
    recorded = {home_office_code(PROTOCOL, disposal, on) for disposal in Disposal}

    assert recorded.isdisjoint({"2A", "3", "3A", "6", "7"})
    assert recorded - {None} <= {each.code for each in all_codes(PROTOCOL, on)}


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (Disposal.CHARGE, "1A"),
        (Disposal.YOUTH_CAUTION, "2A"),
        (Disposal.YOUTH_CONDITIONAL_CAUTION, "2A"),
        (Disposal.COMMUNITY_RESOLUTION, "8"),
        (Disposal.OUTCOME_22, "22"),
        (OutcomeKind.CONVICTION, None),
    ],
)
def test_an_outcome_for_another_offence_than_the_one_recorded_has_the_alternate_code(outcome, code):
    assert home_office_code(PROTOCOL, outcome, TODAY, alternate=True) == code


def test_a_charge_that_ends_in_another_offence_says_why_it_is_1a():
    usual = recorded_as(PROTOCOL, Disposal.CHARGE, TODAY, alternate=False)
    other = recorded_as(PROTOCOL, Disposal.CHARGE, TODAY, alternate=True)

    assert (usual.answer, usual.reasons) == ("1", ())
    assert other.answer == "1A"
    assert [(why.code, why.source) for why in other.reasons] == [
        ("alternate_offence", "oocd-dashboard")
    ]


def test_a_code_without_an_alternate_says_nothing():
    found = recorded_as(PROTOCOL, Disposal.COMMUNITY_RESOLUTION, TODAY, alternate=True)

    assert (found.answer, found.reasons) == ("8", ())


def test_no_further_action_is_assumed_to_be_10_unless_the_police_say_another():
    assumed = no_further_action_code(PROTOCOL, None, TODAY)
    said = no_further_action_code(PROTOCOL, "21", TODAY)

    assert (assumed.answer, [why.code for why in assumed.reasons]) == ("10", ["nfa_code_assumed"])
    assert (said.answer, said.reasons) == ("21", ())


def test_the_codes_of_a_case_that_ends_by_itself_are_codes_of_no_further_action(a_case):
    young = no_further_action_code(PROTOCOL, None, TODAY, a_case(date_of_birth=date(2016, 12, 1)))

    assert young.answer
    assert is_no_further_action(PROTOCOL, young.answer, TODAY)
    for code in PROTOCOL.codes.evidence_not_met.on(TODAY).value:
        assert is_no_further_action(PROTOCOL, code, TODAY)


def test_what_the_police_say_stands_though_the_evidence_falls_short(a_case):
    said = no_further_action_code(PROTOCOL, "15", TODAY, a_case(test=EvidenceTest.NOT_MET))

    assert (said.answer, said.reasons) == ("15", ())


@pytest.mark.parametrize(
    ("code", "serves"),
    [
        ("9", True),
        ("10", True),
        ("18", True),
        ("21", True),
        ("8", False),
        ("19", False),
        ("22", False),
    ],
)
def test_no_further_action_has_a_family_of_codes(code, serves):
    assert is_no_further_action(PROTOCOL, code, TODAY) is serves


def test_the_framework_says_what_each_code_means_and_which_are_formal():
    codes = {each.code: each for each in all_codes(PROTOCOL, TODAY)}

    assert list(codes) == [
        *("0", "1", "1A", "2", "2A", "3", "3A", *map(str, range(4, 24))),
    ]
    assert (codes["2A"].alternate_of, codes["2"].alternate_of) == ("2", None)
    assert all(each.label for each in codes.values())
    assert [code for code, each in codes.items() if each.group == "formal"] == [
        *("2", "2A", "3", "3A", "6"),
    ]
    assert [code for code, each in codes.items() if each.group == "informal"] == ["7", "8"]
    assert (codes["22"].group, codes["23"].group, codes["10"].group) == ("diversion", None, None)


@pytest.mark.parametrize(("code", "begins"), [("22", date(2019, 4, 1)), ("23", date(2026, 2, 12))])
def test_a_code_is_in_the_framework_from_its_day(code, begins):
    eve = {each.code for each in all_codes(PROTOCOL, begins - timedelta(days=1))}

    assert code not in eve
    assert code in {each.code for each in all_codes(PROTOCOL, begins)}


@pytest.mark.parametrize(
    ("disposal", "begins"),
    [(Disposal.OUTCOME_22, date(2019, 4, 1)), (Disposal.OUTCOME_23, date(2026, 2, 12))],
)
def test_a_disposal_does_not_exist_before_its_day(disposal, begins):
    eve = existed(PROTOCOL, disposal, begins - timedelta(days=1))

    assert (eve.answer, [why.code for why in eve.reasons]) == (False, ["not_yet_in_force"])
    assert existed(PROTOCOL, disposal, begins).answer is True


def test_cautions_and_resolutions_are_as_old_as_this_protocol():
    newer = {Disposal.OUTCOME_22, Disposal.OUTCOME_23}
    begins = date(2013, 4, 8)

    assert {d for d in Disposal if not existed(PROTOCOL, d, begins).answer} == newer


@pytest.mark.parametrize(
    ("on", "name"), [(date(2026, 2, 11), None), (date(2026, 2, 12), "Reprimand")]
)
def test_outcome_23_is_sent_in_returns_as_a_reprimand_until_they_name_it(on, name):
    sent = exported_as(PROTOCOL, Disposal.OUTCOME_23, on)

    assert sent.answer == name
    told = ["exported_for_now", "reads_back_as_two"] if name else []
    assert [why.code for why in sent.reasons] == told


@pytest.mark.parametrize("disposal", sorted(set(Disposal) - {Disposal.OUTCOME_23}))
def test_every_other_disposal_is_sent_under_its_own_name(disposal):
    assert exported_as(PROTOCOL, disposal, TODAY).answer is None
