"""Each user in turn meets what is theirs, and what is not."""

import re
from datetime import date

import pytest

from tests.journeys.casework import CONCLUDED, Case, described, making_amends, seen, submitted
from tests.journeys.counting import release
from tests.pathway import BENCH, DECIDED, HELD, RECEIVED, on
from tests.service import GATESHEAD, NORTH_TYNESIDE

NEW_YEAR = date(2027, 1, 5)
MEMBER = {"agency": "education", "subject": "e.teacher", "name": "E. Teacher"}
RELEASES = "/v1/statistics/releases"
# What a partner may read: the protocol, releases, published figures, whether the service is up.
OPEN_TO_PARTNERS = {
    "/v1/protocol",
    "/v1/protocol/offences",
    "/v1/protocol/assessment-tool",
    RELEASES,
    f"{RELEASES}/{{release}}",
    f"{RELEASES}/{{release}}/{{measure}}",
    f"{RELEASES}/{{release}}/report",
    "/v1/statistics/published",
    "/healthz",
    "/readyz",
}
# Of a child's requests for their own record an auditor reads when they came, and no casework.
RIGHTS = {"/v1/children/{child_id}/subject-requests"}
KNOWN = {"release": "latest", "measure": "first-time-entrants"}


def reads(service):
    """Every address of the service that answers a GET."""
    return [path for path, methods in service.app.openapi()["paths"].items() if "get" in methods]


def address(path, **ids):
    """The path with its places filled in."""
    return re.sub(r"{(\w+)}", lambda place: ids.get(place[1], "unknown"), path)


@pytest.fixture
async def case(service):
    """A case that has come as far as its conditions."""
    return await making_amends(service)


@pytest.fixture
def ids(case):
    return {"case_id": case.id, "child_id": case.child_id, "panel_id": case.panel_id} | KNOWN


async def test_a_partner_reads_releases_and_never_a_row(service, case, ids):
    await release(service, day=NEW_YEAR)
    answered = {}

    with on(NEW_YEAR):
        for path in reads(service):
            answered[path] = await service.partner.get(address(path, **ids))

    let_in = {path for path, reply in answered.items() if reply.status_code == 200}
    assert let_in == OPEN_TO_PARTNERS
    assert {answered[path].status_code for path in set(answered) - let_in} == {403}
    personal = (case.id, case.child_id, case.panel_id, "Sam", "Example")
    for path, reply in answered.items():
        assert not any(word in reply.text for word in personal), path


@pytest.mark.parametrize("role", ["auditor", "administrator"])
async def test_those_who_keep_the_service_see_no_casework(service, case, ids, role):
    user = service.user(role)

    with on(DECIDED):
        answered = {path: await user.get(address(path, **ids)) for path in reads(service)}

    casework = [
        path
        for path in answered
        if re.search(r"cases|children|panels|submissions", path) and path not in RIGHTS
    ]
    assert casework
    assert {answered[path].status_code for path in casework} == {403}


async def test_no_credential_opens_nothing_but_whether_the_service_is_up(service, ids):
    async with service.stranger() as nobody:
        answered = {path: await nobody.get(address(path, **ids)) for path in reads(service)}

    assert {path for path, reply in answered.items() if reply.status_code != 401} == {
        "/healthz",
        "/readyz",
    }
    refused = answered["/v1/cases"]
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["www-authenticate"].startswith("Bearer")


async def test_another_areas_officer_finds_no_trace_of_the_case(service, case):
    stranger = service.user("yot_officer", areas=[GATESHEAD])

    with on(DECIDED):
        for path in (
            f"/v1/cases/{case.id}",
            f"/v1/cases/{case.id}/history",
            f"/v1/cases/{case.id}/options",
            f"/v1/cases/{case.id}/conditions",
            f"/v1/cases/{case.id}/assessment",
            f"/v1/children/{case.child_id}",
            f"/v1/children/{case.child_id}/entrant-check",
            f"/v1/panels/{case.panel_id}",
            f"/v1/panels/{case.panel_id}/pack",
        ):
            assert (await stranger.get(path)).status_code == 404, path
        listed = await stranger.get("/v1/cases")
        found = await stranger.post("/v1/children/search", {"family_name": "Example"})
        withdrawn = await stranger.post(
            f"/v1/cases/{case.id}/withdrawal",
            {"reason": "other", "narrative": "Not theirs."},
            version=case.version,
        )

    assert listed.json()["items"] == []
    assert found.json()["items"] == []
    assert withdrawn.status_code == 404
    assert (await case.read(day=DECIDED))["stage"] == "intervention"


async def test_the_police_follow_their_own_submission_and_never_read_the_assessment(service, case):
    police = service.police

    own = await seen(police, f"/v1/submissions/{case.id}", day=DECIDED)
    shown = await seen(police, f"/v1/cases/{case.id}", day=DECIDED)

    assert own["stage"] == shown["stage"] == "intervention"
    assert "As the child tells it" not in str(shown)
    assert not {"child", "victims", "conditions", "assessment_status"} & set(shown)
    with on(DECIDED):
        for path in (
            f"/v1/cases/{case.id}/assessment",
            f"/v1/cases/{case.id}/history",
            f"/v1/children/{case.child_id}",
            "/v1/cases",
            "/v1/panels",
            RELEASES,
        ):
            assert (await police.get(path)).status_code == 403, path


async def test_another_forces_submissions_are_not_found(service, case):
    other = service.user("police_submitter", subject="another.unit", areas=[GATESHEAD])

    with on(DECIDED):
        assert (await other.get(f"/v1/submissions/{case.id}")).status_code == 404
        assert (await other.get(f"/v1/cases/{case.id}")).status_code == 404


async def test_a_member_reads_the_papers_of_the_panels_they_are_invited_to_and_no_others(service):
    invited = await submitted(service)
    not_invited = await submitted(service)
    member = service.user("panel_member", subject="e.teacher", agency="education")
    for case in (invited, not_invited):
        await case.assessed()
        with on(RECEIVED):
            members = [MEMBER] if case is invited else []
            panel = await service.chair.post(
                "/v1/panels",
                {"area": NORTH_TYNESIDE, "held_on": str(HELD), "venue": "Hall", "members": members},
            )
            case.panel_id = panel.json()["id"]
            await service.chair.post(f"/v1/panels/{case.panel_id}/agenda", {"case_id": case.id})

    shown = await seen(member, f"/v1/cases/{invited.id}", day=HELD)
    pack = await seen(member, f"/v1/panels/{invited.panel_id}/pack", day=HELD)
    calendar = await seen(member, "/v1/panels", day=HELD)

    assert shown["child"]["given_names"] == "Sam"
    assert invited.id in str(pack)
    assert [panel["id"] for panel in calendar["items"]] == [invited.panel_id]
    with on(HELD):
        for path in (f"/v1/cases/{not_invited.id}", f"/v1/panels/{not_invited.panel_id}"):
            assert (await member.get(path)).status_code == 404, path
        assert (await member.get("/v1/cases")).status_code == 403
        assert (await member.get(f"/v1/children/{invited.child_id}")).status_code == 403
        own = await member.post(
            f"/v1/panels/{invited.panel_id}/agenda/{invited.id}/recommendations",
            {"disposal": "outcome_22", "reason": "Back at school, and doing well."},
        )
    assert own.status_code == 201, own.text
    assert own.json()["agency"] == "education"


@pytest.mark.parametrize("role", ["yot_officer", "yot_manager", "police_submitter", "panel_member"])
async def test_only_the_chair_records_what_a_panel_decided(service, role):
    case = await submitted(service)
    await case.assessed()
    await case.listed(bench=BENCH)
    user = service.user(role)

    refused = await case.act("disposal", case.disposal("outcome_22"), by=user, day=HELD)

    assert refused.status_code == 403


async def test_only_the_police_submit_and_only_they_have_the_last_word(service):
    case = Case(service)
    for user in (service.officer, service.manager, service.chair, service.partner):
        with on(RECEIVED):
            refused = await user.submit(described())
        assert refused.status_code == 403
        decision = {"agrees": True, "decided_on": str(DECIDED), "officer_rank": "inspector"}
        case.id = "unknown"
        refused = await case.act("police-decision", decision, by=user, day=DECIDED, version=1)
        assert refused.status_code == 403


async def test_what_each_may_do_now_is_told_with_the_case(service, case):
    expected = {
        service.officer: {"record_progress", "record_completion", "open_breach", "conclude_case"},
        service.manager: {"allocate_case", "conclude_case"},
        service.chair: set(),
        service.police: set(),
    }

    for user, actions in expected.items():
        shown = await case.read(by=user, day=DECIDED)
        assert actions <= set(shown["allowed_actions"])
        assert "record_disposal" not in shown["allowed_actions"]
    later = await case.read(by=service.police, day=CONCLUDED)
    assert later["allowed_actions"] == ["record_exploitation"]
