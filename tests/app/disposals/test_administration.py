from datetime import timedelta

import pytest

from app.cases.tables import CaseDecision
from app.disposals.tables import Administration
from tests.pathway import DECIDED, LETTER, PARENT, PAYBACK, a_listed_case
from tests.records import rows
from tests.service import NORTH_TYNESIDE, a_child


def codes(reply):
    return [reason["code"] for reason in reply.json()["reasons"]]


def pointers(reply):
    return [error["pointer"] for error in reply.json()["errors"]]


async def agreed(service, disposal, *, conditions=(), **case):
    pathway = await a_listed_case(service, **case)
    departs = disposal != "community_resolution"
    await pathway.decided(disposal, conditions=conditions, departs=departs)
    return await pathway.agreed()


async def outcomes_of(pathway):
    child = await pathway.service.officer.get(f"/v1/children/{pathway.child_id}")
    return child.json()["outcomes"]


async def test_a_youth_caution_given_is_the_childs_first_entry_where_the_child_lives(service):
    pathway = await agreed(service, "youth_caution")

    reply = await pathway.given()

    assert reply.status_code == 200, reply.text
    given = reply.json()
    assert (given["stage"], given["closed_as"]) == ("closed", "youth_caution")
    assert (given["home_office_code"], given["spent_on"]) == ("2", "2026-09-25")
    assert given["first_time_entrant"] is True
    follows, told = ({each["code"] for each in given[part]} for part in ("reasons", "notes"))
    assert {"must_refer", "youth_justice_may_assess", "citable_in_court"} <= follows
    assert {"spent", "standard_check", "for_the_child"} <= told
    assert not follows & told, "nothing is said twice"
    recorded = (await outcomes_of(pathway))[-1]
    assert recorded["id"] == given["outcome_id"]
    assert (recorded["outcome"], recorded["given_on"]) == ("youth_caution", "2026-09-25")
    assert (recorded["home_area"], recorded["offence_code"]) == (NORTH_TYNESIDE, "CD71039")
    assert (recorded["case_id"], recorded["reported_as"]) == (pathway.id, "pathway")


async def test_a_conditional_caution_given_starts_its_plan_and_says_when_it_is_spent(service):
    pathway = await agreed(service, "youth_conditional_caution", conditions=[LETTER, PAYBACK])

    reply = await pathway.given()

    assert reply.status_code == 200, reply.text
    given = reply.json()
    assert (given["stage"], given["spent_on"]) == ("intervention", "2026-11-27")
    follows, told = ({each["code"] for each in given[part]} for part in ("reasons", "notes"))
    assert {"conditional_discharge_barred", "must_refer", "child_may_withdraw"} <= follows
    assert "spent_by_planned_end" in told
    assert not follows & told, "nothing is said twice"
    assert given["first_time_entrant"] is True
    plan = await pathway.plan()
    assert (plan["disposal"], plan["given_on"]) == ("youth_conditional_caution", "2026-09-25")
    (kept,) = await rows(service, Administration, case_id=pathway.id)
    assert kept.appropriate_adult["name"] == PARENT["name"]
    assert str(kept.conditions_end_on) == "2026-11-27"
    decisions = {row.kind: row for row in await rows(service, CaseDecision, case_id=pathway.id)}
    assert decisions["administration"].facts["giving"]["given_by_rank"] == "sergeant"
    assert "Alex" not in str(decisions["administration"].facts)


@pytest.mark.parametrize(("conditions", "stage"), [([], "closed"), ([LETTER], "intervention")])
async def test_a_community_resolution_makes_no_entrant_and_runs_only_if_it_asks_something(
    service, conditions, stage
):
    pathway = await agreed(service, "community_resolution", conditions=conditions)

    reply = await pathway.given(effect_explained=False, signed_consent=None)

    assert reply.status_code == 200, reply.text
    assert reply.json()["stage"] == stage
    assert (reply.json()["home_office_code"], reply.json()["first_time_entrant"]) == ("8", False)


async def test_a_resolution_rests_on_responsibility_accepted_there_and_then(service):
    evidence = {"test": "full_code", "admission": "accepts_responsibility"}
    pathway = await agreed(service, "community_resolution", evidence=evidence)

    refused = await pathway.given(admission=False)
    given = await pathway.given()

    assert (refused.status_code, codes(refused)) == (409, ["no_admission"])
    assert given.status_code == 200, given.text


async def test_everything_wrong_with_the_giving_is_said_at_once(service):
    pathway = await agreed(service, "youth_conditional_caution", conditions=[LETTER])

    reply = await pathway.given(
        appropriate_adult=None, admission=False, effect_explained=False, signed_consent=None
    )

    assert reply.status_code == 409
    assert codes(reply) == [
        "no_admission",
        "no_appropriate_adult",
        "effect_not_explained",
        "consent_not_signed",
    ]
    assert await rows(service, Administration, case_id=pathway.id) == []


async def test_no_caution_is_given_to_somebody_who_turned_18_since_it_was_decided(service):
    pathway = await agreed(service, "youth_caution", child=a_child(date_of_birth="2008-09-26"))
    birthday = DECIDED + timedelta(days=1)

    refused = await pathway.given(day=birthday)
    eve = await pathway.act(
        "administration",
        {
            "given_on": str(DECIDED),
            "appropriate_adult": PARENT,
            "admission": True,
            "effect_explained": True,
            "given_by_rank": "sergeant",
        },
        day=birthday,
    )

    assert (refused.status_code, codes(refused)) == (409, ["not_a_child"])
    assert eve.status_code == 200, eve.text


async def test_another_adult_serves_only_where_nobody_nearer_could_and_never_the_police(service):
    pathway = await agreed(service, "youth_caution")
    other = {"name": "V. Volunteer", "category": "other_adult"}

    too_soon = await pathway.given(appropriate_adult=other)
    of_police = await pathway.given(
        appropriate_adult=other | {"others_unavailable": True, "police_employee": True}
    )
    rightly = await pathway.given(appropriate_adult=other | {"others_unavailable": True})

    assert (too_soon.status_code, codes(too_soon)) == (409, ["adult_out_of_order"])
    assert (of_police.status_code, codes(of_police)) == (409, ["adult_of_police"])
    assert rightly.status_code == 200, rightly.text


async def test_nothing_is_given_before_the_police_decide(service):
    pathway = await (await a_listed_case(service)).decided("youth_caution", departs=True)

    reply = await pathway.given()

    assert (reply.status_code, reply.json()["type"]) == (409, "/problems/wrong-stage")


async def test_the_day_of_giving_follows_the_decision_and_is_not_to_come(service):
    pathway = await agreed(service, "youth_caution")

    early = await pathway.given(given_on="2026-09-24")
    ahead = await pathway.given(given_on="2026-09-26")
    ended = await pathway.given(conditions_end_on="2026-09-24")

    assert [pointers(each) for each in (early, ahead, ended)] == [
        ["/given_on"],
        ["/given_on"],
        ["/conditions_end_on"],
    ]


async def test_the_plan_signed_is_the_one_that_runs(service):
    pathway = await agreed(service, "youth_conditional_caution", conditions=[PAYBACK])
    late = DECIDED + timedelta(days=70)

    overtaken = await pathway.given(day=late)
    signed = await pathway.given(
        day=late, conditions=[PAYBACK | {"due_on": "2027-01-29", "hours_required": 5}]
    )

    assert (overtaken.status_code, codes(overtaken)) == (409, ["due_before_given"])
    assert signed.status_code == 200, signed.text
    assert [each["hours_required"] for each in (await pathway.plan(day=late))["items"]] == [5]


async def test_outcome_22_is_not_something_given(service):
    pathway = await a_listed_case(service)
    await (await pathway.decided("outcome_22", conditions=[LETTER])).agreed()

    reply = await pathway.given()

    assert (reply.status_code, reply.json()["type"]) == (409, "/problems/wrong-stage")


async def test_a_caution_for_another_offence_than_those_submitted_is_2a(service):
    pathway = await agreed(service, "youth_caution")

    given = (await pathway.given(offence_code="TH68010")).json()

    assert given["home_office_code"] == "2A"
    assert "alternate_offence" in {reason["code"] for reason in given["reasons"]}
    recorded = (await outcomes_of(pathway))[-1]
    assert (recorded["offence_code"], recorded["outcome"]) == ("TH68010", "youth_caution")
    (kept,) = await rows(service, Administration, case_id=pathway.id)
    assert kept.offence_code == "TH68010"


async def test_conditions_do_not_end_after_the_last_of_them_is_due(service):
    pathway = await agreed(service, "youth_conditional_caution", conditions=[PAYBACK])

    late = await pathway.given(conditions_end_on="2026-11-28")
    in_time = await pathway.given(conditions_end_on="2026-11-27", failure_warned=True)

    assert (late.status_code, pointers(late)) == (422, ["/conditions_end_on"])
    assert in_time.status_code == 200, in_time.text
