import pytest
from sqlalchemy import update

from app.cases.tables import Submission, Victim, VictimVersion
from app.database import table
from app.operations.victim_steps import fill_in
from app.triage.schemas import OFFENCE_EXAMPLE
from tests.counting import AREAS
from tests.records import at_once, rows
from tests.service import GATESHEAD, a_case

PERSON = {"kind": "person", "name": "Robin Example", "may_share_with_yjs": True}
HEARD = {
    "status": "views_recorded",
    "consents_to_contact": True,
    "views": "Would like the window mended.",
    "restorative_justice": "accepted",
}


@pytest.fixture
async def opened(service):
    return (await service.police.submit(a_case(offences=[{**OFFENCE_EXAMPLE}]))).json()


async def added(service, opened, **changes):
    path = f"/v1/cases/{opened['id']}/victims"
    reply = await service.officer.post(path, {**PERSON, **changes})
    assert reply.status_code == 201
    assert reply.headers["etag"] == '"1"'
    return reply.json()


async def test_a_victim_the_submission_did_not_name_is_identified(service, opened):
    victim = await added(service, opened)

    assert victim == {
        "id": victim["id"],
        "version": 1,
        "kind": "person",
        "name": "Robin Example",
        "may_share_with_yjs": True,
        "status": "not_yet_contacted",
        "wishes": {},
        "category": "victim",
    }


async def test_a_victim_who_may_not_be_contacted_has_a_status_at_once_and_no_name(service, opened):
    victim = await added(service, opened, may_share_with_yjs=False)

    assert (victim["status"], victim["name"]) == ("may_not_be_contacted", None)
    (kept,) = await rows(service, Victim)
    assert kept.name is None


async def test_a_name_the_police_may_not_share_is_shown_to_nobody(service):
    withheld = [{**PERSON, "may_share_with_yjs": False}]
    case = a_case(offences=[{**OFFENCE_EXAMPLE, "victims": withheld}])
    opened = (await service.police.submit(case)).json()

    for user in (service.officer, service.manager, service.chair):
        reply = await user.get(f"/v1/cases/{opened['id']}")
        assert reply.status_code == 200
        assert "Robin" not in reply.text


async def test_each_statement_of_a_victim_s_wishes_is_kept(service, opened):
    victim = await added(service, opened)

    heard = await service.officer.patch(f"/v1/victims/{victim['id']}", HEARD, version=1)
    told = await service.officer.patch(
        f"/v1/victims/{victim['id']}",
        {"status": "views_recorded", "told_of_outcome": True},
        version=2,
    )

    assert (heard.status_code, heard.headers["etag"]) == (200, '"2"')
    assert heard.json()["status"] == "views_recorded"
    assert told.json()["wishes"] == {
        **{name: value for name, value in HEARD.items() if name != "status"},
        "told_of_outcome": True,
    }
    kept = sorted(await rows(service, VictimVersion), key=lambda row: row.version)
    assert [each.version for each in kept] == [1, 2, 3]
    assert "told_of_outcome" not in kept[1].details


async def test_what_a_victim_takes_back_is_taken_back(service, opened):
    victim = await added(service, opened)
    await service.officer.patch(f"/v1/victims/{victim['id']}", HEARD, version=1)

    reply = await service.officer.patch(
        f"/v1/victims/{victim['id']}", {"status": "declined", "views": None}, version=2
    )

    assert reply.json()["wishes"]["views"] is None


async def test_a_victim_is_told_of_the_outcome_after_the_case_has_closed(service, opened):
    victim = await added(service, opened)
    gone = {"reason": "other", "narrative": "Ended."}
    await service.officer.post(f"/v1/cases/{opened['id']}/withdrawal", gone, version=1)

    reply = await service.officer.patch(f"/v1/victims/{victim['id']}", HEARD, version=1)

    assert reply.status_code == 200


async def test_changing_a_victim_needs_the_version_last_read(service, opened):
    victim = await added(service, opened)
    path = f"/v1/victims/{victim['id']}"

    assert (await service.officer.patch(path, HEARD)).status_code == 428
    assert (await service.officer.patch(path, HEARD, version=2)).status_code == 412


async def test_of_many_who_change_one_victim_exactly_one_does(service, opened):
    victim = await added(service, opened)

    replies = await at_once(
        12, lambda _: service.officer.patch(f"/v1/victims/{victim['id']}", HEARD, version=1)
    )

    assert sorted(reply.status_code for reply in replies) == [200] + [412] * 11
    assert len(await rows(service, VictimVersion)) == 2


async def test_a_victim_of_another_area_s_case_is_not_there(service, opened):
    victim = await added(service, opened)
    elsewhere = service.user("yot_officer", areas=[GATESHEAD])

    reply = await elsewhere.patch(f"/v1/victims/{victim['id']}", HEARD, version=1)

    assert reply.status_code == 404


async def test_a_name_that_may_not_be_shared_is_kept_nowhere(service):
    case = a_case()
    case["offences"][0]["victims"] = [
        {"kind": "person", "name": "Withheld Canary", "may_share_with_yjs": False}
    ]
    opened = (await service.police.submit(case)).json()

    kept = await rows(service, Submission, case_id=opened["id"])

    assert [victim["name"] for victim in kept[0].body["offences"][0]["victims"]] == [None]


@pytest.mark.parametrize("said", ["denies", "no_comment", "not_interviewed"])
async def test_no_victim_is_offered_a_meeting_with_a_child_who_admits_nothing(service, said):
    evidence = {"test": "full_code", "admission": said}
    opened = (await service.police.submit(a_case(evidence=evidence))).json()
    victim = await added(service, opened)
    path = f"/v1/victims/{victim['id']}"

    refused = await service.officer.patch(path, HEARD, version=1)
    heard = await service.officer.patch(
        path, HEARD | {"restorative_justice": "not_offered"}, version=1
    )

    assert refused.status_code == 409
    assert [reason["code"] for reason in refused.json()["reasons"]] == [
        "restorative_needs_admission"
    ]
    assert heard.status_code == 200, heard.text


async def test_a_victim_is_not_added_to_a_case_that_somebody_changed_meanwhile(service, opened):
    path = f"/v1/cases/{opened['id']}/victims"

    stale = await service.officer.post(path, PERSON, version=7)
    present = await service.officer.post(path, PERSON, version=1)

    assert (stale.status_code, present.status_code) == (412, 201)


async def test_how_far_a_victim_was_heard_stands_beside_each_statement(service, opened):
    victim = await added(service, opened)
    await service.officer.patch(f"/v1/victims/{victim['id']}", HEARD, version=1)
    told = {"status": "views_recorded", "told_of_outcome": True}
    await service.officer.patch(f"/v1/victims/{victim['id']}", told, version=2)

    kept = {row.version: row for row in await rows(service, VictimVersion) if _of(row, victim)}

    assert [_steps(kept[version]) for version in (1, 2, 3)] == [
        ("not_yet_contacted", None, None, None),
        ("views_recorded", True, "accepted", None),
        ("views_recorded", True, "accepted", True),
    ]


async def test_what_an_earlier_release_sealed_is_filled_in_as_it_ended(service, opened):
    victim = await added(service, opened)
    await service.officer.patch(f"/v1/victims/{victim['id']}", HEARD, version=1)
    emptied = dict.fromkeys("status consents_to_contact restorative_justice".split())
    async with service.behind.writing() as db:
        await db.execute(update(table(VictimVersion)).values(**emptied))

    assert await fill_in(service.app.state.database, AREAS) == 1
    assert await fill_in(service.app.state.database, AREAS) == 0

    kept = {row.version: row for row in await rows(service, VictimVersion) if _of(row, victim)}
    assert _steps(kept[2]) == ("views_recorded", True, "accepted", None)


def _of(row, victim):
    return row.victim_id == victim["id"]


def _steps(row):
    return row.status, row.consents_to_contact, row.restorative_justice, row.told_of_outcome
