from dataclasses import replace
from datetime import date

import pytest

from panel_protocol.dated import AwaitingDecision
from panel_protocol.rules import plans
from panel_protocol.rules.plans import Undertaken
from panel_protocol.terms import BreachChoice, ConditionKind, ConditionStatus, Disposal
from tests.protocol.dressed import with_value

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
        ("Direct work, due 6 November 2026, is not completed, excused or varied", authority),
        ("Curfew, due 6 November 2026, is not completed, excused or varied", authority),
    ]


@pytest.mark.parametrize("disposal", WITH_A_PLAN)
def test_what_was_excused_or_varied_does_not_hold_a_plan_up(protocol, disposal):
    plan = [COMPLETED, EXCUSED, VARIED]

    assert plans.may_be_concluded(protocol, disposal, plan, TODAY).answer is True


@pytest.mark.parametrize("disposal", [O22, O23])
def test_a_diversion_is_recorded_only_where_something_was_undertaken(protocol, disposal):
    nothing = plans.may_be_concluded(protocol, disposal, [EXCUSED, VARIED], TODAY)

    assert [reason.code for reason in nothing.reasons] == ["nothing_undertaken"]
    assert plans.may_be_concluded(protocol, disposal, [EXCUSED, COMPLETED], TODAY).answer is True


@pytest.mark.parametrize("disposal", [O22, O23])
@pytest.mark.parametrize(
    ("asked", "done", "enough"), [(10, 0, False), (10, 1, True), (None, 0, True), (10, None, True)]
)
def test_no_hour_done_of_those_asked_is_no_activity_undertaken(
    protocol, disposal, asked, done, enough
):
    """Kept before hours were kept (None), the settlement alone is judged."""
    payback = replace(COMPLETED, hours_required=asked, hours_completed=done)

    verdict = plans.may_be_concluded(protocol, disposal, [payback, EXCUSED], TODAY)

    assert verdict.answer is enough
    assert [r.code for r in verdict.reasons] == ["nothing_undertaken"] * (not enough)


@pytest.mark.parametrize("disposal", [RESOLUTION, YCC])
def test_what_was_recorded_when_given_may_end_with_everything_excused(protocol, disposal):
    assert plans.may_be_concluded(protocol, disposal, [EXCUSED], TODAY).answer is True


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
        (YCC, ["caution_ceases", "document_admissible", "arrest_power"]),
        (O23, ["police_must_be_told", "prosecution_upheld"]),
        (O22, ["other_options_considered", "not_undertaken"]),
        (RESOLUTION, []),
    ],
)
def test_prosecution_resumed_says_what_becomes_of_the_disposal(protocol, disposal, codes):
    resumed = plans.follows(protocol, disposal, BreachChoice.RESUME_PROSECUTION, TODAY)

    assert [reason.code for reason in resumed] == codes
    assert {reason.source for reason in resumed} <= protocol.sources.keys()


@pytest.mark.parametrize("choice", sorted(set(BreachChoice) - {BreachChoice.RESUME_PROSECUTION}))
@pytest.mark.parametrize(
    ("disposal", "code", "source"),
    [
        (O23, "police_must_be_told", "knife-answer-113430"),
        (O22, "other_options_considered", "npcc-outcome-22"),
    ],
)
def test_a_diversion_not_kept_to_asks_the_same_whatever_is_decided(
    protocol, disposal, code, source, choice
):
    (told,) = plans.follows(protocol, disposal, choice, TODAY)

    assert (told.code, told.source) == (code, source)
    assert plans.on_breach(protocol, disposal, TODAY) == (told,)


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        (BreachChoice.VARY, ["authorised_person_varies"]),
        (BreachChoice.EXTEND, ["authorised_person_varies"]),
        (BreachChoice.NO_ACTION, []),
        (BreachChoice.RETURN_TO_PANEL, []),
    ],
)
def test_a_conditional_caution_is_varied_by_a_prosecutor_or_an_authorised_person(
    protocol, choice, codes
):
    told = plans.follows(protocol, YCC, choice, TODAY)

    assert [reason.code for reason in told] == codes
    assert {reason.source for reason in told} <= {"cda-1998-66d"}


@pytest.mark.parametrize("disposal", [RESOLUTION, O22, O23])
def test_the_service_itself_varies_what_no_statute_governs(protocol, disposal):
    assert plans.authorised(protocol, disposal, TODAY) == ()


@pytest.mark.parametrize("excuse", [True, False, None])
@pytest.mark.parametrize("disposal", WITH_A_PLAN)
def test_a_reasonable_excuse_bars_prosecution_after_a_conditional_caution_only(
    protocol, disposal, excuse
):
    verdict = plans.may_be_prosecuted(protocol, disposal, reasonable_excuse=excuse, on=TODAY)

    assert verdict.answer is (disposal is not YCC or excuse is not True)
    told = [(reason.code, reason.source) for reason in verdict.reasons]
    assert told == ([] if verdict.answer else [("reasonable_excuse", "cda-1998-66e")])
    assert plans.asks_for_excuse(protocol, disposal, TODAY) is (disposal is YCC)


def test_a_child_withdraws_from_a_conditional_caution_and_what_then_is_an_open_question(protocol):
    told = plans.on_withdrawal(protocol, TODAY)

    assert {d for d in WITH_A_PLAN if plans.may_be_withdrawn(protocol, d, TODAY)} == {YCC}
    assert [reason.code for reason in told] == ["child_may_withdraw", "awaiting_decision"]
    assert told[0].text == protocol.giving.withdrawal.on(TODAY).value
    known = with_value(protocol, "giving", "withdrawal_effect", "The caution is cancelled")
    assert [(r.code, r.text) for r in plans.on_withdrawal(known, TODAY)][1:] == [
        ("withdrawal_effect", "The caution is cancelled")
    ]
