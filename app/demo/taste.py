"""The taste: some 150 cases of the last months, so that every stage and ending is to be seen."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.demo.booking import Booked, Bookings
from app.demo.calendar import Calendar
from app.demo.stories import at_the_door, decisions, diversions, panels, setbacks, standing
from app.demo.story import Told, When

TOLD: tuple[Told, ...] = (
    *at_the_door.TOLD,
    *diversions.TOLD,
    *decisions.TOLD,
    *panels.TOLD,
    *setbacks.TOLD,
    *standing.TOLD,
)

# Outcome 23 begins, and Outcome 22 narrows, with the edition of 12 February 2026.
_OLDER_BEGINS, _OLDER_BEGUN_BY = date(2025, 10, 6), date(2025, 12, 19)
_SINCE = date(2026, 2, 16)


def booked(
    seed: int,
    calendar: Calendar,
    areas: list[str],
    last_day: date,
    *,
    told: Sequence[Told] = TOLD,
) -> list[Booked]:
    bookings = Bookings(seed, "taste", calendar, areas)
    for each in told:
        for _ in range(each.times):
            _book(bookings, each, last_day)
    return bookings.made


def _book(bookings: Bookings, told: Told, last_day: date) -> None:
    match told.when:
        case When.UNDER_THE_OLDER_EDITION:
            bookings.add(told.story, begins=_OLDER_BEGINS, ends=_OLDER_BEGUN_BY, steps=1)
        case When.SINCE:
            bookings.add(told.story, begins=_SINCE, ends=last_day)
        case When.NOW:
            newest, oldest = (last_day - timedelta(days=days) for days in told.days_ago)
            bookings.add_recent(told.story, newest=newest, oldest=oldest)
