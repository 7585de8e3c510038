from datetime import date

from tests.journeys.casework import Case, at_panel, described
from tests.journeys.counting import entrants
from tests.pathway import HELD, RECEIVED, on
from tests.service import EVERYWHERE, GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, a_child

GIVEN = date(2026, 10, 1)
LATER = date(2027, 4, 20)
NEXT_YEAR = "2027-04-01"
RESOLVED_BEFORE = (
    {"outcome": "community_resolution", "given_on": "2025-05-01", "home_area": NORTH_TYNESIDE},
)


async def reported(service, child, given_on, *, home, outcome="conviction", **more):
    """The police tell of an outcome given outside this pathway, on the day it was given."""
    said = {"outcome": outcome, "given_on": str(given_on), "home_area": home}
    with on(max(given_on, RECEIVED)):
        kept = await service.police.report(child | {"home_area": home}, said | more)
    assert kept.status_code == 201, kept.text
    return kept.json()


async def cautioned(service, child, *, day=GIVEN, history=()):
    """A panel that recommends a youth caution, police who agree, and a caution given."""
    case = await at_panel(service, child=child, history=list(history))
    await case.decided("youth_caution", departs=True, day=HELD)
    await case.police_agree()
    given = await case.given(day=day)
    assert given.status_code == 200, given.text
    return case, given.json()


def under(home, **more):
    return a_child(home_area=home, date_of_birth="2011-03-14", **more)


async def test_a_child_who_moves_is_counted_once_where_they_lived_at_the_first_outcome(service):
    child = under(NORTH_TYNESIDE)
    _, given = await cautioned(service, child, history=RESOLVED_BEFORE)
    assert given["first_time_entrant"]

    later = await reported(service, child, LATER, home=GATESHEAD)

    assert not later["first_time_entrant"]
    assert await entrants(service, day=LATER) == {NORTH_TYNESIDE: 1, EVERYWHERE: 1}
    assert await entrants(service, day=LATER, year=NEXT_YEAR) == {}


async def test_a_child_first_convicted_while_living_elsewhere_is_never_counted_here(service):
    child = under("OTHER")
    await reported(service, child, date(2026, 5, 5), home="OTHER")

    _, given = await cautioned(service, child | {"home_area": NORTH_TYNESIDE})

    assert not given["first_time_entrant"]
    assert await entrants(service, day=GIVEN) == {}
    after = await reported(service, child, LATER, home=NORTH_TYNESIDE)
    assert not after["first_time_entrant"]
    assert await entrants(service, day=LATER, year=NEXT_YEAR) == {}


async def test_an_earlier_conviction_told_of_late_takes_the_place_of_the_first(service):
    child = under(NORTH_TYNESIDE)
    case, given = await cautioned(service, child, history=RESOLVED_BEFORE)
    assert given["first_time_entrant"]

    earlier = await reported(service, child, date(2026, 6, 2), home=GATESHEAD)

    assert earlier["first_time_entrant"]
    assert await case.entry(day=GIVEN) == ("conviction", "2026-06-02")
    assert await entrants(service, day=GIVEN) == {GATESHEAD: 1, EVERYWHERE: 1}


async def test_when_the_first_conviction_is_overturned_the_next_counts_in_its_own_area(service):
    child = under(NEWCASTLE)
    first = date(2026, 6, 2)
    await reported(service, child, first, home=NEWCASTLE)
    second = await reported(service, child, LATER, home=GATESHEAD)
    assert not second["first_time_entrant"]
    assert await entrants(service, day=LATER) == {NEWCASTLE: 1, EVERYWHERE: 1}

    with on(LATER):
        overturned = {"outcome": "conviction", "given_on": str(first), "home_area": NEWCASTLE}
        kept = await service.police.report(child, overturned | {"overturned_on": str(LATER)})

    assert kept.status_code == 201, kept.text
    assert await entrants(service, day=LATER) == {}
    assert await entrants(service, day=LATER, year=NEXT_YEAR) == {GATESHEAD: 1, EVERYWHERE: 1}


async def test_an_offence_before_the_eighteenth_birthday_heard_after_it_makes_no_entrant(service):
    child = under(NORTH_TYNESIDE) | {"date_of_birth": "2008-09-20"}

    heard = await reported(
        service, child, GIVEN, home=NORTH_TYNESIDE, offence_committed_on="2026-09-01"
    )

    assert not heard["first_time_entrant"]
    assert await entrants(service, day=GIVEN) == {}


async def test_a_conviction_at_eighteen_counts_where_a_court_first_heard_it_at_seventeen(service):
    child = under(NORTH_TYNESIDE) | {"date_of_birth": "2008-09-20"}
    offence = {"offence_committed_on": "2026-08-01"}

    heard = await reported(
        service, child, GIVEN, home=NORTH_TYNESIDE, first_hearing_on="2026-09-19", **offence
    )

    assert heard["first_time_entrant"]
    assert await entrants(service, day=GIVEN) == {NORTH_TYNESIDE: 1, EVERYWHERE: 1}


async def test_a_child_first_heard_on_the_eighteenth_birthday_is_no_entrant(service):
    child = under(NORTH_TYNESIDE) | {"date_of_birth": "2008-09-20"}
    offence = {"offence_committed_on": "2026-08-01"}

    heard = await reported(
        service, child, GIVEN, home=NORTH_TYNESIDE, first_hearing_on="2026-09-20", **offence
    )

    assert not heard["first_time_entrant"]
    assert await entrants(service, day=GIVEN) == {}


async def test_two_cases_of_one_child_make_one_entrant(service):
    child = under(NORTH_TYNESIDE)
    await cautioned(service, child, history=RESOLVED_BEFORE)

    again = Case(service)
    with on(GIVEN):
        opened = await service.police.submit(
            described(child=child, bail="custody", remand_wanted=True)
        )
    again.id, again.version = opened.json()["id"], opened.json()["version"]
    result = await again.convicted(day=date(2026, 12, 1))

    assert not result["first_time_entrant"]
    assert await entrants(service, day=date(2026, 12, 1)) == {NORTH_TYNESIDE: 1, EVERYWHERE: 1}
