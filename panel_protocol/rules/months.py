"""Calendar months, counted the one way the protocol counts them."""

from datetime import date, timedelta

MONTHS = 12


def whole_months(start: date, end: date) -> int:
    """Months completed from one day to another; an unfinished month does not count."""
    months = (end.year - start.year) * MONTHS + end.month - start.month
    return months - 1 if end.day < start.day else months


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where the month is shorter."""
    count = day.year * MONTHS + day.month - 1 + months
    same_day = _first_of(count) + timedelta(days=day.day - 1)
    return min(same_day, _first_of(count + 1) - timedelta(days=1))


def _first_of(count: int) -> date:
    year, month = divmod(count, MONTHS)
    return date(year, month + 1, 1)
