"""What would change the route: each single change of one fact, said once, and true."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from panel_protocol.facts import CaseFacts, EarlierOutcome, OffenceFacts
from panel_protocol.library import load
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.routing import road, triage
from panel_protocol.rules.variations import variations
from panel_protocol.terms import (
    Admission,
    Bail,
    EvidenceTest,
    Knife,
    OutcomeKind,
    Route,
    SexualImagery,
)
from tests.protocol.dressed import with_value

PROTOCOL = load()
TODAY = date(2026, 9, 11)
UP = sorted(PROTOCOL.gravity.aggravating_factors.on(TODAY).value)
DOWN = sorted(PROTOCOL.gravity.mitigating_factors.on(TODAY).value)
CODES = ["TH68010", "OF61102", "TH68036", "TH68023", "EP90046", "CJ88144", "CJ88154", "COML016"]
# Every case is tried some fifty times over.
few = settings(max_examples=20)
MAYBE = st.sampled_from([None, True, False])
DAYS = st.dates(date(2025, 1, 1), TODAY)

OFFENCES = st.builds(
    OffenceFacts,
    offence_code=st.sampled_from(CODES),
    committed_on=DAYS,
    area=st.just("E08000021"),
    aggravating_factors=st.lists(st.sampled_from(UP), max_size=2, unique=True).map(tuple),
    mitigating_factors=st.lists(st.sampled_from(DOWN), max_size=2, unique=True).map(tuple),
)
EARLIER = st.builds(
    EarlierOutcome,
    outcome=st.sampled_from(OutcomeKind),
    given_on=DAYS,
    home_area=st.just("E08000022"),
    offence_code=st.sampled_from([None, "TH68010", "OF61102", "PC53001"]),
)
CASES = st.builds(
    CaseFacts,
    date_of_birth=st.dates(date(2007, 1, 1), date(2017, 1, 1)),
    home_area=st.just("E08000022"),
    offences=st.lists(OFFENCES, min_size=1, max_size=2).map(tuple),
    test=st.sampled_from(EvidenceTest),
    admission=st.sampled_from(Admission),
    history=st.lists(EARLIER, max_size=2).map(tuple),
    bail=st.sampled_from(Bail),
    exploitation_concern=st.booleans(),
    domestic_abuse=st.booleans(),
    hate_crime=st.booleans(),
    knife=st.sampled_from(Knife),
    sexual_imagery=st.sampled_from(SexualImagery),
    remand_wanted=MAYBE,
    exploitation_hold=MAYBE,
)


@few
@given(CASES)
def test_making_a_change_that_is_named_really_leads_where_it_says(facts):
    result = triage(PROTOCOL, facts, TODAY)
    # A condition that is said of two things alike is said once, of the first.
    tried = dict(reversed(_tried(facts)))

    for change in result.would_change_the_route:
        assert change.route is not result.route
        assert _road(tried[change.condition]) is change.route


@few
@given(CASES)
def test_every_change_that_leads_elsewhere_is_named_once_and_in_the_order_it_was_tried(facts):
    result = triage(PROTOCOL, facts, TODAY)
    named = [change.condition for change in result.would_change_the_route]
    elsewhere = [
        condition for condition, changed in _tried(facts) if _road(changed) is not result.route
    ]

    assert named == list(dict.fromkeys(elsewhere))


@few
@given(CASES)
def test_each_change_is_of_one_fact(facts):
    for condition, changed in _tried(facts):
        assert len(_differing(facts, changed)) <= 1, condition
        if len(facts.offences) == len(changed.offences):
            pairs = list(zip(facts.offences, changed.offences, strict=True))
            moved = [_factors(old) ^ _factors(new) for old, new in pairs]
            assert sum(len(each) for each in moved) <= 1, condition


def _differing(one, other):
    return [f.name for f in fields(one) if getattr(one, f.name) != getattr(other, f.name)]


def _factors(offence):
    return {*offence.aggravating_factors, *offence.mitigating_factors}


@few
@given(CASES, st.sampled_from(UP))
def test_one_more_aggravating_factor_leads_the_same_way_whichever_it_is(facts, factor):
    (offence, *others) = facts.offences
    if factor in offence.aggravating_factors or others:
        return
    more = replace(offence, aggravating_factors=(*offence.aggravating_factors, factor))
    tried = dict(_tried(facts))

    assert _road(tried["one more aggravating factor had applied"]) is _road(
        replace(facts, offences=(more,))
    )


@given(DAYS, st.integers(0, 365 * 8))
# On the tenth birthday itself, and on a 29 February, ten years after a year without one.
@example(on=TODAY, before=(TODAY - date(2022, 3, 14)).days)
@example(on=TODAY, before=(TODAY - date(2024, 2, 29)).days)
def test_the_ages_that_are_tried_are_the_ages_that_are_said(a_case, an_offence, on, before):
    committed = on - timedelta(days=before)
    facts = a_case(offences=(an_offence(committed_on=committed),))
    tried = dict(variations(PROTOCOL, facts, on))
    was_nine = tried.get("the child had been under 10 then")

    assert (was_nine is None) is (age_on(facts.date_of_birth, committed) < 10)
    assert was_nine is None or age_on(was_nine.date_of_birth, committed) == 9
    assert age_on(tried["the child had just turned 10 then"].date_of_birth, committed) == 10
    assert "the child had been under 18 now" not in tried, "a child is under 18 as it is"
    assert age_on(tried["the person had been 18 by now"].date_of_birth, on) == 18


@pytest.mark.parametrize("born", [date(2008, 9, 11), date(2001, 1, 1)])
def test_only_of_somebody_grown_is_it_said_that_they_had_been_under_18(a_case, born):
    tried = dict(variations(PROTOCOL, a_case(date_of_birth=born), TODAY))

    assert age_on(tried["the child had been under 18 now"].date_of_birth, TODAY) == 17
    assert "the person had been 18 by now" not in tried


def test_a_child_of_nine_would_not_have_gone_elsewhere_by_being_under_18(a_case, an_offence):
    nine = a_case(date_of_birth=date(2016, 12, 1), offences=(an_offence(),))
    changes = {c.condition for c in triage(PROTOCOL, nine, TODAY).would_change_the_route}

    assert "the child had just turned 10 then" in changes
    assert not changes & {"the child had been under 18 now", "the child had been under 10 then"}


def test_a_held_knife_case_says_which_single_change_would_not_have_freed_it(a_case, an_earlier):
    facts = a_case("CJ88144", knife=Knife.POSSESSION, history=(an_earlier(),))
    changes = {c.condition: c.route for c in triage(PROTOCOL, facts, TODAY).would_change_the_route}

    assert changes["there had been no earlier outcome"] is Route.PANEL
    # The code alone says that there was a knife.
    assert "there had been no knife" not in changes


def test_two_earlier_outcomes_are_each_named_by_their_day(a_case, an_earlier):
    violent = an_earlier(OutcomeKind.YOUTH_CAUTION, date(2024, 2, 2), offence_code="OF61102")
    theft = an_earlier(offence_code="TH68010")
    facts = a_case("CJ88144", knife=Knife.POSSESSION, history=(violent, theft))
    changes = {c.condition: c.route for c in triage(PROTOCOL, facts, TODAY).would_change_the_route}

    assert changes["there had been no youth caution of 2 February 2024"] is Route.PANEL
    assert "there had been no community resolution of 1 May 2025" not in changes

    tried = dict(_tried(facts))
    assert tried["there had been no youth caution of 2 February 2024"].history == (theft,)
    assert tried["there had been no community resolution of 1 May 2025"].history == (violent,)


@pytest.mark.parametrize("kind", OutcomeKind)
def test_an_earlier_outcome_is_tried_as_given_that_day_where_the_child_lives(
    a_case, an_earlier, kind
):
    facts = a_case(history=(an_earlier(),))
    tried = dict(_tried(facts))[f"the child had had an earlier {kind.value.replace('_', ' ')}"]

    added = EarlierOutcome(outcome=kind, given_on=TODAY, home_area=facts.home_area)
    assert tried.history == (*facts.history, added)


ALONE, OTHERS = "no one else had been accused", "others had been accused too"
HATE, NO_HATE = "it had been a hate crime", "it had not been a hate crime"
CONCERN = "there had been concern that the child is exploited"
RELEASED = "a named person had released the exploitation concern"
WORRIED = {"exploitation_concern": True}


@pytest.mark.parametrize(
    ("known", "said", "unsaid", "then"),
    [
        ({"co_accused": 0}, OTHERS, ALONE, {"co_accused": 1}),
        ({"co_accused": 2}, ALONE, OTHERS, {"co_accused": 0}),
        ({"hate_crime": True}, NO_HATE, HATE, {"hate_crime": False}),
        ({"hate_crime": False}, HATE, NO_HATE, {"hate_crime": True}),
        (WORRIED, RELEASED, CONCERN, {"exploitation_concern": False}),
        # Of a case that is held, it is the hold that would have been released.
        (WORRIED | {"exploitation_hold": True}, RELEASED, CONCERN, {"exploitation_hold": False}),
    ],
)
def test_what_is_so_is_tried_only_the_other_way_about(a_case, known, said, unsaid, then):
    facts = a_case(**known)
    tried = dict(_tried(facts))

    assert tried[said] == replace(facts, **then)
    assert unsaid not in tried


def test_of_what_nobody_said_both_ways_are_tried(a_case):
    tried = dict(_tried(a_case(remand_wanted=None)))

    assert tried["the police had wanted a remand"].remand_wanted is True
    assert tried["the police had wanted no remand"].remand_wanted is False


def test_no_further_factor_is_tried_where_every_one_applies(a_case, an_offence):
    everything = an_offence(aggravating_factors=tuple(UP), mitigating_factors=tuple(DOWN))
    tried = dict(_tried(a_case(offences=(everything,))))

    assert not [each for each in tried if each.startswith("one more")]
    assert len([each for each in tried if each.startswith("this had not")]) == len(UP) + len(DOWN)


def test_an_offence_nobody_can_place_is_left_out_by_its_code(a_case):
    facts = a_case("TH68010", "XX99999")

    assert dict(_tried(facts))["it had not been said: XX99999"].offences == facts.offences[:1]


def test_a_condition_that_holds_of_two_thefts_alike_is_named_once(a_case):
    result = triage(PROTOCOL, a_case("TH68010", "TH68010"), TODAY)
    named = [change.condition for change in result.would_change_the_route]
    more = [each for each in named if each.startswith("one more aggravating factor")]

    assert len(more) == 1, "either would take the case to the panel"


@pytest.mark.parametrize("most", [0, 3, 12])
def test_no_more_changes_are_tried_than_a_partnership_allows(a_case, most):
    facts = a_case()
    bounded = with_value(PROTOCOL, "routing", "changes_tried", most)
    first = {condition for condition, _ in _tried(facts)[:most]}
    every = triage(PROTOCOL, facts, TODAY).would_change_the_route

    assert triage(bounded, facts, TODAY).would_change_the_route == tuple(
        change for change in every if change.condition in first
    )


def _tried(facts):
    return list(variations(PROTOCOL, facts, TODAY))


def _road(facts):
    return road(PROTOCOL, facts, TODAY)
