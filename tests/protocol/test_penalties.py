"""What a condition to pay may ask of a child."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from panel_protocol.dated import Dated, Entry
from panel_protocol.rules.conditions import lawful
from panel_protocol.terms import Disposal, ModeOfTrial
from tests.protocol.plans import GIVEN_ON, PROTOCOL, penalty, plan, refusals


@pytest.mark.parametrize(
    ("age", "mode", "most"),
    [
        (10, ModeOfTrial.SUMMARY, 15),
        (10, ModeOfTrial.EITHER_WAY, 25),
        (10, ModeOfTrial.INDICTABLE_ONLY, 35),
        (14, ModeOfTrial.SUMMARY, 30),
        (14, ModeOfTrial.EITHER_WAY, 50),
        (14, ModeOfTrial.INDICTABLE_ONLY, 75),
    ],
)
def test_a_penalty_is_capped_by_age_and_mode_of_trial(age, mode, most):
    # The day of the birthday, and the eve of the birthday that ends the band.
    for born in (date(2026 - age, 9, 30), date(2026 - age - 4, 10, 1)):
        at_most = plan(penalty(most, due_on=GIVEN_ON), born=born, mode_of_trial=mode)
        beyond = plan(penalty(most + 1, due_on=GIVEN_ON), born=born, mode_of_trial=mode)

        assert refusals(at_most) == []
        assert refusals(beyond) == [("penalty_too_high", "si-2013-608")]


def test_two_penalties_together_stay_under_the_one_cap():
    assert refusals(plan(penalty(20), penalty(10))) == []
    assert [code for code, _ in refusals(plan(penalty(20), penalty(11)))] == ["penalty_too_high"]


@pytest.mark.parametrize(
    "disposal", [Disposal.COMMUNITY_RESOLUTION, Disposal.OUTCOME_22, Disposal.OUTCOME_23]
)
def test_a_penalty_belongs_to_a_conditional_caution_only(disposal):
    assert refusals(plan(penalty(10), disposal=disposal)) == [
        ("penalty_not_available", "cda-1998-66c")
    ]


def test_a_penalty_names_its_amount_payee_and_method():
    vague = penalty(None, payee=" ", payment_method=None)

    assert refusals(plan(vague)) == [
        ("amount_missing", "cda-1998-66c"),
        ("payee_missing", "cda-1998-66c"),
        ("payment_method_missing", "cda-1998-66c"),
    ]


def test_a_penalty_cannot_be_set_before_the_mode_of_trial_is_known():
    assert refusals(plan(penalty(10), mode_of_trial=None)) == [
        ("mode_of_trial_missing", "si-2013-608")
    ]


def test_the_tables_begin_with_youth_cautions_on_8_april_2013():
    born, day = date(2000, 1, 1), date(2013, 4, 8)
    due_on = day + timedelta(weeks=4)

    facts = plan(penalty(16, due_on=due_on), given_on=day, born=born)
    assert refusals(facts) == [("penalty_too_high", "si-2013-608")]


@pytest.mark.parametrize(("pounds", "codes"), [(100, []), (101, ["penalty_above_the_act"])])
def test_no_order_lets_more_be_asked_than_the_act_does(pounds, codes):
    rows: tuple[Mapping[str, Any], ...] = (
        {"from_age": 10, "to_age": 17} | dict.fromkeys(ModeOfTrial, 500),
    )
    generous = Dated("conditions.financial_penalty", [Entry(date(2013, 4, 8), rows, "order")])
    protocol = replace(
        PROTOCOL, conditions=replace(PROTOCOL.conditions, financial_penalty=generous)
    )

    found = lawful(protocol, plan(penalty(pounds - 40), penalty(40))).reasons

    assert [reason.code for reason in found] == codes


def test_the_act_binds_before_the_mode_of_trial_is_known():
    assert refusals(plan(penalty(101), mode_of_trial=None)) == [
        ("penalty_above_the_act", "cda-1998-66c"),
        ("mode_of_trial_missing", "si-2013-608"),
    ]
