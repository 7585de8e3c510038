import pytest

from app.database import new_id
from tests.records import counts
from tests.service import GATESHEAD

OUTCOME = {"outcome": "conviction", "given_on": "2026-08-14", "home_area": "E08000022"}
VICTIM = {"kind": "person", "may_share_with_yjs": True}
WITHDRAWN = {"reason": "other", "narrative": "Ended."}
REVIEWED = {"route": "panel", "rationale": "Seen."}

ROUTES = [
    ("yot_officer", "GET", "/v1/cases/{case}", None),
    ("yot_officer", "GET", "/v1/cases/{case}/history", None),
    ("yot_manager", "POST", "/v1/cases/{case}/allocation", {"officer": "sw@nt"}),
    ("yot_manager", "POST", "/v1/cases/{case}/triage-review", REVIEWED),
    ("yot_officer", "POST", "/v1/cases/{case}/withdrawal", WITHDRAWN),
    ("yot_officer", "POST", "/v1/cases/{case}/victims", VICTIM),
    ("yot_officer", "PATCH", "/v1/victims/{victim}", {"status": "contacted"}),
    ("yot_officer", "GET", "/v1/children/{child}", None),
    ("yot_officer", "POST", "/v1/children/{child}/outcomes", OUTCOME),
    ("yot_officer", "GET", "/v1/children/{child}/entrant-check", None),
    ("police_submitter", "GET", "/v1/submissions/{case}", None),
    ("police_submitter", "GET", "/v1/cases/{case}", None),
]


@pytest.fixture
async def theirs(service):
    """A case of North Tyneside's, with its child and a victim."""
    opened = (await service.police.submit()).json()
    victim = await service.officer.post(f"/v1/cases/{opened['id']}/victims", VICTIM)
    return {"case": opened["id"], "child": opened["child_id"], "victim": victim.json()["id"]}


@pytest.mark.parametrize(("role", "method", "path", "body"), ROUTES)
async def test_another_area_s_record_is_not_told_from_one_that_was_never_there(
    service, theirs, role, method, path, body
):
    stranger = service.user(role, subject="gateshead@example", areas=[GATESHEAD])
    unknown = dict.fromkeys(theirs, new_id())
    before = await counts(service)

    replies = [
        await stranger._send(method, path.format(**ids), body, 1, {}) for ids in (theirs, unknown)
    ]

    assert [reply.status_code for reply in replies] == [404, 404]
    there, nowhere = (dict(reply.json(), instance="") for reply in replies)
    assert there == nowhere
    assert len(replies[0].content) == len(replies[1].content)
    assert set(replies[0].headers) == set(replies[1].headers)
    assert {**await counts(service), "journal_line": 0} == {**before, "journal_line": 0}


@pytest.mark.parametrize(
    "wrong", ["..", "%2e%2e", "%00", "%2f", "a" * 500, "' OR 1=1", "%F0%9F%98%80"]
)
async def test_an_id_that_is_none_is_not_there(service, wrong):
    for path in ("/v1/cases/{}/history", "/v1/children/{}/entrant-check", "/v1/cases/{}"):
        reply = await service.officer.get(path.format(wrong))
        assert reply.status_code == 404
