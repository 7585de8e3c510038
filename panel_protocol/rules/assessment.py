"""What a complete assessment needs before a panel may see it."""

from collections.abc import Iterator
from typing import Any

from panel_protocol.decision import Decision, Reason
from panel_protocol.rules.answers import Answers, asked, is_blank
from panel_protocol.tool import Question, Tool


def missing(tool: Tool, answers: Answers) -> Decision[bool]:
    """Whether anything required is still unanswered; every such question is its own reason."""
    reasons = tuple(
        reason
        for section, question in tool.questions()
        if asked(tool, question, answers)
        for reason in _gaps(question, answers.get(section.id, {}).get(question.id), section.title)
    )
    return Decision(bool(reasons), reasons)


def _gaps(question: Question, value: Any, where: str) -> Iterator[Reason]:
    if is_blank(value):
        if question.required:
            yield Reason(question.missing, f"{where}: {question.text}", question.source)
        return
    entries = value if question.items else ()
    for number, entry in enumerate(entries, 1):
        for item in question.items:
            yield from _gaps(item, entry.get(item.id), f"{where}: {question.entry} {number}")
