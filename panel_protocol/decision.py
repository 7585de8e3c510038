"""What every rule returns: an answer, and the reasons a child or a court could read."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Decision(Generic[T]):
    answer: T
    reasons: tuple[Reason, ...]
