"""How far a condition has come: hours done, and where it stands today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from panel_protocol.protocol import Protocol
from panel_protocol.terms import AttendanceKind, ConditionStatus


@dataclass(frozen=True, slots=True)
class Attendance:
    occurred_on: date
    attendance: AttendanceKind
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """When a condition is due, and how it was settled if it was."""

    due_on: date
    settled: ConditionStatus | None = None


SETTLED = frozenset(
    {
        ConditionStatus.COMPLETED,
        ConditionStatus.NOT_COMPLETED,
        ConditionStatus.EXCUSED,
        ConditionStatus.VARIED,
    }
)


def hours_completed(protocol: Protocol, progress: Sequence[Attendance]) -> int:
    """Hours of the attendances that count; a missed session counts for nothing."""
    return sum(each.hours for each in progress if _counts(protocol, each))


def status(
    protocol: Protocol, standing: Standing, progress: Sequence[Attendance], today: date
) -> ConditionStatus:
    """Where a condition stands today; due today is not yet overdue."""
    if standing.settled in SETTLED:
        return standing.settled
    if today > standing.due_on:
        return ConditionStatus.OVERDUE
    if any(_counts(protocol, each) for each in progress):
        return ConditionStatus.ON_TRACK
    return ConditionStatus.PENDING


def _counts(protocol: Protocol, each: Attendance) -> bool:
    return each.attendance in protocol.conditions.attendance_that_counts.on(each.occurred_on).value
