"""Entrants counted in SQL, against a deliberately simple count over a list."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.children.tables import ChildVersion, FirstEntry
from app.database import table
from app.statistics import queries
from app.statistics.calendar_columns import last_instant_of
from app.statistics.measured import first_time_entrants
from app.statistics.periods import Run, quarter_of
from app.statistics.reconciling import queries as reconciled
from tests.app.statistics import reference
from tests.app.statistics.histories import history, numbered, put_on_record, reported
from tests.counting import AREAS, TODAY, Given, at, known, transaction
from tests.service import GATESHEAD, NORTH_TYNESIDE

# From before youth cautions took the place of reprimands and final warnings; histories go further
# back still.
SPAN = Run(quarter_of(date(2013, 1, 1)), quarter_of(TODAY))
BORN = date(2011, 3, 14)


async def entrants_now(tx):
    return (await first_time_entrants.now(tx, SPAN, last_instant_of(TODAY))).counts


async def entrants_known(tx, day):
    return (await first_time_entrants.count(tx, SPAN, last_instant_of(day))).counts


class Undone(Exception):
    """Raised to leave the database as it was."""


def referenced(said, described, as_at, **options):
    found = reference.entrants(said, described, as_at, **options)
    return reference.counted(
        each for each in found.values() if SPAN.starts <= each.given_on <= SPAN.ends
    )


async def kept(tx):
    """The row kept for each child."""
    rows = await tx.db.execute(select(table(FirstEntry)))
    return {
        (row.outcome_id, row.given_on, row.residence) for row in rows if row.residence != "OTHER"
    }


async def agrees(tx, said, described, days, **options):
    for day in [*days, TODAY]:
        assert await entrants_known(tx, day) == referenced(said, described, day, **options), day
    now = referenced(said, described, TODAY, **options)
    assert await entrants_now(tx) == now
    by_area: Counter[str] = Counter()
    for (_, area, _), count in now.items():
        by_area[area] += count
    assert await beside_another(tx) == by_area
    # A record that is not to be used keeps its row, and is left out where rows are counted.
    assert await kept(tx) == {
        (each.key, each.given_on, each.area)
        for each in reference.entrants(said, described, TODAY).values()
    }


async def beside_another(tx):
    """Ours by area, as reconciling counts it: by days, and by reason."""
    days = (SPAN.starts, SPAN.ends)
    found = await reconciled.numbers(tx, days, last_instant_of(TODAY))
    ours: Counter[str] = Counter()
    for (area, why), count in found.items():
        ours[area] += count if why in reconciled.OURS else 0
    return +ours


def many(least, most):
    """Lists of histories. Each is made of one number, so that a failing list is soon shortened."""
    seeds = st.lists(st.integers(0, 2**32), min_size=least, max_size=most)
    return seeds.map(lambda found: numbered([history(seed) for seed in found]))


_DAYS = st.lists(st.dates(date(2012, 6, 1), TODAY), min_size=2, max_size=2)
_few = partial(settings, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_few(max_examples=3)
@given(them=many(60, 100), days=_DAYS)
async def test_every_history_counts_as_in_a_simple_count_over_a_list(
    service, monkeypatch, them, days
):
    # Dates of birth are read some at a time: here it takes several times to read them all.
    monkeypatch.setattr(queries, "_AT_ONCE", 25)
    with suppress(Undone):
        async with transaction(service) as tx:
            await put_on_record(tx, them)
            said = [told for each in them for told in each.said]
            described = [told for each in them for told in each.described]
            restricted = [each.described[0].person for each in them if each.restricted]
            await agrees(tx, said, described, days, deleted=restricted)
            raise Undone


@_few(max_examples=2)
@given(them=many(15, 30), days=_DAYS)
async def test_a_child_whom_several_services_report_is_one_child_counted_once(service, them, days):
    with suppress(Undone):
        async with transaction(service) as tx:
            taken = await reported(tx, them)
            assert len(set(taken.people.values())) == len(taken.people)
            await agrees(tx, taken.said, taken.described, days)
            raise Undone


async def counts(service, *children, as_at=TODAY, areas=frozenset(AREAS)):
    async with transaction(service, areas=areas) as tx:
        for born, given_outcomes in children:
            await known(tx, born, *given_outcomes)
        then = await entrants_known(tx, as_at)
        if as_at == TODAY:
            assert then == await entrants_now(tx)
        return {(area, quarter): number for (_, area, quarter), number in then.items()}


def quarter(day):
    return day.year * 4 + (day.month - 1) // 3


async def test_a_child_who_moved_is_counted_once_where_they_lived_at_the_first(service):
    first, second = date(2025, 5, 1), date(2026, 5, 1)
    child = (
        Given("youth_caution", first, GATESHEAD),
        Given("conviction", second, NORTH_TYNESIDE),
    )

    assert await counts(service, (BORN, child)) == {(GATESHEAD, quarter(first)): 1}


async def test_who_was_first_heard_at_seventeen_counts_in_the_quarter_of_the_conviction(service):
    at_seventeen = Given("conviction", TODAY, GATESHEAD, heard_on=TODAY - timedelta(days=1))
    at_eighteen = replace(at_seventeen, area=NORTH_TYNESIDE, heard_on=TODAY)
    born = TODAY.replace(year=TODAY.year - 18)

    found = await counts(service, (born, [at_seventeen]), (born, [at_eighteen]))

    assert found == {(GATESHEAD, quarter(TODAY)): 1}


async def test_a_child_first_dealt_with_elsewhere_is_never_counted_here(service):
    child = (
        Given("youth_caution", date(2025, 5, 1), "OTHER"),
        Given("conviction", date(2026, 5, 1), NORTH_TYNESIDE),
    )

    assert await counts(service, (BORN, child)) == {}


async def test_diversion_before_a_caution_does_not_count_and_does_not_stand_in_its_way(service):
    day = date(2026, 5, 1)
    child = (
        Given("outcome_22", date(2025, 5, 1), GATESHEAD),
        Given("youth_caution", day, NORTH_TYNESIDE),
    )

    assert await counts(service, (BORN, child)) == {(NORTH_TYNESIDE, quarter(day)): 1}


async def test_what_was_not_known_on_the_day_does_not_count_as_at_that_day(service):
    day, told = date(2026, 5, 1), date(2026, 8, 3)
    child = (BORN, (Given("conviction", day, GATESHEAD, recorded_on=told),))

    assert await counts(service, child, as_at=told - timedelta(days=1)) == {}
    assert await counts(service, as_at=told) == {(GATESHEAD, quarter(day)): 1}


async def test_an_outcome_overturned_since_counts_as_at_the_days_before(service):
    day, quashed = date(2025, 5, 1), date(2026, 8, 3)
    later = date(2026, 6, 1)
    conviction = Given("conviction", day, GATESHEAD)
    child = (
        replace(conviction, replaced_on=quashed),
        replace(conviction, overturned=True, recorded_on=quashed),
        Given("youth_caution", later, NORTH_TYNESIDE),
    )

    before = await counts(service, (BORN, child), as_at=quashed - timedelta(days=1))

    assert before == {(GATESHEAD, quarter(day)): 1}
    assert await counts(service) == {(NORTH_TYNESIDE, quarter(later)): 1}


async def test_a_date_of_birth_corrected_since_is_the_old_one_as_at_the_days_before(service):
    day, corrected = date(2026, 5, 1), date(2026, 8, 3)
    child = {"date_of_birth": "2008-05-02"}
    async with transaction(service) as tx:
        child_id = await known(tx, date(2008, 4, 30), Given("conviction", day, GATESHEAD))
        described = {"details": child, "recorded_at": at(corrected), "recorded_by": "tests"}
        await tx.add(ChildVersion, child_id=child_id, version=2, **described)

        eve = corrected - timedelta(days=1)
        assert await entrants_known(tx, eve) == {}
        since = await entrants_known(tx, corrected)
        assert since == {("", GATESHEAD, quarter(day)): 1}


async def test_whoever_counts_sees_only_their_own_areas(service):
    day = date(2026, 5, 1)
    both = [(BORN, (Given("conviction", day, area),)) for area in (GATESHEAD, NORTH_TYNESIDE)]

    found = await counts(service, *both, areas=frozenset({GATESHEAD}))

    assert found == {(GATESHEAD, quarter(day)): 1}
