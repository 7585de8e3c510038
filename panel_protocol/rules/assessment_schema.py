"""The shared assessment as others read it: as JSON Schema, and as plain sections and questions."""

from collections.abc import Sequence
from typing import Any

from panel_protocol.rules.answer_checks import HIGHEST_ON_SCALE, LOWEST_ON_SCALE
from panel_protocol.tool import AnswerType, Question, Tool


def json_schema(tool: Tool) -> dict[str, Any]:
    """The tool as JSON Schema 2020-12, for the answers of all sections together.

    It describes what may be saved, half-finished too; `x-required` and `x-asked-when` say what a
    complete assessment holds.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": tool.title,
        "description": f"Edition {tool.edition}, from {tool.starts}. {tool.note}".strip(),
        "type": "object",
        "additionalProperties": False,
        "properties": {
            section.id: {"title": section.title, **_object(tool, section.questions)}
            for section in tool.sections
        },
    }


def described(tool: Tool) -> list[dict[str, Any]]:
    """Sections in order, each with its questions."""
    return [
        {
            "id": section.id,
            "title": section.title,
            "questions": [question_described(question) for question in section.questions],
        }
        for section in tool.sections
    ]


def question_described(question: Question) -> dict[str, Any]:
    """A question with everything a form needs to ask it; a group with what each entry answers."""
    said: dict[str, Any] = {
        "id": question.id,
        "text": question.text,
        "type": question.type.value,
        "required": question.required,
        "nature": question.nature.value,
        "source": question.source,
        "options": list(question.options),
        "when": _when(question),
    }
    if question.items:
        said |= {"entry": question.entry, "at_most": question.at_most}
        said["items"] = [question_described(item) for item in question.items]
    return said


def _when(question: Question) -> dict[str, Any] | None:
    when = question.when
    return {"question": when.question, "any_of": list(when.any_of)} if when else None


def _object(tool: Tool, questions: Sequence[Question]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {each.id: _schema(tool, each) for each in questions},
    }


def _schema(tool: Tool, question: Question) -> dict[str, Any]:
    return {"title": question.text, **_shape(tool, question), **_annotations(question)}


def _shape(tool: Tool, question: Question) -> dict[str, Any]:
    options = list(question.options)
    several = {"items": {"enum": options}, "uniqueItems": True}
    span = {"minimum": LOWEST_ON_SCALE, "maximum": HIGHEST_ON_SCALE}
    shapes: dict[AnswerType, dict[str, Any]] = {
        AnswerType.TEXT: {"type": ["string", "null"], "maxLength": tool.max_text},
        AnswerType.BOOLEAN: {"type": ["boolean", "null"]},
        AnswerType.CHOICE: {"enum": [*options, None]},
        AnswerType.MULTI_CHOICE: {"type": ["array", "null"], **several},
        AnswerType.SCALE: {"type": ["integer", "null"], **span},
        AnswerType.DATE: {"type": ["string", "null"], "format": "date"},
        AnswerType.GROUP: {
            "type": ["array", "null"],
            "items": {"title": question.entry, **_object(tool, question.items)},
            "maxItems": question.at_most,
        },
    }
    return shapes[question.type]


def _annotations(question: Question) -> dict[str, Any]:
    notes: dict[str, Any] = {
        "x-nature": question.nature.value,
        "x-required": question.required,
        "x-source": question.source,
    }
    if question.when:
        notes["x-asked-when"] = _when(question)
    return notes
