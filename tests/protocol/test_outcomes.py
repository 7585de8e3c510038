"""Whether an outcome is substantive, how serious it is, and when it is spent."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.dated import AwaitingDecision
from panel_protocol.library import load
from panel_protocol.rules.months import add_months, whole_months
from panel_protocol.rules.outcomes import (
    is_substantive,
    seriousness,
    spent_on,
)
from panel_protocol.terms import Disposal, OutcomeKind

PROTOCOL = load()
TODAY = date(2026, 9, 30)

days = st.dates(date(2013, 4, 8), date(2040, 1, 1))


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


@given(days.filter(lambda day: day.day <= 28), st.integers(1, 40))
def test_a_month_is_complete_on_the_same_day_of_the_next_and_not_on_its_eve(start, months):
    same_day = add_months(start, months)

    assert whole_months(start, same_day) == months
    assert whole_months(start, same_day - timedelta(days=1)) == months - 1


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
