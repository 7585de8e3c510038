"""Which story is told of whom, where and from which day."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.demo.calendar import Calendar
from app.demo.story import Story


@dataclass(frozen=True, slots=True)
class Booked:
    """One telling of a story. `key` is its own within the seed, and says which child it is of."""

    key: str
    story: Story
    area: str
    start: date


class Bookings:
    """Stories being given their places; the same seed gives each the same one."""

    def __init__(self, seed: int, part: str, calendar: Calendar, areas: list[str]) -> None:
        self.made: list[Booked] = []
        self._seed, self._part = seed, part
        self._calendar, self._areas = calendar, areas

    def add(
        self, story: Story, *, begins: date, ends: date, area: str = "", steps: int | None = None
    ) -> None:
        """Begin it on some day from `begins`, so that so many steps of it are done by `ends`."""
        where = area or self._areas[len(self.made) % len(self._areas)]
        latest = story.latest_start(self._calendar, where, ends, steps)
        self._book(story, where, latest, max(0, (latest - begins).days))

    def add_recent(self, story: Story, *, newest: date, oldest: date) -> None:
        """Begin it so that its last step is done between these days, or a little before."""
        where = self._areas[len(self.made) % len(self._areas)]
        latest = story.latest_start(self._calendar, where, newest)
        self._book(story, where, latest, (newest - oldest).days)

    def _book(self, story: Story, area: str, latest: date, spread: int) -> None:
        key = f"{self._part}{self._seed}-{len(self.made):04}"
        chance = Random(f"{key} begins")  # noqa: S311 - nothing here is a secret  # nosec B311
        start = latest - timedelta(days=chance.randrange(spread + 1))
        self.made.append(Booked(key, story, area, start))
