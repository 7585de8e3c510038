from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.rules.ages import age_on, birthday

BIRTHS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


def test_a_child_is_a_year_older_on_the_birthday_and_not_on_its_eve():
    assert age_on(date(2012, 3, 14), date(2022, 3, 13)) == 9
    assert age_on(date(2012, 3, 14), date(2022, 3, 14)) == 10


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 2, 28), 17), (date(2026, 3, 1), 18), (date(2028, 2, 29), 20)]
)
def test_someone_born_on_29_february_has_a_birthday_on_1_march_of_other_years(day, age):
    assert age_on(date(2008, 2, 29), day) == age


@given(BIRTHS, st.integers(0, 30))
def test_the_birthday_is_the_first_day_of_that_age(born, age):
    reached = birthday(born, age)

    assert age_on(born, reached) == age
    if age:
        assert age_on(born, reached - timedelta(days=1)) == age - 1


@given(BIRTHS, st.integers(0, 9000), st.integers(0, 400))
def test_nobody_grows_younger(born, days, more):
    day = born + timedelta(days=days)

    assert age_on(born, day) <= age_on(born, day + timedelta(days=more))
