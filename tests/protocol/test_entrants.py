"""A child becomes an entrant once, at the first substantive outcome known, wherever that was."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.library import load
from panel_protocol.rules.entrants import (
    RecordedOutcome,
    counts_for_area,
    definition,
    first_entry,
    kpi_6_limits,
    limits,
    would_be_entrant,
)
from panel_protocol.terms import Disposal, OutcomeKind

PROTOCOL = load()
BORN = date(2011, 3, 14)
NORTH_TYNESIDE, GATESHEAD = "E08000022", "E08000037"


def outcome(kind, given_on, *, key="a", area=NORTH_TYNESIDE, **more):
    return RecordedOutcome(
        key=key, outcome=OutcomeKind(kind), given_on=given_on, home_area=area, **more
    )


def entry(*outcomes, born=BORN):
    return first_entry(PROTOCOL, born, outcomes).answer


_records = st.builds(
    RecordedOutcome,
    key=st.text("abcdefgh", min_size=1, max_size=6),
    outcome=st.sampled_from(OutcomeKind),
    given_on=st.dates(date(2018, 1, 1), date(2031, 1, 1)),
    home_area=st.sampled_from([NORTH_TYNESIDE, GATESHEAD, "OTHER"]),
    offence_committed_on=st.none() | st.dates(date(2018, 1, 1), date(2031, 1, 1)),
    first_hearing_on=st.none() | st.dates(date(2018, 1, 1), date(2031, 1, 1)),
    overturned_on=st.none() | st.just(date(2031, 2, 1)),
)
histories = st.lists(_records, max_size=8, unique_by=lambda each: each.key)


def test_a_child_with_no_outcome_is_no_entrant():
    assert entry() is None


@pytest.mark.parametrize("kind", ["youth_caution", "youth_conditional_caution", "conviction"])
def test_a_caution_or_conviction_makes_an_entrant(kind):
    first = outcome(kind, date(2026, 5, 1))

    assert entry(first) == first


@pytest.mark.parametrize(
    "kind", ["community_resolution", "outcome_22", "outcome_23", "no_further_action", "charge"]
)
def test_diversion_and_charge_alone_never_make_an_entrant(kind):
    decision = first_entry(PROTOCOL, BORN, [outcome(kind, date(2026, 5, 1))])

    assert decision.answer is None
    assert [reason.code for reason in decision.reasons] == ["not_substantive"]


def test_a_child_is_counted_once_at_the_first_of_several():
    first = outcome("youth_caution", date(2025, 5, 1), key="a")
    second = outcome("conviction", date(2026, 5, 1), key="b")

    assert entry(second, first) == first


def test_on_one_day_the_most_serious_outcome_is_the_entry():
    caution = outcome("youth_caution", date(2026, 5, 1), key="a")
    conviction = outcome("conviction", date(2026, 5, 1), key="b")

    assert entry(caution, conviction) == conviction


def test_a_child_first_dealt_with_elsewhere_is_never_counted_again_here():
    elsewhere = outcome("youth_caution", date(2025, 5, 1), key="a", area="OTHER")
    here = outcome("conviction", date(2026, 5, 1), key="b")

    first = entry(elsewhere, here)

    assert first == elsewhere
    assert counts_for_area(PROTOCOL, first) is False


def test_a_child_who_moved_is_counted_where_the_first_outcome_found_them():
    before = outcome("youth_caution", date(2025, 5, 1), key="a", area=GATESHEAD)
    after = outcome("conviction", date(2026, 5, 1), key="b", area=NORTH_TYNESIDE)

    first = entry(before, after)

    assert first is not None
    assert first.home_area == GATESHEAD
    assert counts_for_area(PROTOCOL, first) is True


def test_an_overturned_outcome_makes_way_for_the_next():
    overturned = outcome("conviction", date(2025, 5, 1), key="a", overturned_on=date(2025, 8, 1))
    next_one = outcome("youth_caution", date(2026, 5, 1), key="b")

    decision = first_entry(PROTOCOL, BORN, [overturned, next_one])

    assert decision.answer == next_one
    assert [reason.code for reason in decision.reasons] == ["first_substantive", "overturned"]
    assert decision.reasons[1].text == "Conviction of 1 May 2025 was overturned"


def test_a_caution_without_a_hearing_is_not_lost():
    caution = outcome("youth_caution", date(2026, 5, 1), offence_committed_on=date(2026, 4, 1))

    assert entry(caution) == caution


@pytest.mark.parametrize(
    ("offended_on", "counts"), [(date(2021, 3, 13), False), (date(2021, 3, 14), True)]
)
def test_an_offence_counts_from_the_tenth_birthday(offended_on, counts):
    caution = outcome("youth_caution", date(2021, 9, 1), offence_committed_on=offended_on)

    assert (entry(caution) is not None) is counts


@pytest.mark.parametrize(
    ("given_on", "counts"), [(date(2029, 3, 13), True), (date(2029, 3, 14), False)]
)
def test_an_outcome_without_a_hearing_counts_until_the_eighteenth_birthday(given_on, counts):
    conviction = outcome("conviction", given_on, offence_committed_on=date(2028, 12, 1))

    assert (entry(conviction) is not None) is counts


def test_a_conviction_at_eighteen_counts_where_the_first_hearing_was_at_seventeen():
    conviction = outcome(
        "conviction",
        date(2029, 6, 1),
        offence_committed_on=date(2028, 12, 1),
        first_hearing_on=date(2029, 3, 13),
    )

    assert entry(conviction) == conviction


@given(histories, st.randoms())
def test_the_order_in_which_outcomes_become_known_never_matters(history, chance):
    shuffled = list(history)
    chance.shuffle(shuffled)

    ranked = first_entry(PROTOCOL, BORN, history)
    assert first_entry(PROTOCOL, BORN, shuffled) == ranked


@given(histories, st.sampled_from(OutcomeKind), st.integers(1, 3000))
def test_a_later_outcome_never_changes_the_entry(history, kind, later):
    first = entry(*history)
    last_day = max((each.given_on for each in history), default=date(2020, 1, 1))
    added = outcome(kind, last_day + timedelta(days=later), key="later")

    if first is not None:
        assert entry(*history, added) == first


@given(histories)
def test_where_the_child_lived_never_changes_which_outcome_is_first(history):
    moved = [
        RecordedOutcome(
            key=each.key,
            outcome=each.outcome,
            given_on=each.given_on,
            home_area="OTHER",
            offence_committed_on=each.offence_committed_on,
            first_hearing_on=each.first_hearing_on,
            overturned_on=each.overturned_on,
        )
        for each in history
    ]

    first, again = entry(*history), entry(*moved)
    assert (first and first.key) == (again and again.key)


def test_a_first_caution_would_make_an_entrant():
    earlier = outcome("community_resolution", date(2025, 5, 1))

    decision = would_be_entrant(
        PROTOCOL, BORN, [earlier], Disposal.YOUTH_CAUTION, date(2026, 9, 30)
    )

    assert decision.answer is True
    assert decision.reasons[0].text.startswith("Youth caution of 30 September 2026 would be")


def test_a_second_caution_would_not():
    earlier = outcome("youth_caution", date(2025, 5, 1), area="OTHER")

    decision = would_be_entrant(
        PROTOCOL, BORN, [earlier], Disposal.YOUTH_CONDITIONAL_CAUTION, date(2026, 9, 30)
    )

    assert decision.answer is False
    assert [reason.code for reason in decision.reasons] == ["already_entrant"]


@pytest.mark.parametrize(
    "disposal",
    [
        Disposal.NO_FURTHER_ACTION,
        Disposal.COMMUNITY_RESOLUTION,
        Disposal.OUTCOME_22,
        Disposal.OUTCOME_23,
        Disposal.CHARGE,
    ],
)
def test_what_is_not_substantive_would_make_no_entrant(disposal):
    decision = would_be_entrant(PROTOCOL, BORN, [], disposal, date(2026, 9, 30))

    assert decision.answer is False
    assert [reason.code for reason in decision.reasons] == ["not_substantive"]


@pytest.mark.parametrize("disposal", [Disposal.YOUTH_CAUTION, Disposal.YOUTH_CONDITIONAL_CAUTION])
def test_a_second_caution_on_the_same_day_finds_the_child_already_an_entrant(disposal):
    earlier = outcome("youth_caution", date(2026, 9, 30))

    decision = would_be_entrant(PROTOCOL, BORN, [earlier], disposal, date(2026, 9, 30))

    assert decision.answer is False, "by something graver neither"
    assert [reason.code for reason in decision.reasons] == ["already_entrant"]


@pytest.mark.parametrize("kind", ["youth_caution", "conviction"])
def test_a_caution_of_an_earlier_day_than_all_that_is_known_would_be_the_first(kind):
    later = outcome(kind, date(2026, 10, 1))

    decision = would_be_entrant(PROTOCOL, BORN, [later], Disposal.YOUTH_CAUTION, date(2026, 9, 30))

    assert decision.answer is True


@pytest.mark.parametrize(
    ("offended_on", "told"),
    [(date(2021, 3, 13), "outside_age_window"), (date(2021, 3, 14), "first_substantive")],
)
def test_a_caution_for_what_was_done_before_the_tenth_birthday_makes_no_entrant(offended_on, told):
    decision = would_be_entrant(
        PROTOCOL, BORN, [], Disposal.YOUTH_CAUTION, date(2021, 9, 1),
        offence_committed_on=offended_on,
    )  # fmt: skip

    assert [reason.code for reason in decision.reasons] == [told]
    assert decision.answer is (told == "first_substantive")


def test_every_reason_names_an_authority_the_protocol_knows():
    history = [
        outcome("conviction", date(2025, 5, 1), key="a", overturned_on=date(2025, 8, 1)),
        outcome("outcome_22", date(2025, 6, 1), key="b"),
        outcome("conviction", date(2030, 6, 1), key="c"),
        outcome("youth_caution", date(2026, 5, 1), key="d"),
    ]

    reasons = first_entry(PROTOCOL, BORN, history).reasons
    counted = PROTOCOL.outcomes.substantive.on(date(2026, 5, 1)).source
    defined = PROTOCOL.entrants.oldest_age.on(date(2026, 5, 1)).source
    assert counted != defined
    assert [(reason.code, reason.source) for reason in reasons] == [
        ("first_substantive", counted),
        ("overturned", defined),
        ("not_substantive", counted),
        ("outside_age_window", defined),
    ]
    assert {reason.source for reason in reasons} <= PROTOCOL.sources.keys()


def test_the_definition_and_its_limits_are_served_as_words():
    assert "counted once" in definition(PROTOCOL).value
    assert any("invisible" in each for each in limits(PROTOCOL))
    assert any("three separate counts" in each for each in kpi_6_limits(PROTOCOL))
