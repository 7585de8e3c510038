"""Plans and victims counted in SQL, against a deliberately simple count over a list."""

from collections import Counter, defaultdict
from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.statistics import queries
from app.statistics.calendar_columns import last_instant_of
from app.statistics.figures import Place, total
from app.statistics.measured import kpi_6, outcome_22, victims
from app.statistics.periods import Run, counted, ends
from tests.caseload import AT_THE_END, Said, Work, undertaken
from tests.counting import AREAS, TODAY, Given, known, transaction

SPAN = counted(TODAY, years=5, running=True)
DIVERTED = ("community_resolution", "outcome_22", "outcome_23")
TYPES = {
    "community_resolution": "community_resolution",
    "outcome_22": "nfa_o22_yjs",
    "outcome_23": "nfa_o22_deferred_yjs",
    "youth_conditional_caution": "ycc",
}


Counts = Counter[tuple[str, str, int]]


class Undone(Exception):
    """Raised to leave the database as it was."""


# The reference: no SQL, none of the service's own rules.


def age(born, day):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def in_a_year(day):
    return date(day.year + 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def quarter(day):
    return day.year * 4 + (day.month - 1) // 3


def given_on(work):
    """The day of its outcome, if it came to one, and the day that was recorded."""
    if work.disposal not in AT_THE_END:
        return work.began, work.began
    return (work.ended, work.told) if work.how == "completed" else (None, None)


def plans(children, as_at):
    found: Counts = Counter()
    took = defaultdict(list)
    for _, _, works, _ in children:
        for work in works:
            if work.disposal not in AT_THE_END or work.began > as_at:
                continue
            stands = work.how if work.how != "open" and work.told <= as_at else "open"
            place = (work.area, quarter(work.began))
            found[f"{work.disposal}|offered", *place] += 1
            found[f"{work.disposal}|{stands}", *place] += 1
            if stands == "completed":
                took[work.disposal, *place].append((work.ended - work.began).days)
    return found, took


def entry(born, works, convicted, as_at):
    days = [day for day in convicted if day <= as_at]
    days += [
        w.began
        for w in works
        if w.disposal == "youth_conditional_caution" and w.began <= as_at and not w.overturned
    ]
    return min((day for day in days if 10 <= age(born, day) <= 17), default=None)


def followed(children, as_at):
    found: Counts = Counter()
    for born, _, works, convicted in children:
        first = entry(born, works, convicted, as_at)
        for work in works:
            day, told = given_on(work)
            if work.disposal not in DIVERTED or day is None or told > as_at:
                continue
            place = (work.area, quarter(day))
            year, place_in_year = divmod(quarter(day) + 5, 4)
            last = date(year, place_in_year * 3 + 1, 1) - timedelta(days=1)
            found[f"{work.disposal}|given", *place] += 1
            if last > as_at:
                found[f"{work.disposal}|not_yet_followed", *place] += 1
                continue
            found[f"{work.disposal}|followed", *place] += 1
            if first is not None and day < first <= in_a_year(day):
                found[f"{work.disposal}|entrants_within_12_months", *place] += 1
    return found


def programmes(children, as_at):
    """Every figure of the indicator, by looking through all children for each."""
    ended = defaultdict(list)
    for number, (born, home, works, _) in enumerate(children):
        for work in works:
            day, _ = given_on(work)
            residence = (work.home or work.area) if day else home
            if (
                work.how == "open"
                or work.told > as_at
                or work.ended < date(2023, 4, 1)
                or not 10 <= age(born, work.began) <= 17
                or residence == "OTHER"
                or (work.overturned and day)
                or (work.disposal == "outcome_23" and work.began >= date(2026, 2, 12))
            ):
                continue
            done = {"completed": True, "breached": False}.get(work.how)
            ended[work.area, quarter(work.ended)].append((number, TYPES[work.disposal], done))
    found: Counts = Counter()
    for place, rows in ended.items():
        for name, kinds in [
            ("headline|all", set(TYPES.values())),
            *(("6b|" + k, {k}) for k in TYPES.values()),
        ]:
            some = [(child, done) for child, kind, done in rows if kind in kinds]
            found[f"{name}|children", *place] = len({child for child, _ in some})
            found[f"{name}|completed", *place] = len({c for c, done in some if done is True})
            found[f"{name}|not_completed", *place] = len({c for c, done in some if done is False})
        found["6a|all|programmes", *place] = len(rows)
        found["6a|all|completed", *place] = sum(done is True for _, _, done in rows)
    return +found


def heard(children, as_at):
    found: Counts = Counter()
    for _, _, works, _ in children:
        for work in works:
            if work.began > as_at:
                continue
            for said in work.victims:
                known_by_then = [each for each in said if each.day <= as_at]
                if not known_by_then:
                    continue
                last, place = known_by_then[-1], (work.area, quarter(work.began))
                offers = ("offered", "accepted", "declined")
                steps = {
                    "identified": True,
                    "consented_to_contact": last.consents is True,
                    "contacted": any(
                        each.status in ("contacted", "views_recorded", "declined")
                        for each in known_by_then
                    ),
                    "views_before_decision": any(
                        each.status == "views_recorded" and each.day <= work.began
                        for each in known_by_then
                    ),
                    "restorative_justice_offered": any(e.justice in offers for e in known_by_then),
                    "restorative_justice_taken_up": last.justice == "accepted",
                    "consented_and_took_up_restorative_justice": last.justice == "accepted"
                    and last.consents is True,
                    "told_of_outcome": last.told is True,
                }
                for name, so in steps.items():
                    found[name, *place] += so
    return +found


def published(spec, measured):
    """What the tables would show of each area and quarter."""
    places = {(area, each) for _, area, each in measured.counts}
    return +Counter(
        {
            (series, area, each): total(
                spec, measured.counts, series, Place(area, (area,)), Run(each, each)
            )
            for series in spec.series
            for area, each in places
        }
    )


_DAYS = st.dates(date(2022, 10, 1), TODAY)
_LAST_DAYS = st.sampled_from([ends(each) for each in SPAN if ends(each) < TODAY])
_STATUSES = st.sampled_from(
    ["not_yet_contacted", "contacted", "views_recorded", "declined", "could_not_be_reached"]
)
_ANSWERS = st.sampled_from([None, "not_offered", "offered", "accepted", "declined"])
_YES = st.sampled_from([None, True, False])


@st.composite
def works(draw):
    began = draw(_DAYS)
    how = draw(st.sampled_from(["open", "completed", "completed", "breached", "ended_otherwise"]))
    ended = None if how == "open" else min(began + timedelta(draw(st.integers(1, 200))), TODAY)
    late = timedelta(draw(st.sampled_from([0, 0, 40]))) if how == "completed" else timedelta()
    days = draw(st.lists(st.integers(-20, 60), max_size=3))
    victim = tuple(
        Said(
            min(began + timedelta(day), TODAY),
            draw(_STATUSES),
            draw(_YES),
            draw(_ANSWERS),
            draw(_YES),
        )
        for day in sorted(days)
    )
    area = draw(st.sampled_from(AREAS[:3]))
    return Work(
        disposal=draw(st.sampled_from(list(TYPES))),
        began=began,
        area=area,
        how=how,
        ended=ended,
        recorded=ended and min(ended + late, TODAY),
        home=draw(st.sampled_from(["", "", "", "OTHER"])),
        overturned=draw(st.sampled_from([False, False, False, True])),
        victims=(victim,) * draw(st.integers(1, 2)) if victim else (),
    )


_children = st.lists(
    st.tuples(
        st.dates(date(2005, 1, 1), date(2013, 12, 31)),
        st.sampled_from([*AREAS[:3], "OTHER"]),
        st.lists(works(), min_size=1, max_size=4),
        st.lists(_DAYS, max_size=1),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(children=_children, as_at=_DAYS | _LAST_DAYS)
async def test_counts_agree_with_a_simple_count_over_a_list(service, monkeypatch, children, as_at):
    # What is sealed is read some at a time: here it takes several times to read it all.
    for module in (kpi_6, queries):
        monkeypatch.setattr(module, "_AT_ONCE", 3)
    with suppress(Undone):
        async with transaction(service) as tx:
            for born, home, undergone, convicted in children:
                told = [Given("conviction", day, "OTHER") for day in convicted]
                child_id = await known(tx, born, *told, home=home)
                for work in undergone:
                    await undertaken(tx, child_id, work)
            for day in (TODAY, as_at):
                await _agree(tx, children, day)
            raise Undone


async def _agree(tx, children, day):
    instant = last_instant_of(day)
    begun, took = plans(children, day)
    stood = await outcome_22.count(tx, SPAN, instant)
    assert published(outcome_22.SPEC, stood) == begun + followed(children, day)
    spreads = {(*series.split("|")[:1], *place): s for (series, *place), s in stood.spreads.items()}
    assert spreads == {key: Counter(days) for key, days in took.items()}
    ended = await kpi_6.count(tx, SPAN, instant)
    assert published(kpi_6.SPEC, ended) == programmes(children, day)
    said = await victims.count(tx, SPAN, instant)
    assert published(victims.SPEC, said) == heard(children, day)
