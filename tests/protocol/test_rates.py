"""Rates per 100,000, and the mid-year estimate a period is rated on."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.rules.rates import Period, population_year_for, rate_per_100_000


@pytest.mark.parametrize(
    ("count", "population", "rate"),
    [(79, 13_142, 601), (76, 17_519, 434), (28, 18_359, 153), (21, 17_649, 119), (0, 13_142, 0)],
)
def test_published_rates_are_reproduced_from_counts_and_populations(count, population, rate):
    assert rate_per_100_000(count, population) == rate


def test_a_half_is_rounded_up():
    assert rate_per_100_000(1, 200_000) == 1
    assert rate_per_100_000(5, 200_000) == 3


@given(st.integers(0, 10_000), st.integers(1, 10_000_000))
def test_a_rate_is_never_more_than_half_a_child_away(count, population):
    exact = Fraction(100_000 * count, population)

    assert -Fraction(1, 2) < rate_per_100_000(count, population) - exact <= Fraction(1, 2)


def test_there_is_no_rate_without_a_population():
    with pytest.raises(ValueError, match="population"):
        rate_per_100_000(1, 0)


@pytest.mark.parametrize(
    ("period", "start", "wanted"),
    [
        (Period.FINANCIAL_YEAR, date(2023, 4, 1), 2023),
        (Period.CALENDAR_YEAR, date(2024, 1, 1), 2023),
        (Period.QUARTER, date(2024, 7, 1), 2023),
        (Period.ROLLING_12_MONTHS, date(2024, 10, 1), 2023),
    ],
)
def test_each_kind_of_period_names_the_mid_year_it_is_rated_on(period, start, wanted):
    year = population_year_for(period, start, {2020, 2023})

    assert (year.wanted, year.used) == (wanted, 2023)
    assert year.note == "Rated on the mid-2023 estimate."


def test_a_mid_year_not_loaded_falls_back_to_the_nearest_earlier_and_says_so():
    year = population_year_for(Period.FINANCIAL_YEAR, date(2022, 4, 1), {2017, 2020, 2023})

    assert (year.wanted, year.used) == (2022, 2020)
    assert year.note == "Rated on the mid-2020 estimate: mid-2022 is not loaded."


def test_a_later_mid_year_is_never_borrowed():
    year = population_year_for(Period.CALENDAR_YEAR, date(2017, 1, 1), {2017})

    assert year.used is None
    assert year.note.startswith("Not rated")
