"""Answers to the shared assessment: which arise, and whose each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panel_protocol.rules.answer_checks import AnswerProblem
from panel_protocol.tool import Question, Tool, When

Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Arising:
    """The answers whose questions arise, and by section those whose questions no longer do."""

    kept: dict[str, dict[str, Any]]
    cleared: dict[str, tuple[str, ...]]


def asked(tool: Tool, question: Question, answers: Answers) -> bool:
    """Whether this question arises, given what has been answered so far."""
    return question.when is None or _holds(tool, question.when, answers)


def arising(tool: Tool, answers: Answers) -> Arising:
    """Answers without those that depended on an answer which has changed, in any section."""
    kept: dict[str, dict[str, Any]] = {section: {} for section in answers}
    cleared: dict[str, tuple[str, ...]] = {}
    # Conditions only look back, so one pass settles what depends on what was cleared.
    for section, question in tool.questions():
        given = answers.get(section.id, {})
        if question.id not in given:
            continue
        if asked(tool, question, kept):
            kept[section.id][question.id] = given[question.id]
        else:
            cleared[section.id] = (*cleared.get(section.id, ()), question.id)
    return Arising(kept, cleared)


def not_asked(
    cleared: Sequence[str], said: Mapping[str, Any], before: Mapping[str, Any]
) -> list[AnswerProblem]:
    """New answers to questions that do not arise: refused, where an old one is only cleared."""
    message = "This is not asked: the answer it depends on is another"
    return [
        AnswerProblem(id, "not_asked", message)
        for id in cleared
        if said.get(id) is not None and said[id] != before.get(id)
    ]


def authors(
    answers: Mapping[str, Any],
    before: Mapping[str, Any],
    earlier: Mapping[str, Sequence[str]],
    by: str,
) -> dict[str, list[str]]:
    """Whose each answer is: it stays its author's until its words change, a group's by entry."""
    return {
        id: _authors(value, before.get(id), earlier.get(id, ()), by)
        for id, value in answers.items()
    }


def _authors(value: Any, before: Any, earlier: Sequence[str], by: str) -> list[str]:
    if value == before and earlier:
        return list(earlier)
    if not _is_group(value):
        return [by]
    known = list(before) if _is_group(before) and len(before) == len(earlier) else []
    return [earlier[known.index(entry)] if entry in known else by for entry in value]


def is_blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], ())


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


def _is_group(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(each, Mapping) for each in value)
