"""A value that changes on known dates, and the one way to read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from panel_protocol.authority import Kind
from panel_protocol.saying import written

T = TypeVar("T")


class NotInForce(LookupError):
    """The rule was asked for on a day before it existed."""


class AwaitingDecision(LookupError):
    """The rule exists, but nobody with the authority has set its value."""

    def __init__(self, name: str, question: str, source: str, asks: str) -> None:
        super().__init__(f"{name}: {question} To be answered by: {asks}.")
        self.name = name
        self.question = question
        self.source = source
        self.asks = asks


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """From this day, this value, on this authority."""

    start: date
    value: T | None
    source: str
    awaiting: str = ""
    asks: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    value: T
    source: str


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    name: str
    entries: Sequence[Entry[T]]
    describes: str = ""
    dated_by: str = ""
    kind: Kind = Kind.LAW
    confirmed: str = ""

    def __post_init__(self) -> None:
        starts = [entry.start for entry in self.entries]
        if not starts or starts != sorted(set(starts)):
            raise ValueError(f"{self.name}: dates must rise, each used once")

    def on(self, day: date) -> Answer[T]:
        """What the rule says on `day`, and who says so."""
        latest = self.entry_on(day)
        if latest is None:
            raise NotInForce(f"{self.name} did not exist on {written(day)}")
        if latest.value is None:
            raise AwaitingDecision(self.name, latest.awaiting, latest.source, latest.asks)
        return Answer(latest.value, latest.source)

    def entry_on(self, day: date) -> Entry[T] | None:
        return next((entry for entry in reversed(self.entries) if entry.start <= day), None)

    def between(self, first: date, last: date) -> tuple[Entry[T], ...]:
        """Every entry in force on some day of the span, oldest first."""
        begun = self.entry_on(first)
        return tuple(e for e in self.entries if e is begun or first < e.start <= last)
