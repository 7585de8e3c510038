"""Roles do not add up to more than each, and one child is not written over another."""

from copy import deepcopy
from typing import Any

import pytest

from app.triage.schemas import CaseDescribed
from app.wire import EveryReply
from tests.service import GATESHEAD, NORTH_TYNESIDE, User, a_case, a_child

CONVICTION = {
    "outcome": "conviction",
    "given_on": "2026-01-14",
    "home_area": NORTH_TYNESIDE,
    "offence_code": "TH68023",
    "offence_committed_on": "2025-12-02",
}


def someone(service, *roles, areas=(NORTH_TYNESIDE,), subject="several@example"):
    token = service.issuer.mint(subject, roles=roles, areas=areas)
    return User(service.stranger({"Authorization": f"Bearer {token}"}), subject)


async def test_an_officer_of_police_who_sits_on_panels_reads_a_case_as_police(service):
    opened = (await service.police.submit()).json()
    both = someone(service, "police_submitter", "panel_member")

    read = (await both.get(f"/v1/cases/{opened['id']}")).json()

    assert "triage" in read
    assert not {"child", "evidence", "victims", "earlier_outcomes"} & read.keys()


async def test_a_manager_who_also_submits_gains_no_case_of_another_area_by_it(service):
    both = someone(service, "police_submitter", "yot_manager", areas=[GATESHEAD])
    opened = (await both.submit()).json()
    assert opened["area"] == NORTH_TYNESIDE

    read = (await both.get(f"/v1/cases/{opened['id']}")).json()
    withdrawn = await both.post(
        f"/v1/cases/{opened['id']}/withdrawal",
        {"reason": "police_withdrew", "narrative": "Not mine to end."},
        version=1,
    )

    assert "child" not in read
    assert withdrawn.status_code == 404


async def test_another_child_is_not_written_over_the_one_who_has_the_identifier(service):
    child = a_child()
    await service.police.report(child, CONVICTION)
    other = {**child, "family_name": "Different", "date_of_birth": "2009-12-31"}

    refused = await service.police.submit(a_case(child=other))

    assert refused.status_code == 409
    found = await service.officer.post(
        "/v1/children/search", {"police_person_id": child["police_person_id"]}
    )
    assert found.json()["items"][0]["family_name"] == child["family_name"]


@pytest.mark.parametrize("put_right", [{"family_name": "Renamed"}, {"date_of_birth": "2011-03-15"}])
async def test_a_name_or_a_birthday_may_be_put_right(service, put_right):
    child = a_child()
    await service.police.report(child, CONVICTION)

    again = await service.police.submit(a_case(child={**child, **put_right}))

    assert again.status_code == 201


async def test_a_case_without_a_score_is_not_sent_to_a_panel_without_one(service):
    case = a_case()
    case["offences"][0]["offence_code"] = "ZZ99999"
    opened = (await service.police.submit(case)).json()
    path = f"/v1/cases/{opened['id']}/triage-review"
    said = {"route": "panel", "rationale": "Looked at beside like offences."}

    without = await service.manager.post(path, said, version=1)
    scored = await service.manager.post(path, {**said, "gravity_score": 3}, version=1)

    assert without.json()["errors"][0]["pointer"] == "/gravity_score"
    assert scored.json()["stage"] == "assessment"


@pytest.mark.parametrize("field", ["on", "committed_on"])
@pytest.mark.parametrize("day", ["9999-12-31", "2200-01-01"])
async def test_a_day_beyond_all_deadlines_is_refused_not_calculated_with(service, field, day):
    described: Any = deepcopy(CaseDescribed.model_json_schema()["examples"][0])
    place = described if field == "on" else described["offences"][0]
    place[field] = day

    refused = await service.officer.post("/v1/protocol/triage", described)

    assert refused.status_code == 422


async def test_a_media_type_made_to_be_hard_to_read_is_refused(service):
    refused = await service.police.client.post(
        "/v1/submissions/search",
        content=b"{}",
        headers={"Content-Type": f"application/json; charset*{'1' * 5000}*=utf-8"},
    )

    assert refused.status_code == 415


async def test_an_agency_too_long_to_be_kept_is_no_credential(service):
    token = service.issuer.mint(
        "me", roles=["yot_officer"], areas=[NORTH_TYNESIDE], agency="a" * 61
    )
    reply = await service.stranger({"Authorization": f"Bearer {token}"}).get("/v1/cases")

    assert reply.status_code == 401


async def test_what_follows_the_body_is_no_header():
    seen: list[tuple[bytes, bytes]] = []

    async def app(scope, receive, send):
        headers.append((b"authorization", b"Bearer later"))
        seen.extend(scope["headers"])
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    headers = [(b"host", b"x")]

    async def send(_):
        pass

    async def receive():
        return {"type": "http.disconnect"}

    await EveryReply(app)({"type": "http", "path": "/", "headers": headers}, receive, send)

    assert seen == [(b"host", b"x")]
