"""Our count beside another's, and what explains the difference."""

from datetime import date

import pytest
from sqlalchemy import text, update

from app.children.tables import Child
from app.database import col, table
from app.journal.tables import JournalLine
from app.problems import Unacceptable
from app.statistics.queries import unhurried
from app.statistics.reconciling.actions import reconcile
from tests.counting import TODAY, Given, known, transaction
from tests.records import rows
from tests.service import GATESHEAD, NORTH_TYNESIDE

HEADER = "area,period_start,period_end,count,series"
BORN = date(2011, 3, 14)
DAY = date(2025, 6, 2)
YEAR = "2025-04-01,2026-03-31"


def a_file(*lines):
    return "\n".join([HEADER, *lines]).encode()


async def compared(service, *lines, children=(), as_at=None, cases=False):
    async with transaction(service) as tx:
        for born, *given in children:
            await known(tx, born, *given)
    # As the command does it: behind the wall, where there is one.
    async with transaction(service, database=service.app.state.database) as tx:
        return await reconcile(tx, a_file(*lines), as_at=as_at, cases=cases)


def caution(day=DAY, area=NORTH_TYNESIDE, **more):
    return Given("youth_caution", day, area, **more)


@pytest.mark.parametrize(
    ("child", "why"),
    [
        ((BORN, caution()), {}),
        ((BORN, caution(overturned=True)), {"overturned": 1}),
        ((date(2007, 6, 2), caution()), {"outside_age": 1}),
        ((BORN, Given("outcome_22", DAY, NORTH_TYNESIDE)), {"not_substantive": 1}),
        (
            (BORN, caution(date(2024, 6, 2), "OTHER"), caution()),
            {"earlier_outcome_elsewhere": 1},
        ),
        ((BORN, caution(date(2024, 6, 2)), caution()), {"earlier_outcome_here": 1}),
        # Of who is an entrant already, a diversion explains nothing.
        ((BORN, caution(date(2024, 6, 2)), Given("outcome_22", DAY, NORTH_TYNESIDE)), {}),
    ],
    ids=lambda each: next(iter(each), "nothing") if isinstance(each, dict) else "",
)
async def test_a_child_somebody_else_may_count_is_named_by_the_reason(service, child, why):
    (line,) = await compared(service, f"{NORTH_TYNESIDE},{YEAR},1,PNC", children=[child])

    ours = 1 if not why and len(child) == 2 else 0
    assert (line.ours, line.difference) == (ours, 1 - ours)
    assert line.explained == why


async def test_where_ours_is_the_larger_what_we_leave_out_explains_nothing(service):
    children = [
        (BORN, caution(recorded_on=date(2026, 5, 1))),
        (BORN, Given("outcome_22", DAY, NORTH_TYNESIDE)),
    ]

    (fewer,) = await compared(service, f"{NORTH_TYNESIDE},{YEAR},0,PNC", children=children)
    (alike,) = await compared(service, f"{NORTH_TYNESIDE},{YEAR},1,PNC")

    assert (fewer.ours, fewer.explained) == (1, {"recorded_late": 1})
    assert (alike.ours, alike.explained) == (1, {})


async def test_who_lives_here_now_and_lived_elsewhere_at_the_outcome_explains_a_count_here(service):
    async with transaction(service) as tx:
        child_id = await known(tx, BORN, caution(area="OTHER"))
        moved = update(table(Child)).values(home_area=NORTH_TYNESIDE)
        await tx.db.execute(moved.where(col(Child.id) == child_id))

    (here,) = await compared(service, f"{NORTH_TYNESIDE},{YEAR},1,PNC")

    assert (here.ours, here.explained) == (0, {"residence_elsewhere": 1})


async def test_each_line_keeps_its_series_and_the_forces_row_is_all_areas_together(service):
    children = [(BORN, caution()), (BORN, caution(area=GATESHEAD))]

    found = await compared(
        service,
        f"{NORTH_TYNESIDE},{YEAR},3,PNC",
        f"E08000020,{YEAR},1,YJB case data",  # Gateshead's code as it was
        f"E23000007,{YEAR},4,PNC",
        f"E09000001,{YEAR},9,PNC",
        children=children,
    )

    assert [
        (each.theirs.series, each.theirs.area, each.ours, each.difference) for each in found
    ] == [
        ("PNC", NORTH_TYNESIDE, 1, 2),
        ("YJB case data", GATESHEAD, 1, 0),
        ("PNC", "E23000007", 2, 2),
    ]


async def test_ours_can_be_as_it_was_known_on_an_earlier_day(service):
    told = date(2026, 5, 1)
    line = f"{NORTH_TYNESIDE},{YEAR},1,PNC"

    (before,) = await compared(
        service, line, children=[(BORN, caution(recorded_on=told))], as_at=date(2026, 4, 30)
    )
    (since,) = await compared(service, line)

    assert (before.ours, since.ours) == (0, 1)


async def test_cases_are_named_on_request_and_every_child_named_is_journalled(service):
    outcome = caution(overturned=True, key="a-22-letter-outcome-id")
    (quiet,) = await compared(service, f"{NORTH_TYNESIDE},{YEAR},1,PNC", children=[(BORN, outcome)])
    (named,) = await compared(service, f"{NORTH_TYNESIDE},{YEAR},1,PNC", cases=True)

    assert quiet.references == {}
    assert named.references == {"overturned": [outcome.key]}
    first, second = await rows(service, JournalLine, action="reconcile_statistics")
    assert (first.children, len(second.children)) == ([], 1)


@pytest.mark.parametrize(
    ("content", "pointers"),
    [
        (b"area,count\nE08000022,3", ["/", "/"]),
        (a_file(f"{NORTH_TYNESIDE},2025,2026-03-31,1,PNC"), ["/rows/1/period_start"]),
        (
            a_file(f"{NORTH_TYNESIDE},2026-04-01,2026-03-31,x,"),
            ["/rows/1/period_end", "/rows/1/count"],
        ),
        (a_file(f"E09000001,{YEAR},1,PNC"), ["/rows"]),
        (a_file(*[f"{NORTH_TYNESIDE},{YEAR},1,PNC"] * 2), ["/rows/2"]),
    ],
    ids=["columns", "no day", "backwards and no number", "no area of ours", "twice"],
)
async def test_a_file_that_says_less_than_it_must_is_refused(service, content, pointers):
    with pytest.raises(Unacceptable) as refused:
        async with transaction(service) as tx:
            await reconcile(tx, content, as_at=TODAY, cases=False)

    assert [error["pointer"] for error in refused.value.extra["errors"]] == pointers


async def test_an_operator_may_count_for_minutes_and_the_next_transaction_may_not(service):
    async def allowed():
        if tx.db.dialect.name == "sqlite":
            return None
        return (await tx.db.execute(text("SHOW statement_timeout"))).scalar_one()

    async with transaction(service, database=service.app.state.database) as tx:
        await unhurried(tx)
        assert await allowed() in (None, "15min")
    async with transaction(service, database=service.app.state.database) as tx:
        assert await allowed() in (None, "10s")
