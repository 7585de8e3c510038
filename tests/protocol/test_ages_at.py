"""How old the child was at each step, and the birthday that is coming."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.library import load
from panel_protocol.rules.ages import birthday
from panel_protocol.rules.ages_at import Steps, ages_at, turning_18
from panel_protocol.rules.eligibility import for_children_only, no_record
from panel_protocol.rules.options import options
from panel_protocol.terms import Disposal

PROTOCOL = load()
BORN = date(2010, 9, 11)
births = st.dates(date(2000, 1, 1), date(2015, 12, 31))


def test_each_step_has_its_own_age_and_a_step_not_taken_has_none():
    ages = ages_at(
        BORN,
        Steps(
            offence=date(2023, 9, 10),
            interview=date(2023, 9, 11),
            referral=date(2024, 9, 11),
            giving=date(2028, 9, 10),
        ),
    )
    heard = ages_at(BORN, Steps(offence=date(2023, 9, 10), panel=date(2026, 9, 10)))

    assert (ages.age_at_offence, ages.age_at_interview, ages.age_at_referral) == (12, 13, 14)
    assert (ages.age_at_panel, ages.age_at_giving) == (None, 17)
    assert heard.age_at_panel == 15


@pytest.mark.parametrize(
    ("day", "urgent", "codes"),
    [
        (date(2028, 6, 10), False, []),
        (date(2028, 6, 11), True, ["turns_18_soon"]),
        (date(2028, 9, 10), True, ["turns_18_soon"]),
        (date(2028, 9, 11), False, ["turned_18"]),
    ],
)
def test_from_seventeen_and_nine_months_the_day_itself_is_named(protocol, day, urgent, codes):
    found = turning_18(protocol, BORN, day)

    assert found.answer.turns_18_on == date(2028, 9, 11)
    assert found.answer.urgent_from == date(2028, 6, 11)
    assert found.answer.urgent is urgent
    assert [reason.code for reason in found.reasons] == codes
    assert all("11 September 2028" in reason.text for reason in found.reasons)


def test_a_child_of_the_leap_day_turns_18_on_the_first_of_march(protocol):
    found = turning_18(protocol, date(2008, 2, 29), date(2026, 2, 28)).answer

    assert (found.turns_18_on, found.urgent_from) == (date(2026, 3, 1), date(2025, 12, 1))
    assert found.urgent is True


@given(births, st.dates(date(2013, 4, 8), date(2033, 12, 31)))
def test_the_urgent_days_end_with_the_eve_of_the_birthday(born, day):
    found = turning_18(PROTOCOL, born, day).answer

    assert found.turns_18_on == birthday(born, 18)
    assert found.urgent == (found.urgent_from <= day < found.turns_18_on)


@given(births, st.integers(-400, 400))
def test_no_outcome_is_kept_of_what_was_done_before_the_tenth_birthday(born, days):
    tenth = birthday(born, 10)
    committed = tenth + timedelta(days=days)

    refused = no_record(
        PROTOCOL, born, given_on=date(2026, 9, 1), committed_on=committed, on=date(2026, 9, 11)
    )

    assert bool(refused) == (committed < tenth)


@pytest.mark.parametrize(("given_on", "refused"), [(date(2020, 9, 10), 1), (date(2020, 9, 11), 0)])
def test_an_outcome_given_before_ten_was_for_something_done_before_ten(protocol, given_on, refused):
    reasons = no_record(protocol, BORN, given_on=given_on, committed_on=None, on=date(2026, 9, 11))

    assert bool(reasons) == bool(refused)


@pytest.mark.parametrize(
    ("disposal", "day", "source"),
    [
        (Disposal.YOUTH_CAUTION, date(2026, 2, 12), "cda-1998-66za"),
        (Disposal.YOUTH_CONDITIONAL_CAUTION, date(2013, 4, 8), "cda-1998-66za"),
        (Disposal.OUTCOME_23, date(2026, 2, 11), None),
        (Disposal.OUTCOME_23, date(2026, 2, 12), "outcome-22-and-23"),
        (Disposal.OUTCOME_22, date(2026, 2, 12), None),
        (Disposal.COMMUNITY_RESOLUTION, date(2026, 2, 12), None),
    ],
)
def test_each_childrens_disposal_has_its_own_authority(protocol, disposal, day, source):
    assert for_children_only(protocol, disposal, day) == source


def test_at_18_a_caution_is_refused_on_the_acts_authority_and_outcome_23_on_the_guidances(
    protocol, a_case
):
    facts = a_case(date_of_birth=date(2008, 9, 11))
    refused = {
        option.disposal: reason.source
        for option in options(protocol, facts, date(2026, 9, 11))
        for reason in option.reasons
        if reason.code == "not_a_child"
    }

    assert refused == {
        Disposal.OUTCOME_23: "outcome-22-and-23",
        Disposal.YOUTH_CAUTION: "cda-1998-66za",
        Disposal.YOUTH_CONDITIONAL_CAUTION: "cda-1998-66za",
    }


def test_a_child_interviewed_alone_at_seventeen_is_not_made_right_by_a_birthday(protocol, a_case):
    alone = a_case(
        date_of_birth=date(2008, 9, 11),
        interviewed_on=date(2026, 9, 10),
        appropriate_adult_present=False,
    )

    resolution = next(
        option
        for option in options(protocol, alone, date(2026, 9, 11))
        if option.disposal is Disposal.COMMUNITY_RESOLUTION
    )

    assert "no_appropriate_adult" in {reason.code for reason in resolution.reasons}
