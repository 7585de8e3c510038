"""The quarterly return: the template's rows in its own order, and what must be put right first."""

import csv
import io
from datetime import date

import pytest
from sqlalchemy import select

from app.cases.tables import Case
from app.database import col, new_id
from app.disposals.tables import Condition, Plan
from app.problems import Unacceptable
from app.statistics import kpi_6_return as returns
from app.statistics.measured.kpi_6_gaps import Gap
from tests.caseload import Work, undertaken
from tests.counting import known, transaction
from tests.records import journal
from tests.service import GATESHEAD

BORN = date(2012, 3, 14)
BEGAN, ENDED = date(2026, 3, 2), date(2026, 5, 5)
SPRING = "2026Q1"


async def put(tx, *works, born=BORN):
    child_id = await known(tx, born, home=GATESHEAD)
    return child_id, [await undertaken(tx, child_id, work) for work in works]


async def two_children(tx, *, second_born=BORN):
    """The first completed one programme and not another, the second completed one."""
    await put(
        tx,
        Work("community_resolution", BEGAN, GATESHEAD, "completed", ENDED),
        Work("outcome_22", BEGAN, GATESHEAD, "breached", ENDED),
    )
    await put(tx, Work("outcome_22", BEGAN, GATESHEAD, "completed", ENDED), born=second_born)


async def rows(tx, quarter=SPRING, area=GATESHEAD):
    said = await returns.template(tx, area, returns.quarter_named(tx, quarter))
    assert said.endswith("\r\n")
    return list(csv.reader(io.StringIO(said, newline="")))


async def test_the_rows_and_columns_are_the_returns_own_in_its_order(service):
    async with transaction(service) as tx:
        await two_children(tx)

        assert await rows(tx) == [
            [
                "",
                "community_resolution",
                "nfa_o22_yjs",
                "nfa_o22_deferred_yjs",
                "nfa_o20_21_yjs",
                "yc_yjs",
                "ycc",
            ],
            ["Number of  children with an order ending in the period", *"120000"],
            [
                "Number of children who completed intervention programmes in the quarter",
                *"110000",
            ],
            [
                "Number of children who did not complete intervention programmes in the quarter",
                *"010000",
            ],
        ]
        assert (await rows(tx, "2025Q4"))[1][1:] == list("000000")


async def test_children_are_told_by_sex_age_and_ethnicity_beside_all_of_them(service):
    async with transaction(service) as tx:
        await two_children(tx, second_born=date(2010, 3, 14))

        said = await returns.by_characteristics(tx, GATESHEAD, returns.quarter_named(tx, SPRING))

    heading, *found = csv.reader(io.StringIO(said, newline=""))
    assert heading[2:] == ["children", "completed", "not_completed", "all_children"]
    told = {(of, group): list(map(int, counts)) for of, group, *counts in found}
    # Of two programmes one was completed and one was not: the child is in both counts.
    assert told["age", "10_to_14"] == [1, 1, 1, 2]
    assert told["age", "15_to_17"] == [1, 1, 0, 2]
    assert ("age", "18_and_over") not in told
    for characteristic in ("sex", "age", "ethnicity"):
        of_it = [counts for (of, _), counts in told.items() if of == characteristic]
        assert [sum(column) for column in zip(*of_it, strict=True)][:3] == [2, 2, 1]


@pytest.mark.parametrize(
    "name", ["2026Q5", "2026", "Q1 2026", "2022Q4", "2026Q4", "2026Q1; DROP", "²026Q1"]
)
async def test_a_quarter_that_is_none_or_has_nothing_to_count_is_refused(service, name):
    async with transaction(service) as tx:
        with pytest.raises(Unacceptable):
            returns.quarter_named(tx, name)


async def test_what_blocks_the_return_is_listed_by_case_and_journalled(service):
    async with transaction(service) as tx:
        child_id, (ran_on, left, deferred, _, _) = await put(
            tx,
            Work("outcome_22", BEGAN, GATESHEAD),
            Work("outcome_22", BEGAN, GATESHEAD, "ended_otherwise", ENDED),
            Work("outcome_23", BEGAN, GATESHEAD, "completed", ENDED),
            # Neither is in the way: it is said, or it is not of this return.
            Work("outcome_22", BEGAN, GATESHEAD, "breached", ENDED),
            Work("community_resolution", BEGAN, GATESHEAD, "ended_otherwise", ENDED, home="OTHER"),
        )
        await condition(tx, ran_on, due_on=date(2026, 6, 30))
        references = await named(tx)

        found = await returns.gaps(tx, GATESHEAD, returns.quarter_named(tx, SPRING))

        assert set(found) == {
            Gap(references[case_id], child_id, disposal, BEGAN, why)
            for case_id, disposal, why in (
                (ran_on, "outcome_22", "end_not_recorded"),
                (left, "outcome_22", "completed_not_said"),
                (deferred, "outcome_23", "type_without_row"),
            )
        }
        winter = await returns.gaps(tx, GATESHEAD, returns.quarter_named(tx, "2025Q4"))
        assert winter == []
    lines = [line for line in await journal(service) if line.action == "list_kpi_6_gaps"]
    assert [line.children for line in lines] == [[child_id], []]


async def named(tx):
    found = await tx.db.execute(select(col(Case.id), col(Case.reference)))
    return dict(found.all())


async def condition(tx, case_id, *, due_on):
    disposal_id = (
        await tx.db.execute(select(col(Plan.disposal_id)).where(col(Plan.case_id) == case_id))
    ).scalar_one()
    await tx.add(
        Condition,
        id=new_id(),
        version=1,
        disposal_id=disposal_id,
        case_id=case_id,
        position=1,
        kind="direct_work",
        description="Work.",
        due_on=due_on,
    )
