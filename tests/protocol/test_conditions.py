"""What a plan may contain, and every reason it may not be given."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.rules.conditions import lawful
from panel_protocol.terms import Admission, ConditionKind, ConditionObject, Disposal
from tests.protocol.dressed import with_value
from tests.protocol.plans import (
    GIVEN_ON,
    PROTOCOL,
    REHABILITATION,
    REPARATION,
    YCC,
    condition,
    doubts,
    payback,
    penalty,
    plan,
    refusals,
)


def test_a_letter_and_ten_hours_of_payback_are_a_lawful_outcome_22():
    letter = condition("letter_of_apology", REPARATION)

    proposed = plan(letter, payback(10), disposal=Disposal.OUTCOME_22)
    verdict = lawful(PROTOCOL, proposed)

    assert (verdict.lawful, verdict.reasons, verdict.warnings) == (True, (), ())
    assert verdict.plan == proposed, "the verdict keeps what it judged"


@pytest.mark.parametrize(
    ("disposal", "source"),
    [
        (YCC, "cda-1998-66a"),
        (Disposal.OUTCOME_22, "outcome-22-and-23"),
        (Disposal.OUTCOME_23, "outcome-22-and-23"),
    ],
)
def test_a_disposal_that_consists_of_a_plan_needs_a_condition(disposal, source):
    assert refusals(plan(disposal=disposal)) == [("conditions_missing", source)]


@pytest.mark.parametrize(
    ("disposal", "given_on", "needs"),
    [
        (Disposal.OUTCOME_22, date(2019, 3, 31), False),
        (Disposal.OUTCOME_22, date(2019, 4, 1), True),
        (Disposal.OUTCOME_23, date(2026, 2, 11), False),
        (Disposal.OUTCOME_23, date(2026, 2, 12), True),
    ],
)
def test_a_diversion_needs_a_plan_from_the_day_it_exists(disposal, given_on, needs):
    facts = plan(disposal=disposal, given_on=given_on, born=date(2008, 6, 1))

    codes = [code for code, _ in refusals(facts)]
    assert codes == (["conditions_missing"] if needs else ["not_yet_in_force"])


@pytest.mark.parametrize(
    "disposal", [Disposal.NO_FURTHER_ACTION, Disposal.YOUTH_CAUTION, Disposal.CHARGE]
)
def test_a_disposal_that_carries_no_conditions_takes_none(disposal):
    assert refusals(plan(disposal=disposal)) == []
    assert refusals(plan(condition(), disposal=disposal)) == [
        ("conditions_not_possible", "partnership-default")
    ]


def test_a_community_resolution_may_have_conditions_or_none():
    assert refusals(plan(disposal=Disposal.COMMUNITY_RESOLUTION)) == []
    assert refusals(plan(condition(), disposal=Disposal.COMMUNITY_RESOLUTION)) == []


def test_every_condition_of_a_conditional_caution_has_an_object():
    missing = [("object_missing", "cda-1998-66a")]
    assert refusals(plan(condition(), condition(aim=None))) == missing

    narrower = with_value(PROTOCOL, "conditions", "objects_required", ("reparation",))
    no_longer = lawful(narrower, plan(condition(aim=REHABILITATION)))
    assert [(reason.code, reason.source) for reason in no_longer.reasons] == missing


def test_an_object_the_kind_does_not_usually_serve_is_questioned_and_not_refused():
    facts = plan(condition("curfew", REPARATION))

    assert refusals(facts) == []
    assert doubts(facts) == ["object_unusual"]


@pytest.mark.parametrize(("hours", "codes"), [((12, 8), []), ((12, 9), ["attendance_too_long"])])
def test_attendance_is_at_most_twenty_hours_in_total(hours, codes):
    facts = plan(*(payback(each) for each in hours))

    assert [code for code, _ in refusals(facts)] == codes


@given(st.lists(st.tuples(st.sampled_from(ConditionObject), st.integers(0, 30)), min_size=1))
def test_hours_of_rehabilitation_never_count_towards_the_twenty(pairs):
    facts = plan(
        *(
            condition(aim=aim, hours_required=hours, attendance_place="Example Hall")
            for aim, hours in pairs
        )
    )

    counted = sum(hours for aim, hours in pairs if aim is not REHABILITATION)
    assert (("attendance_too_long", "cda-1998-66a") in refusals(facts)) is (counted > 20)


def test_the_twenty_hours_bind_conditional_cautions_only():
    assert refusals(plan(payback(21), disposal=Disposal.OUTCOME_22)) == []


def test_attendance_must_say_how_long_and_where():
    assert refusals(plan(payback(None))) == [("attendance_hours_missing", "cda-1998-66a")]
    assert doubts(plan(payback(10, attendance_place=None))) == ["attendance_place_missing"]


def test_hours_said_of_one_condition_do_not_speak_for_the_next():
    verdict = lawful(PROTOCOL, plan(payback(10), payback(None)))

    assert [reason.text for reason in verdict.reasons] == [
        "Condition 2 (community payback) asks for attendance and must say for how many hours"
    ]


@pytest.mark.parametrize(
    ("more", "source"),
    [
        ({}, "cda-1998-66a"),
        ({"attendance_place": None}, "partnership-default"),
        ({"object": REHABILITATION}, "partnership-default"),
    ],
)
def test_payback_without_its_hours_is_refused_whatever_else_it_leaves_unsaid(more, source):
    facts = plan(replace(payback(None), **{"attendance_place": "Example Park", **more}))

    assert refusals(facts) == [("attendance_hours_missing", source)]


def test_payback_of_another_disposal_and_a_letter_need_not_say_hours():
    unsaid = payback(None, attendance_place=None)

    assert refusals(plan(unsaid, disposal=Disposal.OUTCOME_22)) == []
    assert refusals(plan(condition())) == []


def test_a_conditional_caution_needs_the_childs_signature():
    assert refusals(plan(condition(), consent_signed=False)) == [
        ("consent_not_signed", "cda-1998-66b")
    ]
    assert doubts(plan(condition(), consent_signed=None)) == ["consent_awaited"]


def test_an_outcome_22_needs_no_signature():
    facts = plan(condition(), disposal=Disposal.OUTCOME_22, consent_signed=False)

    assert refusals(facts) == []


@pytest.mark.parametrize(
    ("days", "refused", "doubted"),
    [
        (112, [], []),
        (113, [], ["long_plan"]),
        (140, [], ["long_plan"]),
        (141, ["plan_too_long"], []),
    ],
)
def test_a_conditional_caution_runs_16_weeks_and_with_a_reason_20(days, refused, doubted):
    facts = plan(condition(due_on=GIVEN_ON + timedelta(days=days)))

    assert [code for code, _ in refusals(facts)] == refused
    assert doubts(facts) == doubted


@pytest.mark.parametrize("disposal", [Disposal.OUTCOME_22, Disposal.OUTCOME_23])
@pytest.mark.parametrize(("days", "codes"), [(112, []), (113, ["plan_too_long"])])
def test_a_diversion_runs_up_to_16_weeks(disposal, days, codes):
    facts = plan(condition(due_on=GIVEN_ON + timedelta(days=days)), disposal=disposal)

    assert [code for code, _ in refusals(facts)] == codes
    assert doubts(facts) == []


def test_nothing_is_due_before_it_is_given():
    assert refusals(plan(condition(due_on=GIVEN_ON))) == []
    assert [code for code, _ in refusals(plan(condition(due_on=GIVEN_ON - timedelta(days=1))))] == [
        "due_before_given"
    ]


@pytest.mark.parametrize(
    ("given_on", "codes"),
    [(date(2026, 2, 11), []), (date(2026, 2, 12), ["knife_course_alone"])],
)
def test_a_knife_course_alone_is_questioned_since_the_guidance(given_on, codes):
    course = condition("knife_awareness", due_on=given_on + timedelta(weeks=4))
    alone = plan(course, given_on=given_on)
    beside = plan(course, condition("mentoring", due_on=course.due_on), given_on=given_on)

    assert doubts(alone) == codes
    assert doubts(beside) == []


@pytest.mark.parametrize(
    ("admission", "codes"),
    [
        (None, []),
        (Admission.ADMITS, []),
        (Admission.ACCEPTS_RESPONSIBILITY, []),
        (Admission.DENIES, ["admission_needed"]),
        (Admission.NO_COMMENT, ["admission_needed"]),
    ],
)
def test_a_restorative_meeting_needs_an_admission(admission, codes):
    meeting = condition("restorative_meeting", REPARATION)
    facts = plan(meeting, disposal=Disposal.OUTCOME_22, admission=admission)

    assert [code for code, _ in refusals(facts)] == codes


@pytest.mark.parametrize(
    ("explained", "refused", "doubted"),
    [(None, [], ["long_plan"]), (True, [], ["long_plan"]), (False, ["long_plan"], [])],
)
def test_beyond_16_weeks_a_reason_must_have_been_recorded(explained, refused, doubted):
    due_on = GIVEN_ON + timedelta(days=113)
    facts = plan(condition(due_on=due_on), length_explained=explained)

    assert [code for code, _ in refusals(facts)] == refused
    assert doubts(facts) == doubted
    usual = plan(condition(due_on=due_on - timedelta(days=1)), length_explained=explained)
    assert (refusals(usual), doubts(usual)) == ([], [])


@pytest.mark.parametrize("unsaid", ["usual_weeks", "longest_weeks"])
def test_a_plan_is_called_long_only_between_two_lengths_that_are_both_said(unsaid):
    facts = plan(condition(due_on=GIVEN_ON + timedelta(days=113)))
    other = with_value(PROTOCOL, "conditions", unsaid, {})

    assert doubts(facts) == ["long_plan"]
    assert lawful(other, facts).warnings == ()


def test_a_restorative_meeting_asks_what_the_child_says_where_nobody_knows():
    meeting = condition("restorative_meeting", REPARATION)

    assert doubts(plan(meeting)) == ["admission_unknown"]
    assert doubts(plan(meeting, admission=Admission.ADMITS)) == []


def test_every_reason_is_given_at_once():
    facts = plan(
        payback(21, due_on=GIVEN_ON - timedelta(days=1)),
        penalty(31, payee=None),
        condition("restorative_meeting", None, weeks=21),
        consent_signed=False,
        admission=Admission.DENIES,
    )

    assert [code for code, _ in refusals(facts)] == [
        "object_missing",
        "attendance_too_long",
        "payee_missing",
        "penalty_too_high",
        "consent_not_signed",
        "due_before_given",
        "plan_too_long",
        "admission_needed",
    ]


def test_a_reason_says_which_condition_it_is_about():
    verdict = lawful(PROTOCOL, plan(condition(), condition("curfew", None)))

    assert verdict.reasons[0].text.startswith("Condition 2 (curfew)")


def test_every_kind_of_condition_has_its_usual_objects():
    usual = PROTOCOL.conditions.usual_objects.on(GIVEN_ON).value

    assert set(usual) == set(ConditionKind)
    assert {each for objects in usual.values() for each in objects} <= set(ConditionObject)
