"""How long bail before charge may last, and whose authority it needs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.library import load
from panel_protocol.rules.bail import (
    bail_authority,
    bail_clocks,
    bail_reasons,
    under_investigation,
)
from panel_protocol.rules.months import add_months
from panel_protocol.terms import Bail

PROTOCOL = load()
BAILED = date(2026, 9, 4)


def test_each_further_period_of_bail_needs_a_higher_authority(protocol):
    found = [(c.name, c.due_on, c.authorised_by) for c in bail_clocks(protocol, BAILED)]

    assert found == [
        ("bail_first_period", date(2026, 12, 4), "a custody officer"),
        ("bail_first_extension", date(2027, 3, 4), "an inspector or above"),
        ("bail_second_extension", date(2027, 6, 4), "a superintendent or above"),
    ]
    assert {clock.started_on for clock in bail_clocks(protocol, BAILED)} == {BAILED}


def test_what_goes_beyond_the_last_period_is_for_a_court(protocol):
    [beyond] = [r for r in bail_reasons(protocol, BAILED, None) if r.code == "bail_beyond"]

    assert beyond.text == "Bail beyond 4 June 2027 needs the authority of a magistrates' court"


@pytest.mark.parametrize(
    ("until", "who"),
    [
        (date(2026, 9, 4), "a custody officer"),
        (date(2026, 12, 4), "a custody officer"),
        (date(2026, 12, 5), "an inspector or above"),
        (date(2027, 3, 4), "an inspector or above"),
        (date(2027, 3, 5), "a superintendent or above"),
        (date(2027, 6, 4), "a superintendent or above"),
        (date(2027, 6, 5), "a magistrates' court"),
    ],
)
def test_bail_until_a_day_needs_the_authority_of_its_period(protocol, until, who):
    reason = bail_authority(protocol, BAILED, until)

    assert reason.text.endswith(f"the authority of {who}")
    assert reason.source == "pre-charge-bail-2022"


@given(st.dates(date(2022, 10, 28), date(2035, 12, 31)))
def test_periods_follow_one_another_and_are_never_in_working_days(bailed_on):
    found = bail_clocks(PROTOCOL, bailed_on)

    assert [clock.due_on for clock in found] == [add_months(bailed_on, n) for n in (3, 6, 9)]
    assert all(clock.working_days is None for clock in found)


def test_bail_from_the_last_day_of_november_ends_with_february(protocol):
    assert bail_clocks(protocol, date(2026, 11, 30))[0].due_on == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("bailed_on", "codes"),
    [
        (date(2022, 10, 27), ["bail_under_earlier_law"]),
        (date(2022, 10, 28), ["bail_test", "bail_beyond"]),
    ],
)
def test_bail_before_28_october_2022_ran_under_law_not_held_here(protocol, bailed_on, codes):
    found = bail_reasons(protocol, bailed_on, None)

    assert [reason.code for reason in found] == codes
    assert bool(bail_clocks(protocol, bailed_on)) is (codes[0] == "bail_test")


def test_bail_that_is_said_to_end_says_who_must_have_authorised_it(protocol):
    *_, last = bail_reasons(protocol, BAILED, date(2026, 12, 5))

    assert last.code == "bail_authority"
    assert "5 December 2026" in last.text


@pytest.mark.parametrize("bail", [None, *Bail])
def test_only_release_under_investigation_has_no_day_to_return(protocol, bail):
    told = under_investigation(protocol, bail, date(2026, 9, 11))

    assert bool(told) is (bail is Bail.RELEASED_UNDER_INVESTIGATION)


@pytest.mark.parametrize(("day", "told"), [(date(2022, 10, 27), 0), (date(2022, 10, 28), 1)])
def test_what_release_under_investigation_means_is_told_from_the_day_it_is_known(
    protocol, day, told
):
    found = under_investigation(protocol, Bail.RELEASED_UNDER_INVESTIGATION, day)

    assert len(found) == told
