from datetime import date, timedelta

from app.cases.tables import CaseDecision
from app.disposals.tables import PanelDisposal
from app.triage.schemas import EVIDENCE_EXAMPLE, OFFENCE_EXAMPLE
from tests.pathway import BENCH, HELD, LETTER, PAYBACK, Pathway, a_listed_case, on
from tests.records import at_once, journal, lines_of, rows
from tests.service import GATESHEAD, NORTH_TYNESIDE

JANUARY = {
    "offences": [OFFENCE_EXAMPLE | {"committed_on": "2026-01-05", "victims": []}],
    "evidence": EVIDENCE_EXAMPLE | {"interviewed_on": "2026-01-07"},
}


def codes(reply):
    return [reason["code"] for reason in reply.json()["reasons"]]


def pointers(reply):
    return [error["pointer"] for error in reply.json()["errors"]]


async def listed_before(service, bench):
    pathway = await (await Pathway(service).submitted()).assessed()
    return await pathway.listed(bench=bench)


async def test_a_quorate_panels_disposal_takes_the_case_to_the_police(service):
    pathway = await a_listed_case(service)

    reply = await pathway.act(
        "disposal", pathway.disposal("outcome_22", conditions=[LETTER, PAYBACK]), day=HELD
    )

    assert reply.status_code == 200, reply.text
    made = reply.json()
    assert (made["stage"], made["disposal"]) == ("decided", "outcome_22")
    assert (made["edition"], made["looked_at"]) == ("2026.2", "2026-09-23")
    assert "starting_point" in codes(reply)
    assert reply.headers["etag"] == f'"{made["version"]}"'
    with on(HELD):
        panel = await service.chair.get(f"/v1/panels/{pathway.panel_id}")
    assert [item["decided"] for item in panel.json()["agenda"]] == [True]


async def test_what_was_decided_is_kept_whole_with_quorum_reasons_facts_and_edition(service):
    pathway = await a_listed_case(service)
    said = pathway.disposal(
        "outcome_22",
        conditions=[LETTER],
        rejected=[{"disposal": "youth_caution", "why": "It would only mark Sam."}],
        child_voice="I was showing off.",
        victim_voice="They wish it not to happen again.",
    )

    reply = await pathway.act("disposal", said, day=HELD)

    (kept,) = await rows(service, PanelDisposal, case_id=pathway.id)
    assert (kept.decided_on, kept.rejected) == (HELD, said["rejected"])
    assert (kept.child_voice, kept.victim_voice) == (said["child_voice"], said["victim_voice"])
    assert kept.conditions[0]["description"] == LETTER["description"]
    decided = {row.kind: row for row in await rows(service, CaseDecision, case_id=pathway.id)}
    assert len(decided["panel_quorum"].facts["present"]) == 3
    assert decided["disposal"].reasons == reply.json()["reasons"]
    assert decided["disposal"].facts["case"]["offences"][0]["offence_code"] == "CD71039"
    assert {decided[kind].edition for kind in ("panel_quorum", "disposal")} == {"2026.2"}
    actions = [line.action for line in await lines_of(service, reply)]
    assert "record_disposal" in actions


async def test_a_panel_that_is_not_quorate_may_not_decide_and_is_told_who_was_missing(service):
    pathway = await listed_before(service, BENCH[2:])

    reply = await pathway.act("disposal", pathway.disposal("no_further_action"), day=HELD)

    assert reply.status_code == 409
    assert codes(reply) == ["agency_absent", "agency_absent"]
    assert await rows(service, PanelDisposal, case_id=pathway.id) == []


async def test_a_member_with_an_interest_does_not_count_towards_the_quorum(service):
    pathway = await a_listed_case(service)
    path = f"/v1/panels/{pathway.panel_id}/agenda/{pathway.id}/conflicts"
    interest = {"agency": "health", "name": "H. Nurse", "interest": "Treats the brother."}
    with on(HELD):
        assert (await service.chair.post(path, interest)).status_code == 201

    reply = await pathway.act(
        "disposal", pathway.disposal("outcome_22", conditions=[LETTER]), day=HELD
    )

    assert (reply.status_code, codes(reply)) == (409, ["other_agency_absent"])


async def test_a_chair_with_an_interest_does_not_record_the_disposal(service):
    pathway = await a_listed_case(service)
    path = f"/v1/panels/{pathway.panel_id}/agenda/{pathway.id}/conflicts"
    mine = {
        "agency": "youth_justice",
        "subject": service.chair.subject,
        "name": "C. Chair",
        "interest": "A neighbour.",
    }
    with on(HELD):
        declared = await service.chair.post(path, mine)
    assert declared.status_code == 201, declared.text

    reply = await pathway.act(
        "disposal", pathway.disposal("outcome_22", conditions=[LETTER]), day=HELD
    )

    assert reply.status_code == 409
    assert "chair_conflicted" in codes(reply)


async def test_a_closed_disposal_is_refused_with_everything_that_closes_it(service):
    evidence = EVIDENCE_EXAMPLE | {"admission": "denies", "appropriate_adult_present": False}
    pathway = await a_listed_case(service, evidence=evidence)

    reply = await pathway.act("disposal", pathway.disposal("community_resolution"), day=HELD)

    assert reply.status_code == 409
    assert codes(reply) == ["no_admission", "no_appropriate_adult"]


async def test_a_departure_from_the_starting_point_needs_to_be_said_and_reasoned(service):
    pathway = await a_listed_case(service)
    caution = pathway.disposal("youth_caution")

    unsaid = await pathway.act("disposal", caution, day=HELD)
    unreasoned = await pathway.act("disposal", caution | {"departs_from_protocol": True}, day=HELD)
    why = {"departs_from_protocol": True, "departure_rationale": "The third time in a year."}
    reasoned = await pathway.act("disposal", caution | why, day=HELD)

    assert (unsaid.status_code, codes(unsaid)) == (409, ["departs_from_starting_point"])
    assert (unreasoned.status_code, pointers(unreasoned)) == (422, ["/departure_rationale"])
    assert reasoned.status_code == 200
    assert reasoned.json()["departs_from_protocol"] is True


async def test_an_unlawful_plan_is_refused(service):
    pathway = await a_listed_case(service)
    departs = {"departs_from_protocol": True, "departure_rationale": "As the panel agreed."}
    too_long = PAYBACK | {"hours_required": 21}
    unlawful = [
        ("outcome_22", [], "conditions_missing"),
        ("outcome_23", [], "conditions_missing"),
        ("youth_caution", [LETTER], "conditions_not_possible"),
        ("youth_conditional_caution", [too_long], "attendance_too_long"),
        ("outcome_22", [LETTER | {"due_on": "2027-03-01"}], "plan_too_long"),
    ]

    for disposal, conditions, why in unlawful:
        body = pathway.disposal(disposal, conditions=conditions) | departs
        reply = await pathway.act("disposal", body, day=HELD)

        assert (reply.status_code, codes(reply)) == (409, [why])


async def test_before_12_february_2026_deferred_prosecution_is_outcome_22(service):
    pathway = await Pathway(service).submitted(day=date(2026, 1, 12), **JANUARY)
    held = date(2026, 1, 28)
    await (await pathway.assessed(day=date(2026, 1, 20))).listed(day=held)
    letter = LETTER | {"due_on": "2026-03-27"}

    as_23 = await pathway.act(
        "disposal", pathway.disposal("outcome_23", conditions=[letter]), day=held
    )
    as_22 = await pathway.act(
        "disposal", pathway.disposal("outcome_22", conditions=[letter]), day=held
    )

    assert (as_23.status_code, codes(as_23)) == (409, ["not_yet_in_force"])
    assert as_22.status_code == 200, as_22.text
    assert as_22.json()["edition"] == "2025.1"


async def test_of_many_chairs_who_decide_at_once_all_but_one_are_told_it_has_been_decided(service):
    pathway = await a_listed_case(service)
    body = pathway.disposal("outcome_22", conditions=[LETTER])
    version = pathway.version

    replies = await at_once(30, lambda _: pathway.act("disposal", body, day=HELD, version=version))

    assert sorted(reply.status_code for reply in replies) == [200] + [409] * 29
    refused = [reply.json() for reply in replies if reply.status_code == 409]
    assert {each["type"] for each in refused} == {"/problems/wrong-stage"}
    assert len(await journal(service, action="record_disposal", category="alteration")) == 1
    assert len(await rows(service, PanelDisposal, case_id=pathway.id)) == 1


async def test_a_decision_on_a_case_that_changed_meanwhile_is_stale(service):
    pathway = await a_listed_case(service)
    body = pathway.disposal("outcome_22", conditions=[LETTER])

    with on(HELD):
        missing = await service.chair.post(f"/v1/cases/{pathway.id}/disposal", body)
    stale = await pathway.act("disposal", body, day=HELD, version=pathway.version - 1)

    assert (missing.status_code, stale.status_code) == (428, 412)


async def test_a_panel_cannot_have_decided_before_it_met_nor_a_case_it_did_not_hear(service):
    pathway = await a_listed_case(service)
    body = pathway.disposal("outcome_22", conditions=[LETTER])
    panel = {"area": NORTH_TYNESIDE, "held_on": str(HELD), "venue": "Town hall"}
    with on(HELD):
        other = (await service.chair.post("/v1/panels", panel)).json()["id"]

    early = await pathway.act("disposal", body, day=HELD - timedelta(days=1))
    elsewhere = await pathway.act("disposal", body | {"panel_id": other}, day=HELD)

    assert (early.status_code, pointers(early)) == (422, ["/panel_id"])
    assert (elsewhere.status_code, pointers(elsewhere)) == (422, ["/panel_id"])


async def test_what_was_chosen_is_not_also_rejected(service):
    pathway = await a_listed_case(service)
    rejected = [{"disposal": "outcome_22", "why": "Odd."}, {"disposal": "charge", "why": "No."}]

    reply = await pathway.act(
        "disposal",
        pathway.disposal("outcome_22", conditions=[LETTER], rejected=rejected + rejected[1:]),
        day=HELD,
    )

    assert (reply.status_code, pointers(reply)) == (422, ["/rejected", "/rejected"])


async def test_only_a_chair_of_the_area_records_a_disposal(service):
    pathway = await a_listed_case(service)
    body = pathway.disposal("outcome_22", conditions=[LETTER])

    officer = await pathway.act("disposal", body, day=HELD, by=service.officer)
    elsewhere = service.user("panel_chair", areas=[GATESHEAD])
    stranger = await pathway.act("disposal", body, day=HELD, by=elsewhere)

    assert (officer.status_code, stranger.status_code) == (403, 404)
