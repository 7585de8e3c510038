"""What a form is told about an answer that cannot be kept: where, why, and in which words."""

from dataclasses import replace

import pytest

from panel_protocol.rules.answer_checks import AnswerProblem, check_answers
from panel_protocol.rules.answers import asked, not_asked
from panel_protocol.tool import When
from tests.protocol.assessments import SECOND

SPAN = "This answer is a whole number from 0 to 10"
DANGERS = "danger_statements"


def told(section, answers):
    return check_answers(SECOND, section, answers)


def test_a_section_nobody_knows_is_no_question_of_any():
    assert told("stranger", {"x": 1}) == [
        AnswerProblem("", "unknown_section", "There is no such section in the assessment")
    ]


@pytest.mark.parametrize(
    ("section", "question", "answer", "code", "message"),
    [
        ("voice", "stranger", "x", "unknown_question", "There is no such question here"),
        ("voice", "child_voice", 3, "wrong_type", "This answer is text"),
        ("voice", "child_voice", "x" * 4001, "too_long",
         "This answer has at most 4,000 characters"),
        ("signs_of_safety", "danger_found", "yes", "wrong_type", "This answer is true or false"),
        ("exploitation", "exploitation_concern", 1, "wrong_type",
         "This answer is one of the options"),
        ("exploitation", "exploitation_concern", "perhaps", "not_an_option",
         "The options are yes, no, not_known"),
        ("circumstances", "health_needs", "mental_health", "wrong_type",
         "This answer is a list of options"),
        ("circumstances", "health_needs", ["mental_health"] * 2, "repeated_option",
         "Each option may be chosen once"),
        ("exit_plan", "review_on", 20260911, "wrong_type", "This answer is a date"),
        ("exit_plan", "review_on", "20260911", "malformed_date",
         "This answer is a date, YYYY-MM-DD"),
        ("signs_of_safety", DANGERS, "x", "wrong_type", "This answer is a list of entries"),
        ("signs_of_safety", DANGERS, [{}] * 13, "too_many", "This answer has at most 12 entries"),
    ],
)  # fmt: skip
def test_an_answer_is_refused_in_words_that_say_what_it_should_be(
    section, question, answer, code, message
):
    assert told(section, {question: answer}) == [AnswerProblem(question, code, message)]


def test_every_entry_and_every_part_of_it_is_looked_at():
    entries = [
        3,
        {"stranger": "x", "goal": 1},
        {"statement": 2, "scores": [{"score": True}, {"score": 11}]},
    ]

    assert told("signs_of_safety", {DANGERS: entries}) == [
        AnswerProblem(f"{DANGERS}/0", "wrong_type", "An entry is an object, an answer by question"),
        AnswerProblem(f"{DANGERS}/1", "unknown_question", "An entry has no such part"),
        AnswerProblem(f"{DANGERS}/1/goal", "wrong_type", "This answer is text"),
        AnswerProblem(f"{DANGERS}/2/statement", "wrong_type", "This answer is text"),
        AnswerProblem(f"{DANGERS}/2/scores/0/score", "wrong_type", SPAN),
        AnswerProblem(f"{DANGERS}/2/scores/1/score", "out_of_range", SPAN),
    ]


def test_as_many_entries_as_there_may_be_and_all_of_the_options_are_kept():
    (needs,) = [q.options for _, q in SECOND.questions() if q.id == "health_needs"]

    assert told("signs_of_safety", {DANGERS: [{}] * 12}) == []
    assert told("circumstances", {"health_needs": list(needs)}) == []


def test_a_question_no_longer_asked_makes_no_other_arise_whatever_was_typed_in_it():
    first, second, third = (
        replace(question, id=id, when=when)
        for question, id, when in zip(
            SECOND.sections[0].questions,
            ("first", "second", "third"),
            (None, When("first", ("yes",)), When("second", ("yes",))),
            strict=False,
        )
    )
    chain = replace(
        SECOND, sections=(replace(SECOND.sections[0], questions=(first, second, third)),)
    )
    section = chain.sections[0].id

    assert asked(chain, third, {section: {"first": "yes", "second": "yes"}})
    assert not asked(chain, third, {section: {"first": "no", "second": "yes"}})


def test_an_answer_to_what_is_not_asked_is_refused_in_words():
    [problem] = not_asked(["safety_in_plan"], {"safety_in_plan": "A taxi."}, {})

    assert problem.message == "This is not asked: the answer it depends on is another"
