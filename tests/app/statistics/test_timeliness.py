"""How long steps take, against days counted one by one."""

import statistics
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from app.statistics.calendar_columns import last_instant_of
from app.statistics.figures import Place, Populations, table
from app.statistics.measured import timeliness
from app.statistics.periods import Run, quarter_of
from app.statistics.spreads import LOWER, MEDIAN, UPPER, quantile
from panel_protocol.library import load
from panel_protocol.rules.rates import Period
from panel_protocol.rules.timescales import add_working_days, numbered_days
from panel_protocol.terms import Disposal
from tests.counting import AREAS, TODAY, transaction
from tests.roads import Road, on_record
from tests.service import GATESHEAD, NORTH_TYNESIDE

HOLIDAYS = load().bank_holidays
SPAN = Run(quarter_of(date(2024, 4, 1)), quarter_of(TODAY))
ASSESSED, PANEL, INFORMED = 10, 7, 15  # the targets of the packaged timescales


# The reference: no SQL, and none of the service's own arithmetic.


def working_days(first, last):
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    return sum(day.weekday() < 5 and day not in HOLIDAYS for day in days)


def steps(road):
    """Name, first and last day, whether within the target, whether it can stay open."""
    yield "offence_to_referral", max(road.offended), road.received, None, False
    took = working_days(road.received, road.assessed) if road.assessed else 0
    yield "referral_to_assessment", road.received, road.assessed, took <= ASSESSED, True
    waited = (road.held - road.assessed).days if road.held else 0
    yield "assessment_to_panel", road.assessed, road.held, waited <= PANEL, True
    yield "panel_to_decision", road.held, road.decided, None, True
    follows = road.disposal not in (Disposal.CHARGE, Disposal.NO_FURTHER_ACTION)
    yield "decision_to_conclusion", road.decided, road.concluded, None, follows
    took = working_days(road.received, road.decided) if road.decided else 0
    yield "referral_to_decision", road.received, road.decided, took <= INFORMED, True


def expected(roads):
    found: dict[Any, Counter[Any]] = defaultdict(Counter)
    for road in roads:
        for name, first, last, in_time, waits in steps(road):
            if last:
                state = {None: "ended", True: "within", False: "late"}[in_time]
                key = (f"{name}|{state}", road.area, quarter_of(last))
                found[key][working_days(first, last)] += 1
            elif first and waits and not road.closed:
                found[f"{name}|open", road.area, quarter_of(first)][None] += 1
    return found


def a_road(chance):
    """A case that has come some way, each step after some days."""
    day = TODAY - timedelta(days=chance.randrange(20, 700))
    road = Road(
        area=chance.choice(AREAS),
        received=day,
        offended=tuple(day - timedelta(days=chance.randrange(90)) for _ in range(2)),
        disposal=chance.choice(list(Disposal)),
    )
    for milestone in ("assessed", "held", "decided", "concluded")[: chance.randrange(5)]:
        if milestone == "concluded" and road.disposal is Disposal.CHARGE:
            break
        day += timedelta(days=chance.randrange(30))
        if day > TODAY:
            break
        setattr(road, milestone, day)
    road.closed = TODAY if chance.random() < 1 / 5 and not road.concluded else None
    return road


async def counted(service, *roads, known=None, areas=frozenset(AREAS)):
    async with transaction(service) as tx:
        for road in roads:
            await on_record(tx, road)
    async with transaction(service, areas=areas) as tx:
        return await timeliness.count(tx, SPAN, known or tx.at)


async def test_sql_counts_each_step_as_counting_day_by_day_does(service):
    chance = Random(7)
    roads = [a_road(chance) for _ in range(36)]

    found = await counted(service, *roads)

    wanted = expected(roads)
    assert found.counts == {key: sum(spread.values()) for key, spread in wanted.items()}
    assert found.spreads == {k: dict(v) for k, v in wanted.items() if "open" not in k[0]}
    assert {key[0] for key in found.counts} == set(timeliness.SPEC.series) - {
        f"{name}|ended" for name in ("referral_to_assessment", "assessment_to_panel")
    } - {"referral_to_decision|ended"}


async def test_a_case_received_after_midnight_in_summer_is_received_that_day(service):
    # Half past eleven in the evening by the clocks of the database, in British Summer Time.
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    road = Road(
        area=GATESHEAD,
        received=date(2026, 7, 1),
        received_at=late,
        offended=(date(2026, 6, 30),),
        assessed=date(2026, 7, 2),
    )

    found = await counted(service, road)

    assert found.spreads == {
        ("offence_to_referral|ended", GATESHEAD, quarter_of(date(2026, 7, 1))): {1: 1},
        ("referral_to_assessment|within", GATESHEAD, quarter_of(date(2026, 7, 1))): {1: 1},
    }


async def test_what_was_recorded_after_the_day_of_counting_was_still_open_on_it(service):
    road = Road(
        area=GATESHEAD,
        received=date(2026, 9, 1),
        offended=(date(2026, 8, 1),),
        assessed=date(2026, 9, 8),
        held=date(2026, 10, 6),
    )

    found = await counted(service, road, known=last_instant_of(date(2026, 9, 30)))

    quarter = quarter_of(date(2026, 9, 1))
    assert {series for series, _, _ in found.counts} == {
        "offence_to_referral|ended",
        "referral_to_assessment|within",
        "assessment_to_panel|open",
        "referral_to_decision|open",
    }
    assert {each for _, _, each in found.counts} == {quarter}


async def test_a_step_that_reaches_before_the_bank_holidays_known_is_not_counted(service):
    long_ago = Road(area=GATESHEAD, received=date(2026, 9, 1), offended=(date(2016, 12, 31),))

    found = await counted(service, long_ago)

    assert "offence_to_referral|ended" not in {series for series, _, _ in found.counts}
    assert "from 2017 to" in timeliness.limits(load())[0]


async def test_an_area_counts_its_own_cases_alone(service):
    roads = [
        Road(area=area, received=date(2026, 9, 1), offended=(date(2026, 8, 1),))
        for area in (GATESHEAD, NORTH_TYNESIDE)
    ]

    found = await counted(service, *roads, areas=frozenset([GATESHEAD]))

    assert {area for _, area, _ in found.counts} == {GATESHEAD}


async def test_years_and_the_force_are_measured_from_every_case_and_not_from_medians(service):
    chance = Random(11)
    roads = [a_road(chance) for _ in range(24)]
    found = await counted(service, *roads)
    force = Place("E23000007", AREAS)

    shown = table(
        timeliness.SPEC,
        Period.FINANCIAL_YEAR,
        SPAN,
        counted=found,
        populations=Populations({}),
        rows=[force],
    )

    for figure in shown:
        name, state = figure.series.split("|")
        if (name, state) != ("referral_to_decision", "ended"):
            continue
        ended = [
            working_days(road.received, road.decided)
            for road in roads
            if road.decided and figure.run.starts <= road.decided <= figure.run.ends
        ]
        assert figure.count == len(ended)
        if len(ended) > 1:
            lower, median, upper = statistics.quantiles(ended, n=4, method="inclusive")
            in_time = sum(days <= INFORMED for days in ended)
            assert dict(figure.values) == {
                "lower_quartile": lower,
                "median": median,
                "upper_quartile": upper,
                "within_target": round(in_time / len(ended), 3),
            }


@pytest.mark.parametrize("values", [[3], [0, 0, 4], [1, 2, 3, 4], [5, 5, 5, 9, 40, 41]])
def test_quartiles_are_those_of_the_inclusive_method(values):
    found = [quantile(Counter(values), part) for part in (LOWER, MEDIAN, UPPER)]

    if len(values) == 1:
        assert found == values * 3
    else:
        assert found == statistics.quantiles(values, n=4, method="inclusive")
    assert quantile({}, MEDIAN) is None


def test_the_number_of_a_day_counts_as_the_protocol_adds_working_days():
    numbered = dict(numbered_days(HOLIDAYS))

    for start in (date(2025, 4, 17), date(2025, 12, 24), date(2026, 5, 1)):
        for n in range(25):
            assert numbered[add_working_days(HOLIDAYS, start, n)] - numbered[start] == n
    assert max(numbered) == date(max(day.year for day in HOLIDAYS), 12, 31)
