"""Two editions of the tool in one service: an assessment keeps the one it was begun on."""

from datetime import date, timedelta

import pytest

from tests.pathway import Pathway, a_submission, on

EVE, DAY, LATER = date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 14)


async def submitted(service, received):
    """A case of that day, about something that happened the day before."""
    changes = a_submission()
    changes["offences"][0]["committed_on"] = str(received - timedelta(days=1))
    changes["evidence"]["interviewed_on"] = str(received)
    return await Pathway(service).submitted(day=received, **changes)


async def begun(service, *, received, day, answers, section="signs_of_safety"):
    case = await submitted(service, received)
    path = f"/v1/cases/{case.id}/assessment/sections/{section}"
    with on(day):
        return case, await service.officer.put(path, {"answers": answers}, version=0)


async def opened(service, case, *, day=LATER):
    with on(day):
        return (await service.officer.get(f"/v1/cases/{case.id}/assessment")).json()


def told(assessment):
    return [(s["section"], q["question"]) for s in assessment["sections"] for q in s["questions"]]


@pytest.mark.parametrize(("received", "edition"), [(EVE, "1"), (DAY, "2")])
async def test_the_day_a_case_came_to_assessment_picks_its_edition(service, received, edition):
    case = await submitted(service, received)

    assert (await opened(service, case))["tool_edition"] == edition


async def test_a_newer_edition_opens_an_older_assessment_as_it_was(service):
    case, saved = await begun(service, received=EVE, day=EVE, answers={"safety_scale": 6})
    assert saved.status_code == 200
    before = await opened(service, case, day=EVE)

    after = await opened(service, case)

    assert after == before
    assert after["tool_edition"] == "1"
    assert ("ratings", "evidence_for_ratings") in told(after)
    assert "danger_found" not in [question for _, question in told(after)]


async def test_an_older_assessment_goes_on_by_its_own_questions_and_no_others(service):
    answers = {"safety_scale": 6}
    old, taken = await begun(service, received=EVE, day=LATER, answers=answers)
    _, refused = await begun(service, received=DAY, day=LATER, answers=answers)
    scores = {"safety_scores": [{"scored_by": "Sam", "score": 6}]}
    _, newer = await begun(service, received=DAY, day=LATER, answers=scores)
    with on(LATER):
        path = f"/v1/cases/{old.id}/assessment/sections/signs_of_safety"
        mixed = await service.officer.put(path, {"answers": scores}, version=1)

    assert [reply.status_code for reply in (taken, refused, newer, mixed)] == [200, 422, 200, 422]


@pytest.mark.parametrize("received", [EVE, DAY])
async def test_either_edition_is_completed_signed_and_agreed(service, received):
    case = await submitted(service, received)

    await case.assessed(day=received)

    found = await opened(service, case)
    assert (found["status"], found["missing"]) == ("countersigned", [])


async def test_the_tool_served_is_the_days_own_and_an_earlier_one_by_its_name(service):
    path = "/v1/protocol/assessment-tool"
    with on(EVE):
        eve = (await service.officer.get(path)).json()
    with on(DAY):
        day = (await service.officer.get(path)).json()
        first = (await service.officer.get(path, params={"edition": "1"})).json()
        unknown = await service.officer.get(path, params={"edition": "99"})

    assert (eve["edition"], day["edition"]) == ("1", "2")
    assert first == eve
    assert unknown.status_code == 404


async def test_the_tool_served_describes_its_groups_to_people_and_to_machines(service):
    with on(DAY):
        served = (await service.officer.get("/v1/protocol/assessment-tool")).json()

    signs = next(each for each in served["sections"] if each["id"] == "signs_of_safety")
    danger = next(each for each in signs["questions"] if each["id"] == "danger_statements")
    assert [item["id"] for item in danger["items"]] == [
        "statement",
        "disputed_by",
        "goal",
        "scores",
    ]
    schema = served["json_schema"]["properties"]["signs_of_safety"]["properties"]
    assert list(schema["danger_statements"]["items"]["properties"]) == [
        item["id"] for item in danger["items"]
    ]
