"""Deadlines in working days, and what happens where bank holidays are not known."""

from datetime import date, timedelta

import holidays as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.dated import AwaitingDecision, NotInForce
from panel_protocol.library import load
from panel_protocol.rules.timescales import HolidaysNotKnown, add_working_days, clocks

PROTOCOL = load()
HOLIDAYS = PROTOCOL.bank_holidays
FIRST_YEAR, LAST_YEAR = min(HOLIDAYS).year, max(HOLIDAYS).year

known_days = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 6, 30))
some_days = st.integers(0, 60)


def test_a_case_referred_on_11_september_2026_has_its_published_deadlines():
    due = {clock.name: clock.due_on for clock in clocks(PROTOCOL, date(2026, 9, 11))}

    assert due == {
        "assessment_complete": date(2026, 9, 25),
        "police_informed": date(2026, 10, 2),
    }


def test_each_deadline_says_its_length_and_its_authority():
    first, second = clocks(PROTOCOL, date(2026, 9, 11))

    assert (first.working_days, first.source) == (10, "yjb-case-management-2014")
    assert (second.working_days, second.source) == (15, "yjb-case-management-2014")


def test_the_police_are_told_counting_from_bail_where_there_was_bail():
    _, informed = clocks(PROTOCOL, date(2026, 9, 11), bailed_on=date(2026, 9, 4))

    assert informed.started_on == date(2026, 9, 4)
    assert informed.due_on == date(2026, 9, 25)


def test_christmas_and_new_year_are_not_working_days():
    assert add_working_days(HOLIDAYS, date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert add_working_days(HOLIDAYS, date(2026, 12, 31), 1) == date(2027, 1, 4)


def test_no_working_days_leave_the_day_where_it_was():
    saturday = date(2026, 9, 12)

    assert add_working_days(HOLIDAYS, saturday, 0) == saturday


@given(known_days, st.integers(1, 60))
def test_a_deadline_is_never_on_a_weekend_or_a_bank_holiday(day, n):
    due = add_working_days(HOLIDAYS, day, n)

    assert due.weekday() < 5
    assert due not in HOLIDAYS


@given(known_days, some_days, some_days)
def test_counting_in_two_steps_comes_to_the_same_day(day, first, second):
    halfway = add_working_days(HOLIDAYS, day, first)

    together = add_working_days(HOLIDAYS, day, first + second)
    assert add_working_days(HOLIDAYS, halfway, second) == together


@given(known_days, some_days)
def test_exactly_that_many_working_days_lie_between(day, n):
    due = add_working_days(HOLIDAYS, day, n)
    between = (day + timedelta(days=i) for i in range(1, (due - day).days + 1))

    assert sum(each.weekday() < 5 and each not in HOLIDAYS for each in between) == n


def test_a_deadline_past_the_last_year_listed_stops_and_says_who_must_act():
    with pytest.raises(HolidaysNotKnown, match=f"{LAST_YEAR + 1} are not loaded") as stopped:
        add_working_days(HOLIDAYS, date(LAST_YEAR, 12, 31), 1)

    assert isinstance(stopped.value, AwaitingDecision)
    assert stopped.value.source in PROTOCOL.sources
    assert (stopped.value.name, stopped.value.asks) == ("bank_holidays", "the service's owner")
    assert stopped.value.year == LAST_YEAR + 1


def test_a_deadline_before_the_first_year_listed_stops_too():
    with pytest.raises(HolidaysNotKnown):
        clocks(PROTOCOL, date(FIRST_YEAR - 1, 6, 1))


def test_working_days_are_never_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(HOLIDAYS, date(2026, 9, 11), -1)


def test_no_timescale_exists_before_youth_cautions():
    with pytest.raises(NotInForce):
        clocks(PROTOCOL, date(2013, 4, 7))


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_bank_holidays_agree_with_an_independent_calendar(year):
    theirs = set(oracle.country_holidays("GB", subdiv="ENG", years=year))
    ours = {day for day in HOLIDAYS if day.year == year}

    assert {day for day in ours if day.weekday() < 5} == {d for d in theirs if d.weekday() < 5}
