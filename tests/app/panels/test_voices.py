"""What is said of a case at the table: interests declared, and each agency's recommendation."""

import pytest

from app.panels.tables import DeclaredInterest, Recommendation
from tests.pathway import HELD, LETTER, a_listed_case, on
from tests.records import lines_of, rows
from tests.service import NORTH_TYNESIDE

MEMBERS = [
    {"agency": "police", "subject": "sgt.example", "name": "Sgt Example"},
    {"agency": "youth_justice", "subject": None, "name": "Y. Worker"},
    {"agency": "health", "subject": "nurse", "name": "H. Nurse"},
    {"agency": "education", "subject": None, "name": "E. Welfare"},
]
FAMILY = {"interest": "Treats the child's brother."}
SUPPORTIVE = {"disposal": "outcome_22", "reason": "Work has begun and is going well."}


@pytest.fixture(autouse=True)
def that_day():
    with on(HELD):
        yield


@pytest.fixture
async def case(service):
    """A case listed at a panel to which four agencies are invited."""
    invited = await a_listed_case(service)
    body = {"reason": "listed_in_error"}
    path = f"/v1/panels/{invited.panel_id}/agenda/{invited.id}"
    assert (await service.chair.delete(path, body)).status_code == 200
    panel = {
        "area": NORTH_TYNESIDE,
        "held_on": HELD.isoformat(),
        "venue": "Town hall",
        "members": MEMBERS,
    }
    invited.panel_id = (await service.chair.post("/v1/panels", panel)).json()["id"]
    listed = await service.chair.post(
        f"/v1/panels/{invited.panel_id}/agenda", {"case_id": invited.id}
    )
    invited.version = listed.json()["case_version"]
    return invited


@pytest.fixture
def nurse(service):
    return service.user("panel_member", subject="nurse", agency="health")


def to(case, voice):
    return f"/v1/panels/{case.panel_id}/agenda/{case.id}/{voice}"


async def listed(service, case):
    return (await service.chair.get(f"/v1/panels/{case.panel_id}")).json()["agenda"][0]


async def test_a_member_declares_their_own_interest_as_they_were_invited(service, case, nurse):
    reply = await nurse.post(to(case, "conflicts"), FAMILY)

    assert reply.status_code == 201
    said = reply.json()
    assert (said["subject"], said["name"], said["agency"]) == ("nurse", "H. Nurse", "health")
    assert [c["name"] for c in (await listed(service, case))["conflicts"]] == ["H. Nurse"]
    (line,) = await lines_of(service, reply)
    assert (line.case_id, line.children) == (case.id, [case.child_id])
    assert "brother" not in str(line)


@pytest.mark.parametrize(
    "somebody",
    [{"subject": "sgt.example"}, {"name": "E. Welfare"}, {"subject": None, "name": "Y. Worker"}],
)
async def test_a_member_may_not_declare_for_somebody_else(service, case, nurse, somebody):
    reply = await nurse.post(to(case, "conflicts"), FAMILY | somebody)

    assert reply.status_code == 403
    assert await rows(service, DeclaredInterest) == []


@pytest.mark.parametrize(
    "somebody",
    [{"subject": "nurse"}, {"name": "e. welfare"}, {"name": "E. Welfare", "agency": "education"}],
)
async def test_the_chair_may_declare_for_anyone_on_the_panel(service, case, somebody):
    reply = await service.chair.post(to(case, "conflicts"), FAMILY | somebody)

    assert reply.status_code == 201


async def test_a_chair_with_an_interest_says_so(service, case):
    reply = await service.chair.post(to(case, "conflicts"), FAMILY)

    assert reply.status_code == 201
    assert reply.json()["subject"] == service.chair.subject


async def test_a_declaration_that_would_exclude_nobody_is_refused(service, case):
    reply = await service.chair.post(to(case, "conflicts"), FAMILY | {"name": "H. Norse"})

    assert reply.status_code == 422
    assert [e["code"] for e in reply.json()["errors"]] == ["not_on_the_panel"]


async def test_an_interest_is_declared_once(service, case, nurse):
    await nurse.post(to(case, "conflicts"), FAMILY)

    again = await service.chair.post(to(case, "conflicts"), FAMILY | {"subject": "nurse"})

    assert again.status_code == 409
    assert again.json()["type"] == "/problems/duplicate"


async def test_each_agency_recommends_and_its_latest_word_counts(service, case, nurse):
    first = await nurse.post(to(case, "recommendations"), SUPPORTIVE)
    second = await nurse.post(
        to(case, "recommendations"),
        {"disposal": "community_resolution", "reason": "On reflection."},
    )

    assert (first.status_code, first.json()["agency"]) == (201, "health")
    (shown,) = (await listed(service, case))["recommendations"]
    assert shown == second.json()
    kept = await rows(service, Recommendation, case_id=case.id)
    assert sorted((r.disposal, r.replaced_at is None) for r in kept) == [
        ("community_resolution", True),
        ("outcome_22", False),
    ]


async def test_a_member_recommends_for_their_own_agency_only(service, case, nurse):
    reply = await nurse.post(to(case, "recommendations"), SUPPORTIVE | {"agency": "police"})

    assert reply.status_code == 403


async def test_a_member_whose_credential_names_no_agency_speaks_for_the_one_invited(service, case):
    nurse = service.user("panel_member", subject="nurse")

    reply = await nurse.post(to(case, "recommendations"), SUPPORTIVE)

    assert reply.json()["agency"] == "health"


async def test_an_officer_recommends_for_youth_justice(service, case):
    reply = await service.user("yot_officer").post(to(case, "recommendations"), SUPPORTIVE)

    assert reply.json()["agency"] == "youth_justice"


async def test_the_chair_writes_down_what_an_agency_without_an_account_says(service, case):
    reply = await service.chair.post(
        to(case, "recommendations"), SUPPORTIVE | {"agency": "education"}
    )
    unknown = await service.chair.post(
        to(case, "recommendations"), SUPPORTIVE | {"agency": "circus"}
    )

    assert reply.json()["agency"] == "education"
    assert unknown.status_code == 422


async def test_whoever_declared_an_interest_sees_nothing_more_of_the_case(service, case, nurse):
    await nurse.post(to(case, "conflicts"), FAMILY)

    panel = await nurse.get(f"/v1/panels/{case.panel_id}")
    theirs = await nurse.get(f"/v1/cases/{case.id}")

    assert panel.json()["agenda"] == []
    assert theirs.status_code == 404
    assert (await listed(service, case))["case_id"] == case.id


async def test_whoever_declared_an_interest_recommends_nothing(service, case, nurse):
    await nurse.post(to(case, "recommendations"), SUPPORTIVE)
    await nurse.post(to(case, "conflicts"), FAMILY)

    reply = await nurse.post(to(case, "recommendations"), SUPPORTIVE)

    assert reply.status_code == 409
    assert [r["code"] for r in reply.json()["reasons"]] == ["interest_declared"]
    assert (await listed(service, case))["recommendations"] == []
    assert len(await rows(service, Recommendation, case_id=case.id)) == 1


async def test_nobody_writes_down_what_an_agency_with_an_interest_would_say(service, case):
    await service.chair.post(to(case, "conflicts"), FAMILY | {"name": "E. Welfare"})

    reply = await service.chair.post(
        to(case, "recommendations"), SUPPORTIVE | {"agency": "education"}
    )

    assert reply.status_code == 409


@pytest.mark.parametrize(
    ("voice", "body"), [("conflicts", FAMILY), ("recommendations", SUPPORTIVE)]
)
async def test_who_is_not_invited_has_no_voice(service, case, voice, body):
    stranger = service.user("panel_member", subject="nobody", agency="health")

    assert (await stranger.post(to(case, voice), body)).status_code == 404


@pytest.mark.parametrize(
    ("voice", "body"), [("conflicts", FAMILY), ("recommendations", SUPPORTIVE)]
)
async def test_after_the_decision_there_is_nothing_more_to_say(service, case, nurse, voice, body):
    path = f"/v1/panels/{case.panel_id}"
    await service.chair.put(f"{path}/attendance", {"attendees": MEMBERS}, version=1)
    await case.decided("outcome_22", conditions=[LETTER])

    reply = await nurse.post(to(case, voice), body)

    assert reply.status_code == 409
    assert reply.json()["type"] == "/problems/wrong-stage"


async def test_an_interest_outlasts_an_adjournment(service, case, nurse):
    await nurse.post(to(case, "conflicts"), FAMILY)
    path = f"/v1/panels/{case.panel_id}/agenda"
    await service.chair.delete(f"{path}/{case.id}", {"reason": "adjourned"})
    await service.chair.post(path, {"case_id": case.id})

    reply = await nurse.post(to(case, "recommendations"), SUPPORTIVE)

    assert reply.status_code == 409
