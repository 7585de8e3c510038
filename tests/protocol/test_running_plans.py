from datetime import date

import pytest

from panel_protocol.dated import AwaitingDecision
from panel_protocol.rules import plans
from panel_protocol.rules.plans import Undertaken
from panel_protocol.terms import BreachChoice, ConditionKind, ConditionStatus, Disposal

TODAY = date(2026, 11, 20)
BORN = date(2008, 10, 1)
YCC = Disposal.YOUTH_CONDITIONAL_CAUTION
O22, O23 = Disposal.OUTCOME_22, Disposal.OUTCOME_23
RESOLUTION = Disposal.COMMUNITY_RESOLUTION
WITH_A_PLAN = [RESOLUTION, O22, O23, YCC]


def undertaken(settled, kind=ConditionKind.DIRECT_WORK):
    return Undertaken(kind=kind, due_on=date(2026, 11, 6), settled=settled)


COMPLETED = undertaken(ConditionStatus.COMPLETED)
EXCUSED = undertaken(ConditionStatus.EXCUSED)
VARIED = undertaken(ConditionStatus.VARIED)


@pytest.mark.parametrize(
    ("disposal", "authority"),
    [
        (YCC, "cda-1998-66a"),
        (O22, "outcome-22-and-23"),
        (O23, "outcome-22-and-23"),
        (RESOLUTION, "partnership-default"),
    ],
)
def test_a_plan_is_concluded_only_when_nothing_is_left_and_each_thing_left_is_named(
    protocol, disposal, authority
):
    left = [undertaken(None), undertaken(ConditionStatus.NOT_COMPLETED, ConditionKind.CURFEW)]

    verdict = plans.may_be_concluded(protocol, disposal, [COMPLETED, *left], TODAY)

    assert verdict.answer is False
    assert [(reason.text, reason.source) for reason in verdict.reasons] == [
        ("Direct work, due 06 November 2026, is not completed, excused or varied", authority),
        ("Curfew, due 06 November 2026, is not completed, excused or varied", authority),
    ]


@pytest.mark.parametrize("disposal", WITH_A_PLAN)
def test_what_was_excused_or_varied_does_not_hold_a_plan_up(protocol, disposal):
    plan = [COMPLETED, EXCUSED, VARIED]

    assert plans.may_be_concluded(protocol, disposal, plan, TODAY).answer is True


def test_outcome_22_alone_needs_something_to_have_been_undertaken(protocol):
    nothing = {d: plans.may_be_concluded(protocol, d, [EXCUSED], TODAY) for d in WITH_A_PLAN}

    assert [d for d, verdict in nothing.items() if not verdict.answer] == [O22]
    assert [reason.code for reason in nothing[O22].reasons] == ["nothing_undertaken"]


@pytest.mark.parametrize(
    ("asked", "done", "expected"), [(None, 0, True), (10, 9, False), (10, 10, True), (0, 0, True)]
)
def test_a_condition_is_complete_when_its_hours_are(protocol, asked, done, expected):
    verdict = plans.may_be_completed(protocol, hours_required=asked, hours_completed=done, on=TODAY)

    assert verdict.answer is expected


@pytest.mark.parametrize("disposal", WITH_A_PLAN)
def test_nothing_is_varied_unless_the_child_agrees(protocol, disposal):
    refused = plans.may_be_varied(protocol, disposal, agreed=False, on=TODAY)

    assert [reason.code for reason in refused.reasons] == ["not_agreed"]
    assert plans.may_be_varied(protocol, disposal, agreed=True, on=TODAY).answer is True


@pytest.mark.parametrize("disposal", [O23, YCC])
def test_new_terms_past_eighteen_are_an_open_question_where_only_a_child_may_have_them(
    protocol, disposal
):
    given_on = date(2026, 9, 25)
    plans.stop_if_grown_up(protocol, disposal, BORN, given_on=given_on, on=date(2026, 9, 30))

    with pytest.raises(AwaitingDecision) as stopped:
        plans.stop_if_grown_up(protocol, disposal, BORN, given_on=given_on, on=date(2026, 10, 1))

    assert stopped.value.name == "conditions.turning_eighteen"


@pytest.mark.parametrize("disposal", [O22, RESOLUTION])
def test_what_an_adult_may_have_goes_on(protocol, disposal):
    plans.stop_if_grown_up(protocol, disposal, BORN, given_on=date(2026, 9, 25), on=TODAY)


def test_only_a_conditional_caution_asks_first_whether_there_was_an_excuse(protocol):
    asked = {
        disposal: plans.may_be_reviewed(protocol, disposal, excuse_considered=False, on=TODAY)
        for disposal in WITH_A_PLAN
    }

    assert [disposal for disposal, verdict in asked.items() if not verdict.answer] == [YCC]
    assert asked[YCC].reasons[0].source == "cda-1998-66e"


@pytest.mark.parametrize(
    ("disposal", "codes"),
    [
        (YCC, ["caution_ceases"]),
        (O23, ["prosecution_upheld"]),
        (O22, ["not_undertaken"]),
        (RESOLUTION, []),
    ],
)
def test_prosecution_resumed_says_what_becomes_of_the_disposal(protocol, disposal, codes):
    resumed = plans.follows(protocol, disposal, BreachChoice.RESUME_PROSECUTION, TODAY)

    assert [reason.code for reason in resumed] == codes
    for other in set(BreachChoice) - {BreachChoice.RESUME_PROSECUTION}:
        assert plans.follows(protocol, disposal, other, TODAY) == ()
