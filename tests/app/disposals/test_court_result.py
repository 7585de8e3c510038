from datetime import date, timedelta

from app.disposals.tables import CourtResult
from tests.pathway import DECIDED, Pathway, a_listed_case, a_plan_under_way, a_submission, on
from tests.records import rows
from tests.service import NORTH_TYNESIDE

IN_COURT = date(2026, 11, 20)


def result(said="convicted", **changes):
    return {"result": said, "result_on": str(IN_COURT), **changes}


async def charged(service):
    pathway = await (await a_listed_case(service)).decided("charge", departs=True)
    return await pathway.agreed()


async def test_a_conviction_after_charge_makes_an_entrant_where_the_child_lives(service):
    pathway = await charged(service)

    reply = await pathway.act("court-result", result(note="Referral order."), day=IN_COURT)

    assert reply.status_code == 200, reply.text
    kept = reply.json()
    assert (kept["stage"], kept["closed_as"], kept["first_time_entrant"]) == (
        "closed",
        "charged",
        True,
    )
    check = await service.officer.get(f"/v1/children/{pathway.child_id}/entrant-check")
    entry = check.json()["first_entry"]
    assert (entry["outcome"], entry["given_on"], entry["home_area"]) == (
        "conviction",
        "2026-11-20",
        NORTH_TYNESIDE,
    )
    assert entry["offence_committed_on"] == "2026-09-02"


async def test_the_day_a_court_first_heard_it_is_kept_with_the_conviction(service):
    pathway = await charged(service)

    reply = await pathway.act("court-result", result(first_hearing_on=str(DECIDED)), day=IN_COURT)

    assert reply.status_code == 200, reply.text
    child = (await service.officer.get(f"/v1/children/{pathway.child_id}")).json()
    convicted = [each for each in child["outcomes"] if each["outcome"] == "conviction"]
    assert [each["first_hearing_on"] for each in convicted] == [str(DECIDED)]


async def test_what_is_no_conviction_leaves_the_childs_record_alone(service):
    pathway = await charged(service)
    said = ["referred_back", "discontinued", "acquitted"]

    for each in said:
        reply = await pathway.act("court-result", result(each), day=IN_COURT)

        assert reply.status_code == 200, reply.text
        assert (reply.json()["outcome_id"], reply.json()["first_time_entrant"]) == (None, False)
    kept = await rows(service, CourtResult, case_id=pathway.id)
    assert {row.result for row in kept} == set(said)


async def test_a_case_that_came_back_may_be_tried_later_but_is_decided_once(service):
    pathway = await charged(service)
    await pathway.act("court-result", result("referred_back", result_on="2026-10-20"), day=IN_COURT)

    tried = await pathway.act("court-result", result(), day=IN_COURT)
    again = await pathway.act("court-result", result("acquitted"), day=IN_COURT)

    assert tried.status_code == 200, tried.text
    assert (again.status_code, again.json()["type"]) == (409, "/problems/duplicate")


async def test_a_case_sent_straight_for_charge_may_be_resulted_by_the_youth_service(service):
    submission = a_submission()
    submission["offences"][0] |= {"offence_code": "TH68023", "mitigating_factors": []}
    with on(date(2026, 9, 11)):
        opened = (await service.police.submit(submission)).json()
    assert (opened["stage"], opened["triage"]["route"]) == ("closed", "charge_consideration")
    pathway = Pathway(service)
    pathway.id, pathway.version = opened["id"], opened["version"]

    reply = await pathway.act("court-result", result(), day=IN_COURT, by=service.officer)

    assert reply.status_code == 200, reply.text
    assert reply.json()["first_time_entrant"] is True


async def test_an_impossible_result_is_refused(service):
    pathway = await charged(service)
    impossible = [
        (result(result_on="2026-11-21"), ["/result_on"]),
        (result(result_on="2026-09-01"), ["/result_on"]),
        (result("acquitted", offence_code="CD71039"), ["/offence_code"]),
        (result("acquitted", first_hearing_on="2026-11-01"), ["/first_hearing_on"]),
        (result(first_hearing_on="2026-11-21"), ["/first_hearing_on"]),
        (result(first_hearing_on="2026-09-01"), ["/first_hearing_on"]),
        (result(first_hearing_on=str(DECIDED - timedelta(days=1))), ["/first_hearing_on"]),
    ]

    for body, where in impossible:
        reply = await pathway.act("court-result", body, day=IN_COURT)

        assert reply.status_code == 422
        assert [error["pointer"] for error in reply.json()["errors"]] == where


async def test_only_a_charge_has_a_result_in_court(service):
    pathway = await a_listed_case(service)

    reply = await pathway.act("court-result", result(), day=DECIDED)

    assert (reply.status_code, reply.json()["type"]) == (409, "/problems/wrong-stage")


async def test_a_conviction_for_what_was_never_submitted_is_the_alternate_code(service):
    pathway = await charged(service)

    reply = await pathway.act("court-result", result(offence_code="TH68010"), day=IN_COURT)

    assert reply.status_code == 200, reply.text
    kept = reply.json()
    assert kept["home_office_code"] == "1A"
    assert [reason["code"] for reason in kept["reasons"]] == ["alternate_offence"]


async def test_a_conviction_as_charged_has_the_code_of_a_charge(service):
    pathway = await charged(service)

    kept = (await pathway.act("court-result", result(), day=IN_COURT)).json()

    assert (kept["home_office_code"], kept["reasons"]) == ("1", [])


async def test_a_court_does_not_decide_before_the_charge(service):
    pathway = await charged(service)
    eve = DECIDED - timedelta(days=1)

    before = await pathway.act("court-result", result(result_on=str(eve)), day=IN_COURT)
    that_day = await pathway.act("court-result", result(result_on=str(DECIDED)), day=IN_COURT)

    assert (before.status_code, that_day.status_code) == (422, 200)
    assert before.json()["errors"][0]["code"] == "before_charge"


async def test_where_prosecution_is_resumed_the_court_decides_no_earlier_than_that(service):
    pathway = await a_plan_under_way(service)
    resumed = date(2026, 11, 12)
    running = [each["id"] for each in (await pathway.plan())["items"]]
    breach = {"conditions": running, "excuse_considered": True, "narrative": "No answer."}
    await pathway.act("breach", breach, day=resumed)
    decision = {"decision": "resume_prosecution", "rationale": "Nothing was done."}
    assert (await pathway.act("breach-decision", decision, day=resumed)).is_success

    before = await pathway.act("court-result", result(result_on="2026-11-11"), day=IN_COURT)
    that_day = await pathway.act("court-result", result(result_on="2026-11-12"), day=IN_COURT)

    assert (before.status_code, that_day.status_code) == (422, 200)


async def test_after_a_verdict_no_further_result_is_offered(service):
    pathway = await charged(service)
    path = f"/v1/cases/{pathway.id}"
    offered = []

    for said in ("referred_back", "convicted"):
        await pathway.act("court-result", result(said), day=IN_COURT)
        read = (await service.officer.get(path)).json()
        offered.append("record_court_result" in read["allowed_actions"])

    assert offered == [True, False]
