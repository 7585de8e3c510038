"""By when a child's request for what is held on them must be answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from panel_protocol.protocol import Protocol
from panel_protocol.rules.months import add_months


@dataclass(frozen=True, slots=True)
class Pause:
    """The service asked what is meant; it waits until it is told, and the clock with it."""

    asked_on: date
    told_on: date | None = None


def answer_by(
    protocol: Protocol, received_on: date, *, extended: bool = False, pauses: Iterable[Pause] = ()
) -> date | None:
    """The last day; none while the clock is stopped. A day that was paused twice counts once."""
    waiting: set[date] = set()
    for pause in pauses:
        if pause.told_on is None:
            return None
        days = (pause.told_on - pause.asked_on).days
        waiting |= {pause.told_on - timedelta(days=each) for each in range(days)}
    rules = protocol.rights
    months = rules.access_months.on(received_on).value
    if extended:
        months += rules.access_extension_months.on(received_on).value
    return add_months(received_on, months) + timedelta(days=len(waiting))


def extend_by(protocol: Protocol, received_on: date, pauses: Iterable[Pause] = ()) -> date | None:
    """The last day on which the asker can still be told that it will take longer."""
    return answer_by(protocol, received_on, pauses=pauses)
