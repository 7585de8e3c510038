"""What a manager sees of their own areas, now and unsuppressed."""

from datetime import date, timedelta

import pytest

from tests.counting import AREAS, TODAY, entrants
from tests.pathway import DECIDED, Pathway, a_listed_case, a_plan_under_way, on
from tests.records import statements
from tests.service import EVERYWHERE, GATESHEAD, NORTH_TYNESIDE

ENTRANTS = "/v1/statistics/live/first-time-entrants"
DISPOSALS = "/v1/statistics/live/disposals"


async def read(service, path, *, areas=(EVERYWHERE,), day=TODAY):
    with on(day):
        reply = await service.user("yot_manager", areas=areas).get(path)
    assert reply.status_code == 200, reply.text
    return reply.json()


def row(table, area, start, disposal=None):
    return next(
        item
        for item in table["items"]
        if (item["area"], item["period_start"], item.get("disposal")) == (area, start, disposal)
    )


async def test_a_small_count_is_shown_as_it_is_with_its_rate_and_estimate(service):
    await entrants(service, {(NORTH_TYNESIDE, date(2026, 5, 1)): 2})

    table = await read(service, ENTRANTS)

    assert row(table, NORTH_TYNESIDE, "2026-04-01") == {
        "area": NORTH_TYNESIDE,
        "period_start": "2026-04-01",
        "period_end": "2027-03-31",
        "count": 2,
        "suppressed": False,
        "rate_per_100_000": 10,
        "population": 19_662,
        "population_year": 2023,
    }
    assert (table["release"], table["disclosure_rule"]) == (None, None)
    assert (table["series"], table["as_at"]) == ("local", str(TODAY))
    assert table["definition"].startswith("A first-time entrant is a child")


async def test_an_estimate_that_stands_in_for_a_missing_mid_year_is_named(service):
    table = await read(service, ENTRANTS)

    assert "Rated on the mid-2023 estimate: mid-2026 is not loaded." in table["notes"]
    assert any("2021-census basis" in note for note in table["notes"])


async def test_every_area_and_period_has_a_row_even_where_nobody_was_counted(service):
    table = await read(service, f"{ENTRANTS}?period=quarter")

    assert {item["count"] for item in table["items"]} == {0}
    assert len(table["items"]) == 27 * (len(AREAS) + 1)
    starts = [item["period_start"] for item in table["items"]]
    assert (min(starts), max(starts)) == ("2020-04-01", "2026-10-01")


async def test_counts_and_populations_are_pooled_over_the_force_and_rates_never_averaged(service):
    await entrants(
        service, {(NORTH_TYNESIDE, date(2025, 5, 1)): 3, (GATESHEAD, date(2025, 9, 1)): 4}
    )

    pooled = row(await read(service, ENTRANTS), EVERYWHERE, "2025-04-01")

    assert (pooled["count"], pooled["population"], pooled["rate_per_100_000"]) == (7, 133_778, 5)


async def test_a_manager_of_one_area_sees_that_area_and_no_pool(service):
    await entrants(
        service, {(NORTH_TYNESIDE, date(2025, 5, 1)): 3, (GATESHEAD, date(2025, 9, 1)): 4}
    )

    table = await read(service, ENTRANTS, areas=[GATESHEAD])

    assert {item["area"] for item in table["items"]} == {GATESHEAD}
    assert row(table, GATESHEAD, "2025-04-01")["count"] == 4


@pytest.mark.parametrize(
    ("period", "starts"),
    [
        ("financial_year", {"2024-04-01": 0, "2025-04-01": 2}),
        ("calendar_year", {"2025-01-01": 1, "2026-01-01": 1}),
        ("quarter", {"2025-10-01": 1, "2026-01-01": 1}),
        ("rolling_12_months", {"2025-01-01": 1, "2025-04-01": 2, "2026-01-01": 1}),
    ],
)
async def test_each_period_counts_its_own_days(service, period, starts):
    await entrants(service, {(GATESHEAD, date(2025, 12, 31)): 1, (GATESHEAD, date(2026, 1, 1)): 1})

    table = await read(service, f"{ENTRANTS}?period={period}")

    assert {start: row(table, GATESHEAD, start)["count"] for start in starts} == starts


async def test_an_outcome_reported_now_is_counted_now(service):
    given = {"outcome": "conviction", "given_on": "2026-11-20", "home_area": GATESHEAD}
    child = {
        "police_person_id": "NBP-1",
        "given_names": "Sam",
        "family_name": "Example",
        "date_of_birth": "2011-03-14",
        "sex": "male",
        "home_area": NORTH_TYNESIDE,
        "looked_after": False,
    }
    with on(TODAY):
        assert (await service.police.report(child, given)).status_code == 201

    table = await read(service, f"{ENTRANTS}?period=quarter")

    assert row(table, GATESHEAD, "2026-10-01")["count"] == 1
    assert row(table, NORTH_TYNESIDE, "2026-10-01")["count"] == 0


async def test_a_table_is_two_statements_whatever_it_counts(service):
    for path in (ENTRANTS, DISPOSALS):
        with statements(service) as said:
            await read(service, path)
        # On PostgreSQL a door in the wall is opened for the counting, and shut.
        counting = [each for each in said if not each.startswith("SELECT set_config")]
        assert len(counting) <= 2, said


async def test_disposals_are_counted_by_kind_where_the_case_is_kept(service):
    await a_plan_under_way(service, "community_resolution")
    closed = await (await a_listed_case(service)).decided("no_further_action", departs=True)
    await closed.agreed()

    table = await read(service, f"{DISPOSALS}?period=quarter")

    counted = {
        item["disposal"]: item["count"]
        for item in table["items"]
        if (item["area"], item["period_start"]) == (NORTH_TYNESIDE, "2026-07-01")
    }
    assert counted == {
        "no_further_action": 1,
        "officer_resolution": 0,
        "community_resolution": 1,
        "outcome_22": 0,
        "outcome_23": 0,
        "youth_caution": 0,
        "youth_conditional_caution": 0,
        "charge": 0,
    }
    assert table["definition"].startswith("A disposal is counted once for each case")


async def test_a_charge_is_counted_once_on_the_day_its_case_closed_whatever_the_court_did(service):
    pathway = await (await a_listed_case(service)).decided("charge", departs=True)
    await pathway.agreed(day=date(2026, 9, 30))
    acquitted = {"result": "acquitted", "result_on": "2026-11-02"}
    reply = await pathway.act("court-result", acquitted, day=date(2026, 11, 2))
    assert reply.status_code == 200, reply.text

    table = await read(service, f"{DISPOSALS}?period=quarter")

    counts = {s: row(table, NORTH_TYNESIDE, s, "charge")["count"] for s in QUARTERS}
    assert counts == {"2026-07-01": 1, "2026-10-01": 0}


QUARTERS = ("2026-07-01", "2026-10-01")


async def test_work_that_has_only_begun_is_no_disposal_yet(service):
    await a_plan_under_way(service, "outcome_22")
    await Pathway(service).submitted(day=DECIDED + timedelta(days=1))

    table = await read(service, DISPOSALS)

    assert {item["count"] for item in table["items"]} == {0}


@pytest.mark.parametrize("measure", ["kpi-7", "children", "FIRST-TIME-ENTRANTS"])
async def test_another_measure_is_not_there(service, measure):
    reply = await service.manager.get(f"/v1/statistics/live/{measure}")

    assert reply.status_code == 404


@pytest.mark.parametrize("query", ["period=week", "period=", "from=2026-01-01", "area=E08000037"])
async def test_only_the_fixed_periods_and_no_other_slices_are_counted(service, query):
    reply = await service.manager.get(f"{ENTRANTS}?{query}")

    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("role", ["regional_partner", "yot_officer", "police_submitter", "auditor"])
async def test_live_counts_are_for_managers(service, role):
    assert (await service.user(role).get(ENTRANTS)).status_code == 403
