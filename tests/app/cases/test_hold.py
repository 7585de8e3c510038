"""A decision about a child who may be exploited is held until a named person releases it."""

from datetime import date

import pytest

from app.cases.tables import ExploitationHold
from panel_protocol.library import load
from tests import pathway
from tests.pathway import (
    DECIDED,
    HELD,
    LETTER,
    Pathway,
    a_listed_case,
    on,
)
from tests.records import rows
from tests.service import a_case

CONCERN = {"concern": "Seen with two phones and new clothes.", "referred_on": None}
SAFE = {"rationale": "The exploitation lead met the child.", "referral_decision": None}
EXPLOITED = {"exploitation_concern": True}


def codes(reply):
    return [reason["code"] for reason in reply.json()["reasons"]]


async def history(case, *, day=DECIDED):
    with on(day):
        return (await case.service.officer.get(f"/v1/cases/{case.id}/history")).json()


async def read(case, *, day=DECIDED):
    with on(day):
        return (await case.service.manager.get(f"/v1/cases/{case.id}")).json()


async def held(case, *, day=HELD, **changes):
    reply = await case.act("exploitation", CONCERN | changes, by=case.service.officer, day=day)
    assert reply.status_code == 200, reply.text


async def test_a_panel_decides_nothing_while_the_decision_is_held(service):
    case = await a_listed_case(service)
    await held(case)

    with on(HELD):
        options = await service.chair.get(f"/v1/cases/{case.id}/options")
    refused = await case.act("disposal", case.disposal("outcome_22"), day=HELD)

    assert (options.status_code, refused.status_code) == (409, 409)
    assert options.json()["type"] == "/problems/refused-by-protocol"
    assert "exploitation_hold" in codes(options)
    assert "exploitation_hold" in codes(refused)


@pytest.mark.parametrize("disposal", load().exploitation.held_disposals.on(HELD).value)
async def test_the_police_decide_nothing_while_the_decision_is_held(service, disposal):
    case = await a_listed_case(service)
    await case.decided("outcome_22", conditions=[LETTER])
    await held(case)
    agrees = disposal == "outcome_22"
    body = {
        "agrees": agrees, "disposal": None if agrees else disposal, "rationale": "We differ.",
        "decided_on": str(DECIDED), "officer_rank": "inspector",
    }  # fmt: skip

    refused = await case.act("police-decision", body, day=DECIDED)

    assert refused.status_code == 409
    assert "exploitation_hold" in codes(refused)


async def test_nothing_is_given_while_the_decision_is_held(service):
    case = await a_listed_case(service)
    await case.decided("community_resolution")
    await case.agreed()
    await held(case, day=DECIDED)

    refused = await case.given()
    assert refused.status_code == 409
    assert "exploitation_hold" in codes(refused)

    released = await case.act("exploitation/release", SAFE, by=service.manager, day=DECIDED)
    assert released.status_code == 200
    assert (await case.given()).status_code == 200


async def test_who_held_it_and_who_released_it_and_why_stays_in_the_history(service):
    case = await a_listed_case(service)
    await held(case, referred_on="2026-09-20")
    assert "release_exploitation" in (await read(case))["allowed_actions"]

    answer = SAFE | {"referral_decision": "No reasonable grounds"}
    await case.act("exploitation/release", answer, by=service.manager, day=DECIDED)

    kept = await history(case)
    opened, closed = kept["changes"][-2:]
    assert (opened["action"], opened["by"]) == ("record_exploitation", service.officer.subject)
    assert (closed["action"], closed["by"]) == ("release_exploitation", service.manager.subject)
    assert closed["why"] == SAFE["rationale"]
    opened, closed = kept["decisions"][-2:]
    assert (opened["kind"], opened["answer"]["source"]) == ("exploitation_hold", "referral")
    assert (closed["kind"], closed["decided_by"]) == (
        "exploitation_release",
        service.manager.subject,
    )
    assert closed["reasons"][0]["code"] == "released_by_named_person"
    (shown,) = (await read(case))["exploitation_holds"]
    assert shown["released_by"] == service.manager.subject
    assert shown["referral_decision"] == "No reasonable grounds"
    assert "release_exploitation" not in (await read(case))["allowed_actions"]


async def test_while_it_is_held_deciding_is_not_offered(service):
    case = await a_listed_case(service)
    await held(case)

    with on(HELD):
        shown = (await service.chair.get(f"/v1/cases/{case.id}")).json()

    assert "record_disposal" not in shown["allowed_actions"]


async def test_only_a_manager_releases_and_only_what_is_held(service):
    case = await a_listed_case(service)
    nothing = await case.act("exploitation/release", SAFE, by=service.manager, day=HELD)
    await held(case)
    officer = await case.act("exploitation/release", SAFE, by=service.officer, day=HELD)

    assert (nothing.status_code, nothing.json()["type"]) == (409, "/problems/wrong-stage")
    assert officer.status_code == 403


async def test_every_concern_that_still_stands_is_released_at_once(service):
    case = await a_listed_case(service)
    await held(case)
    await held(case, referred_on="2026-09-20")

    answer = SAFE | {"referral_decision": "No reasonable grounds"}
    await case.act("exploitation/release", answer, by=service.manager, day=DECIDED)

    assert all(row.released_by for row in await rows(service, ExploitationHold))
    again = await case.act("exploitation/release", SAFE, by=service.manager, day=DECIDED)
    assert again.status_code == 409


@pytest.mark.parametrize(
    "said", ["No reasonable grounds", "Still awaited; the lead advises not to wait for it"]
)
async def test_a_child_who_was_referred_is_not_released_without_a_word_of_the_referral(
    service, said
):
    case = await a_listed_case(service)
    await held(case, referred_on="2026-09-20")
    await held(case)
    path = "exploitation/release"

    silent = await case.act(path, SAFE, by=service.manager, day=DECIDED)
    told = await case.act(path, SAFE | {"referral_decision": said}, by=service.manager, day=DECIDED)

    (error,) = silent.json()["errors"]
    assert (silent.status_code, error["pointer"], error["code"]) == (
        422,
        "/referral_decision",
        "missing",
    )
    assert told.status_code == 200, told.text
    assert codes(told) == ["released_by_named_person", "awaiting_decision"]


async def test_of_a_child_who_was_never_referred_no_question_is_told(service):
    case = await a_listed_case(service)
    await held(case)

    told = await case.act("exploitation/release", SAFE, by=service.manager, day=DECIDED)

    assert codes(told) == ["released_by_named_person"]


async def test_a_referral_is_not_of_a_day_to_come(service):
    case = await a_listed_case(service)
    body = CONCERN | {"referred_on": "2026-09-24"}

    refused = await case.act("exploitation", body, by=service.officer, day=HELD)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/referred_on"


async def test_the_police_too_may_hold_their_own_case(service):
    case = await a_listed_case(service)

    reply = await case.act("exploitation", CONCERN, by=service.police, day=HELD)

    assert reply.status_code == 200
    assert set(reply.json()) == {"id", "reference", "version", "stage", "closed_as"}


async def test_the_police_see_that_the_decision_is_held_and_until_when_but_not_why(service):
    case = await a_listed_case(service)
    await held(case, referred_on="2026-09-20")

    async def seen(day):
        with on(day):
            return (await service.police.get(f"/v1/cases/{case.id}")).json()

    before = await seen(HELD)
    answer = SAFE | {"referral_decision": "No reasonable grounds"}
    await case.act("exploitation/release", answer, by=service.manager, day=DECIDED)
    after = await seen(DECIDED)

    (waiting,), (over,) = before["decision_holds"], after["decision_holds"]
    assert set(waiting) == {"opened_at", "released_at"}
    assert (waiting["opened_at"][:10], waiting["released_at"]) == (str(HELD), None)
    assert over["released_at"][:10] == str(DECIDED)
    assert "two phones" not in str(before)
    assert "met the child" not in str(after)


async def test_a_held_case_is_listed_as_not_ready_until_it_is_released(service):
    case = await a_listed_case(service)
    await held(case)

    async def readiness(day):
        with on(day):
            panel = await service.chair.get(f"/v1/panels/{case.panel_id}")
        return panel.json()["agenda"][0]["readiness"]

    waiting = await readiness(HELD)
    await case.act("exploitation/release", SAFE, by=service.manager, day=HELD)

    assert waiting["ready"] is False
    assert "exploitation_hold" in [reason["code"] for reason in waiting["reasons"]]
    assert await readiness(HELD) == {"ready": True, "reasons": []}


async def test_a_concern_the_police_submit_is_released_by_the_managers_review(service):
    opened = (await service.police.submit(a_case(circumstances=EXPLOITED))).json()
    (row,) = await rows(service, ExploitationHold)
    assert (row.source, row.released_at) == ("submission", None)

    body = {"route": "panel", "gravity_score": None, "rationale": "Met by the lead: no concern."}
    path = f"/v1/cases/{opened['id']}"
    reviewed = await service.manager.post(f"{path}/triage-review", body, version=1)

    assert reviewed.status_code == 200
    (row,) = await rows(service, ExploitationHold)
    assert (row.released_by, row.rationale) == (service.manager.subject, body["rationale"])
    kept = (await service.officer.get(f"{path}/history")).json()["decisions"][-1]
    assert kept["answer"]["releases"] == ["exploitation_hold"]
    assert (await service.officer.get(f"{path}/options")).status_code == 200


async def test_a_case_that_triage_ends_is_not_held(service):
    not_met = {"test": "not_met", "admission": "denies"}

    opened = await service.police.submit(a_case(circumstances=EXPLOITED, evidence=not_met))

    assert opened.json()["stage"] == "closed"
    assert await rows(service, ExploitationHold) == []


async def test_a_concern_the_assessment_finds_holds_the_decision_at_countersignature(
    service, monkeypatch
):
    case = await Pathway(service).submitted()
    usual = pathway._an_answer
    monkeypatch.setattr(
        pathway,
        "_an_answer",
        lambda asked: "yes" if asked.id == "exploitation_concern" else usual(asked),
    )
    await case.assessed()

    (row,) = await rows(service, ExploitationHold)
    assert (row.source, row.opened_by) == ("assessment", service.manager.subject)
    with on(date(2026, 9, 12)):
        options = await service.officer.get(f"/v1/cases/{case.id}/options")
    assert "exploitation_hold" in codes(options)
    assert "exploitation_hold" in [d["kind"] for d in (await history(case))["decisions"]]
