from datetime import timedelta
from typing import Any

import pytest

from app.journal.tables import JournalCategory
from app.panels.tables import PanelAttendance
from tests.pathway import BENCH, HELD, on
from tests.records import lines_of, rows
from tests.service import GATESHEAD, NORTH_TYNESIDE

PEOPLE: list[Any] = [*BENCH]


@pytest.fixture(autouse=True)
def that_day():
    with on(HELD):
        yield


def a_panel(**changes):
    return {
        "area": NORTH_TYNESIDE,
        "held_on": HELD.isoformat(),
        "venue": "Town hall",
        "members": PEOPLE,
        **changes,
    }


async def convened(service, **changes):
    reply = await service.chair.post("/v1/panels", a_panel(**changes))
    assert reply.status_code == 201, reply.text
    return reply.json()


def faults(reply):
    return [(each["pointer"], each["code"]) for each in reply.json()["errors"]]


async def test_a_chair_convenes_a_panel_and_invites_its_members(service):
    reply = await service.chair.post("/v1/panels", a_panel())

    made = reply.json()
    assert reply.status_code == 201
    assert reply.headers["location"] == f"/v1/panels/{made['id']}"
    assert reply.headers["etag"] == '"1"'
    assert (made["members"], made["attendance"], made["agenda"]) == (PEOPLE, [], [])
    read = await service.chair.get(f"/v1/panels/{made['id']}")
    assert read.json() == made
    assert read.headers["etag"] == '"1"'


async def test_convening_is_journalled_and_names_no_child(service):
    reply = await service.chair.post("/v1/panels", a_panel())

    (line,) = await lines_of(service, reply)
    assert (line.category, line.children) == (JournalCategory.COLLECTION, [])
    assert line.resource == {"panel_id": reply.json()["id"], "panel_version": 1}


async def test_a_panel_already_held_may_be_entered_late(service):
    earlier = (HELD - timedelta(days=60)).isoformat()

    assert (await convened(service, held_on=earlier))["held_on"] == earlier


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"area": GATESHEAD}, ("/area", "not_your_area")),
        ({"area": "OTHER"}, ("/area", "not_your_area")),
        ({"held_on": "2029-01-01"}, ("/held_on", "too_far_ahead")),
        ({"held_on": "2012-12-31"}, ("/held_on", "too_early")),
        ({"members": [{**PEOPLE[0], "agency": "circus"}]}, ("/members/0/agency", "unknown_agency")),
        ({"members": [PEOPLE[0], PEOPLE[0]]}, ("/members/1", "named_twice")),
        (
            {"members": [PEOPLE[2], {**PEOPLE[2], "agency": "education"}]},
            ("/members/1", "named_twice"),
        ),
    ],
)
async def test_what_cannot_be_convened_is_pointed_at(service, changes, fault):
    chair = service.user("panel_chair", areas=[NORTH_TYNESIDE])

    reply = await chair.post("/v1/panels", a_panel(**changes))

    assert reply.status_code == 422
    assert faults(reply) == [fault]


@pytest.mark.parametrize("role", ["yot_officer", "yot_manager", "panel_member", "police_submitter"])
async def test_only_a_chair_convenes(service, role):
    assert (await service.user(role).post("/v1/panels", a_panel())).status_code == 403


async def test_panels_are_listed_in_the_order_they_meet_and_page_by_page(service):
    days = [(HELD + timedelta(days=n)).isoformat() for n in (14, 0, 7)]
    for day in days:
        await convened(service, held_on=day)

    first = (await service.officer.get("/v1/panels", params={"limit": 2})).json()
    rest = await service.officer.get("/v1/panels", params={"limit": 2, "cursor": first["next"]})

    listed = [panel["held_on"] for panel in first["items"] + rest.json()["items"]]
    assert listed == sorted(days)
    assert rest.json()["next"] is None


async def test_panels_are_found_by_area_and_by_day(service):
    await convened(service, held_on="2026-09-23")
    await convened(service, held_on="2026-09-30")
    await convened(service, held_on="2026-09-30", area=GATESHEAD)

    found = await service.officer.get(
        "/v1/panels", params={"area": NORTH_TYNESIDE, "from": "2026-09-24", "to": "2026-09-30"}
    )

    assert [(p["area"], p["held_on"]) for p in found.json()["items"]] == [
        (NORTH_TYNESIDE, "2026-09-30")
    ]


async def test_a_panel_of_another_area_is_not_there(service):
    panel = await convened(service)
    stranger = service.user("panel_chair", areas=[GATESHEAD])

    assert (await stranger.get(f"/v1/panels/{panel['id']}")).status_code == 404
    assert (await stranger.get("/v1/panels")).json()["items"] == []
    came = await stranger.put(
        f"/v1/panels/{panel['id']}/attendance", {"attendees": PEOPLE}, version=1
    )
    assert came.status_code == 404


async def test_a_member_sees_the_panels_they_are_invited_to_and_no_others(service):
    theirs = await convened(service)
    await convened(service, members=[])
    member = service.user("panel_member", subject="sgt.example", agency="police")
    uninvited = service.user("panel_member", subject="nobody", agency="health")

    assert [p["id"] for p in (await member.get("/v1/panels")).json()["items"]] == [theirs["id"]]
    assert (await member.get(f"/v1/panels/{theirs['id']}")).status_code == 200
    assert (await uninvited.get("/v1/panels")).json()["items"] == []
    assert (await uninvited.get(f"/v1/panels/{theirs['id']}")).status_code == 404


async def test_attendance_is_replaced_whole_and_what_it_replaces_is_kept(service):
    path = f"/v1/panels/{(await convened(service))['id']}"

    first = await service.chair.put(f"{path}/attendance", {"attendees": PEOPLE}, version=1)
    second = await service.chair.put(f"{path}/attendance", {"attendees": PEOPLE[:1]}, version=2)

    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    assert second.json()["attendees"] == PEOPLE[:1]
    assert (await service.chair.get(path)).json()["attendance"] == PEOPLE[:1]
    kept = await rows(service, PanelAttendance)
    assert sorted((r.panel_version, r.name, r.replaced_at is None) for r in kept) == [
        (2, "H. Nurse", False),
        (2, "Sgt Example", False),
        (2, "Y. Worker", False),
        (3, "Sgt Example", True),
    ]


async def test_attendance_needs_the_version_last_read(service):
    path = f"/v1/panels/{(await convened(service))['id']}/attendance"

    assert (await service.chair.put(path, {"attendees": PEOPLE})).status_code == 428
    assert (await service.chair.put(path, {"attendees": PEOPLE}, version=1)).status_code == 200
    assert (await service.chair.put(path, {"attendees": PEOPLE}, version=1)).status_code == 412


async def test_nobody_attends_for_two_agencies(service):
    path = f"/v1/panels/{(await convened(service))['id']}/attendance"
    twice = [*PEOPLE, {**PEOPLE[0], "agency": "education"}]

    reply = await service.chair.put(path, {"attendees": twice}, version=1)

    assert faults(reply) == [("/attendees/3", "named_twice")]


async def test_who_came_is_written_down_only_once_the_panel_has_met(service):
    made = await convened(service)
    path, body = f"/v1/panels/{made['id']}/attendance", {"attendees": PEOPLE}

    with on(HELD - timedelta(days=1)):
        early = await service.chair.put(path, body, version=1)
    that_day = await service.chair.put(path, body, version=1)

    assert (early.status_code, that_day.status_code) == (422, 200)
    assert faults(early) == [("/attendees", "not_held_yet")]
