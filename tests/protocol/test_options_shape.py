"""What holds of every case: options open with more admission, and each says why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.facts import CaseFacts, EarlierOutcome, OffenceFacts
from panel_protocol.library import load
from panel_protocol.rules.options import options
from panel_protocol.terms import Admission, Disposal, EvidenceTest, OutcomeKind

PROTOCOL = load()
FIRST = date(2013, 4, 8)
SCORED = ["TH68010", "TH68036", "TH68023", "OF61102", "COML016", "XX99999"]

# From saying nothing of it, through accepting responsibility, to admitting it.
NOTHING = [Admission.DENIES, Admission.NO_COMMENT, Admission.NOT_INTERVIEWED]
LADDERS = [[said, Admission.ACCEPTS_RESPONSIBILITY, Admission.ADMITS] for said in NOTHING]


@st.composite
def cases(draw):
    """Any child, any day of these rules, any history and circumstances."""
    on = FIRST + timedelta(days=draw(st.integers(0, 5000)))
    born = on - timedelta(days=draw(st.integers(9 * 365, 19 * 365)))
    history = draw(
        st.lists(st.tuples(st.sampled_from(OutcomeKind), st.integers(0, 900)), max_size=3)
    )
    facts = CaseFacts(
        date_of_birth=born,
        home_area="E08000022",
        offences=(
            OffenceFacts(
                offence_code=draw(st.sampled_from(SCORED)),
                committed_on=on - timedelta(days=draw(st.integers(0, 60))),
                area="E08000021",
            ),
        ),
        test=draw(st.sampled_from(EvidenceTest)),
        admission=draw(st.sampled_from(Admission)),
        looked_after=draw(st.booleans()),
        hate_crime=draw(st.booleans()),
        domestic_abuse=draw(st.booleans()),
        appropriate_adult_present=draw(st.sampled_from([None, True, False])),
        history=tuple(
            EarlierOutcome(outcome=kind, given_on=on - timedelta(days=ago), home_area="E08000022")
            for kind, ago in history
        ),
    )
    return facts, on, draw(st.sampled_from([None, True, False]))


def asked(case, **changes):
    facts, on, settled = case
    return options(PROTOCOL, replace(facts, **changes), on, victims_settled=settled)


def open_to(case, **changes):
    return {option.disposal for option in asked(case, **changes) if option.open}


@given(cases(), st.sampled_from(LADDERS))
def test_saying_more_never_closes_an_option(case, ladder):
    opened = [open_to(case, admission=said) for said in ladder]

    assert opened[0] <= opened[1] <= opened[2]


@given(cases())
def test_every_option_has_reasons_and_every_one_of_them_a_source(case):
    for option in asked(case):
        assert option.reasons, option.disposal
        assert {reason.source for reason in option.reasons} <= PROTOCOL.sources.keys()
        assert option.open or option.needs == ()


@given(cases())
def test_no_further_action_is_always_open(case):
    assert Disposal.NO_FURTHER_ACTION in open_to(case)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_in_which_history_is_told_changes_nothing(case, random):
    history = list(case[0].history)
    random.shuffle(history)

    def plain(found):
        return [(o.disposal, o.open, o.needs, {(r.code, r.text) for r in o.reasons}) for o in found]

    assert plain(asked(case)) == plain(asked(case, history=tuple(history)))


@pytest.mark.parametrize("day", [date(2015, 1, 1), date(2023, 9, 30)])
def test_a_reviewers_score_before_there_was_a_matrix_starts_nowhere_and_stops_nothing(
    protocol, a_case, day
):
    found = options(protocol, a_case(date_of_birth=date(day.year - 14, 1, 1)), day, gravity=3)

    assert not any(option.starting_point for option in found)
    assert not any("departure_rationale" in option.needs for option in found)


def test_a_case_on_the_threshold_test_is_told_what_is_not_known_of_outcome_22(protocol, a_case):
    facts = a_case(test=EvidenceTest.THRESHOLD)
    told = next(
        option
        for option in options(protocol, facts, date(2026, 9, 11))
        if option.disposal is Disposal.OUTCOME_22
    )

    assert told.open
    assert [r.source for r in told.reasons if r.code == "awaiting_decision"] == ["npcc-outcome-22"]


def test_each_disposal_for_children_only_cites_who_made_it_so(protocol, a_case):
    grown = a_case(date_of_birth=date(2008, 1, 1))
    cited = {
        option.disposal.value: reason.source
        for option in options(protocol, grown, date(2026, 9, 11))
        for reason in option.reasons
        if reason.code == "not_a_child"
    }

    assert cited == {
        "outcome_23": "outcome-22-and-23",
        "youth_caution": "cda-1998-66za",
        "youth_conditional_caution": "cda-1998-66za",
    }
