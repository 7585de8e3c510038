"""Each measure as a manager reads it: its own columns, its definition, JSON and CSV."""

import csv
import io
from datetime import date

from sqlalchemy import update

from app.database import table
from app.statistics.spec import Measure
from app.statistics.tables import StatisticsRelease
from tests.counting import TODAY, release, transaction
from tests.pathway import on
from tests.roads import Road, on_record
from tests.service import GATESHEAD

LATEST = "/v1/statistics/releases/latest"
NEW = {
    "timeliness": {"step": "panel_to_decision", "counted": "ended", "median": 2.0},
    "consistency": {"gravity": "3", "history": "first_time", "disposal": "outcome_22", "share": 1},
    "net-widening": {"gravity": "3", "asked": "hours", "disposal": "outcome_22", "median": 12.0},
    "panels": {"of": "cases", "counted": "as_protocol", "share": 1.0},
    "disproportionality": {"gate": "diversion", "characteristic": "looked_after", "share": 1.0},
}


async def test_each_measure_is_read_with_what_it_says_of_itself(service):
    road = Road(
        area=GATESHEAD,
        received=date(2025, 5, 6),
        assessed=date(2025, 5, 12),
        held=date(2025, 5, 20),
        decided=date(2025, 5, 22),
        conditions=(10, 2, None),
    )
    async with transaction(service) as tx:
        await on_record(tx, road)

    for measure, wanted in NEW.items():
        path = f"/v1/statistics/live/{measure}"
        with on(TODAY):
            read = (await service.manager.get(path)).json()
        rows = [row for row in read["items"] if wanted.items() <= row.items() and row["count"]]
        assert {row["count"] for row in rows} == {1}, measure
        assert {row["rate_per_100_000"] for row in rows} == {None}
        assert len(read["definition"]) > 200

    with on(TODAY):
        text = (await service.manager.get(path, headers={"Accept": "text/csv"})).text
    columns = next(csv.reader(io.StringIO(text)))
    assert set(rows[0]) <= set(columns)


async def test_words_about_entrants_and_rates_stand_where_there_are_any(service):
    with on(TODAY):
        notes = {
            measure: (await service.manager.get(f"/v1/statistics/live/{measure}")).text
            for measure in ("first-time-entrants", "disposals", "panels")
        }

    assert {each for each, said in notes.items() if "hearing" in said} == {"first-time-entrants"}
    assert {each for each, said in notes.items() if "Rates use" in said} == {
        "first-time-entrants",
        "disposals",
    }


async def test_a_release_may_be_as_at_a_day_before_there_were_key_indicators(service):
    await release(service, as_at=date(2013, 1, 1), measures=[Measure.KPI_6])

    told = await service.partner.get(f"{LATEST}/kpi-6?period=quarter")
    assert {item["count"] for item in told.json()["items"]} == {0}


async def test_a_table_says_where_its_definition_comes_from_live_and_released(service):
    await release(service)

    with on(TODAY):
        live = (await service.manager.get("/v1/statistics/live/first-time-entrants")).json()
    about = (await service.partner.get(LATEST)).json()
    entrants, disposals = [
        (await service.partner.get(f"{LATEST}/{each['measure']}")).json()
        for each in about["measures"]
    ]

    assert entrants["source"].startswith("Youth Justice Board reporting code for first-time")
    assert disposals["source"] == "Packaged default, for the partnership to confirm or replace"
    assert live["source"] == entrants["source"]
    assert [each["source"] for each in about["measures"]] == [
        entrants["source"],
        disposals["source"],
    ]


async def test_a_release_of_before_sources_were_said_says_none(service):
    await release(service)
    measures = (await service.partner.get(LATEST)).json()["measures"]
    unsaid = [{name: each[name] for name in each if name != "source"} for each in measures]
    async with service.behind.writing() as connection:
        await connection.execute(update(table(StatisticsRelease)).values(measures=unsaid))

    read = await service.partner.get(f"{LATEST}/disposals")

    assert (read.status_code, read.json()["source"]) == (200, None)
    assert "Source:" not in (await service.partner.get(f"{LATEST}/report")).text
