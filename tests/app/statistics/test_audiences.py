"""What partners read, what the public reads, and the files that either is handed."""

import csv
import io
import json
from datetime import date

import pytest

from app.statistics import actions
from app.statistics.audience import Audience
from app.statistics.tables import ReleaseCell, StatisticsRelease
from tests.counting import AREAS, TODAY, entrants, release, transaction
from tests.pathway import on
from tests.records import journal, rows
from tests.service import EVERYWHERE, GATESHEAD, NEWCASTLE, NORTH_TYNESIDE

LATEST = "/v1/statistics/releases/latest/first-time-entrants"
MAY = date(2026, 5, 1)
# One small for partners, one for the public alone, and enough of the others to hide behind.
NUMBERS = {NORTH_TYNESIDE: 3, NEWCASTLE: 8, GATESHEAD: 23, AREAS[2]: 12, AREAS[3]: 31}


async def read(service, audience):
    reply = await service.partner.get(f"{LATEST}?period=quarter&audience={audience}")
    assert reply.status_code == 200, reply.text
    return reply.json()


def spring(table):
    return {i["area"]: i for i in table["items"] if i["period_start"] == "2026-04-01"}


@pytest.fixture
async def released(service):
    await entrants(service, {(area, MAY): number for area, number in NUMBERS.items()})
    return await release(service)


async def test_the_public_is_shown_fewer_counts_and_those_rounded(service, released):
    partners, public = [await read(service, audience) for audience in Audience]

    assert (public["disclosure_rule"]["threshold"], public["disclosure_rule"]["rounding"]) == (
        10,
        5,
    )
    seen = spring(public)
    assert [seen[area]["count"] for area in (NORTH_TYNESIDE, NEWCASTLE)] == [None, None]
    assert {item["count"] % 5 for item in seen.values() if item["count"]} <= {0}
    assert seen[AREAS[5]]["count"] == 0
    for item, exact in zip(public["items"], partners["items"], strict=True):
        assert item["suppressed"] or not exact["suppressed"]
        if not item["suppressed"]:
            assert abs(item["count"] - exact["count"]) <= 2
            assert item["count"] == 0 or exact["count"] >= 10
            expected = item["count"] * 100_000 / item["population"]
            assert abs(item["rate_per_100_000"] - expected) <= 0.5


async def test_a_release_of_before_there_were_figures_for_the_public_has_none(service, released):
    async with service.behind.writing() as connection:
        await connection.exec_driver_sql("UPDATE statistics_release SET public_rule = NULL")

    assert (await service.partner.get(f"{LATEST}?audience=public")).status_code == 404
    assert (await service.partner.get(f"{LATEST}?audience=everybody")).status_code == 422
    assert (await service.partner.get(LATEST)).status_code == 200


KINDS = {
    "integer": lambda text: str(int(text)) == text,
    "number": lambda text: float(text) is not None,
    "date": lambda text: str(date.fromisoformat(text)) == text,
    "string": lambda text: bool(text) or text == "",
    "boolean": lambda text: text in {"true", "false"},
}


@pytest.mark.parametrize("audience", list(Audience))
async def test_the_files_say_what_each_of_their_columns_means(service, released, audience):
    async with transaction(service) as tx:
        files = await actions.export(tx, "latest", audience)

    tables = sorted(name for name in files if name.endswith(".csv"))
    assert "first-time-entrants-quarter.csv" in tables
    assert sorted(files) == sorted([*tables, *(f"{name}-metadata.json" for name in tables)])
    for name in tables:
        described = json.loads(files[f"{name}-metadata.json"])
        assert (described["url"], described["dc:identifier"]) == (name, released)
        check(files[name], described["tableSchema"])
        told = {row["audience"] for row in csv.DictReader(io.StringIO(files[name], newline=""))}
        assert told <= {audience.value}
        assert described["dc:description"]
        assert described["dc:source"]
        assert described["notes"]
    line = (await journal(service, action="export_release"))[0]
    assert line.resource["audience"] == audience


def check(text, schema):
    table = csv.DictReader(io.StringIO(text, newline=""))
    columns = schema["columns"]
    assert table.fieldnames == [column["titles"] for column in columns]
    assert all(column["dc:description"] for column in columns)
    keys = set()
    for number, row in enumerate(table, start=1):
        keys.add(tuple(row[name] for name in schema["primaryKey"]))
        assert len(keys) == number
        for column in columns:
            text = row[column["name"]]
            base = column["datatype"]
            if text == column["null"] and not column["required"]:
                continue
            assert KINDS[base["base"] if isinstance(base, dict) else base](text), column


async def test_a_csv_says_where_what_describes_it_is_read(service, released):
    path = f"{LATEST}?period=quarter&audience=public"
    table = await service.partner.get(path, headers={"Accept": "text/csv"})

    assert table.headers["link"] == f'<{path}>; rel="describedby"; type="application/csvm+json"'
    reply = await service.partner.get(path, headers={"Accept": "application/csvm+json"})
    assert reply.headers["content-type"] == "application/csvm+json"
    assert reply.headers["vary"] == "Accept"
    described = reply.json()
    # It describes the address that named it, and no other, or a reader must not believe it.
    assert (described["url"], described["dc:identifier"]) == (path, released)
    assert described["dc:audience"] == "public"
    check(table.text, described["tableSchema"])


async def test_a_live_table_is_described_where_it_is_read_and_is_of_no_release(service):
    path = "/v1/statistics/live/disposals"
    with on(TODAY):
        table = await service.manager.get(path, headers={"Accept": "text/csv"})
        reply = await service.manager.get(path, headers={"Accept": "application/csvm+json"})

    assert table.headers["link"].startswith(f"<{path}>;")
    described = reply.json()
    assert described["url"] == path
    assert described["dc:source"]
    assert None not in described.values()
    check(table.text, described["tableSchema"])


async def test_what_is_hidden_from_partners_is_nowhere_in_what_is_kept(service, released):
    kept = await rows(service, ReleaseCell)

    assert {cell.audience for cell in kept} == set(Audience)
    assert {cell.count for cell in kept if cell.area == NORTH_TYNESIDE} == {0, None}
    pooled = {c.count for c in kept if c.area == EVERYWHERE and c.audience == Audience.PUBLIC}
    assert all(count is None or count % 5 == 0 for count in pooled)
    (made,) = await rows(service, StatisticsRelease)
    assert made.measures[0]["hidden_from_public"] > made.measures[0]["hidden"] > 0
