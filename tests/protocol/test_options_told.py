"""What else opens or closes an option, or is told of it: each by its own rule."""

from datetime import date, timedelta

import pytest

from panel_protocol.rules.options import options
from panel_protocol.terms import Disposal, OutcomeKind
from tests.protocol.dressed import with_value
from tests.protocol.test_options import TODAY, by_disposal, codes


def test_where_a_partnership_wants_an_adult_for_more_its_own_rule_is_cited(protocol, a_case):
    wanted = protocol.options.admission_needs_appropriate_adult
    more = (*wanted.entries[0].value, "outcome_22")
    wider = with_value(protocol, "options", "admission_needs_appropriate_adult", more)
    found = by_disposal(wider, a_case(appropriate_adult_present=False))[Disposal.OUTCOME_22]

    [why] = [reason for reason in found.reasons if reason.code == "no_appropriate_adult"]
    assert why.source == wanted.entries[0].source


@pytest.mark.parametrize(("excused", "barred"), [(True, True), (False, False), (None, False)])
def test_a_failure_that_was_excused_leads_to_no_charge_by_another_road(
    protocol, a_case, excused, barred
):
    found = by_disposal(protocol, a_case(breach_excused=excused))

    assert {d for d, option in found.items() if "reasonable_excuse" in codes(option)} == (
        {Disposal.CHARGE} if barred else set()
    )


def test_a_case_nobody_has_scored_starts_nowhere(protocol, a_case):
    unscored = by_disposal(protocol, a_case("XX99999"))
    nothing_to_weigh = by_disposal(protocol, a_case(date_of_birth=date(2017, 3, 14)))

    later = protocol.gravity.starting_points.entries[-1].value
    unwritten = with_value(
        protocol, "gravity", "starting_points", later, start=TODAY + timedelta(days=1)
    )

    assert not any(option.starting_point for option in unscored.values())
    assert not any(option.starting_point for option in options(unwritten, a_case(), TODAY))
    assert not nothing_to_weigh[Disposal.NO_FURTHER_ACTION].starting_point


def test_an_earlier_conditional_caution_bars_a_discharge_beside_the_new_one(
    protocol, a_case, an_earlier
):
    facts = a_case(history=(an_earlier(OutcomeKind.YOUTH_CONDITIONAL_CAUTION, date(2025, 12, 1)),))
    option = by_disposal(protocol, facts)[Disposal.YOUTH_CONDITIONAL_CAUTION]
    told = [r.text for r in option.reasons if r.code == "conditional_discharge_barred"]

    assert any("given on 1 December 2025" in text for text in told)
    assert len(told) == 2
