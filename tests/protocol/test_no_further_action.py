from datetime import date

from panel_protocol.terms import EvidenceTest
from tests.protocol.test_options import by_disposal, codes


def test_no_further_action_on_what_a_child_of_nine_did_is_11_and_departs_from_nothing(
    protocol, a_case
):
    ended = by_disposal(protocol, a_case(date_of_birth=date(2016, 12, 1)))["no_further_action"]

    assert ended.open
    assert ended.consequences.home_office_code == "11"
    assert "departure_rationale" not in ended.needs
    assert not {"departs_from_starting_point", "starting_point"} & set(codes(ended))


def test_no_further_action_without_evidence_assumes_no_code_and_names_those_there_are(
    protocol, a_case
):
    ended = by_disposal(protocol, a_case(test=EvidenceTest.NOT_MET))["no_further_action"]
    (why,) = [reason for reason in ended.reasons if reason.code == "nfa_code_of_evidence"]

    assert ended.consequences.home_office_code is None
    assert "14, 15, 16, 17, 18" in why.text
    assert "departure_rationale" not in ended.needs


def test_no_further_action_on_a_case_with_evidence_still_departs_and_is_10(protocol, a_case):
    ended = by_disposal(protocol, a_case())["no_further_action"]

    assert ended.consequences.home_office_code == "10"
    assert "departure_rationale" in ended.needs
