"""TIM-3, CON-6: every time on a record is the service's own, and order is never a time's."""

from datetime import UTC, datetime, timedelta

import migrations
from app import clock
from app.cases.tables import Case
from tests.databases import behind
from tests.records import counts, journal, rows
from tests.service import running

NOON = datetime(2026, 9, 14, 12, tzinfo=UTC)


async def test_a_clock_put_back_an_hour_changes_no_order(service):
    with clock.standing_at(NOON):
        opened = (await service.police.submit()).json()
    path = f"/v1/cases/{opened['id']}"
    with clock.standing_at(NOON - timedelta(hours=1)):
        await service.manager.post(f"{path}/allocation", {"officer": "one"}, version=1)
        await service.manager.post(f"{path}/allocation", {"officer": "two"}, version=2)

    history = (await service.officer.get(f"{path}/history")).json()["changes"]

    assert [each["case_version"] for each in history] == [1, 2, 3]
    assert [each["at"] for each in history] == ["2026-09-14T12:00:00Z"] + [
        "2026-09-14T11:00:00Z"
    ] * 2
    assert [line.action for line in await journal(service, case_id=opened["id"])] == [
        "submit_case",
        *["allocate_case"] * 2,
        "read_case_history",
    ]


async def test_what_a_client_says_of_the_time_is_not_asked(service):
    past = {"Date": "Mon, 01 Jan 2001 00:00:00 GMT", "X-Request-Start": "t=0"}
    with clock.standing_at(NOON):
        opened = await service.police.submit()
        assert (await service.officer.get("/v1/cases", headers=past)).status_code == 200

    (case,) = await rows(service, Case)
    assert opened.json()["received_at"] == "2026-09-14T12:00:00Z"
    assert case.received_at == NOON
    assert {line.at for line in await journal(service)} == {NOON}


async def test_what_is_kept_survives_a_release_taken_back_and_put_on_again(database_url, tmp_path):
    async with running(database_url, tmp_path / "data") as service:
        opened = (await service.police.submit()).json()
        before = await counts(service)
    migrations.downgrade(behind(database_url), "-1")
    migrations.upgrade(behind(database_url))
    async with running(database_url, tmp_path / "data") as service:
        read = await service.officer.get(f"/v1/cases/{opened['id']}")
        after = await counts(service)

    assert read.json()["reference"] == opened["reference"]
    assert after == before | {"journal_line": before["journal_line"] + 1}
