"""What changed from one edition to another, in the words of the practice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from panel_protocol import saying
from panel_protocol.catalogue import Edition, Matrix
from panel_protocol.dated import Dated, Entry
from panel_protocol.protocol import Protocol
from panel_protocol.tool import Tool

ABSENT = "not in force"


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that differs between the last day of one edition and the last day of another."""

    parameter: str
    describes: str
    before: str
    after: str
    source: str


def changes(protocol: Protocol, earlier: Edition, later: Edition) -> tuple[Change, ...]:
    """Every rule, score and question that differs, each edition taken as it ended."""
    days = protocol.last_day_of(earlier), protocol.last_day_of(later)
    return (
        *_parameters(protocol, *days),
        *_matrices(protocol.matrix_on(days[0]), protocol.matrix_on(days[1])),
        *_tools(protocol.tool_on(days[0]), protocol.tool_on(days[1])),
    )


def spelt(entry: Entry[Any] | None) -> str:
    if entry is None:
        return ABSENT
    return f"awaited: {entry.awaiting}" if entry.value is None else saying.value(entry.value)


def _parameters(protocol: Protocol, before: date, after: date) -> Iterator[Change]:
    for rule in protocol.parameters():
        old, new = rule.entry_on(before), rule.entry_on(after)
        if spelt(old) != spelt(new):
            yield Change(rule.name, rule.describes, spelt(old), spelt(new), _source(rule, new))


def _source(rule: Dated[Any], entry: Entry[Any] | None) -> str:
    return (entry or rule.entries[0]).source


def _matrices(old: Matrix | None, new: Matrix | None) -> Iterator[Change]:
    if old == new:
        return
    source = _authority(old, new)
    yield Change("gravity_matrix", "The gravity matrix.", _named(old), _named(new), source)
    for code in sorted({*_scores(old), *_scores(new)}):
        before, after = _scores(old).get(code), _scores(new).get(code)
        # A first matrix is one change, not one for each offence it names.
        if old and new and before != after:
            what = f"gravity_matrix.{code}", f"The score of {code}."
            yield Change(*what, str(before or "no score"), str(after or "no score"), source)


def _named(matrix: Matrix | None) -> str:
    return f"{matrix.status.value} matrix {matrix.edition}" if matrix else ABSENT


def _scores(matrix: Matrix | None) -> dict[str, int]:
    return dict(matrix.scores) if matrix else {}


def _authority(old: Matrix | None, new: Matrix | None) -> str:
    return next(matrix.source for matrix in (new, old) if matrix)


def _tools(old: Tool, new: Tool) -> Iterator[Change]:
    if old == new:
        return
    source = new.source
    yield Change("assessment_tool", "The shared assessment.", old.edition, new.edition, source)
    was = {question.id: question.text for _, question in old.questions()}
    now = {question.id: question.text for _, question in new.questions()}
    for id in dict.fromkeys((*was, *now)):
        before, after = was.get(id, "not asked"), now.get(id, "not asked")
        if before != after:
            describes = "A question of the shared assessment."
            yield Change(f"assessment_tool.{id}", describes, before, after, source)
