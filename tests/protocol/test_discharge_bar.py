"""The bar on a conditional discharge after cautions, exact to the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.dated import Dated, Entry
from panel_protocol.facts import EarlierOutcome
from panel_protocol.library import load
from panel_protocol.rules.duties import DutyFacts, duties
from panel_protocol.rules.months import add_months, last_day_of_years
from panel_protocol.rules.options import options
from panel_protocol.terms import Disposal, OutcomeKind

PROTOCOL = load()
GIVEN = date(2026, 9, 20)
YC, YCC = OutcomeKind.YOUTH_CAUTION, OutcomeKind.YOUTH_CONDITIONAL_CAUTION
ONE_DAY = timedelta(days=1)

days = st.dates(date(2013, 4, 8), date(2040, 1, 1))


def earlier(outcome, given_on, **more):
    return EarlierOutcome(outcome=outcome, given_on=given_on, home_area="E08000022", **more)


def asked(disposal, *history, given_on=GIVEN, committed_on=None, protocol=PROTOCOL):
    facts = DutyFacts(
        disposal=Disposal(disposal),
        given_on=given_on,
        history=history,
        offence_committed_on=committed_on,
    )
    return duties(protocol, facts)


def barred_on(day, disposal, *history, **more):
    return asked(disposal, *history, committed_on=day, **more).conditional_discharge.barred


def codes(part):
    return [reason.code for reason in part.reasons]


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 9, 20), date(2028, 9, 19)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2022, 2, 28), date(2024, 2, 27)),
        (date(2022, 3, 1), date(2024, 2, 29)),
        (date(2026, 1, 1), date(2027, 12, 31)),
    ],
)
def test_two_years_that_begin_with_a_day_end_on_the_eve_of_the_anniversary(start, last):
    assert last_day_of_years(start, 2, counting_first_day=True) == last


@given(days, st.integers(1, 5))
def test_not_counting_the_first_day_never_ends_sooner_nor_a_day_later_than_one(start, years):
    counted = last_day_of_years(start, years, counting_first_day=True)
    after = last_day_of_years(start, years, counting_first_day=False)

    assert after == add_months(start, 12 * years)
    assert timedelta(0) <= after - counted <= ONE_DAY


@given(days)
def test_after_a_conditional_caution_the_bar_holds_to_its_last_day_and_not_a_day_more(given_on):
    disposal = "youth_conditional_caution"
    bar = asked(disposal, given_on=given_on).conditional_discharge

    assert bar.first == given_on
    assert barred_on(bar.first, disposal, given_on=given_on)
    assert barred_on(bar.last, disposal, given_on=given_on)
    assert not barred_on(bar.first - ONE_DAY, disposal, given_on=given_on)
    assert not barred_on(bar.last + ONE_DAY, disposal, given_on=given_on)


@given(days, st.integers(1, 3000))
def test_after_a_second_youth_caution_the_bar_runs_from_the_last_of_them(given_on, before):
    first = earlier(YC, given_on - timedelta(days=before))
    if first.given_on < date(2013, 4, 8):
        first = earlier(OutcomeKind.REPRIMAND, first.given_on)
    bar = asked("youth_caution", first, given_on=given_on).conditional_discharge

    assert (bar.barred, bar.first) == (True, given_on)
    ends = last_day_of_years(given_on, 2, counting_first_day=True)
    assert bar.last == ends
    assert barred_on(ends, "youth_caution", first, given_on=given_on)
    assert not barred_on(ends + ONE_DAY, "youth_caution", first, given_on=given_on)


def test_a_caution_followed_by_a_conditional_one_has_only_the_bar_of_the_conditional_one():
    found = asked("youth_conditional_caution", earlier(YC, date(2026, 1, 10)))

    bar = found.conditional_discharge
    assert (bar.first, bar.last) == (GIVEN, date(2028, 9, 19))
    assert [r.source for r in bar.reasons if r.code == "conditional_discharge_barred"] == [
        "cda-1998-66f"
    ]


def test_on_one_day_the_order_of_two_cautions_is_not_known_and_the_bar_is_told_all_the_same():
    found = asked("youth_conditional_caution", earlier(YC, GIVEN))

    assert "same_day_order_unknown" in codes(found.conditional_discharge)
    assert {r.source for r in found.conditional_discharge.reasons} >= {"cda-1998-66zb"}


def test_a_bar_that_ended_before_is_neither_shown_nor_counted():
    old = (earlier(YC, date(2019, 1, 1)), earlier(YC, date(2020, 1, 1)))
    found = asked("community_resolution", *old).conditional_discharge

    assert (found.barred, found.first, found.last) == (False, None, None)
    assert codes(found) == ["no_bar"]


def test_an_offence_within_a_bar_that_has_ended_is_barred_when_it_comes_to_court():
    old = (earlier(YC, date(2019, 1, 1)), earlier(YC, date(2020, 1, 1)))

    assert barred_on(date(2021, 12, 31), "charge", *old)
    assert not barred_on(date(2022, 1, 1), "charge", *old)
    assert not barred_on(date(2019, 12, 31), "charge", *old)


def test_without_the_day_of_an_offence_it_is_said_which_day_was_meant():
    found = asked("youth_conditional_caution").conditional_discharge

    assert found.barred
    assert "offence_day_not_given" in codes(found)


def test_a_partnership_told_that_the_anniversary_counts_can_say_so():
    entry = Entry(date(2013, 4, 8), False, "cda-1998-66f")
    said = Dated("duties.conditional_caution_bar_counts_first_day", (entry,))
    own = replace(
        PROTOCOL,
        duties=replace(PROTOCOL.duties, conditional_caution_bar_counts_first_day=said),
    )
    anniversary = date(2028, 9, 20)

    assert not barred_on(anniversary, "youth_conditional_caution")
    assert barred_on(anniversary, "youth_conditional_caution", protocol=own)
    assert not barred_on(anniversary + ONE_DAY, "youth_conditional_caution", protocol=own)


@pytest.mark.parametrize(
    ("committed_on", "told"), [(date(2026, 9, 9), True), (date(2026, 9, 10), False)]
)
def test_a_child_charged_after_two_cautions_is_told_what_the_court_may_not_do(
    a_case, an_offence, an_earlier, committed_on, told
):
    history = (an_earlier(YC, date(2023, 1, 20)), an_earlier(YC, date(2024, 9, 10)))
    facts = a_case(history=history, offences=(an_offence(committed_on=committed_on),))
    found = {o.disposal: o for o in options(PROTOCOL, facts, GIVEN)}

    assert ("conditional_discharge_barred" in codes(found[Disposal.CHARGE])) is told


@pytest.mark.parametrize(
    ("committed_on", "told"), [(date(2026, 9, 4), False), (date(2026, 9, 5), True)]
)
def test_an_offence_of_before_the_conditional_caution_is_not_said_to_be_barred(
    a_case, an_offence, an_earlier, committed_on, told
):
    history = (an_earlier(YCC, date(2026, 9, 5)),)
    facts = a_case(history=history, offences=(an_offence(committed_on=committed_on),))
    found = {o.disposal: o for o in options(PROTOCOL, facts, GIVEN)}

    assert ("conditional_discharge_barred" in codes(found[Disposal.CHARGE])) is told


def test_the_last_day_is_read_from_the_parameter_and_not_from_the_rule():
    years = Dated("options.caution_discharge_bar_years", (Entry(GIVEN, 3, "cda-1998-66zb"),))
    own = replace(PROTOCOL, options=replace(PROTOCOL.options, caution_discharge_bar_years=years))
    found = asked("youth_caution", earlier(YC, date(2025, 5, 1)), protocol=own)

    assert found.conditional_discharge.last == date(2029, 9, 19)


def test_an_offence_that_is_barred_is_not_said_to_lie_outside_and_the_bar_says_why():
    after = {
        "Two or more youth cautions": earlier(YC, date(2026, 1, 5)),
        "A youth caution after a conditional caution": earlier(YCC, date(2026, 1, 5)),
    }
    for why, before in after.items():
        bar = asked("youth_caution", before, committed_on=GIVEN).conditional_discharge

        assert bar.barred
        assert "offence_outside_bar" not in codes(bar)
        assert any(reason.text.startswith(why) for reason in bar.reasons)


def test_a_bar_is_shown_to_its_last_day_even_for_an_offence_outside_it():
    before = earlier(YCC, date(2024, 9, 21))
    last = asked("charge", before).conditional_discharge.last
    shown = asked("charge", before, given_on=last, committed_on=date(2024, 1, 5))
    gone = asked("charge", before, given_on=last + ONE_DAY, committed_on=date(2024, 1, 5))

    assert codes(shown.conditional_discharge)[-1] == "offence_outside_bar"
    assert codes(gone.conditional_discharge) == ["no_bar"]
