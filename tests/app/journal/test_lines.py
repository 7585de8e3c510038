from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.cases.tables import Case
from app.journal.actions import key_id, mac
from app.journal.tables import JournalLine
from app.triage.schemas import OFFENCE_EXAMPLE
from tests.records import journal, lines_of, rows, say
from tests.service import GATESHEAD, a_case, a_child

VICTIM = {"kind": "person", "name": "Robin Example", "may_share_with_yjs": True}
OUTCOME = {"outcome": "conviction", "given_on": "2026-08-14", "home_area": "E08000022"}
SAM = {"given_names": "Sam"}
REVIEWED = {"route": "panel", "rationale": "Seen.", "gravity_score": 3}
WITHDRAWN = {"reason": "other", "narrative": "Ended."}
UNSCORED = [{**OFFENCE_EXAMPLE, "offence_code": "ZZ99999"}]

ORDINARY = [
    ("GET", "/v1/cases/{case}", None, "consultation", "read_case", True),
    ("GET", "/v1/cases/{case}/history", None, "consultation", "read_case_history", True),
    ("GET", "/v1/children/{child}", None, "consultation", "read_child", False),
    ("GET", "/v1/children/{child}/entrant-check", None, "consultation", "check_entrant", False),
    ("POST", "/v1/children/{child}/outcomes", OUTCOME, "collection", "add_child_outcome", False),
    ("POST", "/v1/cases/{case}/victims", VICTIM, "collection", "add_victim", True),
    ("PATCH", "/v1/victims/{victim}", {"status": "contacted"}, "alteration", "change_victim", True),
    ("POST", "/v1/cases/{case}/allocation", {"officer": "sw"}, "alteration", "allocate_case", True),
    ("POST", "/v1/cases/{case}/triage-review", REVIEWED, "alteration", "review_triage", True),
    ("POST", "/v1/cases/{case}/withdrawal", WITHDRAWN, "alteration", "withdraw_case", True),
    ("POST", "/v1/children/search", SAM, "consultation", "search_children", False),
    ("GET", "/v1/cases", None, "consultation", "list_cases", False),
]


@pytest.fixture
async def known(service):
    opened = (await service.police.submit(a_case(offences=UNSCORED))).json()
    victim = await service.officer.post(f"/v1/cases/{opened['id']}/victims", VICTIM)
    return {"case": opened["id"], "child": opened["child_id"], "victim": victim.json()["id"]}


@pytest.mark.parametrize(("method", "path", "body", "category", "action", "of_case"), ORDINARY)
async def test_every_read_and_change_leaves_one_line_that_names_the_child(
    service, known, method, path, body, category, action, of_case
):
    before = len(await journal(service))

    reply = await service.manager._send(method, path.format(**known), body, 1, {})

    assert reply.status_code in (200, 201)
    (line,) = await lines_of(service, reply)
    assert len(await journal(service)) == before + 1
    assert (line.category, line.action, line.children) == (category, action, [known["child"]])
    assert line.case_id == (known["case"] if of_case else None)
    assert (line.actor, line.roles) == (service.manager.subject, ["yot_manager"])
    assert line.agency == "youth_justice"


async def test_what_the_police_do_is_journalled_too(service):
    case = a_case()
    submitted = await service.police.submit(case, key="one")
    opened = submitted.json()
    repeated = await service.police.submit(case, key="one")
    read = await service.police.get(f"/v1/submissions/{opened['id']}")
    found = await service.police.post(
        "/v1/submissions/search", {"police_reference": case["police_reference"]}
    )
    nothing = await service.police.post("/v1/submissions/search", {"police_reference": "0"})
    reported = await service.police.report(case["child"], OUTCOME)

    said = [
        await lines_of(service, r) for r in (submitted, repeated, read, found, nothing, reported)
    ]

    assert [[(line.category, line.action) for line in lines] for lines in said] == [
        [("collection", "submit_case")],
        [("consultation", "submit_case")],
        [("consultation", "read_submission")],
        [("consultation", "search_submissions")],
        [("consultation", "search_submissions")],
        [("collection", "report_outcome")],
    ]
    shown = [lines[0].children for lines in said]
    assert shown == [[opened["child_id"]]] * 4 + [[], [opened["child_id"]]]


async def test_a_page_of_the_worklist_names_the_children_on_it_and_no_others(service):
    children = [(await service.police.submit()).json()["child_id"] for _ in range(5)]
    first = await service.officer.get("/v1/cases", params={"limit": 2})
    second = await service.officer.get(
        "/v1/cases", params={"limit": 200, "cursor": first.json()["next"]}
    )

    (one,), (two,) = await lines_of(service, first), await lines_of(service, second)

    assert set(one.children) == set(children[:2])
    assert set(two.children) == set(children[2:])
    assert (one.resource["count"], two.resource["count"]) == (2, 3)


async def test_a_search_names_every_child_it_showed(service):
    for _ in range(3):
        await service.police.submit(a_case(child=a_child(given_names="Ada")))
    await service.police.submit()

    reply = await service.officer.post("/v1/children/search", {"given_names": "Ada"})

    (line,) = await lines_of(service, reply)
    assert set(line.children) == {each["id"] for each in reply.json()["items"]}
    assert len(line.children) == 3


async def test_a_refusal_is_journalled_although_what_was_refused_was_undone(service):
    opened = (await service.police.submit()).json()
    elsewhere = service.user("yot_officer", subject="elsewhere@example", areas=[GATESHEAD])

    refused = {
        403: await service.partner.get("/v1/cases"),
        404: await elsewhere.get(f"/v1/cases/{opened['id']}/history"),
        409: await service.manager.post(
            f"/v1/cases/{opened['id']}/triage-review",
            {"route": "panel", "rationale": "Seen."},
            version=1,
        ),
    }

    for status, reply in refused.items():
        assert reply.status_code == status
        (line,) = await lines_of(service, reply)
        assert (line.category, line.resource["status"]) == ("denied", status)
        assert line.children == []
    assert {line.actor for line in await journal(service, category="denied")} == {
        service.partner.subject,
        elsewhere.subject,
        service.manager.subject,
    }


async def test_a_duplicate_the_database_found_is_journalled_as_refused(service):
    case = a_case()
    await service.police.submit(case)

    reply = await service.police.submit(case)

    (line,) = await lines_of(service, reply)
    assert (line.category, line.action, line.resource["slug"]) == (
        "denied",
        "submit_case",
        "duplicate",
    )


async def test_every_line_is_signed_and_an_altered_one_is_found_out(service):
    opened = (await service.police.submit()).json()
    await service.officer.get(f"/v1/cases/{opened['id']}/history")
    await service.partner.get("/v1/cases")

    lines = await journal(service)

    assert len(lines) == 3
    for line in lines:
        assert line.mac == mac(service.app.state.journal_key, content(line))
        assert line.key_id == key_id(service.app.state.journal_key)
    for column, lie in {
        "at": lines[0].at + timedelta(microseconds=1),
        "category": "admin",
        "action": "read_case",
        "actor": "somebody@example",
        "roles": [],
        "agency": "health",
        "area": GATESHEAD,
        "request_id": "another",
        "case_id": None,
        "children": [],
        "resource": {},
    }.items():
        await rewrite(service, column, lie)
        altered = (await journal(service))[0]
        assert altered.mac != mac(service.app.state.journal_key, content(altered)), column
        await rewrite(service, column, getattr(lines[0], column))
    assert content((await journal(service))[0]) == content(lines[0])


async def test_a_line_signed_with_another_key_is_found_out(service):
    await service.police.submit()
    (line,) = await journal(service)

    assert line.mac != mac(b"another key", content(line))


async def test_a_line_holds_no_word_of_the_record(service):
    child = a_child(given_names="Canary", family_name="Featherstone", school="Birdcage Academy")
    opened = (await service.police.submit(a_case(child=child))).json()
    await service.officer.get(f"/v1/cases/{opened['id']}")
    await service.officer.post("/v1/children/search", {"family_name": "Featherstone"})
    await service.officer.get("/v1/cases/Canary-Featherstone")

    said = " ".join(str(tuple(line)) for line in await journal(service))

    for word in ("Canary", "Featherstone", "featherstone", "Birdcage", child["police_person_id"]):
        assert word not in said


async def test_what_cannot_be_journalled_is_not_done(service):
    opened = (await service.police.submit()).json()
    path = f"/v1/cases/{opened['id']}"
    await say(service, "ALTER TABLE journal_line RENAME TO journal_line_away")

    asked = [
        await service.police.submit(),
        await service.police.get(f"/v1/submissions/{opened['id']}"),
        await service.officer.get(path),
        await service.officer.get("/v1/cases"),
        await service.manager.post(f"{path}/allocation", {"officer": "sw"}, version=1),
        await service.officer.get("/v1/cases/nowhere/history"),
        await service.partner.get("/v1/cases"),
    ]

    assert [reply.status_code for reply in asked] == [503] * 7
    for reply in asked:
        assert reply.headers["retry-after"]
        assert opened["child_id"] not in reply.text
    (case,) = await rows(service, Case)
    assert (case.version, case.allocated_to) == (1, None)
    await say(service, "ALTER TABLE journal_line_away RENAME TO journal_line")
    assert len(await journal(service)) == 1
    assert (await service.officer.get(path)).status_code == 200


def content(line):
    return {
        name: value
        for name, value in line._asdict().items()
        if name not in ("sequence", "mac", "key_id")
    }


async def rewrite(service, column, value):
    """As somebody would who may write to the database but has not the key."""
    first = col(JournalLine.sequence) == 1
    async with service.behind.writing() as connection:
        await connection.execute(update(JournalLine).where(first).values({column: value}))
