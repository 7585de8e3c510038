"""What hangs together is hidden together: totals, shared counts, leftovers, earlier releases."""

from dataclasses import replace

import pytest

from app.statistics.audience import Audience
from app.statistics.disclosure import NotSafe
from app.statistics.earlier import began
from app.statistics.figures import Place, Populations, table
from app.statistics.linking import Cell, Earlier, Group, groups
from app.statistics.periods import APRIL, Run
from app.statistics.rows import FigureRead
from app.statistics.spec import Counted, Measure, Spec
from app.statistics.systems import hidden_in
from panel_protocol.dated import Answer
from panel_protocol.rules.rates import Period
from tests.attacker import Attacker

THRESHOLD = 5
QUARTER = 8104
SPAN = Run(QUARTER, QUARTER)
A, B, C, D, ALL = "A", "B", "C", "D", "all"
AREAS = (A, B, C, D)
PLACES = [*(Place(area, (area,)) for area in AREAS), Place(ALL, AREAS)]


async def nothing(_tx, _span, _known):
    return Counted({})


def a_measure(measure=Measure.KPI_6, **said):
    return Spec(
        measure=measure,
        count=nothing,
        definition=lambda _protocol: Answer("", "partnership-default"),
        reply=FigureRead,
        answers=(Period.QUARTER,),
        **said,
    )


def counts(**by_series):
    """Counts of the quarter by series, one for each area in turn."""
    return {
        (series.replace("none", ""), area, QUARTER): count
        for series, each in by_series.items()
        for area, count in zip(AREAS, each, strict=True)
    }


def hidden(*measures, earlier=(), threshold=THRESHOLD):
    """The hidden figures of measures and their counts, by measure, series and place."""
    specs = [spec for spec, _ in measures]
    found = set()
    for series in groups(specs):
        group = Group(
            series,
            counts={spec.measure: each for spec, each in measures},
            places=PLACES,
            span=SPAN,
            since=SPAN.first,
        )
        found |= hidden_in(group, group.before(earlier, threshold), threshold=threshold)
    return {(measure, series, place) for measure, series, place, _ in found}


def parts(spec, series, place):
    areas = AREAS if place == ALL else (place,)
    return [(base, area) for base in spec.base(series) for area in areas]


def attacker(spec, given, gone, *, own=None, besides=()):
    """Whoever has the tables of one measure without what is hidden in them."""
    shown = [
        (line, sum(given.get((base, area, QUARTER), 0) for base, area in line))
        for series in spec.series
        for place in (*AREAS, ALL)
        if (spec.measure, series, place) not in gone
        for line in [parts(spec, series, place)]
    ]
    asked = [parts(spec, series, ALL) for series in spec.series]
    mine = {(s, a): n for (s, a, _), n in given.items() if a == own}
    return Attacker([*shown, *besides], asked=asked, own=mine)


ENDED = a_measure(series=("ended", "done", "not"), sums=(("ended", ("done", "not")),))


def test_a_small_count_cannot_be_had_from_the_total_of_its_kinds():
    given = counts(**{"done": (20, 30, 40, 15), "not": (3, 12, 14, 9)})

    gone = hidden((ENDED, given))

    assert (Measure.KPI_6, "not", A) in gone
    reader = attacker(ENDED, given, gone)
    assert reader.could_be([("not", A)], at_least=5)
    assert reader.could_be([("not", A)], at_most=1)


def test_what_is_left_over_is_protected_though_no_table_shows_it():
    # 20 ended and 18 were done: 2 were not, whether or not there is a row for them.
    spec = replace(ENDED, series=("ended", "done"))
    given = counts(**{"done": (18, 30, 40, 15), "not": (2, 12, 14, 9)})

    gone = hidden((spec, given))

    assert {(Measure.KPI_6, "ended", A), (Measure.KPI_6, "done", A)} & gone
    assert attacker(spec, given, gone).could_be([("not", A)], at_least=5)


def test_a_count_that_two_measures_share_is_hidden_in_both():
    given = a_measure(
        Measure.OUTCOME_22,
        series=("given",),
        same_as={"given": (Measure.DISPOSALS, "outcome_22")},
    )
    disposals = a_measure(Measure.DISPOSALS, series=("outcome_22",))
    numbers = (3, 12, 14, 9)

    gone = hidden((disposals, counts(outcome_22=numbers)), (given, counts(given=numbers)))

    assert (Measure.OUTCOME_22, "given", A) in gone
    shared = {Measure.OUTCOME_22: "given", Measure.DISPOSALS: "outcome_22"}
    assert {(measure, s, place) for _, _, place in gone for measure, s in shared.items()} == gone


def test_counts_said_to_be_shared_that_differ_make_no_release():
    same = {"given": (Measure.DISPOSALS, "outcome_22")}
    given = a_measure(Measure.OUTCOME_22, series=("given",), same_as=same)
    disposals = a_measure(Measure.DISPOSALS, series=("outcome_22",))

    with pytest.raises(NotSafe):
        hidden((disposals, counts(outcome_22=(9, 9, 9, 9))), (given, counts(given=(9, 9, 9, 8))))


def test_a_total_that_is_divided_in_two_ways_gives_neither_away():
    spec = a_measure(
        series=("every", "girls", "boys", "younger", "older"),
        sums=(("every", ("girls", "boys")), ("every", ("younger", "older"))),
    )
    given = counts(girls=(3, 20, 20, 20), boys=(9, 20, 20, 20),
                   younger=(6, 20, 20, 20), older=(6, 20, 20, 20))  # fmt: skip

    gone = {(series, place) for _, series, place in hidden((spec, given))}

    assert ("girls", A) in gone
    # Whether the twelve are read off their own row or added up from their ages.
    shown = {s: given[s, A, QUARTER] for s in spec.series[1:] if (s, A) not in gone}
    twelve_is_known = ("every", A) not in gone or {"younger", "older"} <= shown.keys()
    assert not (twelve_is_known and "boys" in shown)


def test_an_area_that_knows_its_own_counts_works_out_no_other_areas_small_one():
    spec = a_measure()
    given = counts(none=(6, 3, 11, 14))

    gone = hidden((spec, given))

    assert (Measure.KPI_6, "", B) in gone
    for own in (A, C, D):
        inside = attacker(spec, given, gone, own=own)
        assert inside.could_be([("", B)], at_least=4) or inside.could_be([("", B)], at_most=2)


def the_earlier_release(spec, given, gone):
    return [
        Cell(spec.measure, series, place, SPAN,
             None if (spec.measure, series, place) in gone
             else sum(given.get((b, a, QUARTER), 0) for b, a in parts(spec, series, place)))
        for series in spec.series
        for place in (*AREAS, ALL)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "now",
    [(5, 6, 11, 14), (3, 6, 12, 14), (3, 6, 11, 15), (7, 6, 11, 10), (5, 6, 9, 14), (3, 9, 11, 14)],
    ids=str,
)
def test_late_records_do_not_give_away_what_an_earlier_release_has_hidden(now):
    # A reader with both may well guess which counts the late records have changed.
    spec, then = a_measure(), counts(none=(3, 6, 11, 14))
    first = hidden((spec, then))
    earlier = Earlier(the_earlier_release(spec, then, first), {spec.measure: then})

    second = hidden((spec, counts(none=now)), earlier=[earlier])

    def versions(given, gone):
        return [
            ([(area, given["", area, QUARTER]) for area in areas],
             sum(given["", area, QUARTER] for area in areas))
            for place in (*AREAS, ALL)
            if (spec.measure, "", place) not in gone
            for areas in [AREAS if place == ALL else (place,)]
        ]  # fmt: skip

    both = Attacker([*versions(then, first), *versions(counts(none=now), second)],
                    asked=[[(A, 3), (A, now[0])]])  # fmt: skip
    assert both.could_be([(A, 3)], at_least=5)
    assert both.could_be([(A, 3)], at_most=1)


def test_without_the_earlier_release_the_same_late_record_would_give_it_away():
    # 9 of A and B were hidden together; then A reaches the threshold, and B stands bare.
    spec = a_measure()

    assert hidden((spec, counts(none=(5, 6, 11, 14)))) == set()


def test_what_is_worked_out_is_hidden_with_any_count_it_rests_on():
    def share(series, shown, _spread):
        done, ended = shown("done"), shown("ended")
        return {"share": None if done is None or not ended else done / ended}

    def seen(series, place, run, count):
        return None if (series, place.code) == ("done", A) else count

    spec = replace(ENDED, derived=share)
    given = Counted(counts(**{"done": (18, 30, 40, 15), "not": (2, 12, 14, 9)}))
    rows = table(
        spec,
        Period.QUARTER,
        SPAN,
        counted=given,
        populations=Populations({}),
        rows=PLACES,
        seen=seen,
    )

    shares = {(row.series, row.place.code): row.values["share"] for row in rows}
    assert shares["ended", A] is None
    assert shares["ended", B] == 30 / 42


@pytest.mark.parametrize(("told", "begins"), [(6, 2024), (None, 2024), (0, 2026)])
def test_a_year_that_an_earlier_release_told_something_of_is_told_again(told, begins):
    span, now = Run(2020 * 4 + APRIL, 2026 * 4 + APRIL), {Measure.KPI_6: Counted({})}
    then = Cell(Measure.KPI_6, "", A, Run(2024 * 4 + APRIL, 2024 * 4 + APRIL + 3), told)

    assert began(span, now, {Audience.PARTNERS: [Earlier([then])]}) == begins * 4 + APRIL


@pytest.mark.parametrize(("then", "stays"), [(7, True), (6, False)])
def test_what_a_release_hid_stays_hidden_while_it_is_the_same(then, stays):
    spec = a_measure()
    group = Group(
        [(spec, "")],
        counts={spec.measure: counts(none=(7, 9, 9, 9))},
        places=PLACES,
        span=SPAN,
        since=SPAN.first,
    )
    hid = Earlier(
        [Cell(spec.measure, "", A, SPAN, None)],
        {spec.measure: counts(none=(then, 9, 9, 9))},
    )

    hidden_again = {(spec.measure, "", A, SPAN)} if stays else set()
    assert group.before([hid], THRESHOLD).hidden == hidden_again
