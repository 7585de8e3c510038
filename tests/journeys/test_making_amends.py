from datetime import date

from tests.journeys.casework import CONCLUDED, Case, codes, making_amends
from tests.journeys.counting import disposals, entrants, release, released_entrants
from tests.pathway import DECIDED
from tests.service import EVERYWHERE, GATESHEAD, NORTH_TYNESIDE

REVIEWED = date(2026, 11, 12)
SENTENCED = date(2026, 12, 11)
NEW_YEAR = date(2027, 1, 5)


async def working(case: Case) -> None:
    """A letter, and ten hours in the park over two Saturdays."""
    await case.finished("letter_of_apology", day=date(2026, 10, 16))
    await case.worked("community_payback", 5, day=date(2026, 10, 17))
    await case.worked("community_payback", 5, day=date(2026, 10, 24))
    await case.finished("community_payback", day=date(2026, 10, 24))


async def test_a_fourteen_year_old_who_makes_amends_has_outcome_22_and_is_no_entrant(service):
    case = await making_amends(service)
    assert await case.outcomes(day=DECIDED) == [("community_resolution", "2025-05-01")]

    await working(case)
    done = await case.concluded()

    assert (done["stage"], done["closed_as"]) == ("closed", "outcome_22")
    assert (done["home_office_code"], done["first_time_entrant"]) == ("22", False)
    assert await case.outcomes(day=CONCLUDED) == [
        ("community_resolution", "2025-05-01"),
        ("outcome_22", "2026-11-20"),
    ]
    assert await case.entry(day=CONCLUDED) is None
    assert await entrants(service, day=CONCLUDED) == {}
    assert await disposals(service, day=CONCLUDED, area=NORTH_TYNESIDE) == {"outcome_22": 1}


async def test_nothing_is_counted_while_the_child_is_still_working(service):
    case = await making_amends(service)
    await case.finished("letter_of_apology", day=date(2026, 10, 16))

    refused = await case.tried(
        "conclusion", day=CONCLUDED, concluded_on=str(CONCLUDED), summary="Nearly there."
    )

    assert codes(refused) == ["condition_unfinished"]
    assert await disposals(service, day=CONCLUDED, area=NORTH_TYNESIDE) == {}
    assert await case.outcomes(day=CONCLUDED) == [("community_resolution", "2025-05-01")]


async def test_a_child_who_does_not_is_convicted_in_the_end_and_is_an_entrant_once(service):
    case = await making_amends(service)
    await case.worked("community_payback", 0, day=date(2026, 10, 17), came="missed_unacceptable")
    await case.breached("community_payback", day=REVIEWED)

    resumed = await case.breach_decided("resume_prosecution", day=REVIEWED)
    assert (resumed["stage"], resumed["closed_as"]) == ("closed", "charged")
    why = [reason["code"] for reason in resumed["reasons"]]
    assert why[:3] == ["other_options_considered", "not_undertaken", "cif_never_charged"]
    assert await entrants(service, day=REVIEWED) == {}

    result = await case.convicted(day=SENTENCED)
    assert result["first_time_entrant"]
    assert (result["stage"], result["closed_as"]) == ("closed", "charged")
    assert await case.entry(day=SENTENCED) == ("conviction", "2026-12-11")
    once = {NORTH_TYNESIDE: 1, EVERYWHERE: 1}
    assert await entrants(service, day=SENTENCED) == once
    assert await entrants(service, day=SENTENCED, year="2025-04-01") == {}
    assert await disposals(service, day=SENTENCED, area=NORTH_TYNESIDE) == {"charge": 1}


async def test_a_partner_reads_of_one_entrant_only_that_there_are_too_few_to_show(service):
    case = await making_amends(service)
    await case.breached("letter_of_apology", day=REVIEWED)
    await case.breach_decided("resume_prosecution", day=REVIEWED)
    await case.convicted(day=SENTENCED)

    await release(service, day=NEW_YEAR)

    figures = await released_entrants(service, day=NEW_YEAR)
    for area in (NORTH_TYNESIDE, EVERYWHERE):
        assert figures[area]["suppressed"]
        assert (figures[area]["count"], figures[area]["rate_per_100_000"]) == (None, None)
    assert figures[GATESHEAD]["count"] in (0, None)
    assert await entrants(service, day=NEW_YEAR) == {NORTH_TYNESIDE: 1, EVERYWHERE: 1}


async def test_the_court_decides_a_charge_once(service):
    case = await making_amends(service)
    await case.breached("letter_of_apology", day=REVIEWED)
    await case.breach_decided("resume_prosecution", day=REVIEWED)
    await case.convicted(day=SENTENCED)

    again = await case.tried(
        "court-result", day=NEW_YEAR, result="acquitted", result_on=str(NEW_YEAR)
    )

    assert again.json()["type"] == "/problems/duplicate"
    assert await case.entry(day=NEW_YEAR) == ("conviction", "2026-12-11")
