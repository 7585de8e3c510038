from datetime import date
from typing import Any

from app.conditions.tables import Completion, Progress
from app.disposals.tables import ConditionVersion
from app.journal.tables import JournalCategory
from tests.pathway import DECIDED, LETTER, PAYBACK, Pathway, a_plan_under_way, on
from tests.records import at_once, lines_of, rows
from tests.service import GATESHEAD

OCTOBER = date(2026, 10, 17)
ATTENDED = {"occurred_on": "2026-10-17", "hours": 5, "attendance": "attended"}


def pointers(reply):
    return [error["pointer"] for error in reply.json()["errors"]]


async def letter_and_payback(pathway, day=DECIDED):
    return (await pathway.plan(day=day))["items"]


async def test_before_a_plan_starts_there_is_nothing_in_it(service):
    pathway = await Pathway(service).submitted()

    plan = await pathway.plan()

    assert plan == {
        "case_id": pathway.id,
        "case_version": 1,
        "disposal": None,
        "given_on": None,
        "ends_on": None,
        "items": [],
    }


async def test_the_plan_says_what_is_asked_by_when_and_how_far_it_has_come(service):
    pathway = await a_plan_under_way(service)

    plan = await pathway.plan()

    assert (plan["disposal"], plan["given_on"], plan["ends_on"]) == (
        "outcome_22",
        "2026-09-25",
        "2026-11-27",
    )
    letter, payback = plan["items"]
    assert LETTER.items() <= letter.items()
    assert PAYBACK.items() <= payback.items()
    assert (payback["status"], payback["hours_completed"], payback["version"]) == ("pending", 0, 1)


async def test_overdue_is_a_matter_of_todays_date_and_is_not_stored(service):
    pathway = await a_plan_under_way(service)

    due = await letter_and_payback(pathway, day=date(2026, 11, 6))
    after = await letter_and_payback(pathway, day=date(2026, 11, 7))

    assert [each["status"] for each in due] == ["pending", "pending"]
    assert [each["status"] for each in after] == ["overdue", "pending"]
    assert [each["version"] for each in after] == [1, 1]


async def test_reading_the_plan_is_journalled(service):
    pathway = await a_plan_under_way(service)

    reply = await service.officer.get(f"/v1/cases/{pathway.id}/conditions")

    (line,) = await lines_of(service, reply)
    assert (line.category, line.action) == (JournalCategory.CONSULTATION, "read_conditions")
    assert reply.headers["etag"] == f'"{pathway.version}"'


async def test_hours_of_sessions_attended_count_and_missed_ones_stay_on_record(service):
    pathway = await a_plan_under_way(service)
    _, payback = await letter_and_payback(pathway)

    for body in (
        ATTENDED,
        {**ATTENDED, "attendance": "late", "hours": 2, "note": "The bus was late."},
        {"occurred_on": "2026-10-10", "attendance": "missed_unacceptable"},
    ):
        reply = await pathway.to_condition(payback, "progress", body, day=OCTOBER)
        assert reply.status_code == 200, reply.text
        payback = reply.json()

    assert (payback["hours_completed"], payback["status"]) == (7, "on_track")
    assert [each["attendance"] for each in payback["progress"]] == [
        "missed_unacceptable",
        "attended",
        "late",
    ]
    assert payback["version"] == 4
    assert len(await rows(service, ConditionVersion, condition_id=payback["id"])) == 4


async def test_impossible_progress_is_refused(service):
    pathway = await a_plan_under_way(service)
    _, payback = await letter_and_payback(pathway)
    impossible: list[tuple[dict[str, Any], list[str]]] = [
        ({"occurred_on": "2026-10-18"}, ["/occurred_on"]),
        ({"occurred_on": "2026-09-24"}, ["/occurred_on"]),
        ({"attendance": "missed_acceptable"}, ["/hours"]),
        ({"hours": 25}, ["/hours"]),
        ({"hours": "5"}, ["/hours"]),
    ]

    for changes, where in impossible:
        reply = await pathway.to_condition(payback, "progress", ATTENDED | changes, day=OCTOBER)

        assert (reply.status_code, pointers(reply)) == (422, where)
    assert await rows(service, Progress, condition_id=payback["id"]) == []


async def test_of_two_officers_who_write_at_once_one_reads_again(service):
    pathway = await a_plan_under_way(service)
    _, payback = await letter_and_payback(pathway)

    replies = await at_once(
        2, lambda _: pathway.to_condition(payback, "progress", ATTENDED, day=OCTOBER)
    )

    assert sorted(reply.status_code for reply in replies) == [200, 412]
    assert len(await rows(service, Progress, condition_id=payback["id"])) == 1


async def test_a_condition_is_complete_when_its_hours_are_done(service):
    pathway = await a_plan_under_way(service)
    _, payback = await letter_and_payback(pathway)
    done = {"completed_on": "2026-10-17", "evidence": "The ranger's timesheet."}

    short = await pathway.to_condition(payback, "completion", done, day=OCTOBER)
    for _ in range(2):
        worked = await pathway.to_condition(payback, "progress", ATTENDED, day=OCTOBER)
        payback = worked.json()
    complete = await pathway.to_condition(payback, "completion", done, day=OCTOBER)

    assert short.status_code == 409
    assert [(r["code"], r["text"]) for r in short.json()["reasons"]] == [
        ("hours_short", "0 of 10 hours have been done")
    ]
    assert complete.status_code == 200, complete.text
    assert complete.json()["status"] == "completed"
    assert (complete.json()["settled_on"], complete.json()["evidence"]) == (
        "2026-10-17",
        "The ranger's timesheet.",
    )


async def test_fewer_hours_are_accepted_only_for_a_reason_that_is_kept(service):
    pathway = await a_plan_under_way(service)
    _, payback = await letter_and_payback(pathway)
    body = {
        "completed_on": "2026-10-17",
        "evidence": "The ranger.",
        "hours_short_reason": "The park closed for the winter.",
    }

    reply = await pathway.to_condition(payback, "completion", body, day=OCTOBER)

    assert reply.status_code == 200, reply.text
    (kept,) = await rows(service, Completion, condition_id=payback["id"])
    assert (kept.hours_completed, kept.hours_short_reason) == (0, body["hours_short_reason"])


async def test_the_case_waits_for_the_first_condition_still_running(service):
    pathway = await a_plan_under_way(service)
    letter, _ = await letter_and_payback(pathway)
    body = {"completed_on": "2026-10-17", "evidence": "A copy is on file."}
    assert (await pathway.to_condition(letter, "completion", body, day=OCTOBER)).status_code == 200

    with on(OCTOBER):
        (case,) = (await service.officer.get("/v1/cases")).json()["items"]

    assert (case["due_on"], case["version"]) == ("2026-11-27", pathway.version)


async def test_what_is_settled_is_not_settled_again(service):
    pathway = await a_plan_under_way(service)
    letter, _ = await letter_and_payback(pathway)
    body = {"completed_on": "2026-10-17", "evidence": "A copy is on file."}

    first = await pathway.to_condition(letter, "completion", body, day=OCTOBER)
    again = await pathway.to_condition(letter, "completion", body, day=OCTOBER)
    progress = await pathway.to_condition(first.json(), "progress", ATTENDED, day=OCTOBER)

    assert [r.status_code for r in (first, again, progress)] == [200, 409, 409]
    assert again.json()["type"] == "/problems/wrong-stage"


async def test_conditions_of_another_areas_child_or_of_nobody_are_not_there(service):
    pathway = await a_plan_under_way(service)
    letter, _ = await letter_and_payback(pathway)
    elsewhere = service.user("yot_officer", areas=[GATESHEAD])
    body = {"completed_on": "2026-10-17", "evidence": "Seen."}

    theirs = await elsewhere.post(f"/v1/conditions/{letter['id']}/completion", body, version=1)
    nobodys = await elsewhere.post("/v1/conditions/unknown/completion", body, version=1)
    missing = await service.officer.post(f"/v1/conditions/{letter['id']}/completion", body)

    assert [r.status_code for r in (theirs, nobodys, missing)] == [404, 404, 428]


async def test_the_police_see_how_a_condition_stands_and_not_what_was_written_of_the_child(service):
    pathway = await a_plan_under_way(service)
    letter, _ = await letter_and_payback(pathway)
    told = "His mother's new partner was shouting."
    made = await pathway.to_condition(letter, "progress", {**ATTENDED, "note": told}, day=OCTOBER)
    done = {"completed_on": "2026-10-17", "evidence": told}
    await pathway.to_condition(made.json(), "completion", done, day=OCTOBER)
    path = f"/v1/cases/{pathway.id}/conditions"
    other_area = service.user("yot_officer", areas=[GATESHEAD], subject="both")

    with on(OCTOBER):
        police = await service.police.get(path)
        service_s_own = await service.officer.get(path)

    assert told not in police.text
    seen = police.json()["items"][0]
    assert (seen["status"], seen["hours_completed"], seen["progress"]) == ("completed", 5, [])
    assert service_s_own.text.count(told) == 2
    assert (await other_area.get(path)).status_code == 404


async def test_no_more_hours_are_done_on_a_day_than_it_has(service):
    pathway = await a_plan_under_way(service)
    letter, payback = await letter_and_payback(pathway)
    for condition, hours in ((letter, 10), (payback, 14)):
        body = ATTENDED | {"hours": hours}
        reply = await pathway.to_condition(condition, "progress", body, day=OCTOBER)
        assert reply.status_code == 200, reply.text

    more = await pathway.to_condition(reply.json(), "progress", ATTENDED, day=OCTOBER)
    before = ATTENDED | {"occurred_on": "2026-10-16"}
    another = await pathway.to_condition(reply.json(), "progress", before, day=OCTOBER)

    assert (more.status_code, pointers(more)) == (422, ["/hours"])
    assert another.status_code == 200
