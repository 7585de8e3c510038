from datetime import date

import pytest

from panel_protocol.rules import knife
from panel_protocol.rules.options import options
from panel_protocol.rules.routing import triage
from panel_protocol.terms import Disposal, Knife, OutcomeKind
from tests.protocol.dressed import with_value

EVE, DAY = date(2026, 2, 11), date(2026, 2, 12)
TODAY = date(2026, 9, 11)
BLADE, BLADE_AT_SCHOOL, BLADE_SHOWN, ANY_WEAPON = "CJ88144", "CJ88152", "CJ88154", "OW19013"
THEFT, INJURY, WEAPON, ROBBERY = "TH68010", "OF61102", "PC53001", "TH68023"


def found(protocol, facts, on=TODAY):
    return triage(protocol, facts, on)


def codes(protocol, facts, on=TODAY):
    return [reason.code for reason in found(protocol, facts, on).reasons]


@pytest.mark.parametrize("code", [BLADE, BLADE_AT_SCHOOL, ANY_WEAPON])
@pytest.mark.parametrize(("day", "asked"), [(EVE, False), (DAY, True)])
def test_a_knife_offence_sent_without_a_word_of_a_knife_is_asked_about(
    protocol, a_case, code, day, asked
):
    result = found(protocol, a_case(code), day)

    assert (result.route == "review") is asked
    assert ("knife_not_said" in [r.code for r in result.reasons]) is asked
    assert ("knife_mandatory_referral" in result.flags) is asked
    assert "policy_conflict" not in result.flags


def test_a_threat_with_a_blade_is_more_than_possession_whatever_the_submission_says(
    protocol, a_case
):
    for said in Knife:
        assert "policy_conflict" in codes(protocol, a_case(BLADE_SHOWN, knife=said))


def test_an_offence_that_is_no_knife_offence_asks_nothing(protocol, a_case):
    assert found(protocol, a_case(WEAPON)).route == "panel"
    assert "older_knife_guideline" not in codes(protocol, a_case(WEAPON))


@pytest.mark.parametrize(("day", "conflicts"), [(EVE, False), (DAY, True)])
def test_nothing_conflicts_before_there_are_two_guidelines(protocol, a_case, day, conflicts):
    result = found(protocol, a_case(BLADE, knife=Knife.THREAT), day)

    assert ("policy_conflict" in result.flags) is conflicts
    assert result.route == ("review" if conflicts else "panel")
    assert "older_knife_guideline" in [reason.code for reason in result.reasons]


@pytest.mark.parametrize(
    ("born", "word"), [(date(2010, 9, 12), "under 16"), (date(2010, 9, 11), "16 or 17")]
)
def test_the_older_guideline_is_told_as_it_speaks_of_a_child_of_that_age(
    protocol, a_case, born, word
):
    facts = a_case(BLADE, knife=Knife.POSSESSION, date_of_birth=born)
    (told,) = knife.older_guideline(protocol, facts, TODAY)

    assert word in told.text
    assert found(protocol, facts).route == "panel", "told, and deciding nothing"


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ([], []),
        ([THEFT], []),
        ([INJURY], ["policy_conflict"]),
        ([ROBBERY], ["policy_conflict"]),
        ([WEAPON], ["policy_conflict"]),
        ([INJURY, WEAPON], ["policy_conflict", "policy_conflict"]),
        ([None], ["earlier_offence_unknown"]),
        (["ZZ99999"], ["earlier_offence_unknown"]),
        ([THEFT, None], ["earlier_offence_unknown"]),
    ],
)
def test_what_a_child_did_before_decides_whether_the_guidelines_conflict(
    protocol, a_case, an_earlier, earlier, expected
):
    history = tuple(an_earlier(offence_code=code) for code in earlier)
    facts = a_case(BLADE, knife=Knife.POSSESSION, history=history)

    assert [r.code for r in knife.conflict(protocol, facts, TODAY)] == expected
    assert found(protocol, facts).route == ("review" if expected else "panel")


def test_an_earlier_outcome_that_was_overturned_raises_no_conflict(protocol, a_case, an_earlier):
    gone = an_earlier(OutcomeKind.YOUTH_CAUTION, overturned_on=date(2025, 8, 1))

    assert not knife.conflict(protocol, a_case(BLADE, history=(gone,)), TODAY)


def test_an_unknown_earlier_offence_matters_only_where_there_is_a_knife(
    protocol, a_case, an_earlier
):
    assert found(protocol, a_case(history=(an_earlier(),))).route == "panel"


def test_a_partnership_may_let_the_older_guideline_conflict_from_sixteen(protocol, a_case):
    grounds = {"sixteen_or_over": "A knife at sixteen or over"}
    other = with_value(protocol, "knife", "conflict_grounds", grounds)
    sixteen = a_case(BLADE, knife=Knife.POSSESSION, date_of_birth=date(2010, 9, 11))
    fifteen = a_case(BLADE, knife=Knife.POSSESSION, date_of_birth=date(2010, 9, 12))

    assert knife.conflict(other, sixteen, TODAY)
    assert not knife.conflict(other, fifteen, TODAY)


def test_a_ground_that_a_partnership_names_and_no_rule_can_weigh_is_for_the_supervisor(
    protocol, a_case
):
    grounds = {"carried_at_night": "A knife carried at night"}
    other = with_value(protocol, "knife", "conflict_grounds", grounds)
    (told,) = knife.conflict(other, a_case(BLADE, knife=Knife.POSSESSION), TODAY)

    assert told.code == "policy_conflict"
    assert told.text.startswith("A knife carried at night: ")
    assert not knife.conflict(other, a_case(THEFT), TODAY), "and only where there is a knife"


def test_every_ground_of_conflict_is_one_the_rule_can_weigh(protocol, a_case):
    facts = a_case(BLADE, knife=Knife.POSSESSION)

    assert set(protocol.knife.conflict_grounds.on(TODAY).value) <= set(
        knife.what_holds(protocol, facts, TODAY)
    )


def test_what_speaks_to_a_charge_is_told_on_the_charge_and_closes_nothing(protocol, a_case):
    facts = a_case(BLADE, knife=Knife.THREAT, looked_after=True)

    charge = next(o for o in options(protocol, facts, TODAY) if o.disposal is Disposal.CHARGE)
    plain = next(o for o in options(protocol, a_case(), TODAY) if o.disposal is Disposal.CHARGE)

    told = {"policy_conflict", "older_knife_guideline", "looked_after_protocol"}
    assert charge.open
    assert told <= {reason.code for reason in charge.reasons}
    assert not told & {reason.code for reason in plain.reasons}
