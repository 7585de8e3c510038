from datetime import date, timedelta

from app.cases.tables import CaseDecision
from app.disposals.tables import Condition, PanelDisposal, PoliceDecision
from tests.pathway import DECIDED, HELD, LETTER, PAYBACK, Pathway, a_listed_case, on
from tests.records import rows
from tests.service import GATESHEAD, NORTH_TYNESIDE, a_child


def codes(reply):
    return [reason["code"] for reason in reply.json()["reasons"]]


def pointers(reply):
    return [error["pointer"] for error in reply.json()["errors"]]


def decision(**changes):
    said = {"agrees": True, "decided_on": str(DECIDED), "officer_rank": "inspector"}
    return {**said, **changes}


def instead(disposal, **changes):
    return decision(agrees=False, disposal=disposal, rationale="The victim asks for it.", **changes)


async def decided(service, disposal="outcome_22", **options):
    options = {"conditions": (LETTER, PAYBACK)} | options
    return await (await a_listed_case(service)).decided(disposal, **options)


async def test_police_who_agree_to_outcome_22_start_the_plan(service):
    pathway = await decided(service)

    reply = await pathway.act("police-decision", decision(), day=DECIDED)

    assert reply.status_code == 200, reply.text
    assert (reply.json()["stage"], reply.json()["disposal"]) == ("intervention", "outcome_22")
    plan = await pathway.plan()
    assert [each["kind"] for each in plan["items"]] == ["letter_of_apology", "community_payback"]
    with on(DECIDED):
        listed = await service.officer.get("/v1/cases")
    assert [item["due_on"] for item in listed.json()["items"]] == ["2026-11-06"]


async def test_nothing_is_on_the_childs_record_until_the_activity_is_undertaken(service):
    pathway = await (await decided(service)).agreed()

    child = await service.officer.get(f"/v1/children/{pathway.child_id}")

    assert [o["outcome"] for o in child.json()["outcomes"]] == ["community_resolution"]


async def test_police_who_decide_differently_leave_the_panels_disposal_on_record(service):
    pathway = await decided(service)

    reply = await pathway.act("police-decision", instead("no_further_action"), day=DECIDED)

    assert reply.status_code == 200, reply.text
    assert (reply.json()["stage"], reply.json()["closed_as"]) == ("closed", "no_further_action")
    assert reply.json()["departs_from_protocol"] is True
    (panel,) = await rows(service, PanelDisposal, case_id=pathway.id)
    (police,) = await rows(service, PoliceDecision, case_id=pathway.id)
    assert (panel.disposal, police.disposal, police.agrees) == (
        "outcome_22",
        "no_further_action",
        False,
    )
    assert await rows(service, Condition, case_id=pathway.id) == []
    kept = {row.kind: row for row in await rows(service, CaseDecision, case_id=pathway.id)}
    assert (kept["police_decision"].looked_at, kept["police_decision"].edition) == (
        DECIDED,
        "2026.2",
    )


async def test_a_police_decision_that_contradicts_itself_is_refused(service):
    pathway = await decided(service)
    contradictory = [
        (decision(disposal="charge"), ["/disposal"]),
        (decision(agrees=False, rationale="Other."), ["/disposal"]),
        (decision(agrees=False, disposal="outcome_22", rationale="Same."), ["/disposal"]),
        (decision(agrees=False, disposal="charge"), ["/rationale"]),
        (decision(decided_on="2026-09-22"), ["/decided_on"]),
        (decision(decided_on="2026-09-26"), ["/decided_on"]),
    ]

    for body, where in contradictory:
        reply = await pathway.act("police-decision", body, day=DECIDED)

        assert (reply.status_code, pointers(reply)) == (422, where)


async def test_police_may_not_choose_what_the_law_closes_on_the_day_they_decide(service):
    child = a_child(date_of_birth="2008-09-24")
    pathway = await a_listed_case(service, child=child)
    await pathway.decided("youth_caution", departs=True)

    reply = await pathway.act("police-decision", decision(), day=DECIDED)

    assert (reply.status_code, codes(reply)) == (409, ["not_a_child"])
    after = await pathway.act("police-decision", instead("charge"), day=DECIDED)
    assert (after.status_code, after.json()["closed_as"]) == (200, "charged")


async def test_where_the_panel_planned_nothing_police_who_want_a_plan_must_make_it(service):
    pathway = await decided(service, "no_further_action", conditions=(), departs=True)

    without = await pathway.act("police-decision", instead("outcome_22"), day=DECIDED)
    within = await pathway.act(
        "police-decision", instead("outcome_22", conditions=[LETTER]), day=DECIDED
    )

    assert (without.status_code, codes(without)) == (409, ["conditions_missing"])
    assert (within.status_code, within.json()["stage"]) == (200, "intervention")
    assert [c["description"] for c in (await pathway.plan())["items"]] == [LETTER["description"]]


async def test_a_plan_of_the_polices_own_takes_the_place_of_the_panels(service):
    pathway = await decided(service)
    later = LETTER | {"due_on": "2026-12-11"}

    reply = await pathway.act("police-decision", decision(conditions=[later]), day=DECIDED)

    assert reply.status_code == 200, reply.text
    assert [each["due_on"] for each in (await pathway.plan())["items"]] == ["2026-12-11"]
    (panel,) = await rows(service, PanelDisposal, case_id=pathway.id)
    assert len(panel.conditions) == 2


async def test_a_caution_agreed_waits_to_be_given_and_nothing_is_overdue(service):
    pathway = await decided(service, "youth_caution", conditions=(), departs=True)

    reply = await pathway.act("police-decision", decision(), day=DECIDED)

    assert reply.json()["stage"] == "decided"
    with on(DECIDED + timedelta(days=60)):
        (case,) = (await service.officer.get("/v1/cases")).json()["items"]
    assert (case["due_on"], case["overdue"]) == (None, False)


async def test_the_police_decide_a_case_once(service):
    pathway = await decided(service, "youth_caution", conditions=(), departs=True)
    await pathway.agreed()

    again = await pathway.act("police-decision", decision(), day=DECIDED)

    assert (again.status_code, again.json()["type"]) == (409, "/problems/duplicate")


async def test_police_decide_their_own_submissions_and_those_of_their_areas(service):
    pathway = await decided(service)
    other = {"subject": "another.unit", "agency": "police"}
    elsewhere = service.user("police_submitter", areas=[GATESHEAD], **other)
    same_area = service.user("police_submitter", areas=[NORTH_TYNESIDE], **other)
    submitter = service.user("police_submitter", areas=[], subject=service.police.subject)

    not_theirs = await pathway.act("police-decision", decision(), day=DECIDED, by=elsewhere)
    stale = await pathway.act("police-decision", decision(), day=DECIDED, by=same_area, version=1)
    own = await pathway.act("police-decision", decision(), day=DECIDED, by=submitter)

    assert [r.status_code for r in (not_theirs, stale, own)] == [404, 412, 200]


async def test_the_police_do_not_decide_before_the_panel(service):
    pathway = await a_listed_case(service)

    reply = await pathway.act("police-decision", decision(), day=DECIDED)

    assert (reply.status_code, reply.json()["type"]) == (409, "/problems/wrong-stage")


async def test_a_17_year_old_who_turns_18_before_the_panel_may_still_have_outcome_22(service):
    pathway = await Pathway(service).submitted(child=a_child(date_of_birth="2008-09-20"))
    await (await pathway.assessed()).listed(day=date(2026, 9, 23))

    caution = await pathway.act(
        "disposal",
        pathway.disposal("youth_conditional_caution", conditions=[PAYBACK]),
        day=HELD,
    )
    await pathway.decided("outcome_22", conditions=[LETTER])

    assert caution.status_code == 409
    assert "not_a_child" in codes(caution)


async def test_no_further_action_is_assumed_to_be_10_and_says_so(service):
    pathway = await decided(service)

    reply = await pathway.act("police-decision", instead("no_further_action"), day=DECIDED)

    assert reply.json()["home_office_code"] == "10"
    assert "nfa_code_assumed" in codes(reply)
    (kept,) = await rows(service, PoliceDecision)
    assert kept.home_office_code is None


async def test_the_police_may_record_another_code_under_which_nothing_further_is_done(service):
    pathway = await decided(service)
    said = instead("no_further_action", home_office_code="21")

    reply = await pathway.act("police-decision", said, day=DECIDED)

    assert (reply.status_code, reply.json()["home_office_code"]) == (200, "21")
    assert "nfa_code_assumed" not in codes(reply)
    (kept,) = await rows(service, PoliceDecision)
    assert kept.home_office_code == "21"


async def test_a_code_that_does_not_belong_to_the_decision_is_refused(service):
    pathway = await decided(service)
    wrong = [
        instead("no_further_action", home_office_code="22"),
        instead("no_further_action", home_office_code="ten"),
        decision(home_office_code="10"),
    ]

    for said in wrong:
        reply = await pathway.act("police-decision", said, day=DECIDED)

        assert (reply.status_code, pointers(reply)) == (422, ["/home_office_code"])


LONG = LETTER | {"due_on": "2027-01-20"}
WHY = "The mentor is away until January."


async def test_the_panels_reason_for_a_long_plan_goes_with_the_panels_plan(service):
    pathway = await a_listed_case(service)
    caution = "youth_conditional_caution"
    departs = {"departs_from_protocol": True, "departure_rationale": "The panel was agreed."}
    body = pathway.disposal(caution, conditions=[LONG], **departs)

    unexplained = await pathway.act("disposal", body, day=HELD)
    explained = await pathway.act("disposal", body | {"long_plan_reason": WHY}, day=HELD)
    own = decision(conditions=[LONG | {"due_on": "2027-01-21"}])
    polices_own = await pathway.act("police-decision", own, day=DECIDED)
    panels = await pathway.act("police-decision", decision(), day=DECIDED)
    given = await pathway.given()

    assert (unexplained.status_code, codes(unexplained)) == (409, ["long_plan"])
    assert (explained.status_code, polices_own.status_code) == (200, 409)
    assert codes(polices_own) == ["long_plan"]
    assert (panels.status_code, given.status_code) == (200, 200)
    for table in (PanelDisposal, PoliceDecision):
        (kept,) = await rows(service, table)
        assert kept.long_plan_reason == WHY


async def test_a_second_decision_is_not_dated_before_the_first(service):
    pathway = await decided(service, "youth_caution", conditions=(), departs=True)
    await pathway.agreed()
    late = DECIDED + timedelta(days=5)

    before, same_day = [
        await pathway.act(
            "police-decision", instead("no_further_action", decided_on=str(day)), day=late
        )
        for day in (DECIDED - timedelta(days=1), DECIDED)
    ]

    assert (before.status_code, same_day.status_code) == (422, 200)
    assert before.json()["errors"][0]["code"] == "before_earlier"
