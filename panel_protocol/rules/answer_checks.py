"""What each answer to the shared assessment may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from panel_protocol.tool import AnswerType, Question, Tool

LOWEST_ON_SCALE, HIGHEST_ON_SCALE = 0, 10
LONGEST_DATE = len("2026-09-11")


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """Why an answer cannot be kept, and where it is; it never repeats the answer."""

    question: str
    code: str
    message: str


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
            problems += _wrong(tool, question, value, id)
    return problems


def _wrong(tool: Tool, question: Question, value: Any, where: str) -> list[AnswerProblem]:
    if question.type is AnswerType.GROUP:
        return _group(tool, question, value, where)
    return [AnswerProblem(where, *why) for why in _plain(tool, question, value)]


def _group(tool: Tool, question: Question, value: Any, where: str) -> list[AnswerProblem]:
    if not isinstance(value, list | tuple):
        return [AnswerProblem(where, "wrong_type", "This answer is a list of entries")]
    if len(value) > question.at_most:
        many = f"This answer has at most {question.at_most} entries"
        return [AnswerProblem(where, "too_many", many)]
    problems: list[AnswerProblem] = []
    for number, entry in enumerate(value):
        problems += _entry(tool, question, entry, f"{where}/{number}")
    return problems


def _entry(tool: Tool, question: Question, entry: Any, where: str) -> list[AnswerProblem]:
    if not isinstance(entry, Mapping):
        return [AnswerProblem(where, "wrong_type", "An entry is an object, an answer by question")]
    problems: list[AnswerProblem] = []
    for id, value in entry.items():
        item = question.item(id)
        if item is None:
            # What the client called it is not repeated: it may be anything.
            problems.append(AnswerProblem(where, "unknown_question", "An entry has no such part"))
        elif value is not None:
            problems += _wrong(tool, item, value, f"{where}/{id}")
    return problems


def _plain(tool: Tool, question: Question, value: Any) -> list[tuple[str, str]]:
    match question.type:
        case AnswerType.TEXT:
            return _text(value, tool.max_text)
        case AnswerType.BOOLEAN:
            right = isinstance(value, bool)
            return [] if right else [("wrong_type", "This answer is true or false")]
        case AnswerType.CHOICE:
            return _choice(value, question.options)
        case AnswerType.MULTI_CHOICE:
            return _multi_choice(value, question.options)
        case AnswerType.SCALE:
            return _scale(value)
        case _:
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
