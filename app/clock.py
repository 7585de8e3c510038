"""The one place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The instant the record is made, in UTC."""
    return _standing.get() or real_now()


def real_now() -> datetime:
    """The wall clock, whatever `standing_at` says: credentials expire in real time."""
    return datetime.now(UTC)


def today() -> date:
    return london(now())


def london(instant: datetime) -> date:
    """The civil date in England and Wales, which is what the law counts in."""
    return instant.astimezone(LONDON).date()


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Hold the record's clock at `instant`, for tests and for the synthetic caseload."""
    token = _standing.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)
