"""Calendar months, counted the one way the protocol counts them."""

from datetime import date, timedelta

from panel_protocol.rules.ages import birthday

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


def last_day_of_years(start: date, years: int, *, counting_first_day: bool) -> date:
    """The last day of a period of years; where its first day counts, one day sooner.

    Two years that begin with 29 February end with 28 February, as two that begin with
    1 March end the day before 1 March: the anniversary is the birthday, and never a day early.
    """
    if counting_first_day:
        return birthday(start, years) - timedelta(days=1)
    return add_months(start, years * MONTHS)


def _first_of(count: int) -> date:
    year, month = divmod(count, MONTHS)
    return date(year, month + 1, 1)
