import pytest

from app.assessments.tables import AssessmentSection
from app.cases.tables import Case
from app.journal.tables import JournalCategory
from tests.pathway import Pathway
from tests.records import at_once, lines_of, rows
from tests.service import GATESHEAD

HOME = {"living_arrangements": "With mother and two sisters."}


@pytest.fixture
async def case(service):
    return await Pathway(service).submitted()


def section(case, name="circumstances"):
    return f"/v1/cases/{case.id}/assessment/sections/{name}"


def answers(reply, name="circumstances"):
    found = next(each for each in reply.json()["sections"] if each["section"] == name)
    return found["answers"]


async def read(service, case):
    return await service.officer.get(f"/v1/cases/{case.id}/assessment")


async def test_an_assessment_nobody_has_touched_is_version_0_and_misses_everything(service, case):
    reply = await read(service, case)

    assert reply.status_code == 200
    assert reply.headers["etag"] == '"0"'
    found = reply.json()
    assert (found["version"], found["status"], found["author"]) == (0, "unsigned", None)
    assert found["tool_edition"] == "2"
    assert len(found["sections"]) == 11
    assert "living_arrangements" in {q["question"] for q in found["sections"][0]["questions"]}
    assert "answer_missing" in {reason["code"] for reason in found["missing"]}
    assert "pdat-order" in {reason["source"] for reason in found["missing"]}


async def test_a_question_comes_with_its_nature_so_that_fact_and_opinion_stay_apart(service, case):
    found = (await read(service, case)).json()

    behaviour = next(each for each in found["sections"] if each["section"] == "behaviour")
    assert {q["question"]: q["nature"] for q in behaviour["questions"]} == {
        "police_account": "allegation",
        "understanding_of_behaviour": "assessment",
        "harm_to_others": "fact",
        "how_it_would_help": "assessment",
    }


async def test_the_first_saving_is_made_from_version_0_and_names_the_author(service, case):
    reply = await service.officer.put(section(case), {"answers": HOME}, version=0)

    assert reply.status_code == 200
    assert reply.headers["etag"] == '"1"'
    assert answers(reply) == HOME
    assert reply.json()["author"] == service.officer.subject
    assert answers(await read(service, case)) == HOME


async def test_saving_some_answers_leaves_the_others_and_null_clears_one(service, case):
    await service.officer.put(
        section(case), {"answers": HOME | {"education_status": "school"}}, version=0
    )

    change = {"education_status": None, "health_needs": ["none_known"]}
    reply = await service.officer.put(section(case), {"answers": change}, version=1)

    assert answers(reply) == HOME | {"health_needs": ["none_known"]}


async def test_every_version_ever_saved_of_a_section_is_kept(service, case):
    for version, words in enumerate(("With mother.", "With grandmother.", "With father.")):
        body = {"answers": {"living_arrangements": words}}
        await service.officer.put(section(case), body, version=version)

    kept = await rows(service, AssessmentSection, case_id=case.id)

    said = {row.version: row.answers["living_arrangements"] for row in kept}
    assert said == {1: "With mother.", 2: "With grandmother.", 3: "With father."}


async def test_a_question_arises_once_its_condition_is_answered(service, case):
    body = {"answers": {"education_status": "not_in_education"}}

    reply = await service.officer.put(section(case), body, version=0)

    found = reply.json()["sections"][0]["questions"]
    assert "education_barriers" in {question["question"] for question in found}
    assert any("keeps the child out" in reason["text"] for reason in reply.json()["missing"])


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"education_status": "circus"}, "/answers/education_status", "not_an_option"),
        ({"living_arrangements": 7}, "/answers/living_arrangements", "wrong_type"),
        ({"living_arrangements": "x" * 4001}, "/answers/living_arrangements", "too_long"),
        ({"favourite_colour": "blue"}, "/answers/favourite_colour", "unknown_question"),
        ({"health_needs": ["none_known", 4]}, "/answers/health_needs", "wrong_type"),
    ],
)
async def test_an_answer_the_tool_does_not_take_is_pointed_at(service, case, given, pointer, code):
    reply = await service.officer.put(section(case), {"answers": given}, version=0)

    assert reply.status_code == 422
    assert [(e["pointer"], e["code"]) for e in reply.json()["errors"]] == [(pointer, code)]
    assert "circus" not in reply.text


async def test_a_section_the_tool_does_not_have_is_not_there(service, case):
    reply = await service.officer.put(section(case, "hobbies"), {"answers": HOME}, version=0)

    assert reply.status_code == 404


async def test_saving_needs_the_version_last_read(service, case):
    path, body = section(case), {"answers": HOME}

    assert (await service.officer.put(path, body)).status_code == 428
    assert (await service.officer.put(path, body, version=1)).status_code == 412
    assert (await service.officer.put(path, body, version=0)).status_code == 200
    assert (await service.officer.put(path, body, version=0)).status_code == 412


async def test_two_officers_who_begin_at_once_do_not_overwrite_each_other(service, case):
    async def begin(number):
        officer = service.user("yot_officer", subject=f"officer-{number}")
        return await officer.put(section(case), {"answers": HOME}, version=0)

    replies = await at_once(6, begin)

    assert sorted(reply.status_code for reply in replies) == [200, 412, 412, 412, 412, 412]
    assert len(await rows(service, AssessmentSection, case_id=case.id)) == 1


async def test_writing_an_assessment_leaves_the_version_of_its_case_alone(service, case):
    await service.officer.put(section(case), {"answers": HOME}, version=0)

    (kept,) = await rows(service, Case, id=case.id)
    assert kept.version == case.version


async def test_reading_and_saving_are_journalled_with_the_child_named(service, case):
    saved = await service.officer.put(section(case), {"answers": HOME}, version=0)
    opened = await read(service, case)

    (alteration,) = await lines_of(service, saved)
    (consultation,) = await lines_of(service, opened)
    assert (alteration.category, alteration.children) == (
        JournalCategory.ALTERATION,
        [case.child_id],
    )
    assert alteration.resource == {"assessment_version": 1}
    assert (consultation.category, consultation.children) == (
        JournalCategory.CONSULTATION,
        [case.child_id],
    )
    assert "mother" not in str(alteration)


async def test_an_officer_of_another_area_finds_no_assessment(service, case):
    stranger = service.user("yot_officer", areas=[GATESHEAD])

    assert (await stranger.get(f"/v1/cases/{case.id}/assessment")).status_code == 404
    saved = await stranger.put(section(case), {"answers": HOME}, version=0)
    assert saved.status_code == 404


@pytest.mark.parametrize("role", ["police_submitter", "panel_chair", "panel_member", "auditor"])
async def test_an_assessment_is_the_youth_justice_services_own(service, case, role):
    reply = await service.user(role).get(f"/v1/cases/{case.id}/assessment")

    assert reply.status_code == 403


async def test_a_case_that_has_closed_is_assessed_no_further_but_can_still_be_read(service, case):
    await service.officer.put(section(case), {"answers": HOME}, version=0)
    body = {"reason": "police_withdrew", "narrative": "New evidence."}
    await service.officer.post(f"/v1/cases/{case.id}/withdrawal", body, version=case.version)

    saved = await service.officer.put(section(case), {"answers": HOME}, version=1)

    assert saved.status_code == 409
    assert saved.json()["type"] == "/problems/wrong-stage"
    assert answers(await read(service, case)) == HOME
