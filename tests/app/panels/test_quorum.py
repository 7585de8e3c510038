"""A panel's bench as the decision sees it: who came, less whoever has an interest."""

import pytest

from tests.pathway import BENCH, HELD, LETTER, a_listed_case, on


@pytest.fixture(autouse=True)
def that_day():
    with on(HELD):
        yield


async def decide(case):
    return await case.act("disposal", case.disposal("outcome_22", conditions=[LETTER]), day=HELD)


def codes(reply):
    return {reason["code"] for reason in reply.json()["reasons"]}


async def test_an_agency_that_did_not_come_is_named(service):
    case = await a_listed_case(service)
    path = f"/v1/panels/{case.panel_id}/attendance"
    await service.chair.put(path, {"attendees": BENCH[:2]}, version=2)

    reply = await decide(case)

    assert reply.status_code == 409
    assert codes(reply) == {"other_agency_absent"}


async def test_whoever_has_an_interest_does_not_count(service):
    case = await a_listed_case(service)
    path = f"/v1/panels/{case.panel_id}/agenda/{case.id}/conflicts"
    interest = {"subject": "sgt.example", "interest": "Arrested the child's father."}
    await service.chair.post(path, interest)

    reply = await decide(case)

    assert reply.status_code == 409
    assert codes(reply) == {"agency_conflicted"}


async def test_attendance_put_right_lets_the_panel_decide(service):
    case = await a_listed_case(service)
    path = f"/v1/panels/{case.panel_id}/attendance"
    await service.chair.put(path, {"attendees": []}, version=2)
    refused = await decide(case)
    await service.chair.put(path, {"attendees": BENCH}, version=3)

    assert refused.status_code == 409
    assert (await decide(case)).status_code == 200


async def test_another_panel_cannot_decide_the_case(service):
    case = await a_listed_case(service)
    body = {"area": "E08000022", "held_on": HELD.isoformat(), "venue": "Town hall"}
    case.panel_id = (await service.chair.post("/v1/panels", body)).json()["id"]

    reply = await decide(case)

    assert reply.status_code == 422
    assert reply.json()["errors"][0]["pointer"] == "/panel_id"


async def test_attendance_corrected_after_a_decision_leaves_the_decision_standing(service):
    case = await a_listed_case(service)
    assert (await decide(case)).status_code == 200
    path = f"/v1/panels/{case.panel_id}"

    corrected = await service.chair.put(f"{path}/attendance", {"attendees": []}, version=2)

    assert corrected.status_code == 200
    (item,) = (await service.chair.get(path)).json()["agenda"]
    assert item["decided"] is True
