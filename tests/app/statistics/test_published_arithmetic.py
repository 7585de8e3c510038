"""The arithmetic of published figures, done again with ours: statistics.md, sections 1.4 and 2."""

from datetime import date
from fractions import Fraction
from statistics import mean

import pytest

from app.statistics.figures import Estimate, Populations, places, table
from app.statistics.measured import first_time_entrants
from app.statistics.periods import Run, quarter_of
from app.statistics.published import packaged
from app.statistics.spec import Counted
from panel_protocol.library import load
from panel_protocol.rules.rates import Period, population_year_for, rate_per_100_000
from tests.service import EVERYWHERE, GATESHEAD, NEWCASTLE, NORTH_TYNESIDE

PROTOCOL = load()
SOUTH_TYNESIDE = "E08000023"
RESIDENTS = {(each.area, each.mid_year): each.count for each in PROTOCOL.populations}


def year(kind, starts, counts):
    """The table of one year from counts by area."""
    first = quarter_of(starts)
    estimates = Populations({key: Estimate(count, "") for key, count in RESIDENTS.items()})
    figures = table(
        first_time_entrants.SPEC,
        kind,
        Run(first, first + 3),
        counted=Counted({("", area, first): count for area, count in counts.items()}),
        populations=estimates,
        rows=places(PROTOCOL, PROTOCOL.areas),
    )
    return {figure.place.code: figure for figure in figures}


def test_the_force_and_an_area_of_2017_18_come_out_as_gatesheads_plan_printed_them():
    # How the others share the rest is not published, and is all the same to the pooled rate.
    told = year(Period.FINANCIAL_YEAR, date(2017, 4, 1), {GATESHEAD: 77, NEWCASTLE: 544 - 77})

    gateshead, force = told[GATESHEAD], told[EVERYWHERE]
    assert (gateshead.count, gateshead.population, gateshead.rate) == (77, 17_051, 452)
    assert (force.count, force.population, force.rate) == (544, 120_822, 450)
    assert force.population_year == 2017


def test_a_pooled_rate_is_neither_the_sum_nor_the_mean_of_its_areas():
    counts = dict(zip(PROTOCOL.areas, (140, 76, 52, 77, 94, 105), strict=True))
    told = year(Period.FINANCIAL_YEAR, date(2017, 4, 1), counts)

    pooled, rates = told[EVERYWHERE].rate, [told[area].rate for area in PROTOCOL.areas]
    assert told[EVERYWHERE].count == sum(counts.values()) == 544
    assert pooled == 450
    # The sum is what was once printed for England: 3071 for a rate of about 333.
    assert sum(rates) > 5 * pooled
    assert round(mean(rates)) != pooled
    assert min(rates) < pooled < max(rates)


def published(vintage, area, ends):
    (found,) = [
        each
        for each in packaged()
        if (each.vintage, each.area, each.period_end) == (vintage, area, ends)
    ]
    wanted = population_year_for(
        Period.FINANCIAL_YEAR, found.period_start, [mid for of, mid in RESIDENTS if of == area]
    )
    assert wanted.used == wanted.wanted
    return found.rate, RESIDENTS[area, wanted.used]


@pytest.mark.parametrize(
    ("area", "ends", "rate", "children"),
    [
        (SOUTH_TYNESIDE, date(2020, 3, 31), 601, "78.98"),
        (NORTH_TYNESIDE, date(2018, 3, 31), 434, "76.03"),
        (NORTH_TYNESIDE, date(2020, 3, 31), 153, "28.09"),
        (GATESHEAD, date(2021, 3, 31), 119, "21.00"),
    ],
)
def test_published_rates_are_whole_children_on_the_mid_year_in_their_year(
    area, ends, rate, children
):
    printed, residents = published("V1-2024-11", area, ends)

    implied = Fraction(printed * residents, 100_000)
    assert (printed, f"{float(implied):.2f}") == (rate, children)
    assert rate_per_100_000(round(implied), residents) == rate


def test_not_every_published_rate_comes_from_whole_children():
    """Addresses are mapped to areas by estimate, which may split a child between two."""
    rate, residents = published("V1-2024-11", NEWCASTLE, date(2018, 3, 31))

    assert rate == 596
    assert [rate_per_100_000(children, residents) for children in (139, 140)] == [593, 597]


def test_a_rate_and_its_population_give_the_count_away():
    """Why a hidden count hides its rate: 434 on 17,519 can be 76 children and no other number."""
    assert [n for n in range(500) if rate_per_100_000(n, 17_519) == 434] == [76]
    assert [rate_per_100_000(n, 17_519) for n in (75, 77)] == [428, 440]


@pytest.mark.parametrize(
    ("children", "residents", "rate"),
    [(81, 17_519, 462), (12, 18_833, 64), (25, 18_833, 133), (600, 17_000, 3_529)],
    ids=["81 in 2017-18", "12 in 2021-22", "25 in 2021-22", "600 in 2007"],
)
def test_what_was_claimed_of_north_tyneside_is_not_what_was_published(children, residents, rate):
    printed = {
        each.rate
        for each in packaged()
        if each.area == NORTH_TYNESIDE and each.period_start >= date(2017, 1, 1)
    }

    assert rate_per_100_000(children, residents) == rate
    assert rate not in printed
