import pytest

from app.cases.tables import CaseDecision
from app.disposals.tables import Administration, PoliceDecision
from app.triage.schemas import CIRCUMSTANCES_EXAMPLE
from tests.pathway import DECIDED, HELD, LETTER, PARENT, PAYBACK, a_listed_case, on
from tests.records import rows

BY_PROSECUTOR = {"decided_on": "2026-09-24", "reference": "CPS 12/26"}
EVERY_PART = ["offence", "admission", "consent", "conditions"]


def codes(reply, among="reasons"):
    return [reason["code"] for reason in reply.json()[among]]


def pointers(reply):
    return [error["pointer"] for error in reply.json()["errors"]]


def decision(**changes):
    said = {"agrees": True, "decided_on": str(DECIDED), "officer_rank": "inspector"}
    return {**said, **changes}


def instead(disposal, **changes):
    return decision(agrees=False, disposal=disposal, rationale="The victim asks for it.", **changes)


async def decided(service, disposal, *, conditions=(LETTER, PAYBACK), departs=True, **said):
    circumstances = CIRCUMSTANCES_EXAMPLE | said
    pathway = await a_listed_case(service, circumstances=circumstances)
    return await pathway.decided(disposal, conditions=conditions, departs=departs)


async def test_a_conditional_caution_for_a_hate_crime_waits_for_the_prosecutor(service):
    pathway = await decided(service, "youth_conditional_caution", hate_crime=True)

    alone = await pathway.act("police-decision", decision(), day=DECIDED)
    asked = decision(prosecutor_decision=BY_PROSECUTOR, information_form_completed_on=str(DECIDED))
    together = await pathway.act("police-decision", asked, day=DECIDED)

    assert (alone.status_code, codes(alone)) == (409, ["prosecutor_must_decide"])
    assert together.status_code == 200, together.text
    assert {"prosecutor_decides", "cif_by_police"} <= set(codes(together))
    assert "information_form_missing" not in codes(together, "warnings")
    (kept,) = await rows(service, PoliceDecision, case_id=pathway.id)
    assert (str(kept.prosecutor_decided_on), kept.prosecutor_reference) == (
        "2026-09-24",
        "CPS 12/26",
    )
    read = await service.officer.get(f"/v1/cases/{pathway.id}")
    assert read.json()["police_decision"]["prosecutor_reference"] == "CPS 12/26"
    decisions = {row.kind: row for row in await rows(service, CaseDecision, case_id=pathway.id)}
    assert decisions["police_decision"].facts["prosecutor_decided"] is True


async def test_elsewhere_the_police_decide_and_are_told_what_is_not_known(service):
    pathway = await decided(service, "youth_conditional_caution")

    reply = await pathway.act("police-decision", decision(), day=DECIDED)

    assert reply.status_code == 200, reply.text
    assert {"police_may_decide", "awaiting_decision", "child_may_withdraw"} <= set(codes(reply))
    assert "cif_never_charged" not in codes(reply)


async def test_a_charge_tells_of_the_form_and_notes_that_none_is_recorded(service):
    pathway = await decided(service, "charge", conditions=(), child_in_need=True)

    reply = await pathway.act("police-decision", decision(), day=DECIDED)

    assert reply.status_code == 200, reply.text
    assert {"cif_never_charged", "cif_child_in_need", "cif_new_each_time"} <= set(codes(reply))
    assert codes(reply, "warnings") == ["information_form_missing"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (decision(prosecutor_decision=BY_PROSECUTOR), ["/prosecutor_decision"]),
        (decision(information_form_completed_on=str(DECIDED)), ["/information_form_completed_on"]),
        (
            instead("charge", information_form_completed_on="2026-09-22"),
            ["/information_form_completed_on"],
        ),
        (
            instead("charge", information_form_completed_on="2026-09-26"),
            ["/information_form_completed_on"],
        ),
        (
            instead(
                "youth_conditional_caution",
                prosecutor_decision={"decided_on": "2026-09-26"},
            ),
            ["/prosecutor_decision/decided_on"],
        ),
    ],
)
async def test_a_referral_that_cannot_have_been_so_is_refused(service, body, expected):
    pathway = await decided(service, "outcome_22", departs=False)

    reply = await pathway.act("police-decision", body, day=DECIDED)

    assert (reply.status_code, pointers(reply)) == (422, expected)


async def test_whoever_dissents_is_told_in_the_decision_and_kept_with_it(service):
    pathway = await a_listed_case(service)
    path = f"/v1/panels/{pathway.panel_id}/agenda/{pathway.id}/recommendations"
    body = {"disposal": "community_resolution", "reason": "It is what would help this child."}
    with on(HELD):
        said = await service.chair.post(path, body | {"agency": "youth_justice"})
    assert said.status_code == 201, said.text
    await pathway.decided("outcome_22", conditions=(LETTER,))

    overruled = await pathway.act("police-decision", instead("no_further_action"), day=DECIDED)

    assert overruled.status_code == 200, overruled.text
    assert {"police_last_word", "panel_dissents", "agency_dissents", "for_scrutiny"} <= set(
        codes(overruled)
    )
    decisions = {row.kind: row for row in await rows(service, CaseDecision, case_id=pathway.id)}
    kept = decisions["police_decision"].facts
    assert (kept["panel"], kept["agencies"]) == (
        "outcome_22",
        {"youth_justice": "community_resolution"},
    )


async def test_a_conditional_caution_given_in_full_says_what_follows_and_leaves_no_doubt(service):
    pathway = await decided(service, "youth_conditional_caution")
    await pathway.agreed()

    short = await pathway.given(failure_warned=False, document_holds=["offence", "consent"])
    given = await pathway.given(
        failure_warned=True, document_holds=EVERY_PART, given_as="constable"
    )

    assert codes(short) == ["failure_not_warned", "document_incomplete"]
    assert given.status_code == 200, given.text
    assert {"must_refer", "child_may_withdraw"} <= set(codes(given))
    assert codes(given, "warnings") == []
    decisions = {row.kind: row for row in await rows(service, CaseDecision, case_id=pathway.id)}
    told = decisions["administration"].facts
    assert told["giving"]["document_holds"] == EVERY_PART
    assert [each["kind"] for each in told["plan"]["conditions"]] == [
        "letter_of_apology",
        "community_payback",
    ]
    assert PARENT["name"] not in str(decisions["administration"].facts)


async def test_a_resolution_is_not_given_to_a_child_who_will_not_take_part(service):
    pathway = await decided(service, "community_resolution", conditions=(), departs=False)
    await pathway.agreed()

    refused = await pathway.given(agrees_to_take_part=False)

    assert (refused.status_code, codes(refused)) == (409, ["not_agreed_to_take_part"])
    assert await rows(service, Administration, case_id=pathway.id) == []
