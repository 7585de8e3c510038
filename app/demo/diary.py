"""Telling the stories: every step of every case in the order of its day, through the API."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from random import Random

from app import clock
from app.demo import people
from app.demo.booking import Booked
from app.demo.calendar import Calendar
from app.demo.casework import Casework
from app.demo.panels import Panels
from app.demo.staff import Staff
from app.demo.story import Turn
from panel_protocol.protocol import Protocol

_OPENS = time(9, 0)
_WORKING_SECONDS = 8 * 60 * 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A step of one booked story, on its day."""

    booked: Booked
    turn: Turn


class Diary:
    def __init__(self, booked: Sequence[Booked], calendar: Calendar) -> None:
        entries = [
            Entry(each, turn)
            for each in booked
            for turn in each.story.turns(calendar, each.area, each.start)
        ]
        # A stable sort: the steps of one case on one day stay in their order.
        self.entries = sorted(entries, key=lambda entry: entry.turn.day)
        self._first_steps = [*dict.fromkeys(entry.booked.key for entry in self.entries)]

    @property
    def children(self) -> int:
        return len(self._first_steps)

    @property
    def first_and_last(self) -> tuple[str, str]:
        """The keys of the first child to be registered, and of the last."""
        return self._first_steps[0], self._first_steps[-1]

    async def tell(self, staff: Staff, protocol: Protocol, done: Callable[[], None]) -> None:
        """Take every step, the clock of the record standing at its moment."""
        panels, heard, cases = Panels(), Counter[bool](), dict[str, Casework]()
        for entry, moment in self._moments():
            key = entry.booked.key
            with clock.standing_at(moment):
                if key not in cases:
                    cases[key] = _opened(entry.booked, staff, panels, heard, protocol)
                case = cases[key]
                case.today, case.panel_on = entry.turn.day, entry.turn.panel_on
                await entry.turn.step(case)
            done()

    def _moments(self) -> Iterator[tuple[Entry, datetime]]:
        """Each day's steps follow one another through its working hours."""
        for day, of_day in groupby(self.entries, key=lambda entry: entry.turn.day):
            steps = list(of_day)
            opens = datetime.combine(day, _OPENS, tzinfo=clock.LONDON)
            for number, entry in enumerate(steps):
                yield entry, opens + timedelta(seconds=number * _WORKING_SECONDS // len(steps))


def _opened(
    booked: Booked, staff: Staff, panels: Panels, heard: Counter[bool], protocol: Protocol
) -> Casework:
    chance = Random(booked.key)  # noqa: S311 - nothing here is a secret  # nosec B311
    situation, start = booked.story.situation, booked.start
    child = people.child(
        chance, booked.key, home=booked.area, born_on=situation.born(chance, start)
    )
    return Casework(
        key=f"demo-{booked.key}",
        area=booked.area,
        chance=chance,
        child=child,
        situation=situation,
        reference=f"DEMO{booked.key}/{start:%y}",
        police=staff.police,
        team=staff.teams[booked.area],
        panels=panels,
        heard=heard,
        protocol=protocol,
        today=start,
        referred_on=start,
    )
