"""Five financial years: entrants after published rates, and the panel cases around them."""

from collections.abc import Sequence
from datetime import date
from random import Random

from app.demo import people
from app.demo.booking import Booked, Bookings
from app.demo.calendar import Calendar
from app.demo.published import Target, targets
from app.demo.steps import police
from app.demo.stories import at_the_door, court, decisions, diversions, panels, setbacks
from app.demo.story import Story
from panel_protocol.protocol import Protocol

YEARS = (2020, 2021, 2022, 2023, 2024)  # the financial years that begin in them
# The first gravity matrix is of October 2023; before it every case would go to review.
PANELS_BEGIN = date(2023, 10, 9)
_OF_PANELS_IN_A_HUNDRED = 35
CASES_PER_ENTRANT = 2

_REPORTED = (
    (court.CONVICTION, 60),
    (court.CONVICTED_AGAIN, 15),
    (court.DIVERTED_BEFORE, 10),
    (court.CAUTION, 15),
)
_ENTRANTS_OF_PANELS = (
    (decisions.CAUTION, 8),
    (decisions.CONDITIONAL_CAUTION, 4),
    (decisions.POLICE_CAUTION, 2),
    (decisions.CHARGED, 3),
    (at_the_door.CHARGED_AND_CONVICTED, 6),
    (setbacks.PROSECUTED, 2),
)
_OTHERS = (
    (at_the_door.OFFICER_RESOLUTION, 30),
    (at_the_door.NO_EVIDENCE, 8),
    (at_the_door.TOO_OLD, 2),
    (at_the_door.RELEASED_TO_PANEL, 3),
    (diversions.OUTCOME_22, 18),
    (diversions.OUTCOME_22_SESSIONS, 10),
    (diversions.RESOLUTION, 10),
    (diversions.RESOLUTION_WITH_PLAN, 5),
    (diversions.NO_ACTION, 3),
    (decisions.POLICE_DIVERT, 2),
    (panels.ADJOURNED, 2),
    (panels.WITHDRAWN[0], 3),
    (setbacks.VARIED, 2),
    (setbacks.EXTENDED, 2),
)

PANEL_STORIES = tuple(story for story, _ in (*_ENTRANTS_OF_PANELS, *_OTHERS))


def booked(
    seed: int,
    calendar: Calendar,
    protocol: Protocol,
    *,
    years: Sequence[int] = YEARS,
    cases_per_entrant: int = CASES_PER_ENTRANT,
) -> list[Booked]:
    bookings = Bookings(seed, "history", calendar, list(protocol.areas))
    for target in targets(protocol):
        if target.year in years:
            year = _Year(bookings, target, seed)
            year.entrants(with_panels=cases_per_entrant > 0)
            year.others(cases_per_entrant)
    return bookings.made


class _Year:
    """One area's financial year; panels sit in so much of it as has a matrix in force."""

    def __init__(self, bookings: Bookings, target: Target, seed: int) -> None:
        self._bookings, self._target = bookings, target
        self._begins, self._ends = date(target.year, 4, 1), date(target.year + 1, 3, 31)
        self._panels_begin = max(self._begins, PANELS_BEGIN)
        self._chance = Random(f"{seed} {target}")  # noqa: S311 - nothing here is a secret  # nosec B311

    def entrants(self, *, with_panels: bool) -> None:
        """As many as the published rate makes of this area's children, each once."""
        entrants = self._target.entrants
        of_panels = self._with_panels(entrants * _OF_PANELS_IN_A_HUNDRED // 100)
        if not with_panels:
            of_panels = 0
        for _ in range(entrants - of_panels):
            story = people.weighted(self._chance, _REPORTED)
            self._add(story, self._begins, _entry(story))
        for _ in range(of_panels):
            story = people.weighted(self._chance, _ENTRANTS_OF_PANELS)
            self._add(story, self._panels_begin, _entry(story))

    def others(self, cases_per_entrant: int) -> None:
        """Children who are diverted, and one whose entry counts in no area here."""
        self._add(court.MOVED_AWAY, self._begins, 1)
        for _ in range(self._with_panels(self._target.entrants * cases_per_entrant)):
            self._add(people.weighted(self._chance, _OTHERS), self._panels_begin, 1)

    def _with_panels(self, of_whole_year: int) -> int:
        days = max(0, (self._ends - self._panels_begin).days)
        return of_whole_year * days // (self._ends - self._begins).days

    def _add(self, story: Story, begins: date, steps: int) -> None:
        area = self._target.area
        self._bookings.add(story, begins=begins, ends=self._ends, area=area, steps=steps)


def _entry(story: Story) -> int:
    """How many steps it takes until the child is an entrant: to the giving, or to the end."""
    steps = [planned.step for planned in story.steps]
    if police.given in steps:
        return steps.index(police.given) + 1
    return 1 if story is court.CONVICTED_AGAIN else len(steps)
