from typing import Any

LETTER = {
    "kind": "letter_of_apology",
    "object": "reparation",
    "description": "A letter to the bus company.",
    "due_on": "2026-11-06",
}


def a_plan(*, due_on="2026-11-06", **changes: Any) -> dict[str, Any]:
    said = {
        "disposal": "youth_conditional_caution",
        "date_of_birth": "2011-03-14",
        "given_on": "2026-09-30",
        "mode_of_trial": "summary",
        "conditions": [LETTER | {"due_on": due_on}],
        "consent_signed": True,
    }
    return said | changes


async def check(service, **changes):
    return await service.officer.post("/v1/protocol/conditions-check", a_plan(**changes))


def codes(told):
    return [each["code"] for each in told]


async def test_a_long_plan_is_only_warned_of_while_it_is_only_thought_of(service):
    checked = (await check(service, due_on="2027-01-21")).json()

    assert (checked["lawful"], codes(checked["warnings"])) == (True, ["long_plan"])


async def test_a_plan_that_outlasts_childhood_stops_and_names_whom_to_ask(service):
    reply = await check(service, date_of_birth="2008-11-06")

    problem = reply.json()
    assert (reply.status_code, problem["type"]) == (409, "/problems/protocol-incomplete")
    assert problem["parameter"] == "conditions.turning_eighteen"
    assert "turns 18" in problem["question"]
    assert "Crown Prosecution Service" in problem["asks"]
    eve = (await check(service, date_of_birth="2008-11-07")).json()
    assert (eve["lawful"], eve["warnings"]) == (True, [])


async def test_a_disposal_that_did_not_exist_and_a_child_too_young_are_refused_together(service):
    reply = await check(
        service,
        disposal="outcome_23",
        date_of_birth="2012-06-01",
        given_on="2020-01-01",
        due_on="2020-02-14",
    )

    checked = reply.json()
    assert (checked["lawful"], codes(checked["reasons"])) == (
        False,
        ["not_yet_in_force", "age_when_given"],
    )
