from datetime import date

import pytest

from app.conditions.tables import Conclusion
from app.triage.schemas import EVIDENCE_EXAMPLE, OFFENCE_EXAMPLE
from tests.pathway import LETTER, PAYBACK, Pathway, a_plan_under_way, on
from tests.records import rows
from tests.service import GATESHEAD, NORTH_TYNESIDE

NOVEMBER = date(2026, 11, 20)
DONE = {"completed_on": "2026-11-20", "evidence": "Seen.", "hours_short_reason": "Ill for a week."}


def codes(reply):
    return [reason["code"] for reason in reply.json()["reasons"]]


async def complete(pathway, *, day=NOVEMBER, **changes):
    for condition in (await pathway.plan(day=day))["items"]:
        if condition["settled_on"] is None:
            body = DONE | {"completed_on": str(day)} | changes
            reply = await pathway.to_condition(condition, "completion", body, day=day)
            assert reply.status_code == 200, reply.text


async def conclude(pathway, *, day=NOVEMBER, **changes):
    body = {"concluded_on": str(day), "summary": "All that was asked was done.", **changes}
    return await pathway.act("conclusion", body, day=day)


async def outcomes_of(pathway):
    child = await pathway.service.officer.get(f"/v1/children/{pathway.child_id}")
    return child.json()["outcomes"]


@pytest.mark.parametrize(("disposal", "code"), [("outcome_22", "22"), ("outcome_23", "23")])
async def test_the_outcome_is_recorded_when_the_work_is_done_and_makes_no_entrant(
    service, disposal, code
):
    pathway = await a_plan_under_way(service, disposal)
    await complete(pathway)

    reply = await conclude(pathway)

    assert reply.status_code == 200, reply.text
    kept = reply.json()
    assert (kept["stage"], kept["closed_as"]) == ("closed", disposal)
    assert (kept["home_office_code"], kept["edition"]) == (code, "2026.2")
    assert kept["first_time_entrant"] is False
    recorded = (await outcomes_of(pathway))[-1]
    assert recorded["id"] == kept["outcome_id"]
    assert (recorded["outcome"], recorded["given_on"], recorded["home_office_code"]) == (
        disposal,
        "2026-11-20",
        code,
    )
    assert (recorded["home_area"], recorded["case_id"]) == (NORTH_TYNESIDE, pathway.id)


async def test_every_condition_left_is_named_by_kind_and_day(service):
    pathway = await a_plan_under_way(service)

    reply = await conclude(pathway)

    assert reply.status_code == 409
    assert [reason["text"] for reason in reply.json()["reasons"]] == [
        "Letter of apology, due 6 November 2026, is not completed, excused or varied",
        "Community payback, due 27 November 2026, is not completed, excused or varied",
    ]
    assert await rows(service, Conclusion) == []


@pytest.mark.parametrize("disposal", ["community_resolution", "youth_conditional_caution"])
async def test_what_was_recorded_when_given_is_not_recorded_twice(service, disposal):
    pathway = await a_plan_under_way(service, disposal)
    await complete(pathway)
    before = await outcomes_of(pathway)

    reply = await conclude(pathway)

    assert (reply.status_code, reply.json()["closed_as"]) == (200, disposal)
    assert await outcomes_of(pathway) == before
    made_it = disposal == "youth_conditional_caution"
    assert reply.json()["outcome_id"] is not None
    assert reply.json()["first_time_entrant"] is made_it


@pytest.mark.parametrize(
    ("disposal", "spent", "note"),
    [
        ("youth_conditional_caution", "2026-11-20", "spent"),
        ("community_resolution", None, "standard_check"),
        ("outcome_22", None, "standard_check"),
        ("outcome_23", None, "awaiting_decision"),
    ],
)
async def test_the_end_of_the_plan_says_when_it_is_really_spent_and_what_checks_show(
    service, disposal, spent, note
):
    pathway = await a_plan_under_way(service, disposal)
    await complete(pathway)

    kept = (await conclude(pathway)).json()

    assert kept["spent_on"] == spent
    assert note in {each["code"] for each in kept["notes"]}


@pytest.mark.parametrize("disposal", ["outcome_22", "outcome_23"])
async def test_a_diversion_cannot_go_on_with_everything_excused_and_nothing_undertaken(
    service, disposal
):
    pathway = await a_plan_under_way(service, disposal, conditions=[LETTER])
    ids = [each["id"] for each in (await pathway.plan())["items"]]
    breach = {"conditions": ids, "excuse_considered": True, "narrative": "Very ill."}
    await pathway.act("breach", breach, day=NOVEMBER)
    excused = {"decision": "no_action", "rationale": "Ill.", "excused_conditions": ids}
    refused = await pathway.act("breach-decision", excused, day=NOVEMBER)
    anew = excused | {"decision": "vary", "agreed_by_child": True, "conditions": [PAYBACK]}

    varied = await pathway.act("breach-decision", anew, day=NOVEMBER)

    assert refused.status_code == 422
    assert [error["code"] for error in refused.json()["errors"]] == ["nothing_left"]
    assert (varied.status_code, varied.json()["stage"]) == (200, "intervention")


async def test_a_conditional_caution_may_end_with_everything_excused(service):
    pathway = await a_plan_under_way(service, "youth_conditional_caution")
    ids = [each["id"] for each in (await pathway.plan())["items"]]
    breach = {"conditions": ids, "excuse_considered": True, "narrative": "Very ill."}
    await pathway.act("breach", breach, day=NOVEMBER)
    excused = {"decision": "no_action", "rationale": "Ill.", "excused_conditions": ids}
    await pathway.act("breach-decision", excused, day=NOVEMBER)

    assert (await conclude(pathway)).status_code == 200


async def test_a_plan_does_not_end_before_its_last_condition_nor_on_a_day_to_come(service):
    pathway = await a_plan_under_way(service)
    await complete(pathway)

    early = await conclude(pathway, concluded_on="2026-11-19")
    ahead = await conclude(pathway, concluded_on="2026-11-21")

    for reply in (early, ahead):
        assert reply.status_code == 422
        assert [error["pointer"] for error in reply.json()["errors"]] == ["/concluded_on"]


async def test_deferred_prosecution_decided_as_outcome_22_in_january_ends_as_outcome_22(service):
    submitted = {
        "offences": [OFFENCE_EXAMPLE | {"committed_on": "2026-01-05", "victims": []}],
        "evidence": EVIDENCE_EXAMPLE | {"interviewed_on": "2026-01-07"},
    }
    pathway = await Pathway(service).submitted(day=date(2026, 1, 12), **submitted)
    held = date(2026, 1, 28)
    await (await pathway.assessed(day=date(2026, 1, 20))).listed(day=held)
    plan = [LETTER | {"due_on": "2026-03-06"}, PAYBACK | {"due_on": "2026-03-27"}]
    await (await pathway.decided("outcome_22", conditions=plan, day=held)).agreed(day=held)
    march = date(2026, 3, 20)
    await complete(pathway, day=march)

    reply = await conclude(pathway, day=march)

    assert reply.status_code == 200, reply.text
    assert (reply.json()["closed_as"], reply.json()["home_office_code"]) == ("outcome_22", "22")


async def test_a_concluded_case_is_not_concluded_again(service):
    pathway = await a_plan_under_way(service)
    await complete(pathway)
    await conclude(pathway)

    again = await conclude(pathway)

    assert (again.status_code, again.json()["type"]) == (409, "/problems/wrong-stage")


async def test_a_fuller_report_of_a_caution_still_leaves_it_what_made_the_child_an_entrant(service):
    pathway = await a_plan_under_way(service, "youth_conditional_caution")
    given = (await outcomes_of(pathway))[-1]
    with on(NOVEMBER):
        fuller = {name: given[name] for name in ("outcome", "given_on", "offence_code")}
        path = f"/v1/children/{pathway.child_id}/outcomes"
        told = await service.officer.post(path, {**fuller, "home_area": GATESHEAD})
        assert told.status_code == 201, told.text
    await complete(pathway)

    reply = await conclude(pathway)

    assert reply.json()["first_time_entrant"] is True
    assert reply.json()["outcome_id"] == told.json()["outcome"]["id"] != given["id"]
