"""A decision asked again from its record: nothing that was kept of it is passed over."""

from dataclasses import replace
from datetime import date

import pytest

from panel_protocol.facts import from_record, to_record
from panel_protocol.rules.conditions import lawful
from panel_protocol.rules.options import options
from panel_protocol.rules.prosecutor import information_form
from panel_protocol.rules.replaying import plan_record
from panel_protocol.terms import Admission, ConditionStatus, Disposal, ModeOfTrial, OutcomeKind
from tests.protocol.plans import GIVEN_ON, condition, payback, penalty, plan
from tests.protocol.test_replaying import (
    PROTOCOL,
    TODAY,
    a_disposal,
    a_triage,
    again,
    differing,
    edition,
    kept,
)

NOW = "2026.2"
COMPLETED, EXCUSED = ConditionStatus.COMPLETED.value, ConditionStatus.EXCUSED.value
DIRECT_WORK = {"kind": "direct_work", "due_on": "2026-09-01"}


def concluded(*undertaken):
    facts = {"undertaken": list(undertaken)}
    decided = kept("conclusion", {"disposal": "outcome_22", "home_office_code": "22"}, facts)
    return again(edition(NOW), decided)


def test_work_of_which_no_hour_was_done_is_no_work_when_asked_again():
    asked = {**DIRECT_WORK, "settled": COMPLETED, "hours_required": 6}

    assert differing(concluded({**asked, "hours_completed": 6})) == {}
    [why] = concluded({**asked, "hours_completed": 0}).gained
    assert why.code == "nothing_undertaken"


def test_a_condition_that_was_left_open_is_named_again_with_its_day():
    done = {**DIRECT_WORK, "settled": COMPLETED}
    [why] = concluded(done, {**DIRECT_WORK, "settled": None}).gained

    assert why.text == ("Direct work, due 1 September 2026, is not completed, excused or varied")


def test_a_first_hearing_is_kept_and_facts_from_before_it_was_asked_for_are_read(
    a_case, an_earlier
):
    heard = an_earlier(OutcomeKind.CONVICTION, first_hearing_on=date(2025, 4, 2))
    facts = a_case(history=(heard,))
    record = to_record(facts)

    assert from_record(record) == facts
    del record["history"][0]["first_hearing_on"]
    assert from_record(record).history == (replace(heard, first_hearing_on=None),)


@pytest.mark.parametrize("settled", [True, False, None])
def test_whether_victims_were_heard_from_counts_again(a_case, settled):
    resolution = Disposal.COMMUNITY_RESOLUTION
    decided = a_disposal(a_case(), resolution)
    told = replace(decided, facts={**decided.facts, "victims_settled": settled})

    open_again = (True, False) if settled is False else None
    assert differing(again(edition(NOW), told)).get("open") == open_again


def test_a_score_given_by_hand_counts_again(a_case):
    caution = Disposal.YOUTH_CAUTION
    decided = a_disposal(a_case(), caution)
    scored = replace(decided, facts={**decided.facts, "gravity": 3})
    by_hand = {o.disposal: o for o in options(PROTOCOL, a_case(), GIVEN_ON, 3)}[caution]

    assert by_hand.starting_point
    assert differing(again(edition(NOW), decided)) == {}
    assert differing(again(edition(NOW), scored)) == {"starting_point": (False, True)}


@pytest.mark.parametrize("unsaid", ["mode_of_trial", "admission"])
def test_a_plan_of_which_little_was_said_comes_back_as_it_was(unsaid):
    asked = plan(payback(21), condition(aim=None), **{unsaid: None})
    decided = kept("variation", {}, {"plan": plan_record(asked)})

    assert [r.code for r in again(PROTOCOL, decided).gained] == [
        reason.code for reason in lawful(PROTOCOL, asked).reasons
    ]


@pytest.mark.parametrize("admission", Admission)
@pytest.mark.parametrize("mode", ModeOfTrial)
def test_what_was_said_of_a_plan_weighs_on_it_again(admission, mode):
    asked = plan(
        penalty(60), condition("restorative_meeting"), admission=admission, mode_of_trial=mode
    )
    decided = kept("variation", {}, {"plan": plan_record(asked)})

    assert [r.code for r in again(PROTOCOL, decided).gained] == [
        reason.code for reason in lawful(PROTOCOL, asked).reasons
    ]


def test_a_triage_under_its_own_edition_loses_and_gains_nothing(a_case):
    facts = a_case("TH68023", looked_after=True)
    found = again(edition(NOW), a_triage(facts))

    assert (found.differences, found.gained, found.lost) == ((), (), ())


def test_what_followed_a_breach_under_its_own_edition_follows_again(a_case):
    case = a_case(looked_after=True)
    facts = {"disposal": "outcome_23", "case": to_record(case)}
    form = information_form(PROTOCOL, case, TODAY)
    codes = {reason.code for reason in form} | {"police_must_be_told", "prosecution_upheld"}
    decided = kept("breach_decision", {"decision": "resume_prosecution"}, facts)
    found = again(edition(NOW), replace(decided, codes=frozenset(codes)))

    assert form
    assert (found.differences, found.gained, found.lost) == ((), (), ())


def test_what_another_edition_does_not_have_is_named_with_a_source():
    facts = {"disposal": "outcome_23"}
    decided = kept("breach_decision", {"decision": "resume_prosecution"}, facts)
    [why] = again(edition("2025.1"), decided).gained

    assert why.source in PROTOCOL.sources
    assert why.text == "conditions.outcome_23_breach did not exist on 11 September 2026"
