"""Working days, and the days on which each area's panel meets."""

from datetime import date, timedelta

from panel_protocol.protocol import Protocol

_SATURDAY = 5
_WORKING_WEEK = 5
_FIRST_MEETING = date(2023, 10, 2)
_BETWEEN_MEETINGS = 14
# Papers go out this many days before a panel at the latest.
_NOTICE = 7


class Calendar:
    """Each area's panel meets every second week, on a weekday of its own."""

    def __init__(self, protocol: Protocol) -> None:
        self._holidays = protocol.bank_holidays
        self._first = {
            area: _FIRST_MEETING + timedelta(days=number % _WORKING_WEEK + 7 * (number % 2))
            for number, area in enumerate(protocol.areas)
        }

    def working(self, day: date) -> date:
        """That day, or the next on which anybody is at work."""
        while day.weekday() >= _SATURDAY or day in self._holidays:
            day += timedelta(days=1)
        return day

    def panel_after(self, area: str, day: date) -> date:
        """The first meeting for which the papers of a case ready on `day` can still go out."""
        first = self._first[area]
        days = max(0, (day + timedelta(days=_NOTICE) - first).days)
        return self.working(
            first + timedelta(days=-(-days // _BETWEEN_MEETINGS) * _BETWEEN_MEETINGS)
        )
