"""Where stories are put in time, whatever day they are loaded on."""

from datetime import date, timedelta
from functools import cache

import pytest

from app.demo import taste
from app.demo.calendar import Calendar
from app.demo.diary import Diary
from app.demo.plan import PAYBACK
from app.demo.steps import police
from app.demo.stories import at_the_door, standing
from app.demo.story import When
from panel_protocol.library import load

PROTOCOL = load()
CALENDAR = Calendar(PROTOCOL)
AREAS = list(PROTOCOL.areas)
# A year of days on which somebody may try the demonstration out, weekends and holidays among them.
DAYS = [date(2026, 9, 1) + timedelta(days=days) for days in range(0, 365, 13)]


@cache
def the_taste(last_day, seed=1):
    return taste.booked(seed, CALENDAR, AREAS, last_day)


def steps(told):
    return [planned.step for planned in told.story.steps]


@pytest.mark.parametrize("last_day", DAYS, ids=str)
def test_nothing_is_told_of_a_day_to_come(last_day):
    diary = Diary(the_taste(last_day), CALENDAR)

    assert diary.entries[-1].turn.day <= last_day


@pytest.mark.parametrize("last_day", DAYS, ids=str)
def test_a_listed_case_is_before_a_panel_still_to_come_in_every_area(last_day):
    waiting = [each for each in the_taste(last_day) if each.story is standing.LISTED]
    for each in waiting:
        *_, listed = each.story.turns(CALENDAR, each.area, each.start)
        assert listed.panel_on is not None
        assert listed.panel_on > last_day
    assert {each.area for each in waiting} == set(AREAS)


@pytest.mark.parametrize("last_day", DAYS, ids=str)
def test_a_plan_half_done_long_ago_is_overdue(last_day):
    overdue = [
        told for told in taste.TOLD if told.story is standing.HALF_DONE and told.days_ago[0] > 30
    ]
    assert overdue
    for each in the_taste(last_day):
        if each.story is standing.HALF_DONE:
            turns = list(each.story.turns(CALENDAR, each.area, each.start))
            decided_on = turns[-1].panel_on
            assert decided_on is not None
            if turns[-1].day < last_day - timedelta(days=30):
                assert decided_on + timedelta(days=PAYBACK.days) < last_day


def test_the_same_seed_books_the_same_and_another_seed_another():
    day = date(2026, 11, 20)

    assert the_taste(day) == the_taste(day)
    assert [each.start for each in the_taste(day)] != [each.start for each in the_taste(day, 2)]


def test_the_taste_is_of_about_150_cases_in_both_editions():
    assert 140 <= sum(told.times for told in taste.TOLD) <= 160
    assert any(told.when is When.UNDER_THE_OLDER_EDITION for told in taste.TOLD)


@pytest.mark.parametrize("last_day", DAYS, ids=str)
def test_every_area_has_something_of_each_kind_to_look_at(last_day):
    kinds = {
        "new": [standing.NEW],
        "to review": at_the_door.IN_REVIEW,
        "listed": [standing.LISTED],
        "resolved by an officer": [at_the_door.OFFICER_RESOLUTION],
        "an entrant": [at_the_door.CHARGED_AND_CONVICTED],
        "decided by a panel": [t.story for t in taste.TOLD if police.agreed in steps(t)],
    }
    for kind, stories in kinds.items():
        shown = {each.area for each in the_taste(last_day) if each.story in stories}
        assert shown == set(AREAS), kind


def test_no_panel_meets_on_a_day_nobody_works():
    for area in AREAS:
        for day in DAYS:
            meets = CALENDAR.panel_after(area, day)
            assert CALENDAR.working(meets) == meets
            assert day + timedelta(days=7) <= meets <= day + timedelta(days=27)


def test_the_stories_everybody_asks_for_are_told():
    told = {each.story.name for each in taste.TOLD}

    assert told >= {
        "a panel that was not quorate",
        "adjourned, then decided",
        "an assessment returned to its author",
        "a victim whose details may not be shared",
        "a knife at school: diverted, evidenced work",
        "eighteen before the panel",
        "moved area between two outcomes",
        "panel Outcome 22, police youth caution",
        "the nurse knows the family",
        "unscored, scored by a manager, youth caution",
    }
    assert len(told) == len({id(each.story) for each in taste.TOLD}), "two stories share a name"
