"""Past decisions under another edition: the same where nothing changed, and why where it did."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.dated import AwaitingDecision, NotInForce
from panel_protocol.facts import records, to_record
from panel_protocol.library import load
from panel_protocol.pinning import pinned
from panel_protocol.rules.conditions import lawful
from panel_protocol.rules.options import options
from panel_protocol.rules.replaying import Kept, plan_record, replayed
from panel_protocol.rules.routing import triage
from panel_protocol.terms import Admission, Bail, ConditionStatus, Disposal, Knife
from tests.protocol.plans import GIVEN_ON, condition, penalty, plan

PROTOCOL = load()
TODAY = date(2026, 9, 11)
OUTCOME_23 = date(2026, 2, 12)


def last_day(name):
    found = PROTOCOL.edition(name)
    assert found is not None
    return PROTOCOL.last_day_of(found)


def edition(name):
    return pinned(PROTOCOL, last_day(name))


def kept(kind, answer, facts, reasons=(), looked_at=TODAY):
    return Kept(kind, answer, frozenset(reason.code for reason in reasons), facts, looked_at)


def a_triage(facts, on=TODAY):
    road = triage(PROTOCOL, facts, on)
    answer = {
        "route": road.route.value,
        "gravity": {"base": road.gravity.base, "final": road.gravity.final},
        "flags": list(road.flags),
    }
    return kept("triage", answer, to_record(facts), road.reasons, on)


def a_disposal(facts, disposal, proposed=None, on=GIVEN_ON):
    option = next(o for o in options(PROTOCOL, facts, on) if o.disposal is disposal)
    given = proposed or plan(disposal=disposal, given_on=on)
    answer = {
        "disposal": disposal.value,
        "open": option.open,
        "starting_point": option.starting_point,
        "consequences": records([option.consequences])[0],
    }
    told = {
        "case": to_record(facts),
        "gravity": None,
        "victims_settled": None,
        "plan": plan_record(given),
    }
    return kept("disposal", answer, told, option.reasons, on)


def again(protocol, decided):
    found = replayed(protocol, decided)
    assert found is not None
    return found


def differing(found):
    return {each.what: (each.before, each.after) for each in found.differences}


@pytest.mark.parametrize("name", [each.name for each in PROTOCOL.editions])
def test_a_pinned_edition_says_on_every_day_what_it_said_on_its_last(name):
    last = last_day(name)
    stood = edition(name)

    for rule, same in zip(PROTOCOL.parameters(), stood.parameters(), strict=True):
        for day in (date(2000, 1, 1), TODAY, date(2040, 1, 1)):
            assert said(same, day) == said(rule, last)
    assert stood.edition_on(date(2000, 1, 1)).name == name
    matrices = stood.matrix_on(date(2000, 1, 1)), PROTOCOL.matrix_on(last)
    assert [m and m.edition for m in matrices] == [matrices[1] and matrices[1].edition] * 2


def said(rule, day):
    try:
        return rule.on(day)
    except NotInForce:
        return "not in force"
    except AwaitingDecision as awaited:
        return awaited.question


@given(
    admission=st.sampled_from(Admission),
    knife=st.sampled_from(Knife),
    bail=st.sampled_from(Bail),
    concern=st.booleans(),
    looked_after=st.booleans(),
)
def test_under_its_own_edition_a_decision_comes_out_the_same(
    a_case, admission, knife, bail, concern, looked_after
):
    facts = a_case(
        admission=admission,
        knife=knife,
        bail=bail,
        exploitation_concern=concern,
        looked_after=looked_after,
    )

    assert again(edition("2026.2"), a_triage(facts)).differences == ()


def test_a_knife_found_before_february_2026_would_now_go_to_the_panel(a_case):
    eve = a_case("TH68010", knife=Knife.POSSESSION, date_of_birth=date(2011, 3, 14))
    facts = replace(eve, offences=(replace(eve.offences[0], committed_on=date(2026, 1, 5)),))
    found = again(edition("2026.2"), a_triage(facts, date(2026, 2, 11)))

    assert differing(found)["route"] == ("officer_resolution", "panel")
    assert "knife_mandatory_referral" in {reason.code for reason in found.gained}
    assert "officer_may_resolve" not in {reason.code for reason in found.gained}


def test_before_there_was_a_matrix_the_case_would_have_gone_to_review(a_case):
    found = again(edition("2019.1"), a_triage(a_case()))

    assert differing(found)["route"] == ("officer_resolution", "review")
    assert differing(found)["gravity"] == (2, None)
    assert "no_matrix" in {reason.code for reason in found.gained}
    assert "offence_base" in found.lost


def test_outcome_23_would_not_have_been_open_before_it_existed(a_case):
    decided = a_disposal(
        a_case(admission=Admission.DENIES),
        Disposal.OUTCOME_23,
        plan(condition(), disposal=Disposal.OUTCOME_23),
    )
    found = again(edition("2025.1"), decided)

    assert differing(found)["open"] == (True, False)
    assert differing(found)["home_office_code"] == ("23", "22")
    why = {reason.code: reason for reason in found.gained}
    assert why["not_yet_in_force"].text == "Outcome 23 did not exist before a later edition"
    assert why["not_yet_in_force"].source == "outcome-22-and-23"
    assert again(edition("2026.2"), decided).differences == ()


def test_a_plan_is_judged_again_with_everything_it_asked():
    asked = plan(condition("direct_work"), penalty(30))
    decided = kept("variation", {"replaced": "a", "by": "b"}, {"plan": plan_record(asked)})
    cheaper = tighter(PROTOCOL, summary=20)

    assert again(edition("2026.2"), decided).differences == ()
    found = again(pinned(cheaper, TODAY), decided)
    assert differing(found) == {"lawful": (True, False)}
    assert [(reason.code, reason.source) for reason in found.gained] == [
        ("penalty_too_high", "si-2013-608")
    ]


def tighter(protocol, **most):
    rule = protocol.conditions.financial_penalty
    first = rule.entries[0]
    rows = tuple({**row, **most} for row in first.value)
    rules = replace(
        protocol.conditions,
        financial_penalty=replace(rule, entries=(replace(first, value=rows),)),
    )
    return replace(protocol, conditions=rules)


def test_a_plan_comes_back_from_its_record_as_it_was():
    asked = plan(condition("community_payback", hours_required=21), penalty(30, payee=None))
    decided = kept("variation", {}, {"plan": plan_record(asked)})

    found = again(PROTOCOL, decided)
    assert {reason.code for reason in found.gained} == {
        reason.code for reason in lawful(PROTOCOL, asked).reasons
    }


def test_a_panel_that_was_quorate_is_counted_again_by_the_other_edition():
    present = [{"agency": a, "known_as": a} for a in ("police", "youth_justice", "health")]
    decided = kept(
        "panel_quorum", {"may_decide": True}, {"present": present, "conflicted": ["health"]}
    )

    found = again(edition("2026.2"), decided)
    assert differing(found) == {"may_decide": (True, False)}
    assert [reason.code for reason in found.gained] == ["other_agency_absent"]


def test_a_review_is_asked_whether_it_would_still_be_needed(a_case):
    facts = a_case(knife=Knife.THREAT)
    decided = kept("triage_review", {"route": "panel"}, {"case": to_record(facts)})
    rule = replace(PROTOCOL.knife.conflict_grounds, entries=no_longer())
    agreed = replace(PROTOCOL, knife=replace(PROTOCOL.knife, conflict_grounds=rule))

    assert again(edition("2026.2"), decided).differences == ()
    assert differing(again(pinned(agreed, TODAY), decided)) == {"needs_review": (True, False)}


def no_longer():
    first = PROTOCOL.knife.conflict_grounds.entries[0]
    return (replace(first, value={}),)


def test_an_outcome_22_concluded_is_asked_whether_it_may_be():
    done = {"kind": "direct_work", "due_on": "2026-09-01"}
    facts = {"undertaken": [{**done, "settled": ConditionStatus.EXCUSED.value}]}
    decided = kept("conclusion", {"disposal": "outcome_22", "home_office_code": "22"}, facts)

    found = again(edition("2026.2"), decided)
    assert differing(found) == {"may_conclude": (True, False)}
    assert [reason.code for reason in found.gained] == ["nothing_undertaken"]


def test_what_followed_a_breach_is_asked_again():
    answer, facts = {"decision": "resume_prosecution"}, {"disposal": "outcome_23"}
    decided = kept("breach_decision", answer, facts, looked_at=TODAY)

    found = again(edition("2026.2"), decided)
    told = ["police_must_be_told", "prosecution_upheld"]
    assert differing(found) == {"follows": ([], told)}


def test_a_rule_the_other_edition_does_not_have_is_told_and_not_guessed():
    facts = {"disposal": "outcome_23", "conditions": []}
    decided = kept("breach_decision", {"decision": "resume_prosecution"}, facts)

    found = again(edition("2025.1"), decided)
    assert differing(found) == {"answered": (True, False)}
    assert [reason.code for reason in found.gained] == ["not_in_force"]


def test_an_open_question_is_told_and_not_guessed(a_case):
    rule = PROTOCOL.routing.officer_highest_score
    first = replace(rule.entries[0], value=None, awaiting="How grave?", asks="the police")
    open_question = replace(rule, entries=(first,))
    awaits = replace(
        PROTOCOL, routing=replace(PROTOCOL.routing, officer_highest_score=open_question)
    )

    found = again(pinned(awaits, TODAY), a_triage(a_case()))
    assert differing(found) == {"answered": (True, False)}
    assert [reason.text for reason in found.gained] == ["How grave? To be answered by: the police."]


@pytest.mark.parametrize(
    ("kind", "facts"),
    [("court_result", {}), ("assessment", {"tool_edition": "1"}), ("disposal", {"case": {}})],
)
def test_what_rests_on_no_rule_or_kept_too_little_is_not_again(kind, facts):
    assert replayed(PROTOCOL, kept(kind, {}, facts)) is None


def test_the_first_day_of_outcome_23_is_the_days_own_matter_not_the_editions(a_case):
    """Pinned, the edition answers for days before it began: that is what replay asks."""
    decided = a_disposal(a_case(admission=Admission.DENIES), Disposal.OUTCOME_22, on=OUTCOME_23)

    assert again(edition("2025.1"), decided).differences
