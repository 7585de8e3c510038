"""One case of another area, for reading, for a few hours, before witnesses (AZ-7)."""

from collections import Counter
from datetime import timedelta

import pytest

from app import clock
from app.children.tables import BreakGlass
from app.journal.bounded import Refusals
from tests.records import at_once, counts, journal, lines_of, rows
from tests.service import GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, a_case, a_child

WHY = "In custody here tonight; nobody answers at home."
READS = ("", "/history", "/assessment", "/conditions")


@pytest.fixture
async def case(service):
    return (await service.police.submit()).json()


@pytest.fixture
def officer(service):
    return service.user("yot_officer", subject="night@gateshead", areas=[GATESHEAD])


@pytest.fixture
def manager(service):
    return service.user("yot_manager", subject="manager@nt", areas=[NORTH_TYNESIDE])


async def ask(user, case, **changes):
    body = {"case_reference": case["reference"], "reason": WHY, "hours": 4}
    return await user.post("/v1/break-glass", {**body, **changes})


async def statuses(user, case):
    found = [await user.get(f"/v1/cases/{case['id']}{tail}") for tail in READS]
    found.append(await user.get(f"/v1/children/{case['child_id']}"))
    return {reply.status_code for reply in found}


async def test_an_officer_reads_one_case_of_another_area_until_the_hours_are_over(
    service, case, officer
):
    other = (await service.police.submit(a_case())).json()
    assert await statuses(officer, case) == {404}

    opened = await ask(officer, case)

    assert opened.status_code == 201, opened.text
    assert await statuses(officer, case) == {200}
    assert await statuses(officer, other) == {404}
    read = (await officer.get(f"/v1/cases/{case['id']}")).json()
    assert read["child"]["given_names"] == "Sam"
    assert read["allowed_actions"] == []
    child = (await officer.get(f"/v1/children/{case['child_id']}")).json()
    assert [each["id"] for each in child["cases"]] == [case["id"]]
    with clock.standing_at(clock.now() + timedelta(hours=4, seconds=1)):
        assert await statuses(officer, case) == {404}


async def test_it_opens_nothing_but_reading_and_to_nobody_else(service, case, officer):
    await ask(officer, case)
    path = f"/v1/cases/{case['id']}"
    colleague = service.user("yot_officer", subject="day@gateshead", areas=[GATESHEAD])
    # The same person, after the role has been taken from them.
    moved_on = service.user("panel_chair", subject=officer.subject, areas=[GATESHEAD])

    assert await statuses(colleague, case) == {404}
    assert (await moved_on.get(path)).status_code == 404
    for tail, body in (
        ("/withdrawal", {"reason": "other", "narrative": "Ended."}),
        ("/victims", {"kind": "person", "may_share_with_yjs": True}),
        ("/exploitation", {"concern": "Two telephones."}),
    ):
        assert (await officer.post(path + tail, body, version=1)).status_code == 404
    assert (await officer.get(f"{path}/options")).status_code == 404
    assert (await officer.get("/v1/cases")).json()["items"] == []
    found = await officer.post("/v1/children/search", {"given_names": "Sam"})
    assert found.json()["items"] == []


async def test_every_read_under_it_is_journalled_with_the_grant_and_the_reason(
    service, case, officer
):
    opened = await ask(officer, case)
    (first,) = await lines_of(service, opened)
    assert (first.area, first.children) == (NORTH_TYNESIDE, [case["child_id"]])

    for path in (f"/v1/cases/{case['id']}{tail}" for tail in READS):
        (line,) = await lines_of(service, await officer.get(path))
        assert line.resource["break_glass"] == opened.json()["id"], path
        assert line.reason == "emergency"
    (line,) = await lines_of(service, await officer.get(f"/v1/children/{case['child_id']}"))
    assert line.resource["break_glass"] == opened.json()["id"]


async def test_the_case_s_own_area_and_its_auditor_are_told(
    service, case, officer, manager, caplog
):
    opened = await ask(officer, case)
    auditor = service.user("auditor", areas=[NORTH_TYNESIDE])
    elsewhere = service.user("yot_manager", areas=[GATESHEAD])

    told = [(await user.get("/v1/break-glass")).json()["items"] for user in (manager, auditor)]
    history = (await manager.get(f"/v1/cases/{case['id']}/history")).json()

    assert told[0] == told[1] == history["opened"]
    (said,) = told[0]
    assert (said["opened_by"], said["reason"], said["from_areas"]) == (
        "night@gateshead",
        WHY,
        [GATESHEAD],
    )
    assert (await elsewhere.get("/v1/break-glass")).json()["items"] == []
    (alarm,) = [each for each in caplog.records if "Glass was broken" in str(each.msg)]
    assert alarm.levelname == "WARNING"
    assert opened.headers["x-request-id"] in str(alarm.msg)
    assert not [
        told for told in (case["reference"], WHY, "night@gateshead") if told in str(alarm.msg)
    ]


async def test_an_opening_is_told_to_whose_case_it_was_and_to_whose_it_is(
    service, case, officer, manager
):
    await ask(officer, case)
    newcastle = service.user("yot_manager", subject="manager@newcastle", areas=[NEWCASTLE])
    third = service.user("yot_manager", subject="manager@third", areas=["E08000024"])
    handed_on = await service.manager.post(
        f"/v1/cases/{case['id']}/transfer",
        {
            "to_area": NEWCASTLE,
            "receiving_manager": newcastle.subject,
            "reason": "agreed_between_services",
            "narrative": "Both managers spoke.",
        },
        version=case["version"],
    )
    assert handed_on.json()["area"] == NEWCASTLE, handed_on.text

    told = [(await user.get("/v1/break-glass")).json()["items"] for user in (manager, newcastle)]

    assert told[0] == told[1]
    assert [each["case_id"] for each in told[0]] == [case["id"]]
    assert (await third.get("/v1/break-glass")).json()["items"] == []
    assert (await officer.get("/v1/break-glass")).status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "Because."},
        {"reason": "x" + " " * 30},
        {"hours": 9},
        {"hours": 0},
        {"hours": "4"},
        {"police_person_id": "NBP-1"},
        {"case_reference": None},
    ],
)
async def test_it_takes_a_reason_a_limit_and_one_name(service, case, officer, changes):
    refused = await ask(officer, case, **changes)

    assert refused.status_code == 422
    assert await rows(service, BreakGlass) == []


async def test_the_child_s_police_identifier_names_their_newest_case(service, officer):
    child = a_child()
    for _ in range(2):
        newest = (await service.police.submit(a_case(child=child))).json()

    opened = await ask(
        officer, newest, case_reference=None, police_person_id=child["police_person_id"]
    )

    assert opened.json()["case_id"] == newest["id"]


@pytest.mark.parametrize("role", ["panel_chair", "police_submitter", "auditor", "panel_member"])
async def test_nobody_but_the_youth_justice_service_breaks_the_glass(service, case, role):
    assert (await ask(service.user(role, areas=[GATESHEAD]), case)).status_code == 403


async def test_whoever_looks_for_a_case_by_guessing_is_stopped(service, case, officer):
    before = await counts(service)
    guesses = [await ask(officer, {"reference": f"NT-26-AAAA{n}"}) for n in range(2, 7)]
    assert [reply.status_code for reply in guesses] == [404] * 5
    assert len(await journal(service, action="break_glass", category="denied")) == 5

    even_the_right_one = await ask(officer, case)

    assert even_the_right_one.status_code == 429
    assert even_the_right_one.headers["retry-after"]
    assert {**await counts(service), "journal_line": 0} == {**before, "journal_line": 0}


async def guess(user, number):
    return await ask(user, {"reference": f"NT-26-AAA{number:02d}"})


async def test_guesses_made_at_the_same_instant_are_counted_before_the_next_is_heard(
    service, officer
):
    replies = await at_once(12, lambda number: guess(officer, number))

    assert Counter(reply.status_code for reply in replies) == {404: 5, 429: 7}
    assert len(await journal(service, action="break_glass", category="denied")) == 5


async def test_a_guess_counts_though_so_much_was_refused_that_no_more_is_written_down(
    service, officer, monkeypatch
):
    monkeypatch.setattr(service.app.state, "refusals", Refusals(a_minute=0))

    replies = [await guess(officer, number) for number in range(6)]

    assert [reply.status_code for reply in replies] == [404] * 5 + [429]


async def test_a_case_of_one_s_own_area_needs_no_glass_broken(service, case, manager):
    assert (await ask(manager, case)).status_code == 422
    assert await rows(service, BreakGlass) == []


async def test_reading_the_child_is_told_where_the_case_is_kept(service, case, officer):
    await ask(officer, case)
    await officer.get(f"/v1/children/{case['child_id']}")

    (line,) = [each for each in await journal(service) if each.action == "read_child"]
    assert (line.area, line.case_id, line.reason) == (NORTH_TYNESIDE, case["id"], "emergency")
