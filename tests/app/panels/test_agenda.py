from datetime import timedelta

import pytest

from app.cases.tables import Case
from app.panels.tables import AgendaItem
from tests.pathway import HELD, LETTER, RECEIVED, Pathway, a_listed_case, on
from tests.records import at_once, lines_of, rows, statements
from tests.service import GATESHEAD, NORTH_TYNESIDE, a_case


@pytest.fixture(autouse=True)
def that_day():
    with on(HELD):
        yield


async def a_panel(service, area=NORTH_TYNESIDE):
    body = {"area": area, "held_on": HELD.isoformat(), "venue": "Town hall"}
    return (await service.chair.post("/v1/panels", body)).json()["id"]


async def put(service, panel, case):
    return await service.chair.post(f"/v1/panels/{panel}/agenda", {"case_id": case.id})


async def agenda(service, panel):
    return (await service.chair.get(f"/v1/panels/{panel}")).json()["agenda"]


def item(case):
    return f"/v1/panels/{case.panel_id}/agenda/{case.id}"


async def test_a_ready_case_is_listed_with_what_the_panel_needs_to_know(service):
    case = await (await Pathway(service).submitted()).assessed()
    panel = await a_panel(service)

    reply = await put(service, panel, case)

    assert reply.status_code == 201
    listed = reply.json()
    assert listed["case_version"] == case.version + 1
    assert listed["readiness"] == {"ready": True, "reasons": []}
    assert (listed["age"], listed["gravity"], listed["stage"]) == (15, 2, "listed")
    assert (listed["decided"], listed["conflicts"], listed["recommendations"]) == (False, [], [])
    assert await agenda(service, panel) == [listed]
    (kept,) = await rows(service, Case, id=case.id)
    assert kept.due_on == kept.police_informed_due


async def test_age_is_counted_on_the_day_of_the_panel(service):
    child = a_case()["child"] | {"date_of_birth": "2011-09-24"}
    case = await a_listed_case(service, child=child)

    (listed,) = await agenda(service, case.panel_id)

    assert listed["age"] == 14  # fifteen tomorrow


async def test_a_case_is_not_heard_before_its_assessment_is_agreed(service):
    case = await Pathway(service).submitted()

    reply = await put(service, await a_panel(service), case)

    assert reply.status_code == 409
    assert reply.json()["type"] == "/problems/refused-by-protocol"
    assert [r["code"] for r in reply.json()["reasons"]] == ["assessment_not_countersigned"]


async def test_a_case_is_not_heard_before_every_victim_has_a_status(service):
    case = await (await Pathway(service).submitted()).assessed()
    victim = {"kind": "person", "name": "Jo Example", "may_share_with_yjs": True}
    added = await service.officer.post(f"/v1/cases/{case.id}/victims", victim)
    panel = await a_panel(service)

    refused = await put(service, panel, case)
    heard = await service.officer.patch(
        f"/v1/victims/{added.json()['id']}", {"status": "declined"}, version=1
    )
    listed = await put(service, panel, case)

    assert refused.status_code == 409
    assert [r["code"] for r in refused.json()["reasons"]] == ["victim_not_contacted"]
    assert "Jo" not in refused.text
    assert heard.status_code == 200
    assert listed.status_code == 201


async def test_a_victim_found_after_listing_shows_in_the_cases_readiness(service):
    case = await a_listed_case(service)
    victim = {"kind": "person", "name": "Jo Example", "may_share_with_yjs": True}
    await service.officer.post(f"/v1/cases/{case.id}/victims", victim)

    (listed,) = await agenda(service, case.panel_id)

    assert listed["readiness"]["ready"] is False
    assert [r["code"] for r in listed["readiness"]["reasons"]] == ["victim_not_contacted"]


async def test_a_case_is_before_one_panel_at_a_time(service):
    case = await a_listed_case(service)

    reply = await put(service, await a_panel(service), case)

    assert reply.status_code == 409
    assert reply.json()["type"] == "/problems/wrong-stage"


async def test_two_panels_that_list_a_case_at_once_do_not_both_have_it(service):
    case = await (await Pathway(service).submitted()).assessed()
    panels = [await a_panel(service) for _ in range(3)]

    replies = await at_once(3, lambda number: put(service, panels[number], case))

    assert sorted(reply.status_code for reply in replies) == [201, 409, 409]
    assert len(await rows(service, AgendaItem, case_id=case.id)) == 1


async def test_a_panel_hears_cases_of_its_own_area(service):
    case = await (await Pathway(service).submitted()).assessed()

    reply = await put(service, await a_panel(service, GATESHEAD), case)

    assert reply.status_code == 422
    assert reply.json()["errors"][0]["pointer"] == "/case_id"


async def test_a_chair_of_another_area_can_neither_list_nor_remove_a_case(service):
    case = await a_listed_case(service)
    chair = service.user("panel_chair", areas=[GATESHEAD])

    path = f"/v1/panels/{case.panel_id}/agenda"
    assert (await chair.post(path, {"case_id": case.id})).status_code == 404
    assert (await chair.delete(item(case), {"reason": "adjourned"})).status_code == 404


async def test_an_adjourned_case_waits_for_another_panel_and_its_history_says_why(service):
    case = await a_listed_case(service)
    body = {"reason": "adjourned", "narrative": "The child was ill."}

    reply = await service.chair.delete(item(case), body)

    assert reply.status_code == 200
    assert (reply.json()["stage"], reply.json()["version"]) == ("panel_ready", case.version + 1)
    assert await agenda(service, case.panel_id) == []
    (kept,) = await rows(service, AgendaItem, case_id=case.id)
    assert (kept.removed_because, kept.removal_narrative) == ("adjourned", "The child was ill.")
    history = await service.officer.get(f"/v1/cases/{case.id}/history")
    assert history.json()["changes"][-1]["why"] == "adjourned: The child was ill."
    assert (await put(service, await a_panel(service), case)).status_code == 201


async def test_where_a_delete_carries_no_body_the_reason_stands_in_the_address(service):
    case = await a_listed_case(service)

    silent = await service.chair.delete(item(case))
    contradicting = await service.chair.delete(
        f"{item(case)}?reason=not_ready", {"reason": "adjourned"}
    )
    reply = await service.chair.delete(f"{item(case)}?reason=not_ready")

    assert silent.status_code == 422
    assert contradicting.status_code == 422
    assert reply.status_code == 200


async def test_a_case_that_is_not_on_the_agenda_cannot_be_taken_off_it(service):
    case = await a_listed_case(service)
    other = await a_panel(service)

    reply = await service.chair.delete(
        f"/v1/panels/{other}/agenda/{case.id}", {"reason": "adjourned"}
    )

    assert reply.status_code == 404


async def test_a_withdrawn_case_is_on_no_agenda(service):
    case = await a_listed_case(service)
    body = {"reason": "police_withdrew", "narrative": "New evidence."}

    await service.officer.post(f"/v1/cases/{case.id}/withdrawal", body, version=case.version)

    assert await agenda(service, case.panel_id) == []
    (panel,) = (await service.chair.get("/v1/panels")).json()["items"]
    assert panel["cases"] == 0
    assert (await service.chair.delete(item(case), {"reason": "withdrawn"})).status_code == 409


async def test_a_case_decided_there_stays_on_the_agenda_as_decided(service):
    case = await a_listed_case(service)
    await case.decided("outcome_22", conditions=[LETTER])

    (listed,) = await agenda(service, case.panel_id)

    assert (listed["decided"], listed["stage"]) == (True, "decided")
    assert (await service.chair.delete(item(case), {"reason": "adjourned"})).status_code == 409


async def test_opening_a_panel_is_journalled_with_every_child_on_it(service):
    first = await a_listed_case(service)
    second = await (await Pathway(service).submitted()).assessed()
    await put(service, first.panel_id, second)

    reply = await service.officer.get(f"/v1/panels/{first.panel_id}")

    (line,) = await lines_of(service, reply)
    assert line.action == "read_panel"
    assert line.children == sorted([first.child_id, second.child_id])


async def test_a_longer_agenda_takes_no_more_statements(service):
    case = await a_listed_case(service)
    path = f"/v1/panels/{case.panel_id}"
    with statements(service) as one:
        await service.chair.get(path)
    for _ in range(3):
        await put(service, case.panel_id, await (await Pathway(service).submitted()).assessed())
    with statements(service) as four:
        await service.chair.get(path)

    assert len(await agenda(service, case.panel_id)) == 4
    assert len(four) == len(one) <= 10


async def test_a_panel_of_the_day_a_case_was_received_may_hear_it_and_of_the_eve_may_not(service):
    case = await (await Pathway(service).submitted()).assessed()
    panels = [
        await service.chair.post(
            "/v1/panels", {"area": NORTH_TYNESIDE, "held_on": str(day), "venue": "Town hall"}
        )
        for day in (RECEIVED - timedelta(days=1), RECEIVED)
    ]

    eve, day = [await put(service, panel.json()["id"], case) for panel in panels]

    assert (eve.status_code, day.status_code) == (422, 201)
    assert eve.json()["errors"][0]["code"] == "panel_before_case"


async def test_a_version_that_is_named_where_none_is_asked_for_is_looked_at(service):
    case = await (await Pathway(service).submitted()).assessed()
    panel = await a_panel(service)
    path, body = f"/v1/panels/{panel}/agenda", {"case_id": case.id}

    stale = await service.chair.post(path, body, version=77)
    listed = await service.chair.post(path, body, version=case.version)
    version = listed.json()["case_version"]
    said = {
        "recommendations": {"agency": "health", "disposal": "outcome_22", "reason": "Helps."},
        "conflicts": {"agency": "police", "interest": "Knows the family."},
    }
    wrong = [
        await service.chair.post(f"{path}/{case.id}/{what}", each, version=case.version)
        for what, each in said.items()
    ]
    right = [
        await service.chair.post(f"{path}/{case.id}/{what}", each, version=version)
        for what, each in said.items()
    ]
    kept = await service.chair.delete(f"{path}/{case.id}", {"reason": "adjourned"}, version=1)
    off = await service.chair.delete(f"{path}/{case.id}", {"reason": "adjourned"}, version=version)

    assert (stale.status_code, listed.status_code) == (412, 201)
    assert listed.headers["etag"] == f'"{version}"'
    assert [reply.status_code for reply in wrong] == [412, 412]
    assert [reply.status_code for reply in right] == [201, 201]
    assert (kept.status_code, off.status_code) == (412, 200)
