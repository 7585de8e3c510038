"""How old someone is on a day. There is no other way to ask it."""

from datetime import date

# When someone born on 29 February has a birthday in a year without one.
FIRST_OF_MARCH = (3, 1)


def age_on(born: date, day: date) -> int:
    """Whole years; someone born on 29 February has a birthday on 1 March of other years."""
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had_birthday else 1)


def birthday(born: date, age: int) -> date:
    """The day on which someone reaches an age."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, *FIRST_OF_MARCH)
