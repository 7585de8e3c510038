"""Every clock of a case, pauses and forecasts, and what nobody has set a clock for."""

import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from panel_protocol.dated import Dated, Entry
from panel_protocol.library import load
from panel_protocol.rules.deadlines import Dates, deadlines
from panel_protocol.rules.routing import triage
from panel_protocol.rules.timescales import (
    Pause,
)
from panel_protocol.terms import Bail, Disposal

PROTOCOL = load()
REFERRED = date(2026, 9, 11)
GIVEN = date(2026, 10, 14)


def due(**dates):
    found = deadlines(PROTOCOL, Dates(referred_on=REFERRED, **dates))
    return {clock.name: clock.due_on for clock in found.answer}


def codes(**dates):
    found = deadlines(PROTOCOL, Dates(**{"referred_on": REFERRED} | dates))
    return [reason.code for reason in found.reasons]


def answered(name: str, value: Any, group: str = "timescales"):
    """The protocol as it will be when somebody has said so."""
    said: dict[str, Any] = {
        name: Dated(name, (Entry(date(2013, 4, 8), value, "partnership-default"),))
    }
    changed: dict[str, Any] = {group: replace(getattr(PROTOCOL, group), **said)}
    return replace(PROTOCOL, **changed)


def test_a_referral_alone_runs_to_the_assessment_the_police_and_the_panel():
    assert due() == {
        "assessment_complete": date(2026, 9, 25),
        "police_informed": date(2026, 10, 2),
        # A week after the assessment: the panel's own frequency.
        "panel_heard": date(2026, 10, 2),
    }


def test_each_clock_says_from_which_day_it_runs():
    dates = Dates(
        referred_on=REFERRED,
        given_on=GIVEN,
        disposal=Disposal.YOUTH_CONDITIONAL_CAUTION,
        date_of_birth=date(2009, 3, 3),
    )
    found = {clock.name: clock for clock in deadlines(PROTOCOL, dates).answer}

    assert found["assessment_complete"].started_on == REFERRED
    assert found["panel_heard"].started_on == found["assessment_complete"].due_on
    assert found["plan_usual"].started_on == found["plan_longest"].started_on == GIVEN
    # Three months before the birthday it begins to press.
    assert found["last_day_before_18"].started_on == date(2026, 12, 3)


@pytest.mark.parametrize("known", [{"given_on": GIVEN}, {"disposal": Disposal.OUTCOME_22}])
def test_no_plan_runs_until_both_the_disposal_and_its_day_are_known(known):
    assert due(**known) == due()
    assert codes(**known) == codes()


def test_bail_adds_its_periods_and_starts_the_clock_for_informing_the_police():
    found = due(bailed_on=date(2026, 9, 4), bail_until=date(2027, 1, 4))

    assert found["police_informed"] == date(2026, 9, 25)
    assert found["bail_first_period"] == date(2026, 12, 4)
    assert "bail_authority" in codes(bailed_on=date(2026, 9, 4), bail_until=date(2027, 1, 4))


def test_a_child_released_under_investigation_has_no_day_to_return():
    bail = Bail.RELEASED_UNDER_INVESTIGATION

    assert due(bail=bail) == due()
    assert "released_under_investigation" in codes(bail=bail)


@pytest.mark.parametrize(
    ("disposal", "usual", "longest"),
    [
        (Disposal.YOUTH_CONDITIONAL_CAUTION, date(2027, 2, 3), date(2027, 3, 3)),
        (Disposal.OUTCOME_22, date(2027, 2, 3), date(2027, 2, 3)),
        (Disposal.OUTCOME_23, date(2027, 2, 3), date(2027, 2, 3)),
    ],
)
def test_a_plan_runs_sixteen_weeks_and_a_conditional_caution_twenty_with_a_reason(
    disposal, usual, longest
):
    found = due(given_on=GIVEN, disposal=disposal)

    assert (found["plan_usual"], found["plan_longest"]) == (usual, longest)


@pytest.mark.parametrize(
    ("disposal", "given_on", "runs"),
    [
        (Disposal.OUTCOME_22, date(2019, 3, 31), False),
        (Disposal.OUTCOME_22, date(2019, 4, 1), True),
        (Disposal.OUTCOME_23, date(2026, 2, 11), False),
        (Disposal.OUTCOME_23, date(2026, 2, 12), True),
        (Disposal.YOUTH_CONDITIONAL_CAUTION, date(2018, 4, 8), True),
        (Disposal.YOUTH_CAUTION, date(2026, 2, 12), False),
        (Disposal.CHARGE, date(2026, 2, 12), False),
    ],
)
def test_no_plan_runs_under_what_has_none_on_that_day(disposal, given_on, runs):
    found = deadlines(
        PROTOCOL, Dates(referred_on=date(2018, 1, 8), given_on=given_on, disposal=disposal)
    )

    assert ("plan_longest" in {clock.name for clock in found.answer}) is runs
    assert ("no_plan_clock" in {reason.code for reason in found.reasons}) is not runs


def test_four_deadlines_that_nobody_has_set_are_told_each_with_whom_to_ask():
    found = deadlines(PROTOCOL, Dates(referred_on=REFERRED))
    told = [reason.text for reason in found.reasons if reason.code == "awaiting_decision"]

    assert len(told) == 4
    assert all("To be answered by: " in text for text in told)
    assert len({clock.name for clock in found.answer}) == 3


@pytest.mark.parametrize("name", ["pdat_complete", "victim_contacted"])
def test_a_deadline_that_is_answered_becomes_a_clock(name):
    found = deadlines(answered(name, 5), Dates(referred_on=REFERRED))

    assert {c.name: c.due_on for c in found.answer}[name] == date(2026, 9, 18)
    assert len([r for r in found.reasons if r.code == "awaiting_decision"]) == 3


@pytest.mark.parametrize("name", ["referral_made", "notice_of_decision"])
def test_a_rule_that_is_answered_in_words_is_told(name):
    found = deadlines(answered(name, "At once"), Dates(referred_on=REFERRED)).reasons

    told = {(reason.code, reason.text, reason.source) for reason in found}
    assert (name, "At once", "partnership-default") in told


@pytest.mark.parametrize(
    ("born", "told"),
    [
        # The panel need not sit before 2 October.
        (date(2008, 10, 2), True),
        (date(2008, 10, 3), False),
    ],
)
def test_a_birthday_before_the_panel_is_told_in_time(born, told):
    assert ("eighteen_before_panel" in codes(date_of_birth=born)) is told
    assert due(date_of_birth=born)["last_day_before_18"] == born.replace(year=2026) - timedelta(1)


@pytest.mark.parametrize(
    ("looked_at", "codes_told"),
    [
        (date(2026, 9, 10), set()),
        (date(2026, 9, 14), set()),
        (date(2026, 9, 15), {"turns_18_soon"}),
        (date(2026, 12, 15), {"turned_18"}),
    ],
)
def test_a_birthday_far_away_at_referral_presses_when_it_is_looked_at_later(looked_at, codes_told):
    found = codes(date_of_birth=date(2008, 12, 15), looked_at=looked_at)

    assert {"turns_18_soon", "turned_18"} & set(found) == codes_told


@pytest.mark.parametrize(("born", "told"), [(date(2009, 3, 3), 1), (date(2009, 3, 4), 0)])
def test_a_plan_that_may_run_past_18_raises_the_open_question(born, told):
    given = {"given_on": GIVEN, "disposal": Disposal.YOUTH_CONDITIONAL_CAUTION}
    without = codes(**given).count("awaiting_decision")

    found = codes(**given, date_of_birth=born).count("awaiting_decision")

    assert found - without == told


@pytest.mark.parametrize(("born", "told"), [(date(2009, 3, 3), 1), (date(2009, 3, 4), 0)])
def test_once_it_is_said_what_follows_at_18_a_plan_that_may_run_past_it_tells_it(born, told):
    ycc = Disposal.YOUTH_CONDITIONAL_CAUTION
    dates = Dates(referred_on=REFERRED, given_on=GIVEN, disposal=ycc, date_of_birth=born)
    settled = answered("turning_eighteen", "The plan runs on", group="conditions")
    before, after = deadlines(PROTOCOL, dates).reasons, deadlines(settled, dates).reasons

    assert [(r.code, r.text, r.source) for r in after if r not in before] == [
        ("eighteen_during_plan", "The plan runs on", "partnership-default")
    ] * told
    assert len(before) == len(after), "the answer stands where the question stood"


def test_days_in_hospital_are_not_counted_and_bail_runs_on():
    pause = Pause(date(2026, 9, 16), date(2026, 9, 18), "child_in_hospital")

    found = due(pauses=(pause,), bailed_on=date(2026, 9, 4))

    assert found["assessment_complete"] == date(2026, 9, 30)
    assert found["police_informed"] == date(2026, 9, 30)
    assert found["panel_heard"] == date(2026, 10, 7)
    assert found["bail_first_period"] == due(bailed_on=date(2026, 9, 4))["bail_first_period"]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/London"])
def test_no_deadline_and_no_road_depends_on_where_the_machine_stands(monkeypatch, a_case, zone):
    dates = Dates(
        referred_on=REFERRED,
        bailed_on=date(2026, 9, 4),
        given_on=GIVEN,
        disposal=Disposal.YOUTH_CONDITIONAL_CAUTION,
        date_of_birth=date(2008, 12, 11),
    )
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    usual = deadlines(PROTOCOL, dates), triage(PROTOCOL, a_case(), REFERRED)

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert (deadlines(PROTOCOL, dates), triage(PROTOCOL, a_case(), REFERRED)) == usual
    finally:
        monkeypatch.undo()
        time.tzset()


def test_every_clock_and_reason_names_a_source_the_protocol_knows(protocol):
    found = deadlines(
        protocol,
        Dates(
            referred_on=REFERRED,
            bail=Bail.PRE_CHARGE_BAIL,
            bailed_on=date(2022, 10, 28),
            bail_until=date(2028, 1, 1),
            given_on=GIVEN,
            disposal=Disposal.OUTCOME_23,
            date_of_birth=date(2008, 9, 12),
        ),
    )

    assert {clock.source for clock in found.answer} <= set(protocol.sources)
    assert {reason.source for reason in found.reasons} <= set(protocol.sources)
