"""What is decided of like cases, and how much plans ask, against lists."""

import statistics
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from app.statistics.calendar_columns import last_instant_of
from app.statistics.measured import consistency, net_widening, timeliness
from app.statistics.periods import Run, quarter_of
from panel_protocol.terms import Disposal
from tests.counting import AREAS, TODAY, Given, transaction
from tests.roads import Road, decide_again, on_record
from tests.service import GATESHEAD, NORTH_TYNESIDE

SPAN = Run(quarter_of(date(2025, 4, 1)), quarter_of(TODAY))
RECEIVED, HELD, DECIDED = date(2026, 7, 1), date(2026, 7, 20), date(2026, 7, 22)
IN = quarter_of(DECIDED)
CAUTIONED = Given("youth_caution", date(2024, 5, 1), GATESHEAD)
PLANS = (
    Disposal.COMMUNITY_RESOLUTION,
    Disposal.OUTCOME_22,
    Disposal.OUTCOME_23,
    Disposal.YOUTH_CONDITIONAL_CAUTION,
)


def a_road(**changes):
    road = Road(area=GATESHEAD, received=RECEIVED, held=HELD, decided=DECIDED)
    return replace(road, **changes)


async def counted(service, *roads, spec=consistency.SPEC, known=None):
    async with transaction(service) as tx:
        for road in roads:
            await on_record(tx, road)
        return await spec.count(tx, SPAN, known or tx.at)


def mix(found):
    """What is counted of decisions, without what is counted to keep it in step with timeliness."""
    return {key: many for key, many in found.counts.items() if "|" in key[0]}


async def test_the_mix_is_counted_by_gravity_history_disposal_and_area(service):
    chance = Random(5)
    roads = [
        a_road(
            area=chance.choice(AREAS),
            decided=DECIDED + timedelta(days=chance.randrange(120)),
            gravity=chance.randrange(1, 6),
            disposal=chance.choice(list(Disposal)),
            history=(CAUTIONED,) if chance.random() < 1 / 2 else (),
        )
        for _ in range(24)
    ]

    found = await counted(service, *roads)

    assert mix(found) == Counter(
        (
            f"{road.gravity}|{'earlier' if road.history else 'first_time'}|{road.disposal}",
            road.area,
            quarter_of(road.decided),
        )
        for road in roads
    )


async def test_only_an_outcome_that_stands_and_came_before_makes_a_history(service):
    none = [
        replace(CAUTIONED, overturned=True),
        replace(CAUTIONED, given_on=DECIDED),
        replace(CAUTIONED, kind="no_further_action"),
        replace(CAUTIONED, kind="charge"),
        replace(CAUTIONED, recorded_on=TODAY + timedelta(days=1)),
    ]
    one = [replace(CAUTIONED, given_on=DECIDED - timedelta(days=1)), CAUTIONED]
    one.append(replace(CAUTIONED, kind="community_resolution"))

    found = await counted(service, *(a_road(history=(each,)) for each in (*none, *one)))

    assert mix(found) == {
        ("3|first_time|outcome_22", GATESHEAD, IN): len(none),
        ("3|earlier|outcome_22", GATESHEAD, IN): len(one),
    }


async def test_the_decision_that_stood_is_counted_once_and_as_it_was_known(service):
    async with transaction(service) as tx:
        case_id = await on_record(tx, a_road(disposal=Disposal.YOUTH_CAUTION))
        later = DECIDED + timedelta(days=30)
        await decide_again(tx, case_id, Disposal.OUTCOME_22, later)

        before = await consistency.count(tx, SPAN, last_instant_of(DECIDED))
        after = await consistency.count(tx, SPAN, tx.at)

    assert mix(before) == {("3|first_time|youth_caution", GATESHEAD, IN): 1}
    assert mix(after) == {("3|first_time|outcome_22", GATESHEAD, quarter_of(later)): 1}


def nothing(series):
    return None


async def test_decisions_are_those_whose_time_is_told_and_the_few_that_are_in_no_such_table(
    service,
):
    roads = [
        a_road(),
        a_road(area=NORTH_TYNESIDE, gravity=None),
        a_road(received=date(2016, 12, 1), held=date(2016, 12, 20)),
    ]
    async with transaction(service) as tx:
        for road in roads:
            await on_record(tx, road)
        mixed = await consistency.count(tx, SPAN, tx.at)
        told = await timeliness.count(tx, SPAN, tx.at)

    beside = {key: many for key, many in mixed.counts.items() if "|" not in key[0]}
    assert beside == {
        ("timed", GATESHEAD, IN): 1,
        ("not_timed", GATESHEAD, IN): 1,
        ("timed", NORTH_TYNESIDE, IN): 1,
        ("not_timed", NORTH_TYNESIDE, IN): 0,
    }
    for area in (GATESHEAD, NORTH_TYNESIDE):
        assert told.counts["panel_to_decision|ended", area, IN] == beside["timed", area, IN]


def test_a_share_is_of_equal_cases_and_has_wilsons_interval():
    counts = {"2|first_time|outcome_22": 10, "2|first_time|all": 40, "2|earlier|all": 90}

    found = consistency.SPEC.derived("2|first_time|outcome_22", counts.get, None)
    of_all = consistency.SPEC.derived("2|first_time|all", counts.get, None)

    assert found == {"share": 0.25, "lower": 0.142, "upper": 0.402}
    assert set(of_all.values()) == {None}


def test_a_share_is_hidden_with_the_cases_it_is_of():
    found = consistency.SPEC.derived("2|first_time|outcome_22", nothing, None)

    assert set(found.values()) == {None}


async def test_what_plans_ask_is_measured_by_gravity_and_disposal(service):
    chance = Random(9)
    roads = [
        a_road(
            area=chance.choice(AREAS),
            gravity=chance.choice([2, 4]),
            disposal=chance.choice(PLANS),
            conditions=tuple(chance.choice([None, 2, 10]) for _ in range(1 + chance.randrange(4))),
        )
        for _ in range(24)
    ]
    asked: dict[Any, Counter[int]] = defaultdict(Counter)
    for road in roads:
        of = f"{road.gravity}|{road.disposal}"
        asked[f"{of}|conditions", road.area, IN][len(road.conditions)] += 1
        asked[f"{of}|hours", road.area, IN][sum(hours or 0 for hours in road.conditions)] += 1

    found = await counted(service, *roads, spec=net_widening.SPEC)

    assert found.spreads == asked
    assert found.counts == {key: sum(spread.values()) for key, spread in asked.items()}


async def test_an_area_is_not_told_what_another_decided(service):
    road = a_road(area=NORTH_TYNESIDE, conditions=(10,))
    async with transaction(service) as tx:
        await on_record(tx, road)

    async with transaction(service, areas=frozenset([GATESHEAD])) as tx:
        counts = [
            (await spec.count(tx, SPAN, tx.at)).counts
            for spec in (consistency.SPEC, net_widening.SPEC)
        ]

    assert counts == [{}, {}]


def test_quartiles_of_a_plan_are_those_of_the_spread():
    hours = [0, 2, 2, 10, 12]

    found = net_widening.SPEC.derived("2|outcome_22|hours", nothing, Counter(hours))

    assert list(found.values()) == statistics.quantiles(hours, n=4, method="inclusive")
