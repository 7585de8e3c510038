"""What a complete assessment needs before a panel may see it, and what each answer may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from panel_protocol.decision import Decision, Reason
from panel_protocol.tool import AnswerType, Question, Tool, When, parse

__all__ = ["AnswerProblem", "Answers", "asked", "check_answers", "json_schema", "missing", "parse"]

Answers = Mapping[str, Mapping[str, Any]]

LOWEST_ON_SCALE, HIGHEST_ON_SCALE = 0, 10
LONGEST_DATE = len("2026-09-11")


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """Why an answer cannot be kept; it never repeats the answer."""

    question: str
    code: str
    message: str


def missing(tool: Tool, answers: Answers) -> Decision[bool]:
    """Whether anything required is still unanswered; every such question is its own reason."""
    reasons = tuple(
        Reason("answer_missing", f"{section.title}: {question.text}", tool.source)
        for section, question in tool.questions()
        if question.required
        and asked(tool, question, answers)
        and _is_blank(answers.get(section.id, {}).get(question.id))
    )
    return Decision(bool(reasons), reasons)


def asked(tool: Tool, question: Question, answers: Answers) -> bool:
    """Whether this question arises, given what has been answered so far."""
    return question.when is None or _holds(tool, question.when, answers)


def check_answers(tool: Tool, section: str, answers: Mapping[str, Any]) -> list[AnswerProblem]:
    """Everything wrong with one section's answers; a null clears an answer and is never wrong."""
    found = tool.section(section)
    if found is None:
        return [AnswerProblem("", "unknown_section", "There is no such section in the assessment")]
    problems: list[AnswerProblem] = []
    for id, value in answers.items():
        question = found.question(id)
        if question is None:
            problems.append(AnswerProblem(id, "unknown_question", "There is no such question here"))
        elif value is not None:
            problems += [AnswerProblem(id, *why) for why in _wrong(tool, question, value)]
    return problems


def json_schema(tool: Tool) -> dict[str, Any]:
    """The tool as JSON Schema 2020-12, for the answers of all sections together."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": tool.title,
        "description": f"Edition {tool.edition}, from {tool.starts}. {tool.note}".strip(),
        "type": "object",
        "additionalProperties": False,
        "properties": {
            section.id: {
                "title": section.title,
                "type": "object",
                "additionalProperties": False,
                "properties": {each.id: _schema(tool, each) for each in section.questions},
            }
            for section in tool.sections
        },
    }


def _holds(tool: Tool, when: When, answers: Answers) -> bool:
    for section, question in tool.questions():
        if question.id == when.question:
            given = answers.get(section.id, {}).get(question.id)
            # A question that no longer arises cannot make another arise, whatever was typed in it.
            return asked(tool, question, answers) and _matches(given, when)
    return False


def _matches(given: Any, when: When) -> bool:
    if isinstance(given, list | tuple):
        return any(each in when.any_of for each in given)
    return given in when.any_of


def _is_blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], ())


def _wrong(tool: Tool, question: Question, value: Any) -> list[tuple[str, str]]:
    match question.type:
        case AnswerType.TEXT:
            return _text(value, tool.max_text)
        case AnswerType.BOOLEAN:
            return (
                [] if isinstance(value, bool) else [("wrong_type", "This answer is true or false")]
            )
        case AnswerType.CHOICE:
            return _choice(value, question.options)
        case AnswerType.MULTI_CHOICE:
            return _multi_choice(value, question.options)
        case AnswerType.SCALE:
            return _scale(value)
        case AnswerType.DATE:
            return _date(value)


def _text(value: Any, longest: int) -> list[tuple[str, str]]:
    if not isinstance(value, str):
        return [("wrong_type", "This answer is text")]
    if len(value) > longest:
        return [("too_long", f"This answer has at most {longest:,} characters")]
    return []


def _choice(value: Any, options: tuple[str, ...]) -> list[tuple[str, str]]:
    if not isinstance(value, str):
        return [("wrong_type", "This answer is one of the options")]
    return [] if value in options else [_not_an_option(options)]


def _multi_choice(value: Any, options: tuple[str, ...]) -> list[tuple[str, str]]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        return [("wrong_type", "This answer is a list of options")]
    if len(set(value)) != len(value):
        return [("repeated_option", "Each option may be chosen once")]
    return [] if set(value) <= set(options) else [_not_an_option(options)]


def _scale(value: Any) -> list[tuple[str, str]]:
    span = f"This answer is a whole number from {LOWEST_ON_SCALE} to {HIGHEST_ON_SCALE}"
    # True is a whole number to Python, and must not become a score of one.
    if not isinstance(value, int) or isinstance(value, bool):
        return [("wrong_type", span)]
    return [] if LOWEST_ON_SCALE <= value <= HIGHEST_ON_SCALE else [("out_of_range", span)]


def _date(value: Any) -> list[tuple[str, str]]:
    if not isinstance(value, str):
        return [("wrong_type", "This answer is a date")]
    return [] if _is_date(value) else [("malformed_date", "This answer is a date, YYYY-MM-DD")]


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    # Python also reads 20260911 and 2026-W37-5, which other readers of the record may not.
    return len(value) == LONGEST_DATE and "W" not in value


def _not_an_option(options: tuple[str, ...]) -> tuple[str, str]:
    return ("not_an_option", f"The options are {', '.join(options)}")


def _schema(tool: Tool, question: Question) -> dict[str, Any]:
    options = list(question.options)
    shapes: dict[AnswerType, dict[str, Any]] = {
        AnswerType.TEXT: {"type": ["string", "null"], "maxLength": tool.max_text},
        AnswerType.BOOLEAN: {"type": ["boolean", "null"]},
        AnswerType.CHOICE: {"enum": [*options, None]},
        AnswerType.MULTI_CHOICE: {
            "type": ["array", "null"],
            "items": {"enum": options},
            "uniqueItems": True,
        },
        AnswerType.SCALE: {
            "type": ["integer", "null"],
            "minimum": LOWEST_ON_SCALE,
            "maximum": HIGHEST_ON_SCALE,
        },
        AnswerType.DATE: {"type": ["string", "null"], "format": "date"},
    }
    return {"title": question.text, **shapes[question.type], **_annotations(question)}


def _annotations(question: Question) -> dict[str, Any]:
    notes: dict[str, Any] = {"x-nature": question.nature.value, "x-required": question.required}
    if question.when:
        notes["x-asked-when"] = {
            "question": question.when.question,
            "any_of": list(question.when.any_of),
        }
    return notes
