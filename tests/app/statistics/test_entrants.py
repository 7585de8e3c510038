"""Entrants counted in SQL, against a deliberately simple count over a list."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.children.tables import ChildVersion
from app.statistics.calendar_columns import last_instant_of
from app.statistics.measured import first_time_entrants
from app.statistics.periods import counted
from tests.counting import AREAS, TODAY, Given, at, known, transaction
from tests.service import GATESHEAD, NORTH_TYNESIDE

SPAN = counted(TODAY, years=5, running=True)
BORN = date(2011, 3, 14)
SERIOUSNESS = ["youth_caution", "youth_conditional_caution", "conviction"]
DIVERSION = ["community_resolution", "outcome_22", "outcome_23", "no_further_action", "charge"]


async def entrants_now(tx):
    return (await first_time_entrants.now(tx, SPAN, last_instant_of(TODAY))).counts


async def entrants_known(tx, day):
    return (await first_time_entrants.count(tx, SPAN, last_instant_of(day))).counts


class Undone(Exception):
    """Raised to leave the database as it was."""


# The reference: no SQL, none of the service's own rules.


def age(born, day):
    years = 0
    while birthday(born, years + 1) <= day:
        years += 1
    return years


def birthday(born, years):
    try:
        return date(born.year + years, born.month, born.day)
    except ValueError:
        return date(born.year + years, 3, 1)


def stood(outcome, as_at):
    told = outcome.recorded_on or outcome.given_on
    return told <= as_at and (outcome.replaced_on is None or outcome.replaced_on > as_at)


def first_of(born, outcomes):
    ranked = sorted(
        (each.given_on, -SERIOUSNESS.index(each.kind), each.key, each.area)
        for each in outcomes
        if each.kind in SERIOUSNESS
        and not each.overturned
        and 10 <= age(born, each.committed_on or each.given_on) <= 17
        and age(born, each.given_on) <= 17
    )
    return (ranked[0][0], ranked[0][3]) if ranked else None


def reference(children, as_at):
    entries = [
        first_of(born, [each for each in outcomes if stood(each, as_at)])
        for born, outcomes in children
    ]
    found: Counter[tuple[str, str, int]] = Counter()
    for entry in filter(None, entries):
        day, area = entry
        if area != "OTHER" and SPAN.starts <= day <= SPAN.ends:
            found["", area, day.year * 4 + (day.month - 1) // 3] += 1
    return dict(found)


_DAYS = st.dates(date(2020, 10, 1), TODAY)
_BIRTHS = st.sampled_from([date(2004, 2, 29), date(2008, 2, 29), date(2012, 2, 29)]) | st.dates(
    date(2003, 1, 1), date(2014, 12, 31)
)


@st.composite
def outcomes(draw):
    given_on = draw(_DAYS | st.just(date(2022, 2, 28)) | st.just(date(2022, 3, 1)))
    told = min(given_on + timedelta(draw(st.sampled_from([0, 0, 30, 300]))), TODAY)
    replaced = draw(st.sampled_from([None, None, 10]))
    return Given(
        kind=draw(st.sampled_from(SERIOUSNESS * 2 + DIVERSION)),
        given_on=given_on,
        area=draw(st.sampled_from([*AREAS, "OTHER", "OTHER"])),
        committed_on=draw(
            st.none() | st.integers(0, 500).map(lambda days: given_on - timedelta(days))
        ),
        overturned=draw(st.booleans() if draw(st.booleans()) else st.just(False)),
        recorded_on=told,
        replaced_on=replaced and min(told + timedelta(replaced), TODAY),
        # Letters that languages sort otherwise than bytes do.
        key=draw(st.text("aBZ_-0z", min_size=22, max_size=22)),
    )


_histories = st.lists(
    st.tuples(_BIRTHS, st.lists(outcomes(), max_size=5)), min_size=1, max_size=6
).filter(lambda them: len(keys := [o.key for _, os in them for o in os]) == len(set(keys)))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(children=_histories, as_at=_DAYS)
async def test_counts_agree_with_a_simple_count_over_a_list(service, children, as_at):
    with suppress(Undone):
        async with transaction(service) as tx:
            for born, given_outcomes in children:
                await known(tx, born, *given_outcomes)

            now = await entrants_now(tx)
            today = await entrants_known(tx, TODAY)
            then = await entrants_known(tx, as_at)

            assert now == today == reference(children, TODAY)
            assert then == reference(children, as_at)
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
