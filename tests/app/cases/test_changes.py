import pytest

from app.cases.tables import Case, CaseChange
from tests.records import at_once, rows
from tests.service import a_case, a_child

WITHDRAWN = {"reason": "new_evidence", "narrative": "The child was elsewhere."}


@pytest.fixture
async def opened(service):
    return (await service.police.submit()).json()


async def test_a_manager_names_the_officer_who_has_the_case(service, opened):
    path = f"/v1/cases/{opened['id']}/allocation"

    reply = await service.manager.post(path, {"officer": "sw@north-tyneside"}, version=1)

    assert reply.status_code == 200
    assert (reply.headers["etag"], reply.json()["version"]) == ('"2"', 2)
    assert reply.json()["stage"] == "assessment"
    (case,) = await rows(service, Case)
    assert case.allocated_to == "sw@north-tyneside"
    assert case.due_on == case.assessment_due


async def test_who_had_the_case_before_can_still_be_read(service, opened):
    path = f"/v1/cases/{opened['id']}/allocation"
    await service.manager.post(path, {"officer": "first@example"}, version=1)
    await service.manager.post(path, {"officer": "second@example"}, version=2)

    history = (await service.officer.get(f"/v1/cases/{opened['id']}/history")).json()

    said = [change["why"] for change in history["changes"] if change["action"] == "allocate_case"]
    assert ["first@example" in said[0], "second@example" in said[1]] == [True, True]


async def test_a_case_is_withdrawn_with_a_reason(service, opened):
    reply = await service.officer.post(f"/v1/cases/{opened['id']}/withdrawal", WITHDRAWN, version=1)

    assert reply.status_code == 200
    assert (reply.json()["stage"], reply.json()["closed_as"]) == ("closed", "withdrawn")
    (case,) = await rows(service, Case)
    assert (case.due_on, case.assessment_due, case.police_informed_due) == (None, None, None)
    (change,) = await rows(service, CaseChange, action="withdraw_case")
    assert change.why == "new_evidence: The child was elsewhere."


async def test_nothing_is_done_to_a_case_once_it_is_closed(service, opened):
    path = f"/v1/cases/{opened['id']}"
    await service.officer.post(f"{path}/withdrawal", WITHDRAWN, version=1)

    for user, action, body in (
        (service.officer, "withdrawal", WITHDRAWN),
        (service.manager, "allocation", {"officer": "sw@nt"}),
        (service.manager, "triage-review", {"route": "panel", "rationale": "Late."}),
    ):
        reply = await user.post(f"{path}/{action}", body, version=2)
        assert (reply.status_code, reply.json()["type"]) == (409, "/problems/wrong-stage")
    victim = {"kind": "person", "may_share_with_yjs": True}
    assert (await service.officer.post(f"{path}/victims", victim)).status_code == 409
    assert len(await rows(service, CaseChange)) == 2


@pytest.mark.parametrize("action", ["allocation", "withdrawal", "triage-review"])
async def test_a_change_says_which_version_it_changes(service, opened, action):
    body = {
        "allocation": {"officer": "sw@nt"},
        "withdrawal": WITHDRAWN,
        "triage-review": {"route": "panel", "rationale": "Seen."},
    }[action]
    path = f"/v1/cases/{opened['id']}/{action}"

    assert (await service.manager.post(path, body)).status_code == 428
    for stale in ('"x"', "1", 'W/"1"', "*", '"1", "2"', '""', '"01"', '"-1"', '"9999999999"'):
        reply = await service.manager.post(path, body, headers={"If-Match": stale})
        assert reply.status_code == 412, stale
    assert len(await rows(service, CaseChange)) == 1


async def test_a_stale_version_changes_nothing(service, opened):
    path = f"/v1/cases/{opened['id']}/allocation"
    await service.manager.post(path, {"officer": "first@example"}, version=1)

    reply = await service.manager.post(path, {"officer": "second@example"}, version=1)

    assert reply.status_code == 412
    (case,) = await rows(service, Case)
    assert (case.version, case.allocated_to) == (2, "first@example")


async def test_of_many_who_change_one_version_exactly_one_does(service, opened):
    path = f"/v1/cases/{opened['id']}/allocation"

    replies = await at_once(
        50, lambda each: service.manager.post(path, {"officer": f"{each}@example"}, version=1)
    )

    assert sorted(reply.status_code for reply in replies) == [200] + [412] * 49
    (case,) = await rows(service, Case)
    assert case.version == 2
    assert len(await rows(service, CaseChange)) == 2


async def test_history_lists_every_change_in_order_with_who_and_why(service, opened):
    path = f"/v1/cases/{opened['id']}"
    await service.manager.post(f"{path}/allocation", {"officer": "sw@nt"}, version=1)
    await service.officer.post(f"{path}/withdrawal", WITHDRAWN, version=2)

    history = (await service.officer.get(f"{path}/history")).json()

    assert [
        (each["case_version"], each["action"], each["from_stage"], each["to_stage"], each["by"])
        for each in history["changes"]
    ] == [
        (1, "submit_case", None, "assessment", service.police.subject),
        (2, "allocate_case", "assessment", "assessment", service.manager.subject),
        (3, "withdraw_case", "assessment", "closed", service.officer.subject),
    ]
    (triage,) = history["decisions"]
    assert (triage["kind"], triage["decided_by"]) == ("triage", service.police.subject)
    assert triage["reasons"] == opened["triage"]["reasons"]
    assert triage["edition"] == opened["triage"]["edition"]


async def test_the_police_see_where_their_own_submission_stands(service):
    case = a_case()
    opened = (await service.police.submit(case)).json()
    await service.manager.post(f"/v1/cases/{opened['id']}/allocation", {"officer": "sw"}, version=1)

    reply = await service.police.get(f"/v1/submissions/{opened['id']}")

    assert reply.status_code == 200
    seen = reply.json()
    assert set(seen) == {
        *("id", "reference", "version", "stage", "closed_as", "police_reference", "received_at"),
        *("area", "triage", "due"),
    }
    assert seen["triage"] == opened["triage"]
    assert seen["due"] == opened["due"]
    assert (seen["version"], reply.headers["etag"]) == (2, '"2"')


async def test_the_police_find_their_own_submissions_by_reference_and_nobody_else_s(service):
    for child in (a_child(), a_child()):
        await service.police.submit(a_case(police_reference="7001/26", child=child))
    await service.police.submit(a_case(police_reference="7001/26x"))
    colleague = service.user("police_submitter", subject="another@police")
    theirs = (await colleague.submit(a_case(police_reference="7001/26"))).json()

    found = await service.police.post("/v1/submissions/search", {"police_reference": "7001/26"})

    assert found.status_code == 200
    assert len(found.json()["items"]) == 2
    assert theirs["id"] not in {each["id"] for each in found.json()["items"]}
    assert (await service.police.get(f"/v1/submissions/{theirs['id']}")).status_code == 404


async def test_a_reference_is_matched_exactly(service):
    await service.police.submit(a_case(police_reference="7001/26"))

    for near in ("7001/2%", "7001/2_", "7001/26 ", "7001/2", "%"):
        found = await service.police.post("/v1/submissions/search", {"police_reference": near})
        assert found.json()["items"] == []
