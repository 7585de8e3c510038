"""A story: what the police submit, and what is then done, step by step, on which day."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.demo.calendar import Calendar
from app.demo.casework import Casework
from app.demo.situations import Situation

Step = Callable[[Casework], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Planned:
    """A step, and how long after the one before it comes."""

    step: Step
    days: int = 0
    lists: bool = False  # from here the case waits for a panel
    at_panel: bool = False


def after(days: int, step: Step) -> Planned:
    return Planned(step, days)


def listed(days: int, step: Step) -> Planned:
    """The case is put before the next panel there is time for."""
    return Planned(step, days, lists=True)


def at_panel(step: Step) -> Planned:
    return Planned(step, at_panel=True)


@dataclass(frozen=True, slots=True)
class Turn:
    """One step on its day; `panel_on` is the panel the case is, or was last, listed at."""

    day: date
    step: Step
    panel_on: date | None


@dataclass(frozen=True, slots=True)
class Story:
    name: str
    situation: Situation
    steps: tuple[Planned, ...]

    def turns(self, calendar: Calendar, area: str, start: date) -> Iterator[Turn]:
        day, panel_on = start, None
        for planned in self.steps:
            if planned.at_panel and panel_on is not None:
                day = panel_on
            day = calendar.working(day + timedelta(days=planned.days))
            if planned.lists:
                panel_on = calendar.panel_after(area, day)
            yield Turn(day, planned.step, panel_on)

    def latest_start(
        self, calendar: Calendar, area: str, end_by: date, steps: int | None = None
    ) -> date:
        """The last day it can begin on and still have so many steps (or all) done by `end_by`."""
        start = end_by - timedelta(days=sum(planned.days for planned in self.steps[:steps]))
        while list(self.turns(calendar, area, start))[:steps][-1].day > end_by:
            start -= timedelta(days=1)
        return start


class When(StrEnum):
    """When a story of the taste is told."""

    UNDER_THE_OLDER_EDITION = "older"  # begun before Outcome 23 existed
    SINCE = "since"
    NOW = "now"  # its last step was only days ago, and the case stands there today


@dataclass(frozen=True, slots=True)
class Told:
    """How many children this happens to; for NOW, how many days ago the last step was."""

    story: Story
    times: int
    when: When = When.SINCE
    days_ago: tuple[int, int] = (0, 10)
