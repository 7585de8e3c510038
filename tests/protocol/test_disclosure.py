"""When a disposal is spent and what record checks show of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.dated import AwaitingDecision, NotInForce
from panel_protocol.library import load
from panel_protocol.rules.disclosure import DisclosureFacts, disclosed
from panel_protocol.rules.options import options
from panel_protocol.rules.outcomes import spent_on
from panel_protocol.terms import Disposal, Shown

PROTOCOL = load()
GIVEN = date(2026, 9, 20)
ONE_DAY = timedelta(days=1)
SHOWS, MAY, NOT, COURT = Shown.SHOWS, Shown.MAY_SHOW, Shown.DOES_NOT_SHOW, Shown.DEPENDS_ON_COURT

days = st.dates(date(2020, 11, 28), date(2040, 1, 1))


def asked(disposal, *, given_on=GIVEN, on=None, **more):
    facts = DisclosureFacts(disposal=Disposal(disposal), given_on=given_on, **more)
    return disclosed(PROTOCOL, facts, on or given_on)


def codes(found):
    return [note.code for note in found.notes]


def text_of(found, code):
    return next(note.text for note in found.notes if note.code == code)


@pytest.mark.parametrize(
    ("disposal", "checks"),
    [
        ("no_further_action", (NOT, NOT, MAY)),
        ("community_resolution", (NOT, NOT, MAY)),
        ("outcome_22", (NOT, NOT, MAY)),
        ("youth_caution", (NOT, NOT, MAY)),
        ("youth_conditional_caution", (SHOWS, MAY, MAY)),
        ("charge", (COURT, COURT, COURT)),
    ],
)
def test_each_disposal_on_the_day_it_is_given_shows_on_each_check(disposal, checks):
    found = asked(disposal)

    assert (found.basic, found.standard, found.enhanced) == checks
    assert found.for_the_child
    assert {note.source for note in found.notes} <= PROTOCOL.sources.keys()


def test_what_outcome_23_discloses_stops_with_the_question_and_who_is_asked():
    with pytest.raises(AwaitingDecision, match="the Disclosure and Barring Service") as stopped:
        asked("outcome_23")

    assert stopped.value.name == "outcomes.outcome_23_spent"


@pytest.mark.parametrize(
    ("disposal", "eve"),
    [
        ("outcome_23", date(2026, 2, 11)),
        ("outcome_22", date(2019, 3, 31)),
        ("youth_caution", date(2013, 4, 7)),
        ("no_further_action", date(2013, 4, 7)),
    ],
)
def test_nothing_is_said_of_a_disposal_before_it_existed(disposal, eve):
    with pytest.raises(NotInForce):
        asked(disposal, given_on=eve)
    if disposal != "outcome_23":
        assert asked(disposal, given_on=eve + ONE_DAY).notes


@given(days, st.none() | st.integers(0, 200))
def test_a_conditional_caution_shows_until_its_eve_and_from_its_day_no_more(given_on, length):
    ends = None if length is None else given_on + timedelta(days=length)
    spent = asked("youth_conditional_caution", given_on=given_on, conditions_end_on=ends).spent_on

    def on(day):
        found = asked(
            "youth_conditional_caution", given_on=given_on, conditions_end_on=ends, on=day
        )
        return found.basic, found.standard

    assert on(spent) == (NOT, NOT)
    if spent > given_on:
        assert on(spent - ONE_DAY) == (SHOWS, MAY)


@pytest.mark.parametrize(
    ("day", "standard"), [(date(2020, 11, 27), MAY), (date(2020, 11, 28), NOT)]
)
def test_spent_cautions_are_no_longer_automatic_from_28_november_2020(day, standard):
    found = asked("youth_caution", given_on=date(2019, 5, 1), on=day)

    assert found.standard is standard
    assert found.basic is NOT
    assert bool(found.for_the_child) is (standard is NOT)


def test_of_an_unspent_caution_both_sources_are_named_and_neither_is_picked():
    found = asked("youth_conditional_caution")
    said = {note.code: note.source for note in found.notes}

    assert said["unspent_by_the_checker"] == "disclosure-checker"
    assert said["unspent_by_the_guidance"] == "dbs-filtering-2020"
    assert "may be disclosed until spent, on 20 December 2026" in text_of(found, "standard_check")


def test_an_end_that_is_not_known_or_only_planned_is_said_to_be():
    unknown = asked("youth_conditional_caution")
    planned = asked(
        "youth_conditional_caution", conditions_end_on=date(2026, 11, 20), end_is_planned=True
    )
    real = asked("youth_conditional_caution", conditions_end_on=date(2026, 11, 20))

    assert unknown.spent_on == date(2026, 12, 20)
    assert "spent_at_latest" in codes(unknown)
    assert "spent_by_planned_end" in codes(planned)
    assert not {"spent_at_latest", "spent_by_planned_end"} & set(codes(real))


@given(days, st.integers(-400, 400))
def test_no_caution_is_spent_before_it_is_given(given_on, length):
    ends_on = given_on + timedelta(days=length)

    spent = spent_on(PROTOCOL, Disposal.YOUTH_CONDITIONAL_CAUTION, given_on, ends_on)
    assert spent >= given_on


def test_a_check_made_before_the_giving_is_answered_for_the_day_it_is_given():
    before = asked("youth_conditional_caution", on=date(2026, 1, 1))

    assert before == asked("youth_conditional_caution")


@pytest.mark.parametrize(
    ("disposal", "born", "told"),
    [
        ("youth_caution", date(2008, 9, 20), ["not_a_child"]),
        ("youth_caution", date(2008, 9, 21), []),
        ("youth_caution", date(2016, 9, 20), []),
        ("youth_caution", date(2016, 9, 21), ["under_age"]),
        ("community_resolution", date(2016, 9, 21), ["under_age"]),
        ("outcome_22", date(2008, 9, 20), []),
        # A grown person is charged like any other; a child under ten never is.
        ("charge", date(2008, 9, 20), []),
        ("charge", date(2016, 9, 21), ["under_age"]),
    ],
)
def test_what_could_not_be_given_at_that_age_is_said(disposal, born, told):
    found = asked(disposal, date_of_birth=born)

    assert [code for code in codes(found) if code in {"not_a_child", "under_age"}] == told


def test_a_child_is_told_in_words_of_their_own_until_which_day():
    words = asked("youth_conditional_caution").for_the_child[0]

    assert words.text.startswith("Until 20 December 2026 a basic check shows your caution")
    assert words.source == "partnership-default"


def test_every_option_says_where_it_would_be_disclosed(a_case):
    for option in options(PROTOCOL, a_case(), GIVEN):
        told = {reason.code for reason in option.reasons}
        assert told & {"standard_check", "charge_check", "awaiting_decision"}, option.disposal


def test_what_is_said_of_a_basic_check_is_what_it_shows():
    running = asked("youth_conditional_caution")
    spent = asked("youth_caution")

    assert running.basic is SHOWS
    assert "shows it until it is spent" in text_of(running, "basic_check")
    assert spent.basic is NOT
    assert "does not show it" in text_of(spent, "basic_check")
