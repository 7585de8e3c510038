import pytest

from app.assessments.tables import AssessmentSignature
from app.cases.tables import Case, CaseDecision
from panel_protocol.library import load
from tests.pathway import RECEIVED, Pathway, on, whole_assessment
from tests.records import at_once, rows

AGREED = {"decision": "agreed", "comment": "The child's words are clear."}
RETURNED = {"decision": "returned", "comment": "What does the carer say?"}


@pytest.fixture(autouse=True)
def that_day():
    with on(RECEIVED):
        yield


@pytest.fixture
async def written(service):
    """A case whose assessment is complete and not signed; the version it stands at."""
    case = await Pathway(service).submitted()
    return case, await write(case, service.officer)


async def write(case, author):
    """Every answer that arises."""
    version = 0
    for section, said in whole_assessment(load().tool_on(RECEIVED)).items():
        body = {"answers": said}
        saved = await author.put(path(case, f"/sections/{section}"), body, version=version)
        version = saved.json()["version"]
    return version


def path(case, step=""):
    return f"/v1/cases/{case.id}/assessment{step}"


async def sign(service, case, version, by=None):
    return await (by or service.officer).post(path(case, "/signature"), version=version)


async def answer(service, case, body, version, by=None):
    return await (by or service.manager).post(
        path(case, "/countersignature"), body, version=version
    )


async def decisions(service, case):
    kept = await rows(service, CaseDecision, case_id=case.id)
    return [each for each in kept if each.kind == "assessment"]


async def test_an_unfinished_assessment_is_not_signed_and_every_gap_is_a_reason(service):
    case = await Pathway(service).submitted()
    body = {"answers": {"living_arrangements": "With mother."}}
    saved = await service.officer.put(path(case, "/sections/circumstances"), body, version=0)

    reply = await sign(service, case, 1)

    assert reply.status_code == 409
    assert reply.json()["type"] == "/problems/refused-by-protocol"
    assert reply.json()["reasons"] == saved.json()["missing"]
    assert "The child's circumstances: What is the child's education, training or work?" in {
        reason["text"] for reason in reply.json()["reasons"]
    }


async def test_its_author_signs_a_complete_assessment(service, written):
    case, version = written

    reply = await sign(service, case, version)

    assert reply.status_code == 200
    assert reply.headers["etag"] == f'"{version + 1}"'
    assert reply.json()["status"] == "signed"
    assert reply.json()["missing"] == []
    assert [(s["kind"], s["by"]) for s in reply.json()["signatures"]] == [
        ("signed", service.officer.subject)
    ]


async def test_nobody_signs_what_they_had_no_part_in_writing(service, written):
    case, version = written

    reply = await sign(service, case, version, by=service.user("yot_officer", subject="another"))

    assert reply.status_code == 403


async def test_what_has_been_signed_is_not_written_on(service, written):
    case, version = written
    await sign(service, case, version)

    body = {"answers": {"carer_voice": "He is sorry."}}
    reply = await service.officer.put(path(case, "/sections/voice"), body, version=version + 1)

    assert reply.status_code == 409
    assert (await sign(service, case, version + 1)).status_code == 409


async def test_what_has_not_been_signed_is_not_countersigned(service, written):
    case, version = written

    assert (await answer(service, case, AGREED, version)).status_code == 409


async def test_agreement_makes_the_case_ready_for_a_panel_and_keeps_the_decision(service, written):
    case, version = written
    await sign(service, case, version)

    reply = await answer(service, case, AGREED, version + 1)

    assert reply.status_code == 200
    assert reply.json()["status"] == "countersigned"
    assert reply.json()["countersigner"] == service.manager.subject
    (kept,) = await rows(service, Case, id=case.id)
    assert (kept.stage, kept.version) == ("panel_ready", case.version + 1)
    assert kept.due_on == kept.police_informed_due
    (decision,) = await decisions(service, case)
    assert decision.answer == {
        "decision": "agreed",
        "author": service.officer.subject,
        "countersigner": service.manager.subject,
    }
    assert [reason["code"] for reason in decision.reasons] == ["assessment_complete"]
    assert decision.facts["tool_edition"] == "2"
    assert decision.facts["assessment_version"] == version + 2
    assert set(decision.facts["sections"].values()) == set(range(1, version + 1))
    assert decision.edition == "2026.2"


async def test_the_author_may_not_countersign_even_as_a_manager(service):
    case = await Pathway(service).submitted()
    version = await write(case, service.manager)
    await sign(service, case, version, by=service.manager)

    reply = await answer(service, case, AGREED, version + 1)

    assert reply.status_code == 409
    assert [r["code"] for r in reply.json()["reasons"]] == ["countersigner_is_author"]
    other = service.user("yot_manager", subject="another-manager")
    assert (await answer(service, case, AGREED, version + 1, by=other)).status_code == 200


async def test_nobody_countersigns_what_they_wrote_part_of(service):
    case = await Pathway(service).submitted()
    version = await write(case, service.officer)
    section, said = next(iter(whole_assessment(load().tool_on(RECEIVED)).items()))
    part = path(case, f"/sections/{section}")
    saved = await service.manager.put(part, {"answers": said}, version=version)
    await sign(service, case, saved.json()["version"])

    refused = await answer(service, case, AGREED, version + 2)

    assert refused.status_code == 409
    assert [r["code"] for r in refused.json()["reasons"]] == ["countersigner_wrote_part"]
    other = service.user("yot_manager", subject="another-manager")
    assert (await answer(service, case, AGREED, version + 2, by=other)).status_code == 200


async def test_an_officer_may_not_countersign(service, written):
    case, version = written
    await sign(service, case, version)

    reply = await answer(service, case, AGREED, version + 1, by=service.user("yot_officer"))

    assert reply.status_code == 403


async def test_a_returned_assessment_says_why_and_can_be_written_and_signed_again(service, written):
    case, version = written
    await sign(service, case, version)

    silent = await answer(service, case, {"decision": "returned"}, version + 1)
    returned = await answer(service, case, RETURNED, version + 1)
    body = {"answers": {"carer_voice": "He is sorry, and so are we."}}
    saved = await service.officer.put(path(case, "/sections/voice"), body, version=version + 2)
    signed = await sign(service, case, version + 3)

    assert [e["pointer"] for e in silent.json()["errors"]] == ["/comment"]
    assert returned.json()["status"] == "returned"
    assert saved.status_code == 200
    assert signed.json()["status"] == "signed"
    kept = await rows(service, AssessmentSignature, case_id=case.id)
    assert [(row.kind, row.comment) for row in sorted(kept, key=lambda row: row.version)] == [
        ("signed", None),
        ("returned", "What does the carer say?"),
        ("signed", None),
    ]
    (case_now,) = await rows(service, Case, id=case.id)
    assert (case_now.stage, case_now.version) == ("assessment", case.version)


async def test_signatures_need_the_version_last_read(service, written):
    case, version = written

    assert (await service.officer.post(path(case, "/signature"))).status_code == 428
    assert (await sign(service, case, version - 1)).status_code == 412
    await sign(service, case, version)
    assert (await answer(service, case, AGREED, version)).status_code == 412


async def test_two_managers_who_agree_at_once_agree_once(service, written):
    case, version = written
    await sign(service, case, version)

    async def agree(number):
        manager = service.user("yot_manager", subject=f"manager-{number}")
        return await answer(service, case, AGREED, version + 1, by=manager)

    replies = await at_once(4, agree)

    assert sorted(reply.status_code for reply in replies) == [200, 409, 409, 409]
    assert len(await decisions(service, case)) == 1


async def test_an_agreed_assessment_stays_readable_and_closed_to_change(service, written):
    case, version = written
    await sign(service, case, version)
    await answer(service, case, AGREED, version + 1)

    body = {"answers": {"carer_voice": "He is sorry."}}
    saved = await service.officer.put(path(case, "/sections/voice"), body, version=version + 2)
    read = await service.officer.get(path(case))

    assert saved.status_code == 409
    assert read.json()["status"] == "countersigned"
