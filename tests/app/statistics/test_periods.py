"""Fixed periods: all of them runs of whole quarters."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.statistics.periods import Run, counted, ends, periods, quarter_of, starts
from panel_protocol.rules.rates import Period

TODAY = date(2026, 11, 21)
SPAN = counted(TODAY, years=5, running=False)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_is_in_exactly_one_quarter(day):
    quarter = quarter_of(day)

    assert starts(quarter) <= day <= ends(quarter)
    assert quarter_of(starts(quarter)) == quarter_of(ends(quarter)) == quarter


def test_a_release_counts_whole_quarters_and_live_counts_the_one_that_is_running():
    assert (SPAN.starts, SPAN.ends) == (date(2021, 4, 1), date(2026, 9, 30))
    assert counted(TODAY, years=5, running=True).ends == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("as_at", "to"),
    [
        (date(2026, 9, 29), date(2026, 6, 30)),
        (date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 9, 30)),
    ],
)
def test_a_quarter_is_whole_on_its_last_day(as_at, to):
    assert counted(as_at, years=5, running=False).ends == to


def test_in_april_the_new_financial_year_begins_with_five_before_it():
    assert counted(date(2027, 3, 31), years=5, running=False).starts == date(2021, 4, 1)
    assert counted(date(2027, 4, 1), years=5, running=False).starts == date(2022, 4, 1)


@pytest.mark.parametrize(
    ("kind", "number", "first", "last"),
    [
        (Period.QUARTER, 22, ("2021-04-01", "2021-06-30"), ("2026-07-01", "2026-09-30")),
        (Period.FINANCIAL_YEAR, 6, ("2021-04-01", "2022-03-31"), ("2026-04-01", "2027-03-31")),
        (Period.CALENDAR_YEAR, 5, ("2022-01-01", "2022-12-31"), ("2026-01-01", "2026-12-31")),
        (Period.ROLLING_12_MONTHS, 19, ("2021-04-01", "2022-03-31"), ("2025-10-01", "2026-09-30")),
    ],
)
def test_every_kind_of_period_lies_in_the_span(kind, number, first, last):
    found = [(str(run.starts), str(run.ends)) for run in periods(kind, SPAN)]

    assert (len(found), found[0], found[-1]) == (number, first, last)


def test_a_year_that_began_before_the_span_is_not_half_counted():
    assert all(run.first >= SPAN.first for kind in Period for run in periods(kind, SPAN))


def test_a_running_year_is_counted_so_far():
    year = periods(Period.FINANCIAL_YEAR, SPAN)[-1]

    assert year.to(SPAN.last) == Run(year.first, year.first + 1)
