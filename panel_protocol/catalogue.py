"""The things the protocol knows by name: areas, offences, matrices, editions, sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from panel_protocol.authority import Grade, Kind, MatrixStatus
from panel_protocol.terms import ModeOfTrial


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    name: str
    letters: str


@dataclass(frozen=True, slots=True)
class Offence:
    code: str
    title: str
    act: str
    home_office_class: str
    mode_of_trial: ModeOfTrial
    group: str
    imprisonable: bool | None
    adult_max_custody: str
    recordable: bool
    source: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Gravity scores by offence, in force from `starts` to the day before `ends`."""

    edition: str
    starts: date
    ends: date | None
    status: MatrixStatus
    sha256: str
    scores: Mapping[str, int]
    source: str = "force-matrix"

    def in_force_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Edition:
    name: str
    starts: date
    title: str
    notes: str
    source: str


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    title: str
    url: str
    grade: Grade
    checked: date


@dataclass(frozen=True, slots=True)
class Population:
    area: str
    mid_year: int
    count: int
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A parameter in force that nobody with the authority has set."""

    parameter: str
    question: str
    source: str
    asks: str


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A parameter the service works with, that the partnership has not confirmed."""

    parameter: str
    describes: str
    kind: Kind
    source: str
