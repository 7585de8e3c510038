from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.library import load, read_matrix
from panel_protocol.rules.gravity import score

PROTOCOL = load()
TODAY = date(2026, 9, 11)
UP = sorted(PROTOCOL.gravity.aggravating_factors.on(TODAY).value)
DOWN = sorted(PROTOCOL.gravity.mitigating_factors.on(TODAY).value)
MATRIX = PROTOCOL.matrix_on(TODAY)
assert MATRIX is not None
SCORES = MATRIX.scores
SCORED = sorted(SCORES)


def final(facts, on=TODAY):
    return score(PROTOCOL, facts, on).answer.final


def codes(facts, on=TODAY):
    return [reason.code for reason in score(PROTOCOL, facts, on).reasons]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("TH68010", 2),  # theft from a shop
        ("CD71039", 2),  # low-value damage
        ("CJ88001", 2),  # common assault
        ("MD71530", 2),  # cannabis
        ("OF61102", 3),  # actual bodily harm
        ("PU86003", 3),  # affray
        ("TH68037", 3),  # burglary other than a dwelling
        ("TH68036", 4),  # burglary of a dwelling
        ("CJ88144", 4),  # bladed article
        ("TH68023", 5),  # robbery
        ("OF61017", 5),  # grievous bodily harm with intent
        ("SX03001", 5),  # rape
        ("FI68077", 5),  # firearm
        ("EP90046", 1),  # litter
    ],
)
def test_ordinary_cases_score_as_practitioners_expect(a_case, code, expected):
    assert final(a_case(code)) == expected


def test_the_score_is_said_to_be_illustrative(a_case):
    decision = score(PROTOCOL, a_case(), TODAY)

    assert decision.answer.matrix == "illustrative"
    assert "illustrative" in decision.reasons[0].text
    assert PROTOCOL.sources[decision.reasons[0].source].grade == "local"


def test_the_highest_offence_governs(a_case):
    decision = score(PROTOCOL, a_case("TH68010", "TH68036", "CJ88001"), TODAY)

    assert decision.answer.final == 4
    assert [r.code for r in decision.reasons].count("offence_base") == 3
    assert "highest_offence_governs" in [r.code for r in decision.reasons]


def test_one_aggravating_factor_raises_the_score_by_one(a_case, an_offence):
    facts = a_case(offences=(an_offence(aggravating_factors=("planned",)),))

    assert final(facts) == 3
    assert codes(facts) == ["offence_base", "aggravating_factor", "score_raised", "gravity_band"]


def test_many_factors_still_move_the_score_by_one_in_all(a_case, an_offence):
    assert final(a_case(offences=(an_offence(aggravating_factors=tuple(UP)),))) == 3
    assert final(a_case(offences=(an_offence("TH68036", mitigating_factors=tuple(DOWN)),))) == 3


def test_a_factor_named_twice_counts_once(a_case, an_offence):
    twice = an_offence(aggravating_factors=("planned", "planned"), mitigating_factors=("provoked",))

    assert final(a_case(offences=(twice,))) == 2


def test_factors_up_and_down_balance_and_say_so(a_case, an_offence):
    both = an_offence(aggravating_factors=("planned",), mitigating_factors=("early_remorse",))

    assert final(a_case(offences=(both,))) == 2
    assert "factors_balance" in codes(a_case(offences=(both,)))


def test_mitigation_alone_never_makes_a_case_no_further_action(a_case, an_offence):
    facts = a_case(offences=(an_offence(mitigating_factors=("early_remorse",)),))

    assert final(facts) == 2
    assert "score_held" in codes(facts)


def test_nothing_scores_above_five(a_case, an_offence):
    facts = a_case(offences=(an_offence("TH68023", aggravating_factors=("planned",)),))

    assert final(facts) == 5
    assert "score_held" in codes(facts)


def test_a_factor_nobody_configured_moves_nothing_and_is_told(a_case, an_offence):
    facts = a_case(offences=(an_offence(aggravating_factors=("bad_weather",)),))

    assert final(facts) == 2
    assert "factor_not_configured" in codes(facts)


def test_an_offence_without_a_score_is_never_guessed(a_case):
    decision = score(PROTOCOL, a_case("TH68010", "COML016"), TODAY)

    assert (decision.answer.base, decision.answer.final) == (None, None)
    assert [reason.code for reason in decision.reasons] == ["unscored_offence"]


@pytest.mark.parametrize(("day", "expected"), [(date(2023, 9, 30), None), (date(2023, 10, 1), 2)])
def test_no_case_is_scored_on_the_eve_of_the_first_matrix(a_case, day, expected):
    assert final(a_case(), day) == expected


def test_a_forces_own_matrix_goes_before_the_illustrative_one(a_case):
    own = read_matrix(
        b"offence_code,score\nTH68010,3\n",
        edition="force-2026",
        starts=date(2026, 4, 1),
        ends=date(2027, 4, 1),
    )
    protocol = PROTOCOL.with_matrices([own])

    assert score(protocol, a_case(), TODAY).answer.matrix == "force"
    assert score(protocol, a_case(), TODAY).answer.final == 3
    assert score(protocol, a_case("CD71039"), TODAY).answer.final is None
    assert score(protocol, a_case(), date(2026, 3, 31)).answer.matrix == "illustrative"
    assert score(protocol, a_case(), date(2027, 4, 1)).answer.matrix == "illustrative"


@given(
    st.sampled_from(SCORED), st.sets(st.sampled_from(UP)), st.sets(st.sampled_from(DOWN)),
    st.sampled_from(UP),
)  # fmt: skip
def test_more_aggravation_never_lowers_a_score_nor_more_mitigation_raises_it(
    a_case, an_offence, code, up, down, another
):
    offence = an_offence(code, aggravating_factors=tuple(up), mitigating_factors=tuple(down))
    scored = final(a_case(offences=(offence,)))
    worse = replace(offence, aggravating_factors=(*up, another))
    better = replace(offence, mitigating_factors=tuple(DOWN))

    assert 1 <= scored <= 5
    assert abs(scored - SCORES[code]) <= 1
    assert final(a_case(offences=(worse,))) >= scored
    assert final(a_case(offences=(better,))) <= scored


@given(st.lists(st.sampled_from(SCORED), min_size=1, max_size=4), st.sampled_from(SCORED))
def test_another_offence_never_lowers_a_case(a_case, charged, another):
    assert final(a_case(*charged, another)) >= final(a_case(*charged))


def test_of_two_matrices_that_start_on_one_day_the_one_imported_later_holds():
    earlier, later = (
        read_matrix(f"offence_code,score\nTH68010,{points}\n".encode(), edition="x", starts=TODAY)
        for points in (2, 3)
    )

    assert PROTOCOL.with_matrices([earlier, later]).matrix_on(TODAY) is later
