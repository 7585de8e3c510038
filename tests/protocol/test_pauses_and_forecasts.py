"""Days that are not counted, and how long is left on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.library import load
from panel_protocol.rules.timescales import (
    Clock,
    HolidaysNotKnown,
    Pause,
    add_working_days,
    clocks,
    forecast,
    may_pause,
)

PROTOCOL = load()
HOLIDAYS = PROTOCOL.bank_holidays
REFERRED = date(2026, 9, 11)

days = st.dates(date(2018, 1, 1), date(2026, 12, 31))
lengths = st.integers(0, 30)


@given(days, st.integers(1, 20), lengths, lengths)
def test_a_pause_moves_a_deadline_by_the_working_days_it_holds(start, n, after, length):
    first = start + timedelta(days=after)
    pause = Pause(first, first + timedelta(days=length), "exploitation_hold")

    paused = add_working_days(HOLIDAYS, start, n, (pause,))

    between = (start + timedelta(days=i) for i in range(1, (paused - start).days + 1))
    working = [d for d in between if d.weekday() < 5 and d not in HOLIDAYS]
    assert sum(not pause.holds(day) for day in working) == n
    assert not pause.holds(paused)
    assert paused >= add_working_days(HOLIDAYS, start, n)


@given(days, lengths, lengths)
def test_the_same_days_paused_twice_are_paused_once(start, after, length):
    first = start + timedelta(days=after)
    pause = Pause(first, first + timedelta(days=length), "exploitation_hold")

    once = clocks(PROTOCOL, start, pauses=(pause,))

    assert clocks(PROTOCOL, start, pauses=(pause, pause)) == once


def test_a_pause_that_runs_past_the_last_known_bank_holiday_stops():
    last = max(HOLIDAYS).year
    pause = Pause(date(last, 12, 1), date(last + 60, 1, 1), "exploitation_hold")

    with pytest.raises(HolidaysNotKnown, match=str(last + 1)):
        clocks(PROTOCOL, date(last, 12, 1), pauses=(pause,))


def test_the_partnership_says_why_counting_may_stop(protocol):
    assert "exploitation_hold" in may_pause(protocol, REFERRED)
    assert "timescales.pause_reasons" in {each.parameter for each in protocol.local_defaults()}


@pytest.mark.parametrize(
    ("on", "overdue", "left"),
    [
        (date(2026, 9, 1), False, (24, 10)),
        (REFERRED, False, (14, 10)),
        (date(2026, 9, 13), False, (12, 10)),
        (date(2026, 9, 24), False, (1, 1)),
        (date(2026, 9, 25), False, (0, 0)),
        (date(2026, 9, 26), True, (0, 0)),
        (date(2031, 1, 1), True, (0, 0)),
    ],
)
def test_a_forecast_says_how_long_is_left(protocol, on, overdue, left):
    assessment = clocks(protocol, REFERRED)[0]

    found = forecast(protocol, assessment, on)

    assert found.overdue is overdue
    assert (found.days_left, found.working_days_left) == left


def test_the_day_after_a_deadline_is_not_among_those_left(protocol):
    due_on_a_wednesday = clocks(protocol, date(2026, 9, 9))[0]

    assert forecast(protocol, due_on_a_wednesday, date(2026, 9, 22)).working_days_left == 1


def test_a_clock_of_the_calendar_has_no_working_days_left(protocol):
    bail = Clock("bail_first_period", REFERRED, date(2026, 12, 11), None, "pre-charge-bail-2022")

    found = forecast(protocol, bail, date(2026, 12, 10))

    assert (found.overdue, found.days_left, found.working_days_left) == (False, 1, None)


@given(days, lengths)
def test_as_days_go_by_never_more_are_left(start, later):
    assessment = clocks(PROTOCOL, start)[0]
    today, then = start + timedelta(days=later), start + timedelta(days=later + 1)

    before, after = (forecast(PROTOCOL, assessment, day) for day in (today, then))

    assert (after.working_days_left or 0) <= (before.working_days_left or 0)
    assert after.days_left <= before.days_left
    assert before.overdue <= after.overdue
