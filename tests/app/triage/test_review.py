from dataclasses import replace
from datetime import date

import pytest

from app.cases.tables import Case, CaseDecision
from app.triage import review_actions
from app.triage.facts import as_known
from app.triage.schemas import EVIDENCE_EXAMPLE, OFFENCE_EXAMPLE
from tests.records import rows
from tests.service import a_case

PEERS = {"sexual_imagery": "consensual_peer"}
ENDED = {"route": "no_further_action", "rationale": "The police do not go on with it."}
ASKED = {"suspect_named": True, "victim_informed": True}
KNIFE = {**OFFENCE_EXAMPLE, "offence_code": "CJ88144", "mitigating_factors": []}
REVIEWED = {"route": "panel", "gravity_score": 3, "rationale": "Scored with the inspector."}


@pytest.fixture
async def unscored(service):
    """A case sent to review because its offence has no score."""
    offences = [{**OFFENCE_EXAMPLE, "offence_code": "ZZ99999"}]
    return (await service.police.submit(a_case(offences=offences))).json()


async def test_what_the_protocol_said_stays_beside_what_the_manager_decided(service, unscored):
    reply = await service.manager.post(
        f"/v1/cases/{unscored['id']}/triage-review", REVIEWED, version=1
    )

    assert reply.status_code == 200
    assert (reply.json()["stage"], reply.headers["etag"]) == ("assessment", '"2"')
    history = (await service.officer.get(f"/v1/cases/{unscored['id']}/history")).json()
    protocol, manager = history["decisions"]
    assert (protocol["kind"], protocol["answer"]["route"]) == ("triage", "review")
    assert protocol["answer"]["gravity"]["final"] is None
    assert manager["kind"] == "triage_review"
    assert manager["answer"] == {
        **REVIEWED,
        "releases": ["unscored"],
        "released_by": service.manager.subject,
    }
    assert manager["decided_by"] == service.manager.subject
    assert history["changes"][1]["why"] == REVIEWED["rationale"]


async def test_the_case_goes_on_with_the_manager_s_route_and_score(service, unscored):
    await service.manager.post(f"/v1/cases/{unscored['id']}/triage-review", REVIEWED, version=1)

    (case,) = await rows(service, Case)
    assert (case.route, case.gravity) == ("panel", 3)
    assert case.due_on == case.assessment_due
    submission = (await service.police.get(f"/v1/submissions/{unscored['id']}")).json()
    assert submission["triage"]["route"] == "review"


@pytest.mark.parametrize(
    ("route", "closed_as"),
    [
        ("officer_resolution", "officer_resolution"),
        ("charge_consideration", "charge_consideration"),
        ("no_further_action", "no_further_action"),
        ("return_to_police", "returned_to_police"),
    ],
)
async def test_a_reviewed_case_may_close_at_once(service, unscored, route, closed_as):
    reply = await service.manager.post(
        f"/v1/cases/{unscored['id']}/triage-review", {**REVIEWED, "route": route}, version=1
    )

    assert (reply.json()["stage"], reply.json()["closed_as"]) == ("closed", closed_as)
    (case,) = await rows(service, Case)
    assert (case.due_on, case.assessment_due, case.police_informed_due) == (None, None, None)


async def test_a_review_that_decides_nothing_is_refused(service, unscored):
    reply = await service.manager.post(
        f"/v1/cases/{unscored['id']}/triage-review", {**REVIEWED, "route": "review"}, version=1
    )

    assert reply.status_code == 422
    assert len(await rows(service, CaseDecision)) == 1


async def test_only_a_case_at_review_is_reviewed(service):
    opened = (await service.police.submit()).json()

    reply = await service.manager.post(
        f"/v1/cases/{opened['id']}/triage-review", REVIEWED, version=1
    )

    assert reply.status_code == 409
    assert reply.json()["type"] == "/problems/wrong-stage"


async def test_only_a_manager_reviews_triage(service, unscored):
    reply = await service.officer.post(
        f"/v1/cases/{unscored['id']}/triage-review", REVIEWED, version=1
    )

    assert reply.status_code == 403


@pytest.mark.parametrize("score", [0, 6, True, "3", 3.0])
async def test_a_gravity_score_is_a_whole_number_from_one_to_five(service, unscored, score):
    reply = await service.manager.post(
        f"/v1/cases/{unscored['id']}/triage-review", {**REVIEWED, "gravity_score": score}, version=1
    )

    assert reply.status_code == 422
    assert reply.json()["errors"][0]["pointer"] == "/gravity_score"


async def decided(service, body, **case):
    """The reply to a manager's review of this case, and what was kept of it."""
    opened = (await service.police.submit(a_case(**case))).json()
    assert opened["stage"] == "review", opened
    path = f"/v1/cases/{opened['id']}"
    reply = await service.manager.post(f"{path}/triage-review", body, version=1)
    history = (await service.officer.get(f"{path}/history")).json()
    return reply, history["decisions"][-1]


async def test_the_supervisor_who_settles_a_knife_conflict_is_named_in_what_is_kept(service):
    reply, kept = await decided(
        service,
        {**REVIEWED, "gravity_score": None},
        offences=[KNIFE],
        history=[],
        circumstances={"knife": "threat"},
    )

    assert reply.status_code == 200
    assert kept["answer"]["releases"] == ["policy_conflict"]
    assert kept["answer"]["released_by"] == kept["decided_by"] == service.manager.subject
    assert [(r["code"], r["source"]) for r in kept["reasons"]] == [
        ("released_policy_conflict", "npcc-knife-guideline")
    ]


async def test_the_police_record_outcome_21_of_imagery_between_peers(service):
    reply, kept = await decided(service, {**ENDED, "outcome_21": ASKED}, circumstances=PEERS)

    assert (reply.status_code, reply.json()["closed_as"]) == (200, "no_further_action")
    assert kept["answer"]["home_office_code"] == "21"
    assert kept["answer"]["releases"] == ["outcome_21_first"]


async def test_no_further_action_alone_is_not_taken_for_outcome_21(service):
    reply, kept = await decided(service, ENDED, circumstances=PEERS)

    assert reply.status_code == 200
    assert "home_office_code" not in kept["answer"]


@pytest.mark.parametrize(
    ("asked", "circumstances", "code"),
    [
        ({**ASKED, "victim_informed": False}, PEERS, "outcome_21_needs"),
        ({**ASKED, "suspect_named": False}, PEERS, "outcome_21_needs"),
        (ASKED, {"bail": "custody"}, "outcome_21_not_suitable"),
        (ASKED, {**PEERS, "exploitation_concern": True}, "imagery_aggravated"),
    ],
)
async def test_outcome_21_is_refused_where_it_does_not_suit_or_lacks_something(
    service, asked, circumstances, code
):
    reply, kept = await decided(
        service, {**ENDED, "outcome_21": asked}, circumstances=circumstances
    )

    assert reply.status_code == 409
    assert code in [reason["code"] for reason in reply.json()["reasons"]]
    assert kept["kind"] == "triage"


async def test_outcome_21_ends_a_case_and_goes_with_no_other_road(service):
    reply, _ = await decided(service, {**REVIEWED, "outcome_21": ASKED}, circumstances=PEERS)

    assert reply.status_code == 422
    assert reply.json()["errors"][0]["pointer"] == "/outcome_21"


def of_a_child_born(born, as_read):
    """What is asked of a case, once the child turns out to be born on another day."""

    async def asked(tx, case):
        known = await as_read(tx, case)
        return replace(known, date_of_birth=born)

    return asked


async def at_review(service, **changes):
    offences = [{**OFFENCE_EXAMPLE, "offence_code": "ZZ99999"}]
    return (await service.police.submit(a_case(offences=offences, **changes))).json()


def codes(reply):
    return [reason["code"] for reason in reply.json().get("reasons", ())]


@pytest.mark.parametrize("route", ["charge_consideration", "officer_resolution", "panel"])
async def test_no_manager_sends_on_what_was_done_below_ten(service, monkeypatch, route):
    asked = of_a_child_born(date(2016, 9, 5), as_known)
    monkeypatch.setattr(review_actions, "as_known", asked)
    opened = await at_review(service)
    path = f"/v1/cases/{opened['id']}/triage-review"

    refused = await service.manager.post(path, REVIEWED | {"route": route}, version=1)
    returned = await service.manager.post(path, REVIEWED | {"route": "return_to_police"}, version=1)

    assert (refused.status_code, codes(refused)[0]) == (409, "under_age")
    assert returned.status_code == 200


async def test_an_officer_resolves_nothing_of_an_adult(service, monkeypatch):
    asked = of_a_child_born(date(2000, 1, 1), as_known)
    monkeypatch.setattr(review_actions, "as_known", asked)
    opened = await at_review(service)

    refused = await service.manager.post(
        f"/v1/cases/{opened['id']}/triage-review",
        REVIEWED | {"route": "officer_resolution"},
        version=1,
    )

    assert (refused.status_code, codes(refused)) == (409, ["not_a_child"])


async def test_an_officer_resolves_nothing_the_child_denies(service):
    opened = await at_review(service, evidence=EVIDENCE_EXAMPLE | {"admission": "denies"})

    refused = await service.manager.post(
        f"/v1/cases/{opened['id']}/triage-review",
        REVIEWED | {"route": "officer_resolution"},
        version=1,
    )

    assert (refused.status_code, codes(refused)) == (409, ["no_admission"])
