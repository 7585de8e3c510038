"""Who is at each gate, against lists of cases and figures worked by hand."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from app.statistics.figures import Place, Populations, table
from app.statistics.intervals import ratio, share, wilson
from app.statistics.measured import disproportionality
from app.statistics.periods import Run, counted, quarter_of, starts
from panel_protocol.rules.rates import Period
from panel_protocol.terms import Disposal
from tests.counting import AREAS, TODAY, transaction
from tests.roads import Road, on_record
from tests.service import GATESHEAD

SPAN = counted(TODAY, years=6, running=True)
FORCE = Place("E23000007", AREAS)
FORMAL = {Disposal.YOUTH_CAUTION, Disposal.YOUTH_CONDITIONAL_CAUTION, Disposal.CHARGE}
CODES = {"W1": "white", "B2": "black", "A9": "asian", "M3": "mixed", "O9": "other"}
RECEIVED = date(2025, 5, 6)
# The day before a fifteenth birthday when the case was received, on it, and on the eighteenth.
BORN = ["2011-03-14", "2010-05-07", "2010-05-06", "2007-05-06"]


def a_road(chance):
    """Some way along, of a child of some kind."""
    code = chance.choice([*CODES, "NS", None])
    road = Road(
        area=chance.choice(AREAS),
        received=RECEIVED,
        disposal=chance.choice(list(Disposal)),
        child={
            "ethnicity": code,
            "sex": chance.choice(["female", "male", "other", "not_known"]),
            "date_of_birth": chance.choice(
                ["2011-03-14", "2010-05-07", "2010-05-06", "2007-05-06"]
            ),
            "looked_after": chance.random() < 1 / 3,
            "communication_needs": ["speech_language"] if chance.random() < 1 / 3 else [],
        },
    )
    days = [date(2025, 5, 20), date(2025, 6, 3), date(2025, 6, 10), date(2025, 9, 2)]
    for milestone, day in zip(
        ("assessed", "held", "decided", "breached")[: chance.randrange(5)], days, strict=False
    ):
        setattr(road, milestone, day)
    return road


def gates(road):
    """The reference: every gate a case has come through."""
    yield "referral"
    yield "sent_to_panel"
    if road.held:
        yield "panel"
    if road.decided and road.disposal in FORMAL:
        yield "formal_disposal"
    if road.decided and road.disposal not in {*FORMAL, Disposal.NO_FURTHER_ACTION}:
        yield "diversion"
    if road.breached:
        yield from ("plan", "breach")


def groups(road):
    child = road.child
    yield "all", "all"
    yield "ethnicity", CODES.get(child["ethnicity"], "not_known")
    yield "sex", child["sex"]
    young = child["date_of_birth"] > "2010-05-06"
    grown = child["date_of_birth"] == "2007-05-06"
    yield "age", "18_and_over" if grown else "10_to_14" if young else "15_to_17"
    yield "looked_after", "looked_after" if child["looked_after"] else "not_looked_after"
    needs = "recorded" if child["communication_needs"] else "none_recorded"
    yield "communication_need", needs


async def count(service, *roads, areas=frozenset(AREAS)):
    async with transaction(service) as tx:
        for road in roads:
            await on_record(tx, road)
    async with transaction(service, areas=areas) as tx:
        return await disproportionality.count(tx, SPAN, tx.at)


def figures(found):
    rows = table(
        disproportionality.SPEC,
        Period.FINANCIAL_YEAR,
        SPAN,
        counted=found,
        populations=Populations({}),
        rows=[Place(GATESHEAD, (GATESHEAD,)), FORCE],
    )
    return {(row.run, row.series): row for row in rows}


THREE_YEARS = Run(quarter_of(date(2023, 4, 1)), quarter_of(date(2026, 3, 31)))


async def test_each_gate_counts_the_cases_that_came_through_it_by_what_the_child_is(
    service, monkeypatch
):
    monkeypatch.setattr(disproportionality, "_AT_ONCE", 7)
    chance = Random(3)
    roads = [a_road(chance) for _ in range(36)]

    rows = figures(await count(service, *roads))

    wanted = Counter(
        f"{gate}|{of}|{group}"
        for road in roads
        for gate in gates(road)
        for of, group in groups(road)
    )
    shown = {series: row.count for (run, series), row in rows.items() if run == THREE_YEARS}
    assert {series: many for series, many in shown.items() if many} == wanted
    assert {row.place for row in rows.values()} == {FORCE}
    assert {starts(run.first).month for run, _ in rows} == {4}
    assert {run.last - run.first for run, _ in rows} == {11}


async def test_circumstances_are_those_of_the_referral_and_the_rest_as_last_described(service):
    road = Road(
        area=GATESHEAD,
        received=RECEIVED,
        child={"ethnicity": None, "looked_after": False, "communication_needs": []},
        later={"ethnicity": "B1", "looked_after": True, "communication_needs": ["autism"]},
        described_again=date(2026, 1, 5),
    )

    found = await count(service, road)

    assert {series.partition("|")[2] for series, _, _ in found.counts} >= {
        "ethnicity|black",
        "looked_after|not_looked_after",
        "communication_need|none_recorded",
    }


async def test_a_manager_of_one_area_is_shown_no_figure_of_it(service):
    road = Road(area=GATESHEAD, received=RECEIVED, child={"ethnicity": "W1"})
    await count(service, road)

    manager = service.user("yot_manager", areas=[GATESHEAD])
    reply = await manager.get("/v1/statistics/live/disproportionality")

    assert (reply.status_code, reply.json()["items"]) == (200, [])


def shown_of(counts):
    return lambda series: counts.get(series, 0)


COUNTS = {
    "panel|all|all": 260,
    "panel|ethnicity|white": 200,
    "panel|ethnicity|black": 40,
    "panel|ethnicity|not_known": 20,
    "formal_disposal|all|all": 71,
    "formal_disposal|ethnicity|white": 50,
    "formal_disposal|ethnicity|black": 20,
    "formal_disposal|ethnicity|not_known": 1,
}


def test_gap_and_ratio_and_interval_are_those_worked_by_hand():
    derived = disproportionality.SPEC.derived

    found = derived("formal_disposal|ethnicity|black", shown_of(COUNTS), None)

    # 20/70 less 40/240 is 11.9 points; 20/40 over 50/200 is 2, and its logarithm 0.693 goes
    # 1.96 × √(1/20 - 1/40 + 1/50 - 1/200) = 0.392 either way.
    assert found == {
        "share": 0.286,
        "gap": 11.9,
        "rate": 0.5,
        "ratio": 2.0,
        "lower": 1.35,
        "upper": 2.96,
        "small": False,
    }


@pytest.mark.parametrize("group", ["white", "not_known"])
def test_the_reference_group_and_what_is_not_known_have_no_ratio(group):
    series = f"formal_disposal|ethnicity|{group}"

    found = disproportionality.SPEC.derived(series, shown_of(COUNTS), None)

    assert (found["ratio"], found["small"]) == (None, None)
    assert found["share"] == (0.714 if group == "white" else 0.014)


@pytest.mark.parametrize("hidden", ["panel|ethnicity|not_known", "formal_disposal|all|all"])
def test_a_gap_is_hidden_with_any_count_it_rests_on(hidden):
    def shown(series):
        return None if series == hidden else COUNTS.get(series, 0)

    found = disproportionality.SPEC.derived("formal_disposal|ethnicity|black", shown, None)

    assert found["gap"] is None


def test_a_ratio_of_few_is_marked_and_one_of_none_is_not_given():
    derived = disproportionality.SPEC.derived
    few = COUNTS | {"formal_disposal|ethnicity|black": 4}

    assert derived("formal_disposal|ethnicity|black", shown_of(few), None)["small"] is True
    assert derived("formal_disposal|ethnicity|mixed", shown_of(few), None)["ratio"] is None


def test_the_interval_of_a_share_is_wilsons_as_worked_by_hand():
    # 10 of 40: (0.25 + 3.8416/80 ± 1.96 × √(0.1875/40 + 3.8416/6400)) / (1 + 3.8416/40).
    found = [wilson(10, 40), wilson(0, 20), wilson(0, 0)]

    rounded = [each and tuple(round(end, 4) for end in each) for each in found]
    assert rounded == [(0.1419, 0.4019), (0, 0.1611), None]


def test_numbers_rounded_above_what_they_are_of_give_no_share_and_no_ratio():
    assert (share(15, 10), wilson(15, 10), ratio(15, 10, 5, 10)) == (None, None, None)
