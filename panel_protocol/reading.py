"""The protocol as pages for practitioners: every value, from when, on whose authority."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from panel_protocol import saying
from panel_protocol.catalogue import Edition, Matrix, Source
from panel_protocol.comparing import changes
from panel_protocol.dated import Dated, Entry
from panel_protocol.groups import Groups
from panel_protocol.protocol import Protocol

INDEX = "README.md"
PHRASEBOOK = "reasons.md"
_MADE = (
    "<!-- Made by `oocd protocol pages --write docs/protocol`: change the parameters instead. -->"
)
_INTRODUCTION = (
    "What each rule of out-of-court decisions about children says, since when, and who says so. "
    "A case is decided by the edition in force on its own days."
)


def pages(protocol: Protocol) -> Mapping[str, str]:
    """Every page by its file name: one for each edition, and the index."""
    made = {f"{edition.name}.md": page(protocol, edition) for edition in protocol.editions}
    return {INDEX: index(protocol), **made}


def index(protocol: Protocol) -> str:
    newest = protocol.editions[-1]
    rows = [
        (f"[{e.name}]({e.name}.md)", e.title, _span(protocol, e), e.notes)
        for e in reversed(protocol.editions)
    ]
    return _text(
        [
            _MADE,
            "# The protocol, edition by edition",
            _INTRODUCTION,
            f"What people are told, and in which words: [the words of the reasons]({PHRASEBOOK}).",
            table(("Edition", "Named for", "In force", "What it brought"), rows),
            "## What nobody has established",
            "A case that needs one of these stops, with the question and whom to ask.",
            _awaited(protocol, newest),
            "## How far each authority can be trusted",
            table(("Grade", "Meaning"), list(saying.GRADES.items())),
            "## Every authority",
            table(
                ("Authority", "Grade", "Last checked"),
                [
                    (_link(source), source.grade.value, saying.written(source.checked))
                    for source in sorted(protocol.sources.values(), key=lambda s: s.title.lower())
                ],
            ),
        ]
    )


def page(protocol: Protocol, edition: Edition) -> str:
    return _text(
        [
            _MADE,
            f"# Edition {edition.name}: {edition.title}",
            f"In force {_span(protocol, edition)}. {edition.notes}",
            f"On the authority of {_cited(protocol, edition.source)}.",
            *_changed(protocol, edition),
            "## What nobody has established",
            "A case that needs one of these stops, with the question and whom to ask.",
            _awaited(protocol, edition),
            *_groups(protocol, edition),
            *_gravity(protocol, edition),
            *_assessment(protocol, edition),
        ]
    )


def _span(protocol: Protocol, edition: Edition) -> str:
    last = protocol.last_day_of(edition)
    ends = "until further notice" if last == date.max else f"to {saying.written(last)}"
    return f"from {saying.written(edition.starts)} {ends}"


def _changed(protocol: Protocol, edition: Edition) -> Iterator[str]:
    place = protocol.editions.index(edition)
    if not place:
        return
    before = protocol.editions[place - 1]
    rows = [
        (change.describes, change.before, change.after)
        for change in changes(protocol, before, edition)
    ]
    yield f"## What changed since edition {before.name}"
    yield table(("Rule", f"At the end of {before.name}", f"At the end of {edition.name}"), rows)


def _awaited(protocol: Protocol, edition: Edition) -> str:
    found = protocol.awaiting_on(protocol.last_day_of(edition))
    rows = [(each.question, each.asks, f"`{each.parameter}`") for each in found]
    return table(("Question", "Who must answer", "Parameter"), rows)


def _groups(protocol: Protocol, edition: Edition) -> Iterator[str]:
    for group in fields(Groups):
        held = getattr(protocol, group.name)
        rules = [getattr(held, field.name) for field in fields(held)]
        told = [part for rule in rules for part in _rule(protocol, rule, edition)]
        if told:
            yield f"## {saying.words(group.name).capitalize()}"
            yield from told


def _rule(protocol: Protocol, rule: Dated[Any], edition: Edition) -> Iterator[str]:
    entries = rule.between(edition.starts, protocol.last_day_of(edition))
    if not entries:
        return
    kind = saying.standing(rule.kind, rule.confirmed)
    yield f"### {rule.describes.rstrip('.')}"
    yield f"`{rule.name}` · by the day of {rule.dated_by} · {kind}"
    rows = [_entry(protocol, entry) for entry in entries]
    yield table(("From", "Value", "Authority", "Grade"), rows)
    yield from (entry.note for entry in entries if entry.note)


def _entry(protocol: Protocol, entry: Entry[Any]) -> tuple[str, str, str, str]:
    source = protocol.sources[entry.source]
    said = f"**Awaited.** {entry.awaiting} Ask {entry.asks}."
    if entry.value is not None:
        said = _cell(entry.value)
    return saying.written(entry.start), said, _link(source), source.grade.value


def _cell(value: Any) -> str:
    """A table in a cell has a line for each of its rows."""
    if isinstance(value, Mapping):
        return "<br>".join(f"{saying.words(str(k))}: {saying.value(v)}" for k, v in value.items())
    if isinstance(value, tuple) and any(isinstance(each, Mapping) for each in value):
        return "<br>".join(map(saying.value, value))
    return saying.value(value)


def _gravity(protocol: Protocol, edition: Edition) -> Iterator[str]:
    last = protocol.last_day_of(edition)
    for matrix in protocol.matrices:
        if matrix.starts <= last and (matrix.ends is None or matrix.ends > edition.starts):
            yield f"## Gravity scores: {matrix.status.value} matrix {matrix.edition}"
            begins = f"From {saying.written(matrix.starts)}"
            yield f"{begins}, on the authority of {_cited(protocol, matrix.source)}."
            yield table(("Score", "Offences"), _scores(protocol, matrix))


def _scores(protocol: Protocol, matrix: Matrix) -> list[tuple[str, str]]:
    def named(code: str) -> str:
        known = protocol.offences.get(code)
        return f"{known.title} ({code})" if known else code

    return [
        (str(score), "<br>".join(sorted(named(c) for c, s in matrix.scores.items() if s == score)))
        for score in sorted(set(matrix.scores.values()))
    ]


def _assessment(protocol: Protocol, edition: Edition) -> Iterator[str]:
    tool = protocol.tool_on(protocol.last_day_of(edition))
    yield f"## The shared assessment: edition {tool.edition}"
    yield f"{tool.title}, on the authority of {_cited(protocol, tool.source)}. {tool.note}".strip()
    rows = [
        (section.title, asked.text, asked.nature.value, "yes" if asked.required else "no")
        for section, asked in tool.questions()
    ]
    yield table(("Section", "Question", "Recorded as", "Required"), rows)


def _cited(protocol: Protocol, key: str) -> str:
    source = protocol.sources[key]
    return f"{_link(source)} (grade {source.grade.value})"


def _link(source: Source) -> str:
    return f"[{source.title}]({source.url})" if source.url else source.title


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Rows as Markdown, each on its line."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    if len(lines) == len(("heads", "rule")):
        return "Nothing."
    return "\n".join("| " + " | ".join(map(_plain, line)) + " |" for line in lines)


def _plain(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")


def _text(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"
