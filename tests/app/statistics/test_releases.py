"""What partners read: made once, the same for ever, and nothing small in it."""

import csv
import io
from collections import Counter
from datetime import date

import pytest

from app.problems import Forbidden, Unacceptable
from app.statistics import actions
from app.statistics.signing import sha256_of
from app.statistics.tables import ReleaseCell, StatisticsRelease
from tests.attacker import Attacker
from tests.counting import AREAS, TODAY, TWO, entrants, release, release_signing, transaction
from tests.pathway import a_listed_case, on
from tests.records import journal, rows
from tests.service import EVERYWHERE, GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, a_child

LATEST = "/v1/statistics/releases/latest"
PERIODS = ("quarter", "financial_year", "calendar_year", "rolling_12_months")
MAY = date(2026, 5, 1)


async def read(service, path="/first-time-entrants", *, release=LATEST):
    reply = await service.partner.get(release + path)
    assert reply.status_code == 200, reply.text
    return reply.json()


def row(table, area, start):
    items = table["items"]
    return next(i for i in items if (i["area"], i["period_start"]) == (area, start))


async def test_a_partner_reads_counts_rates_and_how_they_came_about(service):
    await entrants(service, {(NEWCASTLE, MAY): 9, (GATESHEAD, MAY): 6})
    made = await release(service)

    table = await read(service, "/first-time-entrants?period=quarter")

    newcastle = row(table, NEWCASTLE, "2026-04-01")
    assert (newcastle["count"], newcastle["rate_per_100_000"]) == (9, 33)
    assert row(table, EVERYWHERE, "2026-04-01")["count"] == 15
    assert (table["release"], table["as_at"], table["series"]) == (made, str(TODAY), "local")
    assert table["disclosure_rule"]["threshold"] == 5
    assert "Counted to 30 September 2026." in table["notes"]


async def test_a_small_count_is_hidden_with_its_rate_and_its_estimate_stays(service):
    await entrants(service, {(NEWCASTLE, MAY): 9, (GATESHEAD, MAY): 6, (NORTH_TYNESIDE, MAY): 3})
    await release(service)

    hidden = row(await read(service, "/first-time-entrants?period=quarter"), NORTH_TYNESIDE,
                 "2026-04-01")  # fmt: skip

    assert hidden["suppressed"] is True
    assert (hidden["count"], hidden["rate_per_100_000"]) == (None, None)
    assert hidden["population"] == 19_662


async def test_the_true_count_of_a_hidden_figure_is_not_in_the_release(service):
    await entrants(service, {(NORTH_TYNESIDE, MAY): 3})
    await release(service)

    kept = await rows(service, ReleaseCell)

    assert {cell.count for cell in kept if cell.area == NORTH_TYNESIDE} == {0, None}
    assert all((cell.count is None) == cell.suppressed for cell in kept)
    assert all(cell.rate is None for cell in kept if cell.suppressed)


async def test_a_release_holds_every_area_period_and_disposal_noughts_among_them(service):
    await entrants(service, {(GATESHEAD, date(2020, 5, 1)): 6})
    await release(service)

    for period, number in zip(PERIODS, (26, 7, 6, 23), strict=True):
        table = await read(service, f"/disposals?period={period}")
        assert len(table["items"]) == number * (len(AREAS) + 1) * 8
        assert {item["count"] for item in table["items"]} == {0}


async def test_of_years_before_anything_was_on_record_no_nought_is_told(service):
    async def years():
        table = await read(service)
        return table["notes"][0], {item["period_start"][:4] for item in table["items"]}

    await release(service)
    assert (await years())[1] == {"2026"}

    await entrants(service, {(GATESHEAD, date(2023, 6, 1)): 6})
    await release(service)
    assert await years() == (
        "Told from 01 April 2023: nothing was on record before.",
        {"2023", "2024", "2025", "2026"},
    )


async def test_what_happens_next_changes_nothing_in_a_release_and_reaches_the_next(service):
    await entrants(service, {(GATESHEAD, MAY): 6})
    first = f"/v1/statistics/releases/{await release(service)}"
    before = [await read(service, f"/first-time-entrants?period={p}", release=first)
              for p in PERIODS]  # fmt: skip

    given = {"outcome": "conviction", "given_on": str(MAY), "home_area": GATESHEAD}
    with on(TODAY):
        reported = await service.police.report(a_child(date_of_birth="2010-01-01"), given)
    assert reported.status_code == 201
    await a_listed_case(service)
    second = await release(service, day=date(2026, 11, 22), as_at=date(2026, 11, 22))

    after = [await read(service, f"/first-time-entrants?period={p}", release=first)
             for p in PERIODS]  # fmt: skip
    assert after == before
    newest = await read(service)
    assert newest["release"] == second
    assert row(newest, GATESHEAD, "2026-04-01")["count"] == 7


async def test_a_release_as_at_a_day_gone_by_counts_what_was_known_then(service):
    await entrants(service, {(GATESHEAD, MAY): 6})

    await release(service, as_at=date(2026, 4, 30))

    assert {item["count"] for item in (await read(service))["items"]} == {0}


async def test_a_day_before_there_was_a_way_to_count_is_refused(service):
    with pytest.raises(Unacceptable):
        await release(service, as_at=date(1, 1, 1))


async def test_before_there_is_a_release_a_partner_is_told_so(service):
    reply = await service.partner.get(LATEST)

    assert (reply.status_code, reply.json()["detail"]) == (404, "No release has been made yet")


async def test_the_latest_release_is_as_at_the_latest_day(service):
    newest = await release(service)
    again = await release(service)
    await release(service, as_at=date(2026, 7, 1))

    assert (newest, again) == ("2026-11-21-1", "2026-11-21-2")
    assert (await read(service))["release"] == again


async def test_releases_are_listed_latest_first_a_page_at_a_time(service):
    for day in (date(2026, 7, 1), date(2026, 10, 1), date(2026, 8, 1)):
        await release(service, as_at=day)

    page = (await service.partner.get("/v1/statistics/releases?limit=2")).json()
    rest = await service.partner.get(f"/v1/statistics/releases?cursor={page['next']}")

    listed = [item["id"] for item in [*page["items"], *rest.json()["items"]]]
    assert listed == ["2026-10-01-1", "2026-08-01-1", "2026-07-01-1"]
    assert rest.json()["next"] is None


async def test_a_release_says_what_it_holds_and_is_sealed_over_every_figure(service):
    await entrants(service, {(NORTH_TYNESIDE, MAY): 3})
    made = await release(service)

    about = await read(service, "")

    assert (about["id"], about["as_at"], about["series"]) == (made, str(TODAY), "local")
    figures = {each["measure"]: each["figures"] for each in about["measures"]}
    assert list(figures) == list(TWO)
    assert (figures["first-time-entrants"], figures["disposals"]) == (42, 336)
    assert about["measures"][0]["hidden"] > 0
    cells = [dict(cell._mapping) for cell in await rows(service, ReleaseCell)]
    assert about["sha256"] == sha256_of(cells)
    line = (await journal(service, action="make_release"))[0]
    assert (line.category, line.resource["release"]) == ("disclosure", made)
    assert line.children == []


async def test_a_table_is_had_as_csv_by_asking_for_it(service):
    await entrants(service, {(NORTH_TYNESIDE, MAY): 3})
    made = await release(service)

    reply = await service.partner.get(
        LATEST + "/disposals?period=quarter", headers={"Accept": "text/csv, */*;q=0.5"}
    )

    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.headers["vary"] == "Accept"
    assert reply.text.count("\r\n") == 1 + 2 * 7 * 8
    read_back = list(csv.DictReader(io.StringIO(reply.text, newline="")))
    assert read_back[0] == {
        "area": NEWCASTLE,
        "period_start": "2026-04-01",
        "period_end": "2026-06-30",
        "count": "0",
        "suppressed": "false",
        "rate_per_100_000": "0",
        "population": "26895",
        "population_year": "2023",
        "disposal": "no_further_action",
        "release": made,
        "as_at": str(TODAY),
        "series": "local",
        "audience": "partners",
    }


@pytest.mark.parametrize(
    "accept", ["application/json", "*/*", "application/json, text/csv", "text/csv;q=0.2, */*"]
)
async def test_json_is_the_answer_unless_csv_is_wanted_more(service, accept):
    await release(service)

    reply = await service.partner.get(LATEST + "/disposals", headers={"Accept": accept})

    assert reply.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/statistics/releases/2020-01-01-1", 404),
        ("/v1/statistics/releases/2020-01-01-1/disposals", 404),
        (LATEST + "/consistency", 404),
        (LATEST + "/disposals?period=month", 422),
        (LATEST + "/disposals?area=E08000037", 422),
    ],
)
async def test_what_is_not_in_a_release_is_refused(service, path, status):
    await release(service)

    assert (await service.partner.get(path)).status_code == status


async def test_before_the_first_release_there_is_none(service):
    assert (await service.partner.get(LATEST)).status_code == 404
    assert (await service.partner.get("/v1/statistics/releases")).json() == {
        "items": [],
        "next": None,
    }


async def test_a_release_is_not_made_as_at_a_day_to_come_nor_by_one_who_holds_some_areas(service):
    with pytest.raises(Unacceptable):
        await release(service, as_at=date(2026, 11, 22))
    with pytest.raises(Forbidden):
        async with transaction(service, areas=frozenset({GATESHEAD})) as tx:
            await actions.release(tx, as_at=TODAY, key=release_signing(service))

    assert await rows(service, StatisticsRelease) == []


async def test_somebody_with_every_table_of_two_releases_finds_no_small_count(service):
    numbers = {
        (area, date(year, month, 20)): (place * 5 + month + year) % 9
        for place, area in enumerate(AREAS)
        for year in (2024, 2025)
        for month in (2, 5, 8, 11)
    }
    await entrants(service, numbers)
    truth = Counter({(area, day.year * 4 + (day.month - 1) // 3): n
                     for (area, day), n in numbers.items()})  # fmt: skip
    earlier, latest = [await release(service, as_at=day) for day in (date(2025, 11, 3), TODAY)]
    before = await figures(service, earlier, last=2025 * 4 + 2)
    now = await figures(service, latest, last=2026 * 4 + 2)

    small = [item for item in (*before, *now) if 0 < sum(truth[part] for part in item["parts"]) < 5]
    assert small
    assert all(item["suppressed"] for item in small)
    every = [*before, *now]
    attacker = Attacker(
        [(item["parts"], item["count"]) for item in every if not item["suppressed"]],
        asked=[item["parts"] for item in every],
    )
    assert all(attacker.could_be(item["parts"], at_least=5) for item in small)
    assert all(attacker.could_be(item["parts"], at_most=1) for item in small)


async def figures(service, made, *, last):
    """Every figure of a release, and the areas and quarters it adds up."""
    path = f"/v1/statistics/releases/{made}"
    tables = [
        await read(service, f"/first-time-entrants?period={period}", release=path)
        for period in PERIODS
    ]
    return [{**item, "parts": parts(item, last)} for table in tables for item in table["items"]]


def parts(item, last):
    areas = AREAS if item["area"] == EVERYWHERE else (item["area"],)
    begins, ends = (quarter(item[f"period_{end}"]) for end in ("start", "end"))
    return [(area, each) for area in areas for each in range(begins, min(ends, last) + 1)]


def quarter(day):
    return int(day[:4]) * 4 + (int(day[5:7]) - 1) // 3
