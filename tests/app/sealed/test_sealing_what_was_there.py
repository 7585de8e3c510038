"""C2: an upgrade seals what an earlier release kept in the clear, and leaves no copy of it."""

import asyncio

import pytest
from sqlalchemy import MetaData, NullPool, create_engine, func, select
from sqlmodel import SQLModel

import migrations
from app.cli import serving
from app.database import driver_url
from app.sealed.columns import sealed_columns
from tests.pathway import a_plan_under_way, on
from tests.reviews import NOVEMBER, breach, decide, ids
from tests.sealing import left_behind, seen, written
from tests.service import running

BEFORE = "0007_journal"
# What 0008 added: an earlier release knows neither the tables nor the columns.
ADDED = {"person_key", "child_token"}
# Only ever added to, and of nobody's words.
JOURNAL = {"journal_line", "journal_seal"}


@pytest.fixture
async def service(empty_database_url, tmp_path):
    migrations.upgrade(empty_database_url)
    async with running(empty_database_url, tmp_path / "data") as service:
        yield service


async def in_the_clear(service):
    """Everything on record, as an earlier release would have kept it."""
    found = {}
    async with service.behind.reading() as db:
        for each in SQLModel.metadata.sorted_tables:
            if each.name not in ADDED | JOURNAL:
                rows = (await db.execute(select(*each.columns))).mappings().all()
                found[each.name] = [dict(row) for row in rows]
    return found


def put_back(url, records):
    """The database as an earlier release left it."""
    engine = create_engine(driver_url(url, asynchronous=False), poolclass=NullPool)
    with engine.begin() as db:
        for each in reversed(SQLModel.metadata.sorted_tables):
            if each.name not in JOURNAL:
                db.execute(each.delete())
    migrations.downgrade(url, BEFORE)
    old = MetaData()
    with engine.begin() as db:
        old.reflect(db)
        for each in SQLModel.metadata.sorted_tables:
            if rows := records.get(each.name):
                db.execute(
                    old.tables[each.name].insert(), [as_it_was(old, each.name, r) for r in rows]
                )


def as_it_was(old, name, row):
    if name == "child":
        row = row | {"search_name": f"{row['family_name']} {row['given_names']}".casefold()}
    if name == "submission":
        row["body"]["offences"][0]["victims"][0]["name"] = "Canary Victim"
    return {key: value for key, value in row.items() if key in old.tables[name].columns}


async def shown(service, case):
    with on(NOVEMBER):
        read = await service.officer.get(f"/v1/cases/{case.id}")
        child = await service.officer.get(f"/v1/children/{case.child_id}")
        told = await service.officer.get(f"/v1/cases/{case.id}/history")
        name = {"family_name": child.json()["family_name"]}
        found = await service.officer.post("/v1/children/search", name)
        sent = {"police_reference": read.json()["police_reference"]}
        own = await service.police.post("/v1/submissions/search", sent)
    return [reply.json() for reply in (read, child, told, found, own)]


async def test_an_upgrade_seals_everything_and_every_reply_stays_as_it_was(service, tmp_path):
    with written(service) as words:
        case = await a_plan_under_way(service)
        letter, payback = (await case.plan(day=NOVEMBER))["items"]
        note = {
            "occurred_on": "2026-10-20",
            "hours": 2,
            "attendance": "attended",
            "note": "A note.",
        }
        await case.to_condition(payback, "progress", note, day=NOVEMBER)
        done = {"completed_on": "2026-11-01", "evidence": "A copy is on file."}
        await case.to_condition(letter, "completion", done, day=NOVEMBER)
        await breach(case, (await ids(case))[1:])
        await decide(case, "no_action")
    before, url = await shown(service, case), service.settings.database
    records = await in_the_clear(service)
    await service.app.state.database.close()
    await asyncio.to_thread(put_back, url, records)

    await asyncio.to_thread(migrations.upgrade, url)
    assert b"canary victim" in await left_behind(service, tmp_path)
    await asyncio.to_thread(serving.seal, service.settings)

    assert await shown(service, case) == before
    data = await left_behind(service, tmp_path)
    assert b"canary victim" not in data
    assert seen(words, data) == []
    await no_column_was_passed_over(service, records)


async def no_column_was_passed_over(service, records):
    again = await in_the_clear(service)
    for each in SQLModel.metadata.sorted_tables:
        for name in sealed_columns(each):
            if each.name != "submission":
                key = [column.name for column in each.primary_key]
                sort = lambda row: [str(row[k]) for k in key]  # noqa: E731, B023
                was = [row[name] for row in sorted(records[each.name], key=sort)]
                assert [row[name] for row in sorted(again[each.name], key=sort)] == was


async def test_a_schema_is_not_taken_back_over_what_is_sealed(service):
    await service.police.submit()
    await service.app.state.database.close()

    with pytest.raises(ValueError, match="restore a backup"):
        await asyncio.to_thread(migrations.downgrade, service.settings.database, BEFORE)

    async with service.behind.reading() as db:
        counted = select(func.count()).select_from(SQLModel.metadata.tables["child"])
        assert (await db.execute(counted)).scalar_one() == 1
