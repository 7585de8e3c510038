"""LAW-5, LAW-11: the journal is read by its auditor alone, and that is journalled too."""

from app.access.actor import Role
from app.journal.tables import JournalLine
from tests.journals import gone, sealed, unlock
from tests.records import journal, lines_of
from tests.service import GATESHEAD, NORTH_TYNESIDE

JOURNAL = "/v1/journal"


async def test_an_auditor_reads_who_saw_which_child_and_nobody_else_does(service):
    one, other = [(await service.police.submit()).json() for _ in range(2)]
    seen = await service.officer.get(f"/v1/cases/{one['id']}")
    await service.officer.get("/v1/cases")
    auditor = service.user(Role.AUDITOR)

    async def asked(**query):
        return (await auditor.get(JOURNAL, params=query)).json()["items"]

    by_child = await asked(child_id=one["child_id"])
    assert [line["action"] for line in by_child] == ["list_cases", "read_case", "submit_case"]
    assert by_child[1]["request_id"] == seen.headers["x-request-id"]
    assert [line["action"] for line in await asked(case_id=other["id"])] == ["submit_case"]
    assert {line["actor"] for line in await asked(actor=service.police.subject)} == {
        service.police.subject
    }
    today = by_child[0]["at"][:10]
    assert len(await asked(**{"from": today, "to": today})) >= 4
    assert await asked(to="2020-01-01") == []
    assert await asked(child_id="nobody-knows-this-id--") == []
    for role in set(Role) - {Role.AUDITOR}:
        for path in (JOURNAL, f"{JOURNAL}/verification"):
            assert (await service.user(role).get(path)).status_code == 403
    for query in ({"child_id": "%"}, {"from": "yesterday"}, {"children": "x"}):
        assert (await auditor.get(JOURNAL, params=query)).status_code == 422


async def test_the_reading_is_on_a_line_of_its_own_with_what_was_asked_and_shown(service):
    for _ in range(3):
        await service.police.submit()
    auditor = service.user(Role.AUDITOR)

    first = await auditor.get(JOURNAL, params={"limit": 2, "actor": service.police.subject})
    second = await auditor.get(
        JOURNAL,
        params={"limit": 2, "actor": service.police.subject, "cursor": first.json()["next"]},
    )

    shown = [line["sequence"] for line in first.json()["items"] + second.json()["items"]]
    assert shown == [3, 2, 1]
    assert second.json()["next"] is None
    (line,) = await lines_of(service, first)
    assert (line.category, line.action, line.children) == ("consultation", "read_journal", [])
    assert line.resource == {
        "count": 2,
        "first": 2,
        "last": 3,
        "asked": {"actor": service.police.subject},
    }


async def test_an_auditor_reads_of_their_own_areas_and_what_their_people_did(service):
    await service.police.submit()
    await service.user("yot_officer", areas=[NORTH_TYNESIDE]).get("/v1/cases")
    await service.user("yot_officer", areas=[GATESHEAD]).get("/v1/cases")

    async def read(*areas):
        auditor = service.user(Role.AUDITOR, subject=f"auditor-{areas}", areas=areas)
        return [line["action"] for line in (await auditor.get(JOURNAL)).json()["items"]]

    assert await read(NORTH_TYNESIDE) == ["list_cases", "submit_case"]
    assert await read(GATESHEAD) == ["list_cases"]
    assert await read("E08000021") == []


async def test_an_auditor_is_told_whether_the_journal_holds_and_what_to_write_down(service):
    await service.police.submit()
    auditor = service.user(Role.AUDITOR)
    assert (await auditor.get(f"{JOURNAL}/verification")).json()["unsealed"] == 1
    await sealed(service)

    told = (await auditor.get(f"{JOURNAL}/verification")).json()

    assert (told["intact"], told["complete"], told["lines"], told["unsealed"]) == (True, True, 2, 0)
    assert [head["chain"] for head in told["heads"]] == [NORTH_TYNESIDE, "multi"]
    assert len(await journal(service, action="verify_journal")) == 2
    assert [line["sealed"] for line in (await auditor.get(JOURNAL)).json()["items"]] == [
        False,
        True,
        True,
    ]

    await unlock(service)
    await gone(service, JournalLine, 1)
    broken = (await auditor.get(f"{JOURNAL}/verification")).json()
    assert broken["intact"] is False
    assert (broken["faults"][0]["why"], broken["faults"][0]["line"]) == ("gap", 1)
