"""What would change the route: each single change of one fact, said once, and true."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
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


def _tried(facts):
    return list(variations(PROTOCOL, facts, TODAY))


def _road(facts):
    return road(PROTOCOL, facts, TODAY)
