"""What panels do, counted by quarter and area."""

from collections import Counter
from datetime import date, timedelta

import pytest

from app.statistics.calendar_columns import last_instant_of
from app.statistics.measured import panels
from app.statistics.periods import Run, quarter_of
from panel_protocol.library import load
from panel_protocol.terms import AgendaRemoval
from tests.counting import TODAY, transaction
from tests.meetings import a_panel, put_off
from tests.roads import Road, on_record
from tests.service import GATESHEAD, NORTH_TYNESIDE

SPAN = Run(quarter_of(date(2025, 4, 1)), quarter_of(TODAY))
HELD = date(2026, 7, 20)
IN = quarter_of(HELD)
QUORATE = ("police", "youth_justice", "health")


def a_road(panel_id, **changes):
    days = {"received": date(2026, 7, 1), "held": HELD, "decided": HELD}
    return Road(area=GATESHEAD, panel_id=panel_id, **{**days, **changes})


async def count(tx, known=None):
    found = await panels.count(tx, SPAN, known or tx.at)
    assert {area for _, area, _ in found.counts} <= {GATESHEAD, NORTH_TYNESIDE}
    return found


def in_gateshead(found):
    return {series: many for (series, area, _), many in found.counts.items() if area == GATESHEAD}


@pytest.mark.parametrize(
    ("came", "state"),
    [
        (QUORATE, "quorate"),
        (("police", "youth_justice"), "not_quorate"),
        (("police", "health", "education"), "not_quorate"),
        ((), "not_recorded"),
    ],
)
async def test_a_meeting_is_quorate_where_the_agencies_needed_and_another_came(
    service, came, state
):
    async with transaction(service) as tx:
        await a_panel(tx, GATESHEAD, HELD, came=came)
        found = await count(tx)

    assert found.spreads == {(f"meetings|{state}", GATESHEAD, IN): {0: 1}}


async def test_cases_and_agencies_are_counted_over_meetings(service):
    async with transaction(service) as tx:
        first = await a_panel(tx, GATESHEAD, HELD, came=(*QUORATE, "health", "fire", "youth_club"))
        second = await a_panel(tx, GATESHEAD, HELD + timedelta(days=7), came=QUORATE)
        await a_panel(tx, NORTH_TYNESIDE, HELD, came=QUORATE)
        for _ in range(3):
            await on_record(tx, a_road(first))
        case = await on_record(tx, a_road(second))
        await put_off(tx, second, case, AgendaRemoval.ADJOURNED, HELD)
        await put_off(tx, second, case, AgendaRemoval.NOT_READY, HELD)
        await put_off(tx, second, case, AgendaRemoval.LISTED_IN_ERROR, HELD)
        found = await count(tx)

    assert found.spreads["meetings|quorate", GATESHEAD, IN] == {3: 1, 1: 1}
    assert in_gateshead(found) == {
        "meetings|quorate": 2,
        "attended|police": 2,
        "attended|youth_justice": 2,
        "attended|health": 2,
        "attended|other_agency": 1,
        "cases|as_protocol": 4,
        "cases|adjourned": 1,
        "cases|not_ready": 1,
    }


async def test_departures_are_counted_with_and_without_a_reason(service):
    async with transaction(service) as tx:
        panel = await a_panel(tx, GATESHEAD, HELD, came=QUORATE)
        for why, police in ((None, None), ("Agreed.", None), (None, "Too late.")):
            await on_record(tx, a_road(panel, departs=True, why_departs=why, why_police=police))
        await on_record(tx, a_road(panel, why_police="As agreed."))
        found = await count(tx)

    assert in_gateshead(found) == Counter(
        {
            "meetings|quorate": 1,
            **{f"attended|{agency}": 1 for agency in QUORATE},
            "cases|as_protocol": 1,
            "cases|departed_with_reason": 1,
            "cases|departed_without_reason": 2,
            # The police have the panel's reason where they agree with it.
            "police|departed_with_reason": 2,
            "police|departed_without_reason": 1,
        }
    )


async def test_attendance_is_as_it_was_last_recorded_by_then(service):
    corrected = HELD + timedelta(days=10)
    async with transaction(service) as tx:
        await a_panel(
            tx, GATESHEAD, HELD, came=("police", "youth_justice"), then=(corrected, QUORATE)
        )
        before = await count(tx, last_instant_of(HELD))
        after = await count(tx)

    assert before.counts.get(("meetings|not_quorate", GATESHEAD, IN)) == 1
    assert after.counts.get(("meetings|quorate", GATESHEAD, IN)) == 1


async def test_a_panel_that_has_yet_to_meet_is_no_meeting(service):
    async with transaction(service) as tx:
        await a_panel(tx, GATESHEAD, TODAY + timedelta(days=1), came=None, convened=TODAY)
        found = await count(tx)

    assert found.counts == {}


def test_shares_are_of_what_they_are_part_of():
    counts = {"meetings|recorded": 8, "attended|health": 6, "cases|brought": 20}
    counts |= {"cases|decided": 15, "cases|departed": 3, "meetings|all": 10}

    shares = {each: panels.SPEC.derived(each, counts.get, None)["share"] for each in counts}

    assert shares == {
        "meetings|recorded": 0.8,
        "attended|health": 0.75,
        "cases|brought": None,
        "cases|decided": 0.75,
        "cases|departed": 0.2,
        "meetings|all": None,
    }


def test_every_agency_of_the_packaged_partnership_has_a_figure_of_its_own():
    assert set(panels.AGENCIES) == set(load().agencies)


async def test_no_table_of_panels_is_of_less_than_a_quarter(service):
    periods = {}
    for period in ("quarter", "rolling_12_months"):
        reply = await service.manager.get(f"/v1/statistics/live/panels?period={period}")
        periods[period] = reply.status_code

    assert periods == {"quarter": 200, "rolling_12_months": 422}
