import pytest

from app.cases.tables import Case, CaseDecision
from app.triage.schemas import OFFENCE_EXAMPLE
from tests.records import rows
from tests.service import a_case

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
    assert (manager["kind"], manager["answer"]) == ("triage_review", REVIEWED)
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
