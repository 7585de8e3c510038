from datetime import date

import pytest

from panel_protocol.rules import hold
from panel_protocol.rules.options import options
from panel_protocol.rules.review import settled
from panel_protocol.rules.routing import triage
from panel_protocol.terms import Disposal, EvidenceTest
from tests.protocol.dressed import with_value

TODAY = date(2026, 9, 11)


def codes(reasons):
    return [reason.code for reason in reasons]


@pytest.mark.parametrize(
    ("concern", "known", "held"),
    [
        (False, None, False),
        (True, None, True),
        (True, True, True),
        (True, False, False),  # somebody released it
        (False, True, True),  # somebody feared it since
    ],
)
def test_what_is_known_of_a_hold_goes_before_what_was_submitted(
    protocol, a_case, concern, known, held
):
    facts = a_case(exploitation_concern=concern, exploitation_hold=known)

    assert bool(hold.held(protocol, facts, TODAY)) is held
    assert (triage(protocol, facts, TODAY).route == "review") is held


def test_while_the_decision_is_held_nothing_is_open(protocol, a_case):
    held = options(protocol, a_case(exploitation_concern=True), TODAY)

    assert not any(option.open for option in held)
    assert all("exploitation_hold" in codes(option.reasons) for option in held)


def test_a_case_without_evidence_ends_even_where_the_child_may_be_exploited(protocol, a_case):
    facts = a_case(exploitation_concern=True, test=EvidenceTest.NOT_MET)
    opened = [option.disposal for option in options(protocol, facts, TODAY) if option.open]

    assert triage(protocol, facts, TODAY).route == "no_further_action"
    assert opened == [Disposal.NO_FURTHER_ACTION]


def test_a_partnership_may_leave_no_further_action_open_to_an_exploited_child(protocol, a_case):
    other = with_value(protocol, "exploitation", "held_disposals", ("charge",))
    facts = a_case(exploitation_concern=True)

    assert [o.disposal for o in options(other, facts, TODAY) if not o.open] == [Disposal.CHARGE]


def test_a_partnership_may_switch_the_hold_off(protocol, a_case):
    other = with_value(protocol, "exploitation", "holds_decision", value=False)

    assert hold.held(other, a_case(exploitation_concern=True), TODAY) == ()


def test_the_hold_tells_what_nobody_has_established_and_who_must(protocol, a_case):
    reasons = hold.held(protocol, a_case(exploitation_concern=True), TODAY)

    assert codes(reasons) == ["exploitation_hold", "awaiting_decision"]
    assert "Crown Prosecution Service" in reasons[1].text


@pytest.mark.parametrize(
    ("answer", "concern"), [("yes", True), ("no", False), ("not_known", False), (None, False)]
)
def test_an_assessment_that_finds_exploitation_holds_the_decision(protocol, answer, concern):
    answers = {"family": {"family_needs": "Yes."}, "exploitation": {"exploitation_concern": answer}}

    assert hold.found(protocol, answers, TODAY) is concern
    assert not hold.found(protocol, {}, TODAY)


def test_a_review_settles_each_thing_that_waited_for_it_once(protocol, a_case, an_earlier):
    twice = (an_earlier(), an_earlier(given_on=date(2025, 6, 1)))
    facts = a_case("CJ88144", exploitation_concern=True, history=twice)
    waited = triage(protocol, facts, TODAY).reasons

    assert codes(settled(waited)) == [
        "released_exploitation_hold",
        "released_earlier_offence_unknown",
        "released_knife_not_said",
    ]


def test_the_release_is_told_and_of_a_child_who_was_referred_what_nobody_has_established(protocol):
    (by,) = hold.released(protocol, TODAY, referred=False)
    told = hold.released(protocol, TODAY, referred=True)

    assert (by.code, by.text) == (
        "released_by_named_person",
        "A named person released the decision",
    )
    assert told[0] == by
    assert codes(told[1:]) == ["awaiting_decision"]
