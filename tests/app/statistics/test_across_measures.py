"""Two tables that say nearly the same are read side by side: what one hides the other must not."""

from datetime import date

import pytest

from app.statistics.audience import Audience, policies
from app.statistics.figures import Populations, places
from app.statistics.periods import counted, quarter_of, year_of
from app.statistics.releasing import Material, protected
from app.statistics.spec import Counted, Measure
from panel_protocol.library import load
from panel_protocol.rules.rates import Period

PROTOCOL = load()
AS_AT = date(2026, 11, 22)
HERE, *ELSEWHERE = PROTOCOL.areas
FORCE = PROTOCOL.force_area.code
MAY = quarter_of(date(2025, 5, 1))
YEAR = date(2025, 4, 1)


def released(audience=Audience.PARTNERS, **counted_as):
    """The figures of a release by measure, place, series and period, of these counts alone."""
    years = PROTOCOL.statistics.years_shown.on(AS_AT).value
    tables = protected(
        Material(
            as_at=AS_AT,
            span=counted(AS_AT, years=years, running=False),
            since=year_of(MAY),
            places=places(PROTOCOL, list(PROTOCOL.areas)),
            counted={Measure(name.replace("_", "-")): each for name, each in counted_as.items()},
            populations=Populations({}),
            earlier={each: [] for each in Audience},
            releases_before=0,
            policies=policies(PROTOCOL, AS_AT),
        )
    )
    return {
        (measure, each.place.code, each.series, each.period, each.run.starts): each
        for measure, figures in tables[audience].items()
        for each in figures
    }


def everywhere(here, elsewhere):
    """Counts or spreads of one quarter: in one area, and in each of the others."""
    by_area = {HERE: here} | dict.fromkeys(ELSEWHERE, elsewhere)
    return {(series, area, MAY): each for area, said in by_area.items()
            for series, each in said.items()}  # fmt: skip


def plans(**by_gravity):
    """So many plans of Outcome 22 by gravity, each of two conditions and two hours."""
    return {
        f"{gravity[1]}|outcome_22|{asked}": {2: many}
        for gravity, many in by_gravity.items()
        for asked in ("conditions", "hours")
    }


def in_the_year(figures, measure, series, place=HERE):
    return figures[measure, place, series, Period.FINANCIAL_YEAR, YEAR].count


def test_plans_by_gravity_do_not_give_away_what_all_plans_less_the_others_are():
    figures = released(
        outcome_22=Counted.of({}, everywhere({"outcome_22|completed": {60: 12}},
                                             {"outcome_22|completed": {60: 30}})),
        net_widening=Counted.of({}, everywhere(plans(g2=10, g3=2), plans(g2=15, g3=15))),
    )  # fmt: skip

    offered = in_the_year(figures, "outcome-22", "outcome_22|offered")
    at_two = in_the_year(figures, "net-widening", "2|outcome_22|conditions")
    assert in_the_year(figures, "net-widening", "3|outcome_22|conditions") is None
    assert None in (offered, at_two)


def test_plans_of_a_gravity_do_not_give_away_how_many_children_had_a_history():
    decided = {"2|first_time|outcome_22": 12, "2|earlier|outcome_22": 3}
    many = {"2|first_time|outcome_22": 20, "2|earlier|outcome_22": 20}
    figures = released(
        consistency=Counted(everywhere(decided | {"timed": 15}, many | {"timed": 40})),
        net_widening=Counted.of({}, everywhere(plans(g2=15), plans(g2=40))),
    )

    shown = [in_the_year(figures, "consistency", each) for each in decided]
    begun = in_the_year(figures, "net-widening", "2|outcome_22|conditions")
    assert shown[1] is None
    assert None in (shown[0], begun)


@pytest.mark.parametrize("several", [0, 1])
def test_the_types_of_key_performance_indicator_6_do_not_add_up_to_its_headline(several):
    """Who sees that there are no more programmes than children knows that each had one type."""
    here = {"one|community_resolution|completed": 8, "one|nfa_o22_yjs|completed": 3}
    if several:
        here |= {
            "several|all|completed": 1,
            "among_several|community_resolution|completed": 1,
            "among_several|nfa_o22_yjs|completed": 1,
            "further|all|completed": 1,
        }
    many = {"one|community_resolution|completed": 20, "one|nfa_o22_yjs|completed": 20}
    figures = released(kpi_6=Counted(everywhere(here, many)))

    def shown(series):
        return figures["kpi-6", HERE, series, Period.QUARTER, YEAR].count

    assert shown("6b|nfa_o22_yjs|children") is None
    whole = shown("headline|all|children"), shown("6b|community_resolution|children")
    assert None in whole


def test_outcomes_22_recorded_do_not_give_away_how_many_children_did_not_complete_theirs():
    ended = {"one|nfa_o22_yjs|completed": 9, "one|nfa_o22_yjs|not_completed": 3}
    many = {"one|nfa_o22_yjs|completed": 20, "one|nfa_o22_yjs|not_completed": 20}
    figures = released(
        disposals=Counted(everywhere({"outcome_22": 9}, {"outcome_22": 20})),
        kpi_6=Counted(everywhere(ended, many)),
    )

    def shown(measure, series):
        return figures[measure, HERE, series, Period.QUARTER, YEAR].count

    assert shown("kpi-6", "6b|nfa_o22_yjs|not_completed") is None
    whole = shown("kpi-6", "6b|nfa_o22_yjs|children")
    assert None in (whole, shown("kpi-6", "6b|nfa_o22_yjs|completed"))
    assert None in (whole, shown("disposals", "outcome_22"))


def test_youth_cautions_given_do_not_tell_what_was_decided_at_one_gravity():
    others = {"3|first_time|community_resolution": 12, "timed": 23}
    decided = {"2|first_time|youth_caution": 8, "3|first_time|youth_caution": 3} | others
    many = dict.fromkeys(decided, 20) | {"timed": 60}
    figures = released(
        disposals=Counted(everywhere({"youth_caution": 11}, {"youth_caution": 40})),
        consistency=Counted(everywhere(decided, many)),
    )

    at_two, at_three = (
        in_the_year(figures, "consistency", f"{gravity}|first_time|youth_caution")
        for gravity in (2, 3)
    )
    assert at_three is None
    assert None in (at_two, in_the_year(figures, "disposals", "youth_caution"))


def test_a_nought_is_never_hidden_so_five_hidden_groups_of_five_cases_would_be_one_each():
    groups = [
        f"not_heard|ethnicity|{each}" for each in ("white", "asian", "black", "mixed", "other")
    ]
    alike = ("sex|male", "age|15_to_17", "looked_after|not_looked_after",
             "communication_need|none_recorded")  # fmt: skip
    told = dict.fromkeys(groups, 1) | {f"not_heard|{each}": 5 for each in alike}
    figures = released(
        disproportionality=Counted({(name, HERE, MAY): many for name, many in
                                    (told | {"timed": 5}).items()}),
        timeliness=Counted.of({}, {("offence_to_referral|ended", HERE, MAY): {3: 5}}),
    )  # fmt: skip

    pooled = {
        series.rpartition("|")[0]: each.count
        for (measure, _, series, _, _), each in figures.items()
        if measure == "disproportionality" and series.startswith("referral|") and each.count != 0
    }
    assert pooled == dict.fromkeys(pooled)
    # Nor is it told by how long it took until the cases came.
    of_steps = {each.count for (measure, *_), each in figures.items() if measure == "timeliness"}
    assert of_steps == {0, None}


def test_how_long_a_step_took_does_not_tell_how_many_took_longer_than_they_should():
    here = {"referral_to_assessment|within": {6: 4, 8: 2}, "referral_to_assessment|late": {15: 1}}
    many = {"referral_to_assessment|within": {8: 20}, "referral_to_assessment|late": {12: 20}}
    figures = released(timeliness=Counted.of({}, everywhere(here, many)))

    for (_, place, series, _, _), each in figures.items():
        if series == "referral_to_assessment|ended" and each.values["median"] is not None:
            beside = [
                figures["timeliness", place, f"referral_to_assessment|{part}", each.period,
                        each.run.starts].count
                for part in ("within", "late")
            ]  # fmt: skip
            assert None not in beside


def test_how_many_cases_meetings_decided_is_hidden_with_how_many_were_decided():
    here, many = {"meetings|quorate": {0: 2, 1: 3}}, {"meetings|quorate": {9: 10}}
    cases = everywhere({"cases|as_protocol": 3}, {"cases|as_protocol": 90})
    spread = {("meetings|all", area, q): values for (_, area, q), values in
              everywhere(here, many).items()}  # fmt: skip
    meetings = {("meetings|quorate", area, q): sum(values.values())
                for (_, area, q), values in spread.items()}  # fmt: skip
    figures = released(panels=Counted({**cases, **meetings}, spread))

    met = figures["panels", HERE, "meetings|all", Period.QUARTER, YEAR]
    assert met.count == 5
    assert in_the_year(figures, "panels", "cases|decided") is None
    assert met.values["median"] is None


def test_a_quartile_for_the_public_has_no_fraction_which_would_undo_the_rounding():
    values = everywhere({"panel_to_decision|ended": dict.fromkeys(range(1, 12), 1)},
                        {"panel_to_decision|ended": dict.fromkeys(range(1, 12), 3)})  # fmt: skip
    figures = released(Audience.PUBLIC, timeliness=Counted.of({}, values))

    shown = figures["timeliness", FORCE, "panel_to_decision|ended", Period.QUARTER, YEAR]
    assert shown.count == 175
    assert all(isinstance(shown.values[each], int) for each in ("lower_quartile", "median"))


def test_of_a_group_too_small_to_be_told_no_nought_tells_what_became_of_all_of_it():
    figures = released(
        outcome_22=Counted.of({}, everywhere({"outcome_23|completed": {60: 3}},
                                             {"outcome_23|completed": {60: 30}}))
    )  # fmt: skip

    ways = [f"outcome_23|{each}" for each in ("offered", "completed", "ended_otherwise", "open")]
    assert {in_the_year(figures, "outcome-22", each) for each in ways} == {None}
    elsewhere = {in_the_year(figures, "outcome-22", each, ELSEWHERE[0]) for each in ways}
    assert 0 in elsewhere
