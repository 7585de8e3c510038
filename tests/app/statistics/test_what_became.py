"""Outcome 22 and 23, key performance indicator 6 and victims, as a manager reads them now."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select, update

from app.cases.tables import Case
from app.database import col, new_id
from app.database import table as table_of
from app.transfers.tables import CaseTransfer
from tests.caseload import Said, Work, left, undertaken
from tests.counting import AREAS, TODAY, Given, at, known, transaction
from tests.pathway import on
from tests.service import EVERYWHERE, GATESHEAD, NORTH_TYNESIDE

LIVE = "/v1/statistics/live"
BORN = date(2012, 3, 14)
BEGAN = date(2025, 5, 6)
ENDED = date(2025, 7, 15)
HEARD = (
    Said(BEGAN - timedelta(days=5), "views_recorded", consents=True, justice="offered"),
    Said(ENDED, "views_recorded", consents=True, justice="accepted", told=True),
)
SHOPLIFTING = Work("outcome_22", BEGAN, GATESHEAD, "completed", ENDED, victims=(HEARD,))


async def put(service, *works, convicted=()):
    async with transaction(service) as tx:
        told = [Given("conviction", day, "OTHER") for day in convicted]
        child_id = await known(tx, BORN, *told, home=GATESHEAD)
        return [await undertaken(tx, child_id, work) for work in works]


async def read(service, measure, areas=(GATESHEAD,), period="quarter"):
    with on(TODAY):
        path = f"{LIVE}/{measure}?period={period}"
        reply = await service.user("yot_manager", areas=areas).get(path)
    assert reply.status_code == 200, reply.text
    return reply.json()


def rows(table, start, area=GATESHEAD):
    """The rows of a place and period that are not nought, by their dimensions."""
    names = ("outcome", "sub_measure", "disposal_type", "counted")
    return {
        "|".join(item[name] for name in names if name in item): item
        for item in table["items"]
        if (item["area"], item["period_start"]) == (area, start) and item["count"]
    }


def counts(table, start, area=GATESHEAD):
    return {name: item["count"] for name, item in rows(table, start, area).items()}


async def test_a_plan_is_counted_where_it_began_and_its_outcome_when_it_was_given(service):
    await put(service, SHOPLIFTING, convicted=[date(2026, 7, 1)])

    table = await read(service, "outcome-22")

    assert counts(table, "2025-04-01") == {"outcome_22|offered": 1, "outcome_22|completed": 1}
    assert counts(table, "2025-07-01") == {
        "outcome_22|given": 1,
        "outcome_22|followed": 1,
        "outcome_22|entrants_within_12_months": 1,
    }
    completed = rows(table, "2025-04-01")["outcome_22|completed"]
    assert [completed[each] for each in ("median", "lower_quartile", "upper_quartile")] == [70] * 3
    assert completed["share"] == 1
    assert rows(table, "2025-07-01")["outcome_22|entrants_within_12_months"]["share"] == 1


async def test_twelve_months_end_on_the_same_day_a_year_later(service):
    """The first and the last of these days are not within them."""
    days = (ENDED, ENDED + timedelta(days=1), date(2026, 7, 15), date(2026, 7, 16))
    for area, entered in zip(AREAS, days, strict=False):
        await put(service, replace(SHOPLIFTING, area=area), convicted=[entered])

    table = await read(service, "outcome-22", areas=AREAS)

    name = "outcome_22|entrants_within_12_months"
    found = [counts(table, "2025-07-01", area).get(name, 0) for area in AREAS[:4]]
    assert found == [0, 1, 1, 0]
    assert counts(table, "2025-07-01", EVERYWHERE)[name] == 2


async def test_outcomes_whose_twelve_months_have_not_passed_are_not_yet_followed(service):
    resolution = Work("community_resolution", date(2025, 10, 1), GATESHEAD)
    await put(service, resolution, convicted=[date(2025, 11, 1)])

    found = counts(await read(service, "outcome-22"), "2025-10-01")

    assert found == {"community_resolution|given": 1, "community_resolution|not_yet_followed": 1}


async def test_outcome_23_is_never_folded_into_outcome_22(service):
    deferred = Work("outcome_23", BEGAN, GATESHEAD, "breached", ENDED)
    await put(service, SHOPLIFTING, deferred)

    table = await read(service, "outcome-22")

    assert counts(table, "2025-04-01") == {
        "outcome_22|offered": 1,
        "outcome_22|completed": 1,
        "outcome_23|offered": 1,
        "outcome_23|breached": 1,
    }
    assert rows(table, "2025-04-01")["outcome_23|breached"]["share"] == 1


async def test_a_plan_that_was_stopped_ended_then_whatever_became_of_its_case(service):
    stopped = Work("outcome_22", BEGAN, GATESHEAD, "breached", ENDED)
    (case_id,) = await put(service, stopped)
    async with transaction(service) as tx:
        await left(tx, case_id, replace(stopped, recorded=date(2025, 12, 1)))

    table = await read(service, "outcome-22")
    assert counts(table, "2025-04-01") == {"outcome_22|offered": 1, "outcome_22|breached": 1}
    assert counts(await read(service, "kpi-6"), "2025-10-01") == {}


async def test_the_indicator_counts_a_child_with_one_programme_done_and_one_not_in_both(service):
    failed = Work("community_resolution", BEGAN, GATESHEAD, "breached", date(2025, 8, 1))
    left = Work("outcome_22", BEGAN, GATESHEAD, "ended_otherwise", date(2025, 9, 30))
    await put(service, SHOPLIFTING, failed, left)

    table = await read(service, "kpi-6")

    assert counts(table, "2025-04-01") == {}
    assert counts(table, "2025-07-01") == {
        "headline|all|children": 1,
        "headline|all|completed": 1,
        "headline|all|not_completed": 1,
        "6a|all|programmes": 3,
        "6a|all|completed": 1,
        "6b|community_resolution|children": 1,
        "6b|community_resolution|not_completed": 1,
        "6b|nfa_o22_yjs|children": 1,
        "6b|nfa_o22_yjs|completed": 1,
    }
    assert rows(table, "2025-07-01")["6a|all|completed"]["share"] == 0.333
    assert "Outcome 23 is in no row until the Youth Justice Board gives it one." in table["notes"]


async def test_the_indicator_is_counted_by_quarter_alone(service):
    for period in ("financial_year", "calendar_year", "rolling_12_months"):
        reply = await service.manager.get(f"{LIVE}/kpi-6?period={period}")

        assert reply.status_code == 422, period
        assert reply.headers["content-type"] == "application/problem+json"


async def test_victims_are_counted_in_the_quarter_their_case_was_decided(service):
    await put(service, SHOPLIFTING)

    table = await read(service, "victims")

    assert counts(table, "2025-04-01") == {
        "identified": 1,
        "consented_to_contact": 1,
        "contacted": 1,
        "views_before_decision": 1,
        "restorative_justice_offered": 1,
        "restorative_justice_taken_up": 1,
        "consented_and_took_up_restorative_justice": 1,
        "told_of_outcome": 1,
    }
    assert rows(table, "2025-04-01")["told_of_outcome"]["share"] == 1
    assert counts(await read(service, "victims", period="financial_year"), "2025-04-01")


async def test_a_case_handed_over_since_is_still_counted_where_it_was_kept(service):
    (case_id,) = await put(service, SHOPLIFTING)
    await handed_over(service, case_id)

    for measure, start in (
        ("outcome-22", "2025-04-01"),
        ("kpi-6", "2025-07-01"),
        ("victims", "2025-04-01"),
    ):
        assert counts(await read(service, measure), start), measure
        theirs = await read(service, measure, areas=(NORTH_TYNESIDE,))
        assert {item["count"] for item in theirs["items"]} == {0}, measure


async def handed_over(service, case_id):
    """The case and its child are North Tyneside's now, and Gateshead holds neither."""
    day = at(date(2025, 8, 1))
    async with transaction(service) as tx:
        (child_id,) = (
            await tx.db.execute(select(col(Case.child_id)).where(col(Case.id) == case_id))
        ).one()
        await tx.add(
            CaseTransfer,
            id=new_id(),
            version=2,
            case_id=case_id,
            reference="T-1",
            child_id=child_id,
            from_area=GATESHEAD,
            to_area=NORTH_TYNESIDE,
            receiving_manager="m",
            reason="child_moved",
            narrative="Moved.",
            status="accepted",
            offered_at=day,
            offered_by="tests",
            answered_at=day,
            answered_by="tests",
        )
        await tx.db.execute(update(table_of(Case)).values(area=NORTH_TYNESIDE))
