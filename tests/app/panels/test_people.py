"""Who is meant by a declaration of interest, however they were written down."""

import pytest

from app.panels.people import conflicted, same_person
from panel_protocol.rules.panel import Attendee

NURSE = Attendee("health", "nurse", "H. Nurse")
NURSE_BY_NAME = Attendee("health", None, "h. nurse")
NAMESAKE = Attendee("education", None, "H. Nurse")
OTHER = Attendee("health", "other", "H. Nurse")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (NURSE, Attendee("police", "nurse", "Another Name"), True),
        (NURSE, OTHER, False),
        (NURSE, NURSE_BY_NAME, True),
        (NURSE_BY_NAME, NAMESAKE, False),
    ],
)
def test_people_are_told_apart_by_account_or_else_by_name_within_an_agency(one, other, same):
    assert same_person(one, other) is same
    assert same_person(other, one) is same


def test_a_name_recorded_without_an_account_is_traced_to_the_account_invited():
    declared = Attendee("health", "nurse", "Hannah Nurse")
    invited = Attendee("health", "nurse", "H. Nurse")

    assert "h. nurse" in conflicted([NURSE_BY_NAME], [invited], [declared])


def test_a_namesake_of_another_agency_keeps_their_place():
    assert conflicted([NAMESAKE], [], [NURSE_BY_NAME]) == frozenset()


def test_an_account_with_an_interest_is_named_even_if_absent():
    assert conflicted([], [], [NURSE]) == {"nurse"}
