"""LAW-8: the day by which a request for one's own data is answered."""

from datetime import date

import pytest

from panel_protocol.dated import NotInForce
from panel_protocol.library import load
from panel_protocol.rules.access_requests import Pause, answer_by, extend_by

PROTOCOL = load()


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 11), date(2026, 10, 11)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2027, 1, 28), date(2027, 2, 28)),
        (date(2026, 8, 31), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_a_request_is_answered_within_one_calendar_month(received, due):
    assert answer_by(PROTOCOL, received) == due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 11), date(2026, 12, 11)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
    ],
)
def test_a_request_extended_on_notice_has_two_months_more(received, due):
    assert answer_by(PROTOCOL, received, extended=True) == due


def test_a_request_from_before_the_law_allowed_it_cannot_be_extended():
    eve = date(2026, 2, 4)

    assert answer_by(PROTOCOL, eve) == date(2026, 3, 4)
    with pytest.raises(NotInForce):
        answer_by(PROTOCOL, eve, extended=True)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([(date(2026, 9, 14), date(2026, 9, 19))], date(2026, 10, 16)),
        ([(date(2026, 9, 14), date(2026, 9, 14))], date(2026, 10, 11)),
        (
            [(date(2026, 9, 14), date(2026, 9, 19)), (date(2026, 9, 16), date(2026, 9, 21))],
            date(2026, 10, 18),
        ),
        ([(date(2026, 9, 14), None)], None),
    ],
    ids=["five days", "answered the same day", "two at once count once", "still waiting"],
)
def test_the_clock_stops_while_the_service_waits_to_be_told_what_is_meant(pauses, due):
    waiting = [Pause(*each) for each in pauses]

    assert answer_by(PROTOCOL, date(2026, 9, 11), pauses=waiting) == due
    assert extend_by(PROTOCOL, date(2026, 9, 11), waiting) == due
