"""What is wrong with a protocol that could be read: gaps, overlaps, words nobody knows, dead ends.

What cannot even be read (an unknown name, a value without a source, dates out of order) is
refused by the library before this.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from panel_protocol import vocabulary, witnesses
from panel_protocol.authority import Grade
from panel_protocol.catalogue import Matrix
from panel_protocol.dated import Dated, Entry
from panel_protocol.journey import FIRST, NEXT, Stage
from panel_protocol.protocol import Protocol
from panel_protocol.terms import Disposal, OutcomeKind, Route


@dataclass(frozen=True, slots=True)
class Fault:
    where: str
    what: str


Road = Mapping[Stage, Set[Stage]]
_GROUP = re.compile(r"protocol\.([a-z_]+)")
# Of a group, or of what a group was called for short; never of the facts.
_ASKED = re.compile(r"(?<!facts)\.([a-z_0-9]+)")


def faults(protocol: Protocol, road: Road = NEXT, first: Set[Stage] = FIRST) -> tuple[Fault, ...]:
    """Everything wrong; nothing where the protocol holds together."""
    found = [
        *_unsaid(protocol),
        *_unknown_words(protocol),
        *_editions(protocol),
        *_matrices(protocol),
        *_scales(protocol),
        *_ages(protocol),
        *_outcomes(protocol),
        *_holidays(protocol),
        *_stages(road, first),
    ]
    # A case is tried on the rules only where they hold together well enough to be asked.
    return tuple(found or _unreachable(protocol))


def unread(protocol: Protocol, texts: Iterable[str]) -> tuple[Fault, ...]:
    """Parameters that none of these program texts asks its group for."""
    read: set[str] = set()
    for text in texts:
        groups = {group for group in _GROUP.findall(text) if hasattr(protocol, group)}
        asked = set(_ASKED.findall(text))
        read |= {f"{group}.{name}" for group in groups for name in asked}
    unasked = (rule.name for rule in protocol.parameters() if rule.name not in read)
    return tuple(Fault(name, "no rule reads it") for name in unasked)


def _unsaid(protocol: Protocol) -> Iterator[Fault]:
    for rule in protocol.parameters():
        if not (rule.describes.strip() and rule.dated_by.strip()):
            yield Fault(rule.name, "it does not say what it is, or which day it goes by")
        for entry in rule.entries:
            if entry.value is None and not (entry.awaiting.strip() and entry.asks.strip()):
                yield Fault(_at(rule, entry), "it is awaited, without a question or whom to ask")
    for source in protocol.sources.values():
        if source.grade in (Grade.A, Grade.B) and not source.url:
            yield Fault(f"sources.{source.key}", "an authority of this grade can be looked up")


def _unknown_words(protocol: Protocol) -> Iterator[Fault]:
    for rule in protocol.parameters():
        keys = vocabulary.keys_of(rule.name)
        for entry in rule.entries:
            unknown = vocabulary.unknown(protocol, rule.name, set(_words(entry.value)))
            if keys is not None and isinstance(entry.value, Mapping):
                unknown |= set(entry.value) - keys
            for word in sorted(unknown):
                yield Fault(_at(rule, entry), f"{word!r} is not a word of the practice")


def _words(value: Any) -> Iterator[str]:
    """The words of a list, or of the lists of a table; a value that stands alone is text."""
    if isinstance(value, tuple):
        yield from (each for each in value if isinstance(each, str))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _words(each) if isinstance(each, tuple) else ()


def _editions(protocol: Protocol) -> Iterator[Fault]:
    changed = {entry.start for rule in protocol.parameters() for entry in rule.entries}
    changed |= {matrix.starts for matrix in protocol.matrices}
    changed |= {tool.starts for tool in protocol.tools}
    for edition in protocol.editions:
        if edition.starts not in changed:
            yield Fault(f"editions.{edition.name}", "nothing changes on the day it begins")
    names = [edition.name for edition in protocol.editions]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(f"editions.{name}", "two editions have this name")


def _matrices(protocol: Protocol) -> Iterator[Fault]:
    """Of one kind of matrix one is in force at a time; from the first on, there is always one."""
    ordered = sorted(protocol.matrices, key=lambda matrix: matrix.starts)
    for place, matrix in enumerate(ordered):
        for earlier in ordered[:place]:
            # One without an end gives way to the next of its kind.
            same = earlier.status is matrix.status and earlier.ends is not None
            if same and earlier.in_force_on(matrix.starts):
                yield Fault(f"matrices.{matrix.edition}", f"it overlaps with {earlier.edition}")
        if matrix.ends is not None and protocol.matrix_on(matrix.ends) is None:
            yield Fault(f"matrices.{matrix.edition}", f"no matrix follows it on {matrix.ends}")


def _scales(protocol: Protocol) -> Iterator[Fault]:
    """Every score a matrix gives has a meaning and a starting point, and those have a score."""
    bands, points = protocol.gravity.bands, protocol.gravity.starting_points
    for entry in points.entries:
        scale = _keys(bands.entry_on(entry.start))
        if scale and entry.value is not None and set(entry.value) != scale:
            yield Fault(_at(points, entry), "its scores are not those that have a meaning")
    for matrix in protocol.matrices:
        scale = _keys(bands.entry_on(matrix.starts))
        off = sorted(code for code, score in matrix.scores.items() if str(score) not in scale)
        for code in off if scale else ():
            yield Fault(f"matrices.{matrix.edition}", f"{code} is scored outside the scale")
        yield from _strangers(protocol, matrix)


def _strangers(protocol: Protocol, matrix: Matrix) -> Iterator[Fault]:
    if protocol.offences.keys().isdisjoint(matrix.scores):
        yield Fault(f"matrices.{matrix.edition}", "it scores no offence of the catalogue")


def _keys(entry: Entry[Any] | None) -> set[str]:
    return set(entry.value) if entry is not None and entry.value is not None else set()


def _ages(protocol: Protocol) -> Iterator[Fault]:
    """The penalties' ages meet without a gap, and cover every age of a child."""
    rule = protocol.conditions.financial_penalty
    for entry in rule.entries:
        youngest = protocol.eligibility.youngest_age.entry_on(entry.start)
        oldest = protocol.eligibility.oldest_age.entry_on(entry.start)
        if entry.value is None or not (youngest and oldest):
            continue
        rows = sorted(entry.value, key=lambda row: row["from_age"])
        if (rows[0]["from_age"], rows[-1]["to_age"]) != (youngest.value, oldest.value):
            yield Fault(_at(rule, entry), "the ages are not those of children")
        for lower, upper in pairwise(rows):
            if lower["to_age"] + 1 != upper["from_age"]:
                yield Fault(_at(rule, entry), "the ages overlap or leave a gap")
            if any(lower[mode] > upper[mode] for mode in lower.keys() - {"from_age", "to_age"}):
                yield Fault(_at(rule, entry), "a younger child would pay more")


def _outcomes(protocol: Protocol) -> Iterator[Fault]:
    rule = protocol.outcomes.seriousness
    for entry in rule.entries:
        if entry.value is not None and sorted(entry.value) != sorted(OutcomeKind):
            yield Fault(_at(rule, entry), "it does not name every outcome once")


def _holidays(protocol: Protocol) -> Iterator[Fault]:
    years = sorted({day.year for day in protocol.bank_holidays})
    for earlier, later in pairwise(years):
        if earlier + 1 != later:
            yield Fault("bank_holidays", f"no year between {earlier} and {later} is listed")


def _stages(road: Road, first: Set[Stage]) -> Iterator[Fault]:
    reached = _closure(road, first)
    for stage in Stage:
        if stage not in reached:
            yield Fault(f"journey.{stage}", "no case ever comes here")
        if stage is not Stage.CLOSED and Stage.CLOSED not in _closure(road, {stage}):
            yield Fault(f"journey.{stage}", "there is no way out")


def _closure(road: Road, start: Set[Stage]) -> set[Stage]:
    reached, left = set(start), list(start)
    while left:
        new = set(road.get(left.pop(), frozenset())) - reached
        reached |= new
        left += new
    return reached


def _unreachable(protocol: Protocol) -> Iterator[Fault]:
    """Cases are tried until each road has been taken and each disposal has been open."""
    today = max(edition.starts for edition in protocol.editions)
    routes, open_to = witnesses.found(protocol, today)
    yield from (Fault(f"routes.{each}", "no case takes this road") for each in set(Route) - routes)
    for disposal in set(Disposal) - open_to:
        yield Fault(f"disposals.{disposal}", "it is open to no child")


def _at(rule: Dated[Any], entry: Entry[Any]) -> str:
    return f"{rule.name} from {entry.start:%Y-%m-%d}" if entry.start > date.min else rule.name
