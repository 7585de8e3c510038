"""LAW-10: a restricted record is used by nobody; LAW-9: one that was wrong is put right."""

import pytest

import app.tables
from panel_protocol.terms import OutcomeKind
from tests.app.rights.people import LIFTED, TODAY, answer, auditor, erase, restrict, withdrawn
from tests.pathway import Pathway, on
from tests.records import journal, rows
from tests.refusals import refused
from tests.service import GATESHEAD, a_case


@pytest.fixture
async def restricted(service):
    """A child on several lists, whose record may not be used now."""
    case = await (await (await Pathway(service).submitted()).assessed()).listed()
    assert (await restrict(service, case.child_id)).status_code == 200
    return case


async def test_a_restricted_child_is_not_there_for_anybody_who_works_with_cases(
    service, restricted
):
    police, officer, manager = service.police, service.officer, service.manager
    case, child = f"/v1/cases/{restricted.id}", f"/v1/children/{restricted.child_id}"
    (submitted,) = await rows(service, app.tables.cases.Case, id=restricted.id)

    for user, path in (
        (officer, case),
        (police, case),
        (manager, f"{case}/history"),
        (officer, f"{case}/assessment"),
        (officer, f"{case}/options"),
        (officer, f"{case}/conditions"),
        (police, f"/v1/submissions/{restricted.id}"),
        (officer, child),
        (officer, f"{child}/entrant-check"),
    ):
        refused(await user.get(path), 404)
    body = {"reason": "other", "narrative": "Gone."}
    refused(await officer.post(f"{case}/withdrawal", body, version=restricted.version), 404)
    assert (await officer.get("/v1/cases")).json()["items"] == []
    found = await officer.post("/v1/children/search", {"family_name": "Example"})
    assert found.json()["items"] == []
    own = await police.post(
        "/v1/submissions/search", {"police_reference": submitted.police_reference}
    )
    assert own.json()["items"] == []
    panel = (await service.chair.get(f"/v1/panels/{restricted.panel_id}")).json()
    pack = (await service.chair.get(f"/v1/panels/{restricted.panel_id}/pack")).json()
    assert panel["agenda"] == []
    assert pack["cases"] == []
    await _lifted(service, restricted)


async def _lifted(service, restricted):
    """The auditor still sees it, and lifting it brings it back."""
    seen = await answer(service, restricted.child_id)
    twice = await restrict(service, restricted.child_id)
    lifted = await restrict(service, restricted.child_id, LIFTED)
    back = await service.officer.get(f"/v1/cases/{restricted.id}")

    assert "child_restriction" in [each["section"] for each in seen.json()["sections"]]
    assert refused(twice, 409)["type"] == "/problems/wrong-state"
    assert lifted.json() == {
        "child_id": restricted.child_id,
        "restricted": False,
        "ground": None,
        "since": None,
    }
    assert back.status_code == 200
    again = refused(await restrict(service, restricted.child_id, LIFTED), 409)
    assert again["type"] == "/problems/wrong-state"
    lines = await journal(service, action="restrict_child", category="alteration")
    assert [line.resource["restricted"] for line in lines] == [True, False]
    (row,) = await rows(service, app.tables.children.ChildRestriction, child_id=restricted.child_id)
    assert row.lifting_reason == LIFTED["reason"]


async def test_nothing_is_added_to_a_restricted_record_and_whoever_sends_it_knows(service):
    submission = a_case()
    opened = (await service.police.submit(submission)).json()
    await restrict(service, opened["child_id"])

    again = await service.police.submit({**submission, "police_reference": "999/26"})

    assert refused(again, 409)["type"] == "/problems/restricted"
    retried = {**a_case(), "police_reference": "998/26"}
    first = (await service.police.submit(retried, key="k-998")).json()
    await restrict(service, first["child_id"])
    repeated = refused(await service.police.submit(retried, key="k-998"), 409)
    assert first["reference"] not in str(repeated)

    case = await withdrawn(service)
    groundless = {"restricted": True, "reason": "Because."}
    refused(await restrict(service, case.child_id, groundless), 422)
    evidence = {"restricted": True, "ground": "needed_as_evidence", "reason": "An appeal."}
    assert (await restrict(service, case.child_id, evidence)).status_code == 200
    held = refused(await erase(service, case.child_id), 409)
    assert [reason["code"] for reason in held["reasons"]] == ["needed_as_evidence"]


async def test_live_figures_leave_a_restricted_child_out(service):
    case = a_case()
    caution = {
        "outcome": "youth_caution",
        "given_on": "2026-08-03",
        "home_area": "E08000022",
        "offence_code": "TH68010",
    }
    told = (await service.police.report(case["child"], caution)).json()

    async def entrants():
        with on(TODAY):
            reply = await service.manager.get("/v1/statistics/live/first-time-entrants")
        return sum(
            each["count"] or 0 for each in reply.json()["items"] if each["area"] == "E08000022"
        )

    before = await entrants()
    await restrict(service, told["child_id"])

    assert before > 0
    assert await entrants() == 0


async def test_a_description_put_right_keeps_the_old_one_and_names_who_must_be_told(service):
    case = await withdrawn(service)
    await answer(service, case.child_id)
    path = f"/v1/children/{case.child_id}/rectifications"
    body = {
        "details": {"family_name": "Exemple", "date_of_birth": "2011-03-15"},
        "reason": "The birth certificate was seen.",
    }
    with on(TODAY):
        user = auditor(service)
        refused(await user.post(path, body), 428)
        refused(await user.post(path, body, version=7), 412)
        refused(await user.post(path, {"reason": "Nothing."}, version=1), 422)
        null = {**body, "details": {"family_name": None}}
        refused(await user.post(path, null, version=1), 422)
        refused(await auditor(service, areas=[GATESHEAD]).post(path, body, version=1), 404)
        put_right = await user.post(path, body, version=1)

    assert put_right.status_code == 201, put_right.text
    assert put_right.headers["etag"] == '"2"'
    assert put_right.json()["changed"] == ["date_of_birth", "family_name"]
    assert [each["organisation"] for each in put_right.json()["must_be_told"]] == [
        "The child's family"
    ]
    versions = await rows(service, app.tables.children.ChildVersion, child_id=case.child_id)
    names = {row.version: row.details["family_name"] for row in versions}
    assert names[2] == "Exemple"
    assert names[1] != "Exemple"
    (why,) = await rows(service, app.tables.rights.Rectification, child_id=case.child_id)
    assert (why.reason, why.recorded_by) == (body["reason"], "auditor@example")
    child = (await service.officer.get(f"/v1/children/{case.child_id}")).json()
    assert (child["family_name"], child["date_of_birth"]) == ("Exemple", "2011-03-15")
    found = await service.officer.post("/v1/children/search", {"family_name": "Exemple"})
    assert [each["id"] for each in found.json()["items"]] == [case.child_id]
    body = {"statement": "He was excluded after this, not before.", "reason": "The school said so."}
    with on(TODAY):
        added = await auditor(service).post(path, body, version=2)
    assert (added.status_code, added.json()["version"], added.json()["changed"]) == (201, 2, [])


async def test_police_elsewhere_add_nothing_to_a_restricted_record(service):
    case = a_case()
    opened = (await service.police.submit(case)).json()
    await restrict(service, opened["child_id"])
    elsewhere = service.user("police_submitter", subject="far@police", areas=[GATESHEAD])
    given = {"outcome": "conviction", "given_on": "2026-08-14", "home_area": GATESHEAD}

    with on(TODAY):
        reply = await elsewhere.report(case["child"], given)

    assert refused(reply, 409)["type"] == "/problems/restricted"
    stand = {row.outcome for row in await rows(service, app.tables.children.ChildOutcome)}
    assert OutcomeKind.CONVICTION not in stand


async def test_live_disposals_leave_a_restricted_child_out(service):
    unproved = a_case()
    unproved["evidence"] = {**unproved["evidence"], "test": "not_met"}

    async def disposals():
        with on(TODAY):
            reply = await service.manager.get("/v1/statistics/live/disposals")
        return sum(each["count"] or 0 for each in reply.json()["items"])

    with on(TODAY):
        closed = (await service.police.submit(unproved)).json()
    before = await disposals()
    await restrict(service, closed["child_id"])

    assert before > 0
    assert await disposals() == 0


async def test_a_manager_is_no_longer_told_that_a_restricted_record_was_opened(service):
    opened = (await service.police.submit()).json()
    officer = service.user("yot_officer", subject="night@gateshead", areas=[GATESHEAD])
    why = "In custody here tonight; nobody answers at home."
    body = {"case_reference": opened["reference"], "reason": why, "hours": 4}
    assert (await officer.post("/v1/break-glass", body)).status_code == 201
    await restrict(service, opened["child_id"])

    told = {
        user: (await user.get("/v1/break-glass")).json()["items"]
        for user in (service.manager, auditor(service))
    }

    assert [len(items) for items in told.values()] == [0, 1]
