"""What the law says against the road a named person chooses."""

from datetime import date

import pytest

from panel_protocol.rules.review import against
from panel_protocol.terms import Admission, Route

TODAY = date(2026, 9, 11)
ELSEWHERE = (Route.RETURN_TO_POLICE, Route.NO_FURTHER_ACTION)


def codes(protocol, facts, route):
    return [reason.code for reason in against(protocol, facts, route, TODAY)]


@pytest.mark.parametrize("route", list(Route))
def test_no_road_is_barred_to_a_child_who_admits(protocol, a_case, route):
    assert codes(protocol, a_case(), route) == []


@pytest.mark.parametrize("route", list(Route))
def test_a_child_under_ten_is_sent_down_no_road_that_makes_a_record(protocol, a_case, route):
    under_ten = a_case(date_of_birth=date(2017, 3, 14))

    assert ("under_age" in codes(protocol, under_ten, route)) is (route not in ELSEWHERE)


@pytest.mark.parametrize("admission", list(Admission))
def test_an_officer_resolves_only_what_is_admitted_or_accepted(protocol, a_case, admission):
    said = against(protocol, a_case(admission=admission), Route.OFFICER_RESOLUTION, TODAY)
    enough = admission in (Admission.ADMITS, Admission.ACCEPTS_RESPONSIBILITY)

    assert [(reason.code, reason.text) for reason in said] == (
        []
        if enough
        else [
            (
                "no_admission",
                "The child has neither admitted the offence nor accepted responsibility",
            )
        ]
    )
    words = protocol.options.community_resolution_admission.on(TODAY)
    assert {reason.source for reason in said} <= {words.source}
    assert codes(protocol, a_case(admission=admission), Route.PANEL) == []


def test_an_officer_resolves_nothing_of_an_adult(protocol, a_case):
    grown_up = a_case(date_of_birth=date(2008, 9, 11))

    assert codes(protocol, grown_up, Route.OFFICER_RESOLUTION) == ["not_a_child"]
    assert codes(protocol, grown_up, Route.PANEL) == []
