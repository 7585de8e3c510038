"""Assessments for the tests of what they must be: complete ones, and the editions' own file."""

import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from panel_protocol.library import load
from panel_protocol.rules.answers import arising, asked
from panel_protocol.rules.assessment import missing
from panel_protocol.tool import AnswerType

WORKED = sorted((Path(__file__).parent / "worked_assessments").glob("*.toml"))
PROTOCOL = load()
EVE, DAY = date(2026, 8, 31), date(2026, 9, 1)
FIRST, SECOND = PROTOCOL.tool_on(EVE), PROTOCOL.tool_on(DAY)
RAW = tomllib.loads((files("panel_protocol") / "parameters" / "assessment_tool.toml").read_text())

# A whole assessment is some sixty answers to think up: fewer of them, and all the time they take.
UNHURRIED = settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SAMPLE = {
    AnswerType.TEXT: "Said in the child's words.",
    AnswerType.BOOLEAN: False,
    AnswerType.SCALE: 5,
    AnswerType.DATE: "2026-09-11",
}


def complete(tool):
    """Only what is required, answered so that little more arises."""
    answers: dict[str, dict[str, object]] = {section.id: {} for section in tool.sections}
    for section, question in tool.questions():
        if question.required and asked(tool, question, answers):
            answers[section.id][question.id] = an_answer(question)
    return answers


def with_these(answers, said):
    return {section: {**given, **said.get(section, {})} for section, given in answers.items()}


def worked_gaps():
    """Every reason for which a worked assessment is not complete."""
    for path in WORKED:
        worked = tomllib.loads(path.read_text())
        tool = PROTOCOL.tool_on(worked["on"])
        said = with_these(complete(tool), worked["said"])
        yield from missing(
            tool, arising(tool, with_these(said, worked.get("then", {}))).kept
        ).reasons


def an_answer(question):
    if question.type is AnswerType.GROUP:
        return [{item.id: an_answer(item) for item in question.items}]
    if question.type is AnswerType.CHOICE:
        return question.options[-1]
    return SAMPLE.get(question.type, [question.options[-1]] if question.options else None)


@st.composite
def whole(draw, tool):
    """A complete assessment, any answer of the right kind to each question that arises."""
    answers: dict[str, dict[str, object]] = {section.id: {} for section in tool.sections}
    for section, question in tool.questions():
        if asked(tool, question, answers) and (question.required or draw(st.booleans())):
            answers[section.id][question.id] = draw(any_answer(question))
    return answers


def any_answer(question):
    options = st.sampled_from(question.options or (None,))
    entry = {item.id: any_answer(item) for item in question.items if item.required}
    more = {item.id: any_answer(item) for item in question.items if not item.required}
    return {
        AnswerType.TEXT: st.text("abcé'. ", min_size=1).map(lambda text: text + "."),
        AnswerType.BOOLEAN: st.booleans(),
        AnswerType.CHOICE: options,
        AnswerType.MULTI_CHOICE: st.lists(options, min_size=1, unique=True),
        AnswerType.SCALE: st.integers(0, 10),
        AnswerType.DATE: st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(str),
        AnswerType.GROUP: st.lists(
            st.fixed_dictionaries(entry, optional=more), min_size=1, max_size=3
        ),
    }[question.type]
