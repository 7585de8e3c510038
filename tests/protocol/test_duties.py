"""What the law requires after a disposal: assessment, referral, and what a court may hear."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.dated import NotInForce
from panel_protocol.decision import Reason
from panel_protocol.facts import EarlierOutcome
from panel_protocol.library import load
from panel_protocol.rules.duties import DutyFacts, duties
from panel_protocol.rules.options import options
from panel_protocol.terms import Disposal, OutcomeKind, TeamDuty

PROTOCOL = load()
GIVEN = date(2026, 9, 20)
YC, YCC = OutcomeKind.YOUTH_CAUTION, OutcomeKind.YOUTH_CONDITIONAL_CAUTION

days = st.dates(date(2013, 4, 8), date(2040, 1, 1))
outcomes = st.builds(
    EarlierOutcome,
    outcome=st.sampled_from(OutcomeKind),
    given_on=st.dates(date(2010, 1, 1), date(2027, 1, 1)),
    home_area=st.just("E08000022"),
    overturned_on=st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)),
)


def earlier(outcome, given_on, **more):
    return EarlierOutcome(outcome=outcome, given_on=given_on, home_area="E08000022", **more)


def asked(disposal, *history, given_on=GIVEN, committed_on=None):
    facts = DutyFacts(
        disposal=Disposal(disposal),
        given_on=given_on,
        history=history,
        offence_committed_on=committed_on,
    )
    return duties(PROTOCOL, facts)


def codes(part):
    return [reason.code for reason in part.reasons]


@given(st.lists(outcomes, max_size=6).flatmap(lambda each: st.tuples(
    st.just(each), st.permutations(each))), st.sampled_from(Disposal),
    st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)))  # fmt: skip
def test_the_order_in_which_a_history_is_told_never_matters(histories, disposal, committed_on):
    told, otherwise = (
        asked(disposal, *history, committed_on=committed_on) for history in histories
    )

    assert told == otherwise


def test_the_order_of_history_does_not_change_what_is_open_either(a_case, an_earlier):
    same_day = date(2025, 5, 1)
    history = (an_earlier(YC, same_day), an_earlier(YCC, same_day), an_earlier())

    def found(told):
        return options(PROTOCOL, a_case(history=told), GIVEN)

    assert found(history) == found(history[::-1])


@pytest.mark.parametrize(
    ("history", "duty"),
    [
        ((), TeamDuty.MAY_ASSESS),
        ((earlier(OutcomeKind.COMMUNITY_RESOLUTION, date(2025, 5, 1)),), TeamDuty.MAY_ASSESS),
        ((earlier(OutcomeKind.CONVICTION, date(2025, 5, 1)),), TeamDuty.MAY_ASSESS),
        ((earlier(YC, date(2025, 5, 1)),), TeamDuty.MUST_ASSESS),
        ((earlier(YCC, date(2025, 5, 1)),), TeamDuty.MUST_ASSESS),
        ((earlier(OutcomeKind.REPRIMAND, date(2013, 4, 7)),), TeamDuty.MUST_ASSESS),
        ((earlier(OutcomeKind.FINAL_WARNING, date(2012, 5, 1)),), TeamDuty.MUST_ASSESS),
        ((earlier(YC, date(2026, 9, 21)),), TeamDuty.MAY_ASSESS),
        (
            (earlier(YC, date(2025, 5, 1), overturned_on=date(2026, 9, 20)),),
            TeamDuty.MAY_ASSESS,
        ),
        (
            (earlier(YC, date(2025, 5, 1), overturned_on=date(2026, 9, 21)),),
            TeamDuty.MUST_ASSESS,
        ),
    ],
)
def test_the_team_must_assess_a_child_who_was_referred_before(history, duty):
    assert asked("youth_caution", *history).youth_offending_team.answer is duty


def test_a_reprimand_too_late_to_be_one_is_told_wherever_it_stands_among_others():
    late = earlier(OutcomeKind.REPRIMAND, date(2014, 5, 1))
    others = [earlier(YC, date(2013, 5, 1)), earlier(YC, date(2014, 6, 1))]

    assert "reprimand_after_2013" in codes(asked("youth_caution", late, *others))


@pytest.mark.parametrize("kind", [OutcomeKind.REPRIMAND, OutcomeKind.FINAL_WARNING])
@pytest.mark.parametrize(
    ("given_on", "counts"), [(date(2013, 4, 7), True), (date(2013, 4, 8), False)]
)
def test_a_reprimand_counts_until_they_ended_and_afterwards_is_told_not_counted(
    kind, given_on, counts
):
    found = asked("youth_caution", earlier(kind, given_on), given_on=date(2014, 1, 1))

    assert found.conditional_discharge.barred is counts
    assert (found.youth_offending_team.answer is TeamDuty.MUST_ASSESS) is counts
    assert ("reprimand_after_2013" in codes(found)) is not counts
    said = kind.value.replace("_", " ")
    doubted = [each.text for each in found.reasons if each.code == "reprimand_after_2013"]
    assert all(text.startswith(f"The {said} of 8 April 2013 cannot be one") for text in doubted)


@pytest.mark.parametrize(("day", "told"), [(date(2026, 2, 11), False), (date(2026, 2, 12), True)])
def test_a_reprimand_since_outcome_23_exists_may_be_one_as_exported(day, told):
    found = asked("youth_caution", earlier(OutcomeKind.REPRIMAND, day))

    assert ("reprimand_may_be_outcome_23" in codes(found)) is told


@pytest.mark.parametrize(
    ("disposal", "required", "source"),
    [
        ("youth_caution", True, "cda-1998-66zb"),
        ("youth_conditional_caution", True, "cda-1998-66a"),
        ("community_resolution", False, "cda-1998-66zb"),
        ("charge", False, "cda-1998-66zb"),
    ],
)
def test_a_caution_is_referred_to_the_team_at_once(disposal, required, source):
    found = asked(disposal)

    assert found.referral.answer is required
    assert [reason.source for reason in found.referral.reasons] == [source]


@pytest.mark.parametrize(
    ("disposal", "citable"),
    [
        ("no_further_action", False),
        ("community_resolution", False),
        ("outcome_22", False),
        ("outcome_23", False),
        ("youth_caution", True),
        ("youth_conditional_caution", None),
        ("charge", False),
    ],
)
def test_only_a_youth_caution_is_citable_and_of_the_conditional_one_nobody_has_said(
    disposal, citable
):
    assert asked(disposal).citability.answer is citable


def test_a_report_of_failure_is_citable_besides_the_caution():
    found = asked("youth_caution", earlier(YC, date(2025, 5, 1)))

    assert codes(found.citability) == [
        "citable_in_court", "failure_citable", "earlier_caution_citable",
    ]  # fmt: skip


def test_ten_earlier_cautions_close_nothing(a_case, an_earlier):
    history = tuple(an_earlier(YC, date(2024, month, 1)) for month in range(1, 11))
    found = {o.disposal: o for o in options(PROTOCOL, a_case(history=history), GIVEN)}

    assert found[Disposal.YOUTH_CAUTION].open
    assert "no_limit_on_number" in codes(asked("youth_caution", *history))


def test_there_are_no_duties_before_8_april_2013():
    assert asked("youth_caution", given_on=date(2013, 4, 8)).referral.answer
    with pytest.raises(NotInForce):
        asked("youth_caution", given_on=date(2013, 4, 7))


@given(st.lists(outcomes, max_size=6), st.sampled_from(Disposal), days)
def test_every_answer_has_its_reasons_and_every_reason_a_known_source(history, disposal, day):
    found = asked(disposal, *history, committed_on=day)

    for part in (found.referral, found.conditional_discharge, found.citability):
        assert part.reasons
        assert {reason.source for reason in part.reasons} <= PROTOCOL.sources.keys()


def test_once_somebody_answers_a_conditional_caution_is_citable_on_their_word():
    rule = PROTOCOL.duties.conditional_caution_citable
    said = replace(rule.entries[-1], value="It may be cited.", awaiting="", asks="")
    group = replace(PROTOCOL.duties, conditional_caution_citable=replace(rule, entries=(said,)))
    answered = replace(PROTOCOL, duties=group)
    facts = DutyFacts(disposal=Disposal.YOUTH_CONDITIONAL_CAUTION, given_on=GIVEN)

    found = duties(answered, facts).citability

    assert found.answer is True
    assert found.reasons == (Reason("citable_in_court", "It may be cited.", said.source),)


def test_where_everything_counts_nothing_is_said_to_be_left_out():
    found = asked("youth_caution", earlier(YC, date(2026, 1, 5)))

    assert "not_standing" not in codes(found)
