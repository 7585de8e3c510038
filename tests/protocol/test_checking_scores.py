"""Scores that parameters name, and what a value that begins within an edition shuts."""

from dataclasses import replace
from datetime import date

import pytest

from tests.protocol.test_checking import changed, said


def from_day(protocol, parameter, start, value):
    """The protocol with one more value, that begins within the newest edition."""
    group, name = parameter.split(".")
    rule = getattr(getattr(protocol, group), name)
    entry = replace(rule.entries[-1], start=start, value=value)
    rules = replace(
        getattr(protocol, group), **{name: replace(rule, entries=(*rule.entries, entry))}
    )
    return replace(protocol, **{group: rules})


def test_a_road_that_is_shut_within_an_edition_is_a_fault_and_the_day_is_named(protocol):
    october = date(2026, 10, 1)
    never = from_day(protocol, "routing.officer_highest_score", october, 1)
    nobody = from_day(protocol, "options.youth_caution_admission", october, ())

    assert said(never) == [("routes.officer_resolution", "no case takes this road from 2026-10-01")]
    assert said(nobody) == [("disposals.youth_caution", "it is open to no child from 2026-10-01")]


@pytest.mark.parametrize(
    ("parameter", "value", "off"),
    [
        ("routing.officer_highest_score", 0, "0"),
        ("routing.officer_highest_score", 9, "9"),
        ("gravity.lowest_score_factors_reach", 6, "6"),
        ("disagreement.borderline_scores", ("4", "6"), "6"),
        ("gravity.starting_points", {"1": ("charge",), "7": ("charge",)}, "7"),
    ],
)
def test_a_parameter_that_names_a_score_outside_the_scale_is_a_fault(
    protocol, parameter, value, off
):
    october = date(2026, 10, 1)

    assert (f"{parameter} from 2026-10-01", f"{off} is no score of the scale") in said(
        from_day(protocol, parameter, october, value)
    )


@pytest.mark.parametrize("highest", [4, 5])
def test_a_score_lies_on_every_scale_that_begins_while_it_holds(protocol, highest):
    """Five is on the scale of 2023, and not on that of 2013."""
    where = ("routing.officer_highest_score from 2013-04-08", "5 is no score of the scale")

    found = said(changed(protocol, "routing.officer_highest_score", highest))
    assert (where in found) == (highest == 5)


def test_a_scale_that_does_not_say_its_ends_is_a_fault_and_no_failure(protocol):
    nameless = from_day(protocol, "gravity.scale", date(2026, 10, 1), {"low": 1, "high": 5})

    assert ("gravity.scale from 2026-10-01", "it does not say the lowest and the highest") in said(
        nameless
    )
