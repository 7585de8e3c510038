"""Every operation, tried by every role, in its own area and in another.

AZ-1 (another area's record is not there), AZ-2 (and cannot be told from one that never was),
AZ-3 (403 before the body is read, and journalled), AZ-5 (a field the service owns cannot be sent),
AZ-6 (a partner meets no row). The operations are the service's own list, so a new one is tried too.
"""

import time
from typing import Any

import pytest

from app.access.actor import Role
from app.cases.tables import Victim
from app.database import new_id
from app.disposals.tables import Condition
from app.main import create_app
from app.settings import Settings
from panel_protocol.library import load
from tests.app.access.test_rules import MAY
from tests.doors import RECORDS, Operation, attempt, operations
from tests.journeys.casework import making_amends
from tests.pathway import RECEIVED
from tests.records import counts, journal, rows
from tests.service import EVERYWHERE, GATESHEAD, NORTH_TYNESIDE, Service, User, a_case, a_child

WHO = {role: frozenset(words.split()) for role, words in MAY.items()}
INVITED = "read_case read_panel read_panel_pack declare_conflict recommend".split()
# Nothing to be found even at home: by a member who was not invited, of an offer nobody made, of a
# release nobody published, of a case or a reference that the examples made up.
NOT_THERE = {
    *((Role.PANEL_MEMBER, action) for action in INVITED),
    (Role.YOT_MANAGER, "answer_transfer"),
    (Role.PANEL_CHAIR, "list_case_at_panel"),
    (Role.AUDITOR, "review_retention"),
    *(
        (role, action)
        for role in Role
        for action in ("read_release", "read_release_report", "read_released_measure")
    ),
    *((role, "break_glass") for role in (Role.YOT_OFFICER, Role.YOT_MANAGER)),
}
ANYBODY = frozenset.intersection(*WHO.values())
OWNED = {"id", "area", "version", "created_at", "status", "role", "is_admin", "submitted_by"}
NOWHERE = {name: new_id() for name in RECORDS} | {
    "section": load().tool_on(RECEIVED).sections[0].id,
    "release": "latest",
    "measure": "first-time-entrants",
}


@pytest.fixture(scope="module")
def document(tmp_path_factory) -> dict[str, Any]:
    return create_app(Settings(data_dir=tmp_path_factory.mktemp("data"))).openapi()


@pytest.fixture(scope="module")
def everything(document) -> list[Operation]:
    return operations(document)


@pytest.fixture
async def ids(service: Service) -> dict[str, str]:
    """A case of North Tyneside's with everything on it: victim, panel, plan."""
    case = await making_amends(service)
    return NOWHERE | {
        "case_id": case.id,
        "child_id": case.child_id,
        "panel_id": case.panel_id,
        "victim_id": (await rows(service, Victim))[0].id,
        "condition_id": (await rows(service, Condition))[0].id,
        "request_id": await asked_for(service, case.child_id),
    }


async def asked_for(service: Service, child_id: str) -> str:
    """A request for what is held on the child."""
    auditor = someone(service, Role.AUDITOR, NORTH_TYNESIDE)
    path = f"/v1/children/{child_id}/subject-requests"
    made = await auditor.post(path, {"received_on": str(RECEIVED)})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def someone(service: Service, role: Role, area: str) -> User:
    return service.user(role, subject=f"{role}@{area}", areas=[area], agency="police")


async def test_who_may_never_do_it_is_told_so_before_the_body_is_read(service, everything):
    """Whoever holds every other role at once: what they all together may not, none of them may."""
    headers = {"Content-Type": "application/json"}
    for operation in everything:
        others = [role for role in Role if operation.action not in WHO[role]]
        if not others:
            continue
        token = service.issuer.mint("others@example", roles=others, areas=[EVERYWHERE])
        user = User(service.stranger({"Authorization": f"Bearer {token}"}), "others@example")
        reply = await attempt(
            user, operation, NOWHERE, json=None, content=b"{broken", headers=headers
        )
        assert reply.status_code == 403, operation.action

    told = [line.action for line in await journal(service, category="denied")]
    assert sorted(told) == sorted({each.action for each in everything} - ANYBODY)


async def test_who_may_do_it_at_home_is_let_in(service, everything, ids):
    for role in Role:
        user = someone(service, role, NORTH_TYNESIDE)
        if role is Role.POLICE_SUBMITTER:
            user = service.police
        for operation in everything:
            if operation.action not in WHO[role]:
                continue
            reply = await attempt(user, operation, ids)
            allowed = {404} if (role, operation.action) in NOT_THERE else {200, 201, 409, 412, 422}
            assert reply.status_code in allowed, (role, operation.action, reply.text)


async def test_another_area_s_record_is_not_told_from_one_that_never_was(service, everything, ids):
    before = await counts(service)
    tried = 0
    for operation in [each for each in everything if each.of_a_record]:
        for role in [role for role in Role if operation.action in WHO[role]]:
            stranger = someone(service, role, GATESHEAD)
            there = await attempt(stranger, operation, ids)
            nowhere = await attempt(stranger, operation, NOWHERE)
            assert there.status_code == 404, (role, operation.action, there.text)
            assert {**there.json(), "instance": ""} == {**nowhere.json(), "instance": ""}
            assert _headers(there) == _headers(nowhere)
            tried += 1

    assert tried > 60
    assert {**await counts(service), "journal_line": 0} == {**before, "journal_line": 0}


def _headers(reply):
    return {name: said for name, said in reply.headers.items() if name != "x-request-id"}


async def test_neither_does_the_time_it_takes_tell_them_apart(service):
    """Of a hundred pairs neither is the slower one much oftener, however busy the machine is."""
    case_id = (await service.police.submit()).json()["id"]
    stranger = someone(service, Role.YOT_OFFICER, GATESHEAD)

    async def taken(id_: str) -> float:
        started = time.perf_counter()
        await stranger.get(f"/v1/cases/{id_}")
        return time.perf_counter() - started

    slower = 0
    for number in range(100):
        # Each goes first as often as the other.
        if number % 2:
            there, nowhere = await taken(case_id), await taken(new_id())
        else:
            nowhere, there = await taken(new_id()), await taken(case_id)
        slower += there > nowhere

    assert 25 < slower < 75


async def test_each_of_the_six_areas_meets_its_own_cases_and_no_other(service):
    areas = sorted(service.app.state.protocol.areas)
    opened = {
        area: (await service.police.submit(a_case(child=a_child(home_area=area)))).json()
        for area in areas
    }
    for area in areas:
        officer = someone(service, Role.YOT_OFFICER, area)
        found = {
            home: (
                (await officer.get(f"/v1/cases/{case['id']}")).status_code,
                (await officer.get(f"/v1/children/{case['child_id']}")).status_code,
            )
            for home, case in opened.items()
        }
        listed = (await officer.get("/v1/cases")).json()["items"]
        named = await officer.post("/v1/children/search", {"given_names": "Sam"})

        assert found == dict.fromkeys(areas, (404, 404)) | {area: (200, 200)}
        assert [each["id"] for each in listed] == [opened[area]["id"]]
        assert [each["id"] for each in named.json()["items"]] == [opened[area]["child_id"]]


async def test_the_police_of_another_area_learn_nothing_by_using_its_reference(service):
    ours = a_case()
    await service.police.submit(ours)
    others = someone(service, Role.POLICE_SUBMITTER, GATESHEAD)
    same = a_case(police_reference=ours["police_reference"], child=a_child(home_area=GATESHEAD))

    opened = await others.submit(same)
    found = await others.post(
        "/v1/submissions/search", {"police_reference": ours["police_reference"]}
    )

    assert opened.status_code == 201
    assert [each["id"] for each in found.json()["items"]] == [opened.json()["id"]]


async def test_a_field_the_service_owns_is_refused_wherever_it_is_sent(service, everything):
    before = await counts(service)
    for operation in [each for each in everything if each.example is not None]:
        role = next(role for role in Role if operation.action in WHO[role])
        sent = dict.fromkeys(OWNED - operation.fields, "x")
        user = service.user(role, areas=[EVERYWHERE])
        reply = await attempt(user, operation, NOWHERE, json={**operation.example, **sent})
        assert reply.status_code == 422, (operation.action, reply.text)
        codes = [error["code"] for error in reply.json()["errors"]]
        assert codes.count("extra_forbidden") == len(sent), operation.action

    assert await counts(service) == before


def test_nor_can_it_be_sent_further_in(document):
    schemas = document["components"]["schemas"]

    def reached(said):
        if isinstance(said, dict):
            if "$ref" in said:
                name = said["$ref"].split("/")[-1]
                yield name
                yield from reached(schemas[name])
            for part in said.values():
                yield from reached(part)
        elif isinstance(said, list):
            for part in said:
                yield from reached(part)

    bodies = [
        said["requestBody"]
        for item in document["paths"].values()
        for said in item.values()
        if "requestBody" in said
    ]
    objects = {
        name for body in bodies for name in reached(body) if schemas[name]["type"] == "object"
    }

    assert len(objects) > 40
    loose = {name for name in objects if schemas[name].get("additionalProperties") is not False}
    assert loose == set()
