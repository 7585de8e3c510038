"""What each disposal would lead to, told before it is chosen."""

from datetime import date

import pytest

from panel_protocol.rules.codes import kpi_6_bucket
from panel_protocol.rules.options import options
from panel_protocol.terms import Disposal, OutcomeKind
from tests.protocol.dressed import with_value

TODAY = date(2026, 9, 11)


def by_disposal(protocol, facts):
    return {option.disposal: option for option in options(protocol, facts, TODAY)}


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ({"overturned_on": date(2025, 8, 1)}, True),
        ({"given_on": date(2022, 6, 1), "offence_committed_on": date(2022, 3, 13)}, True),
        ({"given_on": date(2022, 6, 1), "offence_committed_on": date(2022, 3, 14)}, False),
    ],
)
def test_a_caution_overturned_or_for_what_a_child_of_nine_did_made_no_entrant_before(
    protocol, a_case, an_earlier, changed, first
):
    facts = a_case(history=(an_earlier(OutcomeKind.YOUTH_CAUTION, **changed),))
    caution = by_disposal(protocol, facts)[Disposal.YOUTH_CAUTION]

    assert caution.consequences.first_time_entrant is first


@pytest.mark.parametrize(("heard", "first"), [(13, True), (14, False)])
def test_an_earlier_conviction_counts_by_the_age_at_its_first_hearing(
    protocol, a_case, an_earlier, heard, first
):
    days = {"given_on": date(2022, 6, 1), "first_hearing_on": date(2022, 3, heard)}
    facts = a_case(history=(an_earlier(OutcomeKind.CONVICTION, **days),))
    caution = by_disposal(protocol, facts)[Disposal.YOUTH_CAUTION]

    assert caution.consequences.first_time_entrant is first


@pytest.mark.parametrize(
    ("committed", "enters"), [(date(2022, 3, 13), False), (date(2022, 3, 14), True)]
)
def test_the_earliest_offence_of_a_case_says_whether_the_child_was_ten(
    protocol, a_case, an_offence, committed, enters
):
    facts = a_case(offences=(an_offence(), an_offence(committed_on=committed)))
    caution = by_disposal(protocol, facts)[Disposal.YOUTH_CAUTION]

    assert caution.consequences.first_time_entrant is enters


def test_each_disposal_says_in_which_row_of_the_returns_it_is_counted(protocol, a_case):
    rows = {d: o.consequences.kpi_6 for d, o in by_disposal(protocol, a_case()).items()}

    assert rows == {d: kpi_6_bucket(protocol, d, TODAY).answer for d in Disposal}
    assert rows[Disposal.YOUTH_CAUTION] != rows[Disposal.OUTCOME_22]


def test_a_score_for_which_a_partnership_names_no_start_is_everywhere_a_departure(protocol, a_case):
    points = {"3": ("youth_caution",)}
    other = with_value(protocol, "gravity", "starting_points", points)
    found = options(other, a_case(), TODAY, gravity=2)

    assert not any(option.starting_point for option in found)
    assert all("departure_rationale" in option.needs for option in found if option.open)


def test_a_caution_is_spent_at_once_and_a_conditional_one_in_three_months(protocol, a_case):
    spent = {d: o.consequences.spent_on for d, o in by_disposal(protocol, a_case()).items()}

    assert spent[Disposal.YOUTH_CAUTION] == TODAY
    assert spent[Disposal.YOUTH_CONDITIONAL_CAUTION] == date(2026, 12, 11)
    assert spent[Disposal.OUTCOME_22] is None
