from datetime import date
from typing import Any

import pytest

from app.conditions.tables import Breach, BreachDecision
from app.disposals.tables import ConditionVersion, PanelDisposal
from tests.pathway import LETTER, PAYBACK, a_listed_case, a_plan_under_way, on
from tests.records import rows
from tests.reviews import NOVEMBER, breach, codes, decide, ids, in_review, pointers, statuses
from tests.service import a_child


async def test_a_breach_names_its_conditions_and_waits_for_a_decision(service):
    pathway = await a_plan_under_way(service)
    letter, _ = await ids(pathway)

    reply = await breach(pathway, [letter])

    assert reply.status_code == 200, reply.text
    assert (reply.json()["stage"], reply.json()["conditions"]) == ("breach_review", [letter])
    (kept,) = await rows(service, Breach, case_id=pathway.id)
    assert (kept.id, kept.excuse_considered) == (reply.json()["breach_id"], True)


async def test_only_a_condition_still_running_can_be_in_breach(service):
    pathway = await a_plan_under_way(service)
    letter, payback = await ids(pathway)
    condition = (await pathway.plan())["items"][0]
    done = {"completed_on": "2026-11-01", "evidence": "A copy is on file."}
    await pathway.to_condition(condition, "completion", done, day=NOVEMBER)

    reply = await breach(pathway, [letter, "unknown", payback, payback])

    assert (reply.status_code, pointers(reply)) == (
        422,
        ["/conditions/0", "/conditions/1", "/conditions/3"],
    )


async def test_a_conditional_caution_is_breached_only_once_an_excuse_was_considered(service):
    pathway = await a_plan_under_way(service, "youth_conditional_caution")

    reply = await breach(pathway, await ids(pathway), excuse_considered=False)

    assert (reply.status_code, codes(reply)) == (409, ["excuse_not_considered"])
    assert reply.json()["reasons"][0]["source"] == "cda-1998-66e"


async def test_with_no_action_the_plan_goes_on_without_what_was_excused(service):
    pathway = await in_review(service)
    letter, _ = await ids(pathway)

    reply = await decide(pathway, "no_action", excused_conditions=[letter])

    assert (reply.status_code, reply.json()["stage"]) == (200, "intervention")
    assert await statuses(pathway) == ["excused", "pending"]
    with on(NOVEMBER):
        (case,) = (await service.officer.get("/v1/cases")).json()["items"]
    assert case["due_on"] == "2026-11-27"


async def test_an_extension_moves_the_conditions_in_breach_and_keeps_the_day_they_were_due(service):
    pathway = await in_review(service)
    letter, _ = await ids(pathway)

    reply = await decide(pathway, "extend", due_on="2026-12-18")

    assert reply.status_code == 200, reply.text
    items = (await pathway.plan(day=NOVEMBER))["items"]
    assert [each["due_on"] for each in items] == ["2026-12-18", "2026-11-27"]
    versions = await rows(service, ConditionVersion, condition_id=letter)
    assert [str(v.due_on) for v in sorted(versions, key=lambda v: v.version)] == [
        "2026-11-06",
        "2026-12-18",
    ]


async def test_an_extension_beyond_the_longest_plan_is_refused(service):
    pathway = await in_review(service)

    reply = await decide(pathway, "extend", due_on="2027-02-26")

    assert (reply.status_code, codes(reply)) == (409, ["plan_too_long"])


async def test_a_variation_after_a_breach_replaces_and_adds_as_the_child_agrees(service):
    pathway = await in_review(service)
    letter, _ = await ids(pathway)
    agreed = [
        {**LETTER, "description": "A drawing.", "due_on": "2026-12-04", "replaces": letter},
        {**PAYBACK, "due_on": "2026-12-11", "hours_required": 2},
    ]

    alone = await decide(pathway, "vary", conditions=agreed)
    together = await decide(pathway, "vary", conditions=agreed, agreed_by_child=True)

    assert (alone.status_code, codes(alone)) == (409, ["not_agreed"])
    assert (together.status_code, together.json()["stage"]) == (200, "intervention")
    assert await statuses(pathway) == ["varied", "pending", "pending", "pending"]
    items = (await pathway.plan(day=NOVEMBER))["items"]
    assert [each["replaces"] for each in items] == [None, None, letter, None]


async def test_back_to_the_panel_ends_the_plan_and_lets_another_decide(service):
    pathway = await in_review(service)

    reply = await decide(pathway, "return_to_panel")

    assert (reply.status_code, reply.json()["stage"]) == (200, "panel_ready")
    assert (await pathway.plan(day=NOVEMBER))["items"] == []
    await pathway.listed(day=NOVEMBER)
    await pathway.decided("no_further_action", departs=True, day=NOVEMBER)
    disposals = await rows(service, PanelDisposal, case_id=pathway.id)
    assert {(row.disposal.value, row.set_aside_at is None) for row in disposals} == {
        ("outcome_22", False),
        ("no_further_action", True),
    }


@pytest.mark.parametrize(
    ("disposal", "why"),
    [
        ("outcome_22", ["other_options_considered", "not_undertaken"]),
        ("outcome_23", ["police_must_be_told", "prosecution_upheld"]),
        (
            "youth_conditional_caution",
            ["caution_ceases", "document_admissible", "arrest_power"],
        ),
    ],
)
async def test_prosecution_resumed_closes_the_case_as_charged(service, disposal, why):
    pathway = await in_review(service, disposal)

    reply = await decide(pathway, "resume_prosecution", reasonable_excuse=False)

    assert reply.status_code == 200, reply.text
    assert (reply.json()["stage"], reply.json()["closed_as"]) == ("closed", "charged")
    form = ["cif_never_charged", "cif_by_police", "cif_new_each_time"]
    assert codes(reply) == [*why, *form]
    assert await statuses(pathway) == ["not_completed", "not_completed"]
    child = await service.officer.get(f"/v1/children/{pathway.child_id}")
    recorded = {outcome["outcome"] for outcome in child.json()["outcomes"]}
    assert recorded & {"outcome_22", "outcome_23"} == set()


async def test_prosecution_resumed_may_end_in_a_conviction_that_makes_an_entrant_once(service):
    pathway = await in_review(service)
    await decide(pathway, "resume_prosecution")

    court = {"result": "convicted", "result_on": "2027-01-20"}
    reply = await pathway.act("court-result", court, day=date(2027, 1, 20))

    assert reply.status_code == 200, reply.text
    assert reply.json()["first_time_entrant"] is True


async def test_a_conditional_caution_is_prosecuted_only_without_a_reasonable_excuse(service):
    pathway = await in_review(service, "youth_conditional_caution")

    unsaid = await decide(pathway, "resume_prosecution")
    excused = await decide(pathway, "resume_prosecution", reasonable_excuse=True)

    assert (unsaid.status_code, pointers(unsaid)) == (422, ["/reasonable_excuse"])
    assert (excused.status_code, codes(excused)) == (409, ["reasonable_excuse"])
    assert excused.json()["reasons"][0]["source"] == "cda-1998-66e"
    assert await rows(service, BreachDecision) == []
    assert (await decide(pathway, "return_to_panel")).status_code == 200


@pytest.mark.parametrize(
    ("disposal", "must"),
    [
        ("outcome_22", ["other_options_considered"]),
        ("outcome_23", ["police_must_be_told"]),
        ("youth_conditional_caution", []),
    ],
)
async def test_what_must_be_done_at_once_is_told_when_the_review_opens(service, disposal, must):
    pathway = await a_plan_under_way(service, disposal)

    opened = await breach(pathway, (await ids(pathway))[:1])

    assert codes(opened) == must


async def test_a_conditional_caution_is_extended_as_authorised_and_as_the_child_agrees(service):
    pathway = await in_review(service, "youth_conditional_caution")
    later = {"due_on": "2026-12-18"}
    named = later | {"authorised_by": "Insp Example"}

    nobody = await decide(pathway, "extend", **later)
    alone = await decide(pathway, "extend", **named)
    together = await decide(pathway, "extend", **named, agreed_by_child=True)

    assert (nobody.status_code, pointers(nobody)) == (422, ["/authorised_by"])
    assert (alone.status_code, codes(alone)) == (409, ["not_agreed"])
    assert (together.status_code, codes(together)) == (200, ["authorised_person_varies"])
    (kept,) = await rows(service, BreachDecision)
    assert (kept.authorised_by, kept.reasonable_excuse) == ("Insp Example", None)


async def test_an_extension_past_an_eighteenth_birthday_waits_for_the_law(service):
    pathway = await a_listed_case(service, child=a_child(date_of_birth="2008-12-01"))
    await pathway.decided("outcome_23", conditions=[LETTER])
    await pathway.agreed()
    await breach(pathway, await ids(pathway))

    to_the_day = await decide(pathway, "extend", due_on="2026-12-01")
    to_the_eve = await decide(pathway, "extend", due_on="2026-11-30")

    assert to_the_day.json()["parameter"] == "conditions.turning_eighteen"
    assert (to_the_day.status_code, to_the_eve.status_code) == (409, 200)


async def test_a_decision_that_contradicts_itself_is_refused(service):
    pathway = await in_review(service)
    unknown = {**LETTER, "replaces": "unknown"}
    contradictory: list[tuple[str, dict[str, Any], list[str]]] = [
        ("extend", {}, ["/due_on"]),
        ("extend", {"due_on": "2026-11-11"}, ["/due_on"]),
        ("no_action", {"due_on": "2026-12-18"}, ["/due_on"]),
        ("vary", {}, ["/conditions"]),
        ("extend", {"due_on": "2026-12-18", "conditions": [LETTER]}, ["/conditions"]),
        ("no_action", {"excused_conditions": ["unknown"]}, ["/excused_conditions/0"]),
        ("vary", {"conditions": [unknown]}, ["/conditions/0/replaces", "/conditions/0/due_on"]),
    ]

    for decision, changes, where in contradictory:
        reply = await decide(pathway, decision, **changes)

        assert (reply.status_code, pointers(reply)) == (422, where)
    assert await rows(service, BreachDecision) == []


async def test_what_happened_before_the_review_may_still_be_written_down(service):
    pathway = await in_review(service)
    payback = (await pathway.plan(day=NOVEMBER))["items"][1]
    body = {"occurred_on": "2026-11-01", "hours": 3, "attendance": "attended"}

    progress = await pathway.to_condition(payback, "progress", body, day=NOVEMBER)
    done = {"completed_on": "2026-11-01", "evidence": "Seen.", "hours_short_reason": "Ill."}
    completion = await pathway.to_condition(progress.json(), "completion", done, day=NOVEMBER)

    assert (progress.status_code, completion.status_code) == (200, 409)


async def test_a_case_is_not_withdrawn_while_conditions_run(service):
    pathway = await a_plan_under_way(service, "youth_conditional_caution")
    body = {"reason": "other", "narrative": "A mistake."}

    running = await pathway.act("withdrawal", body, day=NOVEMBER, by=service.officer)
    await breach(pathway, (await ids(pathway))[:1])
    reviewed = await pathway.act("withdrawal", body, day=NOVEMBER, by=service.officer)

    assert [reply.status_code for reply in (running, reviewed)] == [409, 409]
    read = await service.officer.get(f"/v1/cases/{pathway.id}")
    assert "withdraw_case" not in read.json()["allowed_actions"]
