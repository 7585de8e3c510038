"""A changed answer clears what depended on it, and what was said is kept where it was."""

import pytest

from app.assessments.tables import AssessmentSection
from app.journal.tables import JournalCategory
from tests.pathway import Pathway
from tests.records import lines_of, rows, say, statements
from tests.service import GATESHEAD

CONCERN = {"exploitation_concern": "yes", "exploitation_detail": "Older men, and new trainers."}
PLAN = {"safety_in_plan": "A taxi home from training.", "proposed_work": "Weekly meetings."}


@pytest.fixture
async def case(service):
    return await Pathway(service).submitted()


@pytest.fixture
async def held(service, case):
    """An exploited child's case, with a plan made for it, at version 2."""
    await save(service.officer, case, "exploitation", CONCERN, 0)
    await save(service.officer, case, "professionals_plan", PLAN, 1)
    return case


async def save(by, case, section, answers, version):
    path = f"/v1/cases/{case.id}/assessment/sections/{section}"
    return await by.put(path, {"answers": answers}, version=version)


def answers(reply, name):
    return next(s["answers"] for s in reply.json()["sections"] if s["section"] == name)


def by(reply, name):
    found = next(s["questions"] for s in reply.json()["sections"] if s["section"] == name)
    return {q["question"]: q["answered_by"] for q in found if q["answered_by"]}


async def test_what_depended_on_a_changed_answer_is_cleared_in_every_section(service, held):
    reply = await save(service.officer, held, "exploitation", {"exploitation_concern": "no"}, 2)

    assert reply.status_code == 200
    assert reply.json()["cleared"] == ["exploitation_detail", "safety_in_plan"]
    assert answers(reply, "exploitation") == {"exploitation_concern": "no"}
    assert answers(reply, "professionals_plan") == {"proposed_work": "Weekly meetings."}
    # Two sections have changed, each to a version of its own; the last is the assessment's.
    assert (reply.json()["version"], reply.headers["etag"]) == (4, '"4"')


async def test_what_was_cleared_stays_in_the_version_that_held_it(service, held):
    await save(service.officer, held, "exploitation", {"exploitation_concern": "no"}, 2)

    kept = {row.version: row for row in await rows(service, AssessmentSection, case_id=held.id)}

    assert (kept[1].answers, kept[2].answers) == (CONCERN, PLAN)
    assert [(kept[v].section, kept[v].cleared) for v in (3, 4)] == [
        ("exploitation", ["exploitation_detail"]),
        ("professionals_plan", ["safety_in_plan"]),
    ]


async def test_what_was_cleared_does_not_come_back_with_the_answer_it_depended_on(service, held):
    await save(service.officer, held, "exploitation", {"exploitation_concern": "no"}, 2)

    reply = await save(service.officer, held, "exploitation", {"exploitation_concern": "yes"}, 4)

    assert reply.json()["cleared"] == []
    assert answers(reply, "exploitation") == {"exploitation_concern": "yes"}
    assert "safety_in_plan" not in answers(reply, "professionals_plan")
    assert any("exploit them" in reason["text"] for reason in reply.json()["missing"])


async def test_what_was_said_before_can_still_be_read_newest_first(service, held):
    await save(service.officer, held, "exploitation", {"exploitation_concern": "no"}, 2)
    path = f"/v1/cases/{held.id}/assessment/sections/exploitation"

    newest = (await service.officer.get(path, params={"limit": 1})).json()
    first = (await service.officer.get(path, params={"cursor": newest["next"]})).json()

    assert [(v["version"], v["cleared"]) for v in newest["items"]] == [(3, ["exploitation_detail"])]
    assert [(v["version"], v["answers"]) for v in first["items"]] == [(1, CONCERN)]
    assert first["next"] is None
    (saved,) = first["items"]
    assert saved["authors"] == {question: [service.officer.subject] for question in CONCERN}


async def test_reading_what_was_said_before_is_a_consultation_and_not_for_strangers(service, held):
    path = f"/v1/cases/{held.id}/assessment/sections/exploitation"
    (line,) = await lines_of(service, await service.officer.get(path))
    stranger = service.user("yot_officer", areas=[GATESHEAD])

    assert (line.category, line.children) == (JournalCategory.CONSULTATION, [held.child_id])
    assert (await stranger.get(path)).status_code == 404
    assert (await service.officer.get(path.replace("exploitation", "hobbies"))).status_code == 404


async def test_the_journal_says_which_questions_were_cleared_and_not_what_was_said(service, held):
    reply = await save(service.officer, held, "exploitation", {"exploitation_concern": "no"}, 2)

    (line,) = await lines_of(service, reply)

    cleared = ["exploitation_detail", "safety_in_plan"]
    assert line.resource == {"assessment_version": 4, "cleared": cleared}
    assert "trainers" not in str(line)


async def test_a_form_that_sends_the_whole_section_again_only_clears(service, held):
    whole = CONCERN | {"exploitation_concern": "no"}

    reply = await save(service.officer, held, "exploitation", whole, 2)

    assert answers(reply, "exploitation") == {"exploitation_concern": "no"}


async def test_a_new_answer_to_what_is_not_asked_is_refused_rather_than_lost(service, case):
    said = {"exploitation_concern": "no", "exploitation_detail": "Somebody said so."}

    reply = await save(service.officer, case, "exploitation", said, 0)

    assert reply.status_code == 422
    (error,) = reply.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/answers/exploitation_detail", "not_asked")
    assert "Somebody" not in reply.text
    assert await rows(service, AssessmentSection, case_id=case.id) == []


async def test_clearing_another_section_costs_no_statement_more(service, held):
    with statements(service) as plain:
        await save(service.officer, held, "professionals_plan", {"proposed_work": "Daily."}, 2)
    with statements(service) as clearing:
        await save(service.officer, held, "exploitation", {"exploitation_concern": "no"}, 3)

    assert len(clearing) == len(plain)


async def test_each_answer_has_its_author_whoever_saves_the_section_next(service, case):
    first, second = (service.user("yot_officer", subject=name) for name in ("ann", "bob"))
    await save(first, case, "voice", {"child_voice": "I was bored.", "carer_voice": "Sorry."}, 0)

    said = {"child_voice": "I was bored.", "carer_voice": "Very sorry."}
    reply = await save(second, case, "voice", said, 1)

    assert by(reply, "voice") == {"child_voice": ["ann"], "carer_voice": ["bob"]}


async def test_each_danger_has_its_author_whoever_adds_the_next(service, case):
    first, second = (service.user("yot_officer", subject=name) for name in ("ann", "bob"))
    one = {"statement": "Mother worries.", "scores": [{"scored_by": "Mother", "score": 3}]}
    two = {"statement": "School worries.", "goal": "In class every day."}
    signs = {"danger_found": True, "danger_statements": [one]}
    await save(first, case, "signs_of_safety", signs, 0)

    reply = await save(second, case, "signs_of_safety", {"danger_statements": [two, one]}, 1)

    assert answers(reply, "signs_of_safety")["danger_statements"] == [two, one]
    assert by(reply, "signs_of_safety") == {
        "danger_found": ["ann"],
        "danger_statements": ["bob", "ann"],
    }
    assert "goal_missing" in {reason["code"] for reason in reply.json()["missing"]}


async def test_what_an_older_release_saved_is_by_whoever_saved_it(service, case):
    saved = await save(service.officer, case, "voice", {"child_voice": "I was bored."}, 0)
    assert saved.status_code == 200
    await say(service, "UPDATE assessment_section SET authors = NULL, cleared = NULL")

    other = service.user("yot_officer", subject="another")
    reply = await save(other, case, "voice", {"carer_voice": "Sorry."}, 1)

    assert by(reply, "voice") == {
        "child_voice": [service.officer.subject],
        "carer_voice": ["another"],
    }
    assert reply.json()["cleared"] == []


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        ("He may be hurt.", "/answers/danger_statements", "wrong_type"),
        ([{"goal": 3}], "/answers/danger_statements/0/goal", "wrong_type"),
        ([{"Sam Example": 3}], "/answers/danger_statements/0", "unknown_question"),
        ([{}] * 13, "/answers/danger_statements", "too_many"),
        (
            [{"scores": [{"score": 11}]}],
            "/answers/danger_statements/0/scores/0/score",
            "out_of_range",
        ),
    ],
)
async def test_a_part_of_a_danger_the_tool_does_not_take_is_pointed_at(
    service, case, said, pointer, code
):
    body = {"danger_found": True, "danger_statements": said}

    reply = await save(service.officer, case, "signs_of_safety", body, 0)

    assert reply.status_code == 422
    assert [(e["pointer"], e["code"]) for e in reply.json()["errors"]] == [(pointer, code)]
    assert "Sam Example" not in reply.text
