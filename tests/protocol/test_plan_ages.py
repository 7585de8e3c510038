"""How old a child must be for a plan, and that no plan for children only outlasts childhood."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.dated import AwaitingDecision, Dated, Entry
from panel_protocol.rules.ages import birthday
from panel_protocol.rules.conditions import lawful
from panel_protocol.terms import Disposal
from tests.protocol.plans import GIVEN_ON, PROTOCOL, YCC, condition, doubts, plan, refusals


@pytest.mark.parametrize(
    ("born", "codes"),
    [
        (date(2008, 10, 1), []),
        (date(2008, 9, 30), ["age_when_given"]),
        (date(2016, 9, 30), []),
        (date(2016, 10, 1), ["age_when_given"]),
    ],
)
def test_a_conditional_caution_is_given_only_to_a_child(born, codes):
    assert [code for code, _ in refusals(plan(condition(due_on=GIVEN_ON), born=born))] == codes


@pytest.mark.parametrize("disposal", Disposal)
def test_nothing_is_given_to_a_child_under_ten_but_no_further_action(disposal):
    facts = plan(condition(), disposal=disposal, born=date(2016, 10, 1))
    closed = disposal is not Disposal.NO_FURTHER_ACTION

    assert ("age_when_given" in [code for code, _ in refusals(facts)]) is closed


@pytest.mark.parametrize(
    ("disposal", "closed"),
    [
        (Disposal.COMMUNITY_RESOLUTION, False),
        (Disposal.OUTCOME_22, False),
        (Disposal.OUTCOME_23, True),
        (Disposal.YOUTH_CAUTION, True),
        (YCC, True),
        (Disposal.CHARGE, False),
    ],
)
def test_what_is_for_children_only_is_not_given_on_the_eighteenth_birthday(disposal, closed):
    facts = plan(condition(), disposal=disposal, born=date(2008, 9, 30))

    assert ("age_when_given" in [code for code, _ in refusals(facts)]) is closed


BORN = date(2008, 12, 1)
EVE, BIRTHDAY = date(2026, 11, 30), date(2026, 12, 1)


@pytest.mark.parametrize("disposal", [YCC, Disposal.OUTCOME_23])
def test_a_plan_only_a_child_may_have_stops_if_it_runs_to_the_eighteenth_birthday(disposal):
    ends_in_childhood = plan(condition(due_on=EVE), disposal=disposal, born=BORN)
    outlasts = plan(condition(), condition(due_on=BIRTHDAY), disposal=disposal, born=BORN)

    assert lawful(PROTOCOL, ends_in_childhood).warnings == ()
    with pytest.raises(AwaitingDecision) as stopped:
        lawful(PROTOCOL, outlasts)
    assert stopped.value.name == "conditions.turning_eighteen"
    assert "Crown Prosecution Service" in stopped.value.asks


@pytest.mark.parametrize("disposal", [YCC, Disposal.OUTCOME_23])
def test_once_it_is_said_what_follows_at_18_such_a_plan_is_lawful_and_tells_it(disposal):
    said = Entry(date(2013, 4, 8), "An adult plan takes over", "partnership-default")
    rules = replace(PROTOCOL.conditions, turning_eighteen=Dated("turning_eighteen", (said,)))
    settled = replace(PROTOCOL, conditions=rules)

    verdict = lawful(settled, plan(condition(due_on=BIRTHDAY), disposal=disposal, born=BORN))
    in_childhood = lawful(settled, plan(condition(due_on=EVE), disposal=disposal, born=BORN))

    assert verdict.lawful
    assert [(each.code, each.text, each.source) for each in verdict.warnings] == [
        ("turns_eighteen", "An adult plan takes over", "partnership-default")
    ]
    assert in_childhood.warnings == ()


@pytest.mark.parametrize("disposal", [Disposal.COMMUNITY_RESOLUTION, Disposal.OUTCOME_22])
def test_what_an_adult_may_have_too_may_outlast_childhood(disposal):
    assert doubts(plan(condition(due_on=BIRTHDAY), disposal=disposal, born=BORN)) == []


def test_a_plan_forbidden_in_any_case_is_refused_and_not_stopped():
    facts = plan(condition(aim=None, due_on=BIRTHDAY), born=BORN)

    assert [code for code, _ in refusals(facts)] == ["object_missing"]
    assert doubts(facts) == []


@given(
    st.sampled_from([YCC, Disposal.OUTCOME_23]),
    st.dates(date(2008, 6, 1), date(2009, 6, 1)),
    st.lists(st.integers(0, 112), min_size=1, max_size=4),
)
def test_whatever_is_lawful_for_children_only_ends_in_childhood(disposal, born, days):
    due = [GIVEN_ON + timedelta(days=each) for each in days]
    facts = plan(*(condition(due_on=day) for day in due), disposal=disposal, born=born)
    try:
        verdict = lawful(PROTOCOL, facts)
    except AwaitingDecision:
        assert max(due) >= birthday(born, 18) > GIVEN_ON
    else:
        assert verdict.lawful is (max(due) < birthday(born, 18))
