"""The whole protocol: the typed groups of dated values, and everything known by name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from panel_protocol.authority import Grade, Kind, MatrixStatus
from panel_protocol.catalogue import (
    Area,
    Edition,
    Matrix,
    Offence,
    Population,
    Source,
    Unanswered,
    Unconfirmed,
)
from panel_protocol.dated import Dated, NotInForce
from panel_protocol.groups import Groups
from panel_protocol.saying import written
from panel_protocol.tool import Tool


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol(Groups):
    areas: Mapping[str, Area]
    force_area: Area
    agencies: Mapping[str, str]
    offences: Mapping[str, Offence]
    bank_holidays: frozenset[date]
    populations: tuple[Population, ...]
    matrices: tuple[Matrix, ...]
    editions: tuple[Edition, ...]
    tools: tuple[Tool, ...]
    sources: Mapping[str, Source]

    def edition_on(self, day: date) -> Edition:
        in_force = [edition for edition in self.editions if edition.starts <= day]
        if not in_force:
            raise NotInForce(f"No edition of the protocol was in force on {written(day)}")
        return in_force[-1]

    def edition(self, name: str) -> Edition | None:
        return next((edition for edition in self.editions if edition.name == name), None)

    def last_day_of(self, edition: Edition) -> date:
        """The eve of the next edition; the newest one has no last day."""
        later = [each.starts for each in self.editions if each.starts > edition.starts]
        return min(later) - timedelta(days=1) if later else date.max

    def tool_on(self, day: date) -> Tool:
        """The edition of the shared assessment that a case referred on `day` is assessed with."""
        in_force = [tool for tool in self.tools if tool.starts <= day]
        if not in_force:
            raise NotInForce(f"No edition of the assessment was in force on {written(day)}")
        return in_force[-1]

    def tool_named(self, edition: str) -> Tool | None:
        """The edition an assessment was begun on, however many have followed it."""
        return next((tool for tool in self.tools if tool.edition == edition), None)

    def matrix_on(self, day: date) -> Matrix | None:
        """The force's own matrix if one is in force, else the illustrative one, else none."""
        # `max` keeps the first of equals, and of two that start on one day the later holds.
        in_force = [matrix for matrix in reversed(self.matrices) if matrix.in_force_on(day)]
        return max(
            in_force,
            key=lambda matrix: (matrix.status is MatrixStatus.FORCE, matrix.starts),
            default=None,
        )

    def with_matrices(self, matrices: Sequence[Matrix]) -> "Protocol":
        return replace(self, matrices=(*self.matrices, *matrices))

    def parameters(self) -> Iterator[Dated[object]]:
        for group in fields(Groups):
            held = getattr(self, group.name)
            yield from (getattr(held, field.name) for field in fields(held))

    def awaiting_on(self, day: date) -> tuple[Unanswered, ...]:
        """What the law or guidance leaves open on `day`, and who must answer."""
        found = ((p.name, p.entry_on(day)) for p in self.parameters())
        return tuple(
            Unanswered(name, entry.awaiting, entry.source, entry.asks)
            for name, entry in found
            if entry is not None and entry.value is None
        )

    def local_defaults(self) -> tuple[Unconfirmed, ...]:
        """What the service works with, but the partnership has not yet confirmed."""
        parameters = tuple(
            Unconfirmed(p.name, p.describes, p.kind, p.entries[-1].source)
            for p in self.parameters()
            if p.kind is not Kind.LAW and not p.confirmed
        )
        return parameters + self._tool_defaults()

    def _tool_defaults(self) -> tuple[Unconfirmed, ...]:
        tool = self.tools[-1]
        cited = {"edition": tool.source} | {k: v.source for k, v in tool.option_lists.items()}
        return tuple(
            Unconfirmed(f"assessment_tool.{name}", tool.title, Kind.LOCAL_DEFAULT, source)
            for name, source in cited.items()
            if self.sources[source].grade is Grade.LOCAL
        )
