"""Estimates imported, and the published arithmetic they reproduce."""

from datetime import date

import pytest

from app.journal.tables import JournalLine
from app.problems import Unacceptable
from app.statistics import queries
from app.statistics.actions import import_populations
from app.statistics.figures import Place
from app.statistics.periods import Run, quarter_of
from panel_protocol.rules.rates import Period
from tests.counting import TODAY, at, entrants, transaction
from tests.pathway import on
from tests.records import rows
from tests.service import GATESHEAD, NORTH_TYNESIDE

HEADER = "area_code,area,mid_year,population_10_17,series,source"
SOUTH_TYNESIDE = "E08000023"


def a_file(*lines):
    return "\r\n".join([HEADER, *lines]).encode()


async def imported(service, *lines, day=TODAY):
    async with transaction(service, day=day) as tx:
        return await import_populations(tx, a_file(*lines))


async def estimate(service, area, year, *, day=TODAY):
    start = date(year, 4, 1)
    async with transaction(service, day=day) as tx:
        found = await queries.populations(tx, at(day))
    run = Run(quarter_of(start), quarter_of(start) + 3)
    return found.of(Place(area, (area,)), Period.FINANCIAL_YEAR, run)


async def test_an_imported_estimate_is_used_in_place_of_the_packaged_one(service):
    assert await estimate(service, NORTH_TYNESIDE, 2023) == (19_662, 2023)

    assert await imported(service, f"{NORTH_TYNESIDE},NT,2023,19701,ONS revised,Nomis") == 1

    assert await estimate(service, NORTH_TYNESIDE, 2023) == (19_701, 2023)


async def test_a_mid_year_that_was_missing_is_used_once_it_is_loaded(service):
    assert await estimate(service, NORTH_TYNESIDE, 2024) == (19_662, 2023)

    await imported(service, f"{NORTH_TYNESIDE},NT,2024,19800,ONS mid-2024,Nomis")

    assert await estimate(service, NORTH_TYNESIDE, 2024) == (19_800, 2024)


async def test_a_later_import_replaces_an_earlier_one_that_stays_on_record(service):
    earlier, line = date(2026, 11, 2), f"{GATESHEAD},Gateshead,2024,%s,ONS mid-2024,Nomis"
    await imported(service, line % 18500, day=earlier)
    await imported(service, line % '"18,600"')

    assert await estimate(service, GATESHEAD, 2024) == (18_600, 2024)
    assert await estimate(service, GATESHEAD, 2024, day=earlier) == (18_500, 2024)


async def test_a_retired_area_code_stands_for_the_one_that_replaced_it(service):
    await imported(service, "E08000020,Gateshead,2024,18600,ONS mid-2024,Nomis")

    assert await estimate(service, GATESHEAD, 2024) == (18_600, 2024)


async def test_a_national_file_is_loaded_for_the_areas_of_the_partnership_alone(service):
    lines = ("E09000001,City of London,2024,300,ONS,Nomis", f"{GATESHEAD},G,2024,18600,ONS,Nomis")

    assert await imported(service, *lines) == 1
    journalled = await rows(service, JournalLine, action="import_populations")
    assert [line.resource for line in journalled] == [{"estimates": 1, "mid_years": [2024]}]


@pytest.mark.parametrize(
    ("content", "pointers"),
    [
        (b"\xff\xfe", ["/"]),
        (b"area_code,mid_year\nE08000037,2024", ["/", "/", "/"]),
        (a_file("E09000001,City of London,2024,300,ONS,Nomis"), ["/rows"]),
        (a_file(f"{GATESHEAD},G,24,18600,ONS,Nomis"), ["/rows/1/mid_year"]),
        (a_file(f"{GATESHEAD},G,2024,-5,ONS,"), ["/rows/1/population_10_17", "/rows/1/source"]),
        (a_file(*[f"{GATESHEAD},G,2024,18600,ONS,Nomis"] * 2), ["/rows/2"]),
    ],
    ids=["not text", "no columns", "no area of ours", "no year", "no number", "twice"],
)
async def test_a_file_that_cannot_be_believed_changes_nothing(service, content, pointers):
    with pytest.raises(Unacceptable) as refused:
        async with transaction(service) as tx:
            await import_populations(tx, content)

    assert [error["pointer"] for error in refused.value.extra["errors"]] == pointers


@pytest.mark.parametrize(
    ("area", "year", "children", "population", "rate"),
    [
        (SOUTH_TYNESIDE, 2020, 79, 13_142, 601),
        (NORTH_TYNESIDE, 2018, 76, 17_519, 434),
        (NORTH_TYNESIDE, 2020, 28, 18_359, 153),
        (GATESHEAD, 2021, 21, 17_649, 119),
    ],
)
async def test_published_rates_come_from_whole_children_and_the_mid_year_before(
    service, area, year, children, population, rate
):
    await entrants(service, {(area, date(year, 6, 15)): children})

    with on(date(2022, 5, 1)):
        reply = await service.manager.get(
            "/v1/statistics/live/first-time-entrants?period=calendar_year"
        )

    row = next(
        item
        for item in reply.json()["items"]
        if (item["area"], item["period_start"]) == (area, f"{year}-01-01")
    )
    assert row["count"] == children
    assert (row["population"], row["population_year"]) == (population, year - 1)
    assert row["rate_per_100_000"] == rate
