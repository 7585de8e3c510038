"""RET-1, RET-2: when a record is due, whatever order its history is told in."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panel_protocol.dated import Entry
from panel_protocol.decision import Reason
from panel_protocol.library import load
from panel_protocol.rules.ages import birthday
from panel_protocol.rules.months import add_months
from panel_protocol.rules.retention import (
    NO_OUTCOME,
    CountedFrom,
    Event,
    Held,
    RecordFacts,
    disposed_on,
    due,
)

PACKAGED = load()
TODAY = date(2026, 9, 11)
BORN = date(2011, 3, 14)
OPEN_CASE = Reason("open_case", "A case of the child is open", "partnership-default")
CLASSES = [NO_OUTCOME, "outcome_22", "youth_caution"]


def schedule(months, counted_from):
    """A protocol whose partnership has entered its schedule."""
    rules = PACKAGED.retention
    start = date(2013, 4, 8)
    return replace(
        PACKAGED,
        retention=replace(
            rules,
            months=replace(rules.months, entries=(Entry(start, months, "a"),)),
            counted_from=replace(rules.counted_from, entries=(Entry(start, counted_from, "a"),)),
        ),
    )


SIX_YEARS = schedule(dict.fromkeys(CLASSES, 72), dict.fromkeys(CLASSES, CountedFrom.LAST_EVENT))
DAYS = st.dates(date(2013, 4, 8), date(2040, 1, 1))
EVENTS = st.builds(Event, on=DAYS, record_class=st.sampled_from([*CLASSES, ""]))
SCHEDULES = st.builds(
    schedule,
    st.fixed_dictionaries({each: st.integers(0, 400) for each in CLASSES}),
    st.fixed_dictionaries({each: st.sampled_from(CountedFrom) for each in CLASSES}),
)
RECORDS = st.builds(
    RecordFacts,
    born=st.dates(date(2000, 1, 1), date(2013, 4, 7)),
    events=st.lists(EVENTS, max_size=5),
    closed_on=st.lists(DAYS, max_size=3),
    keep_until=st.none() | DAYS,
)


def due_on(rules, record):
    """For a schedule that has a period for everything."""
    found = due(rules, record, TODAY)
    assert isinstance(found, date)
    return found


few = settings(max_examples=30, deadline=None)


def test_nothing_is_due_until_somebody_has_set_the_period_and_says_whom_to_ask():
    found = due(PACKAGED, RecordFacts(born=BORN, events=[Event(date(1999, 1, 1))]), TODAY)

    assert isinstance(found, Held)
    assert {reason.code for reason in found.reasons} == {"awaiting_decision"}
    assert "records manager" in found.reasons[0].text


def test_an_outcome_the_schedule_leaves_out_is_held():
    schedules = [
        schedule({NO_OUTCOME: 1}, dict.fromkeys(CLASSES, "last_event")),
        schedule(dict.fromkeys(CLASSES, 1), {NO_OUTCOME: "last_event", "outcome_22": "lastevent"}),
    ]
    for each in schedules:
        found = due(each, RecordFacts(born=BORN, events=[Event(TODAY, "outcome_22")]), TODAY)

        assert isinstance(found, Held)
        assert [reason.code for reason in found.reasons] == ["no_period"]


@pytest.mark.parametrize(
    ("counted_from", "start"),
    [
        ("disposal_date", date(2025, 5, 1)),
        ("case_closed", date(2025, 8, 1)),
        ("last_event", date(2026, 1, 1)),
        ("eighteenth_birthday", birthday(BORN, 18)),
    ],
)
def test_a_period_is_counted_from_what_the_schedule_says(counted_from, start):
    months = {NO_OUTCOME: 0, "outcome_22": 12}
    froms = {NO_OUTCOME: "disposal_date", "outcome_22": counted_from}
    record = RecordFacts(
        born=BORN,
        events=[Event(date(2025, 5, 1), "outcome_22"), Event(date(2026, 1, 1))],
        closed_on=[date(2025, 8, 1)],
    )

    assert due(schedule(months, froms), record, TODAY) == add_months(start, 12)


def test_what_is_decided_goes_after_the_days_of_grace():
    assert disposed_on(PACKAGED, TODAY) == TODAY + timedelta(days=14)


@few
@given(SCHEDULES, RECORDS)
def test_a_hold_goes_before_any_day(rules, record):
    found = due(rules, replace(record, holds=[OPEN_CASE]), TODAY)

    assert found == Held((OPEN_CASE,))


@few
@given(SCHEDULES, RECORDS, st.randoms())
def test_the_order_history_is_told_in_and_telling_it_twice_change_nothing(rules, record, chance):
    events = [*record.events, *record.events]
    chance.shuffle(events)

    assert due_on(rules, replace(record, events=events)) == due_on(rules, record)


@few
@given(SCHEDULES, RECORDS, EVENTS)
def test_another_event_never_makes_a_record_due_sooner(rules, record, event):
    before = due_on(rules, record)
    later = due_on(rules, replace(record, events=[*record.events, event]))
    closed = due_on(rules, replace(record, closed_on=[*record.closed_on, event.on]))

    assert before <= later
    assert before <= closed


@few
@given(SCHEDULES, RECORDS)
def test_no_record_is_due_before_its_shortest_period_has_passed(rules, record):
    shortest = min(rules.retention.months.on(TODAY).value.values())
    grown_up = birthday(record.born, 18)
    starts = [*(e.on for e in record.events), *record.closed_on, record.born, grown_up]

    assert due_on(rules, record) >= add_months(min(starts), shortest)


@few
@given(SCHEDULES, SCHEDULES, RECORDS, DAYS)
def test_a_new_schedule_never_shortens_a_decision_to_retain(before, after, record, until):
    retained = replace(record, keep_until=until)

    assert due_on(before, retained) >= until
    assert due_on(after, retained) >= until


@few
@given(RECORDS)
def test_the_longest_period_of_what_is_on_the_record_counts(record):
    longer = schedule(
        {**dict.fromkeys(CLASSES, 72), "youth_caution": 400},
        dict.fromkeys(CLASSES, CountedFrom.LAST_EVENT),
    )
    cautioned = replace(record, events=[*record.events, Event(TODAY, "youth_caution")])

    assert due_on(longer, cautioned) >= due_on(SIX_YEARS, cautioned)
