"""What an outcome is recorded as, whether it is substantive, and when it is spent."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.dated import AwaitingDecision, NotInForce
from panel_protocol.library import load
from panel_protocol.rules.outcomes import (
    home_office_code,
    is_substantive,
    kpi_6_bucket,
    seriousness,
    spent_on,
)
from panel_protocol.terms import Disposal, OutcomeKind

PROTOCOL = load()
TODAY = date(2026, 9, 30)

days = st.dates(date(2013, 4, 8), date(2040, 1, 1))


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
    assert kpi_6_bucket(PROTOCOL, Disposal.YOUTH_CAUTION, TODAY, with_yjs=False).answer is None


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


@pytest.mark.parametrize("outcome", OutcomeKind)
def test_only_cautions_and_convictions_are_substantive_today(outcome):
    counted = {"youth_caution", "youth_conditional_caution", "conviction"}

    assert is_substantive(PROTOCOL, outcome, TODAY) is (outcome in counted)


@pytest.mark.parametrize(
    ("outcome", "on", "counts"),
    [
        (OutcomeKind.REPRIMAND, date(2013, 4, 7), True),
        (OutcomeKind.REPRIMAND, date(2013, 4, 8), False),
        (OutcomeKind.FINAL_WARNING, date(2013, 4, 7), True),
        (OutcomeKind.FINAL_WARNING, date(2013, 4, 8), False),
        (OutcomeKind.YOUTH_CAUTION, date(2013, 4, 7), False),
        (OutcomeKind.YOUTH_CAUTION, date(2013, 4, 8), True),
        (OutcomeKind.CONVICTION, date(2013, 4, 7), True),
    ],
)
def test_youth_cautions_took_the_place_of_reprimands_on_8_april_2013(outcome, on, counts):
    assert is_substantive(PROTOCOL, outcome, on) is counts


def test_every_outcome_has_one_place_in_the_order_of_seriousness():
    order = sorted(OutcomeKind, key=lambda outcome: seriousness(PROTOCOL, outcome, TODAY))

    as_disposals = [OutcomeKind(disposal) for disposal in Disposal]
    assert [outcome for outcome in order if outcome in as_disposals] == as_disposals
    assert order[-1] is OutcomeKind.CONVICTION


@given(days)
def test_a_youth_caution_is_spent_on_the_day_it_is_given(given_on):
    assert spent_on(PROTOCOL, Disposal.YOUTH_CAUTION, given_on) == given_on


@pytest.mark.parametrize(
    ("given_on", "ends_on", "spent"),
    [
        (date(2026, 1, 10), date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 1, 10), date(2026, 4, 9), date(2026, 4, 9)),
        (date(2026, 1, 10), date(2026, 4, 10), date(2026, 4, 10)),
        (date(2026, 1, 10), date(2026, 5, 2), date(2026, 4, 10)),
        (date(2026, 11, 30), date(2027, 2, 28), date(2027, 2, 28)),
        (date(2026, 11, 30), date(2027, 4, 1), date(2027, 2, 28)),
        (date(2026, 1, 10), None, date(2026, 4, 10)),
    ],
)
def test_a_conditional_caution_is_spent_when_it_ends_or_after_three_months(
    given_on, ends_on, spent
):
    assert spent_on(PROTOCOL, Disposal.YOUTH_CONDITIONAL_CAUTION, given_on, ends_on) == spent


@given(days, st.integers(0, 200))
def test_a_conditional_caution_is_never_spent_after_its_conditions_end(given_on, length):
    ends_on = given_on + timedelta(days=length)

    spent = spent_on(PROTOCOL, Disposal.YOUTH_CONDITIONAL_CAUTION, given_on, ends_on)
    assert given_on <= spent <= ends_on
    assert spent <= given_on + timedelta(days=92)


@pytest.mark.parametrize(
    "disposal",
    [
        Disposal.NO_FURTHER_ACTION,
        Disposal.COMMUNITY_RESOLUTION,
        Disposal.OUTCOME_22,
        Disposal.CHARGE,
    ],
)
def test_what_is_not_a_caution_has_nothing_to_be_spent(disposal):
    assert spent_on(PROTOCOL, disposal, TODAY) is None


def test_when_outcome_23_is_spent_nobody_has_said():
    with pytest.raises(AwaitingDecision, match="and the Disclosure and Barring Service"):
        spent_on(PROTOCOL, Disposal.OUTCOME_23, TODAY)
