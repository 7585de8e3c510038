"""Five years of entrants after published rates."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from rich.console import Console

from app import clock
from app.demo import history, loading
from app.demo.booking import Bookings
from app.demo.calendar import Calendar
from app.demo.diary import Diary
from app.demo.published import ASSUMED_WHERE_SUPPRESSED, targets
from app.settings import Settings
from panel_protocol.library import load
from panel_protocol.rules.rates import rate_per_100_000

pytestmark = pytest.mark.usefixtures("released_in_part")

PROTOCOL = load()
TODAY = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_every_area_and_year_is_published_or_assumed():
    made = targets(PROTOCOL)

    assert {(each.area, each.year) for each in made} == {
        (area, year) for area in PROTOCOL.areas for year in history.YEARS
    }
    assert 800 < sum(each.entrants for each in made) < 1100
    suppressed = [each for each in made if each.rate is None]
    assert {each.entrants for each in suppressed} == {ASSUMED_WHERE_SUPPRESSED}


def test_entrants_give_back_the_published_rate_to_within_half_a_child():
    counts = {(each.area, each.mid_year): each.count for each in PROTOCOL.populations}
    used = {2020: 2020, 2021: 2020, 2022: 2020, 2023: 2023, 2024: 2023}
    for each in targets(PROTOCOL):
        if each.rate is not None:
            people = counts[each.area, used[each.year]]
            half_a_child = 50_000 / people
            assert abs(rate_per_100_000(each.entrants, people) - each.rate) <= half_a_child + 1


def test_no_panel_case_is_submitted_before_a_matrix_was_in_force():
    diary = Diary(history.booked(1, Calendar(PROTOCOL), PROTOCOL), Calendar(PROTOCOL))
    firsts = {entry.booked.key: entry for entry in reversed(diary.entries)}
    submitted = [
        entry.turn.day for entry in firsts.values() if entry.turn.step.__name__ == "submitted"
    ]
    assert min(submitted) >= date(2023, 10, 2)
    assert len(submitted) > 500


def a_year(calendar, protocol, last):
    """The year to March 2023, before there were panels, and one case around each entrant."""
    return [history.booked(3, calendar, protocol, years=[2022], cases_per_entrant=1)]


async def test_the_entrants_table_is_the_published_one(database_url, tmp_path):
    settings = Settings(data_dir=tmp_path / "data", database_url=database_url)
    with clock.standing_at(TODAY):
        summary, _ = await loading.bring(settings, a_year, Console(file=StringIO()))

    counted = {each.area: each for each in summary.entrants if each.year == 2022}
    wanted = {each.area: each for each in targets(PROTOCOL) if each.year == 2022}
    assert {area: counted[area].count for area in wanted} == {
        area: each.entrants for area, each in wanted.items()
    }
    assert counted[PROTOCOL.force_area.code].count == sum(e.entrants for e in wanted.values())
    assert sum(each.count for each in summary.entrants if each.year != 2022) == 0
    # Tables of today leave the earliest of the five years out; the closing one does not.
    assert {each.year for each in summary.entrants} > set(history.YEARS)


def the_first_panels(calendar, protocol, last):
    """Every panel story of the five years, begun as soon as there were panels."""
    bookings = Bookings(3, "first", calendar, list(protocol.areas))
    for story in history.PANEL_STORIES:
        bookings.add(story, begins=history.PANELS_BEGIN, ends=history.PANELS_BEGIN, steps=1)
    return [bookings.made]


async def test_every_panel_story_could_be_told_when_panels_began(database_url, tmp_path):
    settings = Settings(data_dir=tmp_path / "data", database_url=database_url)
    with clock.standing_at(TODAY):
        summary, _ = await loading.bring(settings, the_first_panels, Console(file=StringIO()))

    assert sum(summary.stages.values()) == len(history.PANEL_STORIES)
    assert all(stage.startswith("closed: ") for stage in summary.stages)
