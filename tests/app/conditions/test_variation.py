from datetime import date

from app.cases.tables import CaseDecision
from app.conditions.tables import Variation
from tests.pathway import LETTER, PAYBACK, a_listed_case, a_plan_under_way
from tests.records import rows
from tests.service import a_child

OCTOBER = date(2026, 10, 10)
AWARENESS = {
    "kind": "victim_awareness",
    "object": "reparation",
    "description": "Two sessions on how drivers are affected.",
    "due_on": "2026-11-20",
    "agreed_by_child": True,
    "agreed_on": "2026-10-10",
    "reason": "Writing is very hard for Sam.",
}

AUTHORISED = AWARENESS | {"authorised_by": "Insp Example"}


def codes(reply):
    return [reason["code"] for reason in reply.json()["reasons"]]


async def vary(pathway, body, *, which=0, day=OCTOBER):
    condition = (await pathway.plan(day=day))["items"][which]
    return await pathway.to_condition(condition, "variation", body, day=day)


async def test_the_condition_agreed_takes_the_place_of_the_old_which_stays_on_record(service):
    pathway = await a_plan_under_way(service)
    old = (await pathway.plan())["items"][0]

    reply = await vary(pathway, AWARENESS)

    assert reply.status_code == 201, reply.text
    new = reply.json()
    assert (new["kind"], new["replaces"], new["version"]) == ("victim_awareness", old["id"], 1)
    assert (new["edition"], new["warnings"]) == ("2026.2", [])
    assert reply.headers["etag"] == '"1"'
    items = (await pathway.plan(day=OCTOBER))["items"]
    assert [each["status"] for each in items] == ["varied", "pending", "pending"]
    assert items[0]["description"] == LETTER["description"]
    (kept,) = await rows(service, Variation, condition_id=old["id"])
    assert (kept.agreed_by_child, kept.agreed_on, kept.reason) == (
        True,
        OCTOBER,
        AWARENESS["reason"],
    )
    decisions = [row.kind for row in await rows(service, CaseDecision, case_id=pathway.id)]
    assert "variation" in decisions


async def test_nothing_is_varied_without_the_childs_agreement(service):
    pathway = await a_plan_under_way(service, "youth_conditional_caution")

    reply = await vary(pathway, AUTHORISED | {"agreed_by_child": False})

    assert (reply.status_code, codes(reply)) == (409, ["not_agreed"])
    assert [each["status"] for each in (await pathway.plan())["items"]] == ["pending", "pending"]


async def test_the_plan_as_varied_must_be_lawful_as_a_whole(service):
    pathway = await a_plan_under_way(service, "youth_conditional_caution")
    more = {**AUTHORISED, **PAYBACK, "hours_required": 11}

    reply = await vary(pathway, more)

    assert (reply.status_code, codes(reply)) == (409, ["attendance_too_long"])


async def test_what_was_varied_no_longer_counts_towards_the_hours(service):
    pathway = await a_plan_under_way(service, "youth_conditional_caution")

    reply = await vary(pathway, {**AUTHORISED, **PAYBACK, "hours_required": 20}, which=1)

    assert reply.status_code == 201, reply.text


async def test_a_variation_on_impossible_days_is_refused(service):
    pathway = await a_plan_under_way(service)
    impossible = [
        ({"agreed_on": "2026-10-11"}, ["/agreed_on"]),
        ({"agreed_on": "2026-09-24"}, ["/agreed_on"]),
        ({"due_on": "2026-10-09"}, ["/due_on"]),
    ]

    for changes, where in impossible:
        reply = await vary(pathway, AWARENESS | changes)

        assert reply.status_code == 422
        assert [error["pointer"] for error in reply.json()["errors"]] == where


async def test_a_conditional_caution_is_varied_by_somebody_the_law_lets_vary_it(service):
    pathway = await a_plan_under_way(service, "youth_conditional_caution")

    nobody = await vary(pathway, AWARENESS)
    named = await vary(pathway, AUTHORISED)

    assert nobody.status_code == 422
    assert [error["pointer"] for error in nobody.json()["errors"]] == ["/authorised_by"]
    assert (named.status_code, codes(named)) == (201, ["authorised_person_varies"])
    (kept,) = await rows(service, Variation)
    assert kept.authorised_by == "Insp Example"


async def under_way_for_a_child_turning_18(service, disposal, *, born="2008-10-01", due_on):
    pathway = await a_listed_case(service, child=a_child(date_of_birth=born))
    await pathway.decided(disposal, conditions=[LETTER | {"due_on": due_on}])
    return await pathway.agreed()


def stopped_at_eighteen(reply):
    problem = reply.json()
    assert (reply.status_code, problem["type"]) == (409, "/problems/protocol-incomplete")
    assert problem["parameter"] == "conditions.turning_eighteen"
    assert "turns 18" in problem["question"]
    assert "Crown Prosecution Service" in problem["asks"]


async def test_new_terms_of_outcome_23_for_somebody_now_18_wait_for_the_law(service):
    pathway = await under_way_for_a_child_turning_18(service, "outcome_23", due_on="2026-09-30")

    stopped_at_eighteen(await vary(pathway, AWARENESS))


async def test_new_terms_of_outcome_23_that_outlast_childhood_wait_for_the_law(service):
    pathway = await under_way_for_a_child_turning_18(
        service, "outcome_23", born="2008-11-20", due_on="2026-11-06"
    )

    stopped_at_eighteen(await vary(pathway, AWARENESS))
    in_childhood = await vary(pathway, AWARENESS | {"due_on": "2026-11-19"})
    assert in_childhood.status_code == 201, in_childhood.text


async def test_outcome_22_goes_on_as_agreed_past_a_birthday(service):
    pathway = await under_way_for_a_child_turning_18(service, "outcome_22", due_on="2026-11-06")

    reply = await vary(pathway, AWARENESS)

    assert reply.status_code == 201, reply.text


async def test_hours_done_before_a_variation_count_towards_the_most_of_a_caution(service):
    pathway = await a_plan_under_way(service, "youth_conditional_caution", conditions=[PAYBACK])
    (payback,) = (await pathway.plan())["items"]
    worked = {"occurred_on": str(OCTOBER), "hours": 10, "attendance": "attended"}
    await pathway.to_condition(payback, "progress", worked, day=OCTOBER)
    terms = {**AUTHORISED, **PAYBACK}

    refused = await vary(pathway, terms | {"hours_required": 11})
    varied = await vary(pathway, terms | {"hours_required": 10})

    assert (refused.status_code, codes(refused)) == (409, ["attendance_too_long"])
    assert varied.status_code == 201, varied.text
