from datetime import date

import pytest

from panel_protocol.library import load
from panel_protocol.rules import prosecutor
from panel_protocol.rules.circumstances import hate_crime_by_offence
from panel_protocol.rules.routing import triage
from panel_protocol.terms import Disposal
from tests.protocol.dressed import with_value

TODAY = date(2026, 9, 11)
PROTOCOL = load()
HATEFUL = PROTOCOL.routing.hate_crime_codes.on(TODAY).value
INSULTS = "CD98075"


def codes(result):
    return [reason.code for reason in result.reasons]


def test_the_list_is_every_racially_or_religiously_aggravated_offence_of_the_catalogue():
    by_title = {
        code
        for code, offence in PROTOCOL.offences.items()
        if offence.title.startswith("Racially / religiously aggravated")
    }

    assert by_title
    assert set(HATEFUL) == by_title


@pytest.mark.parametrize("code", HATEFUL)
def test_an_aggravated_offence_is_a_hate_crime_though_nobody_ticked_it(protocol, a_case, code):
    result = triage(protocol, a_case(code), TODAY)

    assert "hate_crime" in result.flags
    assert "hate_crime_by_offence" in codes(result)


def test_what_was_ticked_is_not_told_again(protocol, a_case):
    result = triage(protocol, a_case(INSULTS, hate_crime=True), TODAY)

    assert "hate_crime" in result.flags
    assert "hate_crime_by_offence" not in codes(result)


def test_each_such_offence_is_named_by_its_title_and_one_without_a_title_by_its_code(
    protocol, a_case
):
    listed = with_value(protocol, "routing", "hate_crime_codes", (INSULTS, "XX99999"))
    (told,) = hate_crime_by_offence(listed, a_case(INSULTS, "XX99999"), TODAY)

    assert told.text.startswith(f"{protocol.offences[INSULTS].title}; XX99999: ")


def test_an_officer_alone_never_resolves_one(protocol, a_case):
    lenient = with_value(protocol, "routing", "officer_highest_score", 5)
    result = triage(lenient, a_case(INSULTS), TODAY)

    assert result.route == "panel"
    assert "hate_crime" in codes(result)


@pytest.mark.parametrize("code", HATEFUL)
def test_a_prosecutor_decides_on_a_conditional_caution_for_one(protocol, a_case, code):
    facts, caution = a_case(code), Disposal.YOUTH_CONDITIONAL_CAUTION

    stops = prosecutor.against(protocol, facts, TODAY, caution, decided=False)
    assert [reason.code for reason in stops] == ["prosecutor_must_decide"]
    assert not prosecutor.against(protocol, facts, TODAY, caution, decided=True)


def test_a_partnership_that_lists_no_code_goes_by_what_is_said(protocol, a_case):
    unlisted = with_value(protocol, "routing", "hate_crime_codes", ())

    assert "hate_crime" not in triage(unlisted, a_case(INSULTS), TODAY).flags
