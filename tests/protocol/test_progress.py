"""Hours done, and where a condition stands today."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.library import load
from panel_protocol.rules.progress import Attendance, Standing, hours_completed, status
from panel_protocol.terms import AttendanceKind, ConditionStatus

PROTOCOL = load()
DUE_ON = date(2026, 11, 30)
SESSION = date(2026, 10, 7)

sessions = st.builds(
    Attendance,
    occurred_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    attendance=st.sampled_from(AttendanceKind),
    hours=st.integers(0, 8),
)


def attended(kind, hours=2):
    return Attendance(SESSION, AttendanceKind(kind), hours)


def stands(today, *progress, settled=None):
    return status(PROTOCOL, Standing(DUE_ON, settled), progress, today)


def test_hours_attended_and_hours_late_count_and_hours_missed_do_not():
    progress = [
        attended("attended", 3),
        attended("late", 2),
        attended("missed_acceptable", 5),
        attended("missed_unacceptable", 7),
    ]

    assert hours_completed(PROTOCOL, progress) == 5


@given(st.lists(sessions), sessions)
def test_one_more_session_never_takes_hours_away(progress, another):
    before = hours_completed(PROTOCOL, progress)

    assert before <= hours_completed(PROTOCOL, [*progress, another]) <= before + another.hours


def test_a_condition_nobody_has_begun_is_pending():
    assert stands(SESSION) is ConditionStatus.PENDING


@pytest.mark.parametrize("kind", ["attended", "late"])
def test_a_condition_begun_is_on_track(kind):
    assert stands(SESSION, attended(kind)) is ConditionStatus.ON_TRACK


@pytest.mark.parametrize("kind", ["missed_acceptable", "missed_unacceptable"])
def test_a_missed_session_does_not_begin_a_condition(kind):
    assert stands(SESSION, attended(kind)) is ConditionStatus.PENDING


@pytest.mark.parametrize(
    ("today", "expected"),
    [(DUE_ON, ConditionStatus.ON_TRACK), (DUE_ON + timedelta(days=1), ConditionStatus.OVERDUE)],
)
def test_a_condition_is_overdue_from_the_day_after_it_was_due(today, expected):
    assert stands(today, attended("attended")) is expected


@pytest.mark.parametrize("settled", ["completed", "not_completed", "excused", "varied"])
def test_a_settled_condition_is_never_overdue(settled):
    long_after = DUE_ON + timedelta(days=400)

    assert stands(long_after, settled=ConditionStatus(settled)) is ConditionStatus(settled)
