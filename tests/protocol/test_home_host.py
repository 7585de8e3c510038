"""Which service keeps a case, and what is said of looked-after children."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.facts import from_record, to_record
from panel_protocol.library import load
from panel_protocol.rules.home_host import authority_area, responsible
from panel_protocol.rules.routing import triage

TODAY = date(2026, 9, 11)
PROTOCOL = load()
NEWCASTLE, NORTH_TYNESIDE = "E08000021", "E08000022"
SUNDERLAND, GATESHEAD = "E08000024", "E08000037"
areas = st.sampled_from([*PROTOCOL.areas, "OTHER"])


def codes(found):
    return [reason.code for reason in found.reasons]


def offences(an_offence, *places):
    return tuple(an_offence(area=place) for place in places)


@given(home=st.sampled_from(sorted(PROTOCOL.areas)), places=st.lists(areas, min_size=1))
def test_the_home_service_keeps_the_case_wherever_the_offence_was(a_case, an_offence, home, places):
    facts = a_case(home_area=home, offences=offences(an_offence, *places))

    found = responsible(PROTOCOL, facts, TODAY).answer

    assert found.keeps == home
    assert set(found.presents) == set(places) - {home}


def test_where_home_and_offence_are_one_area_there_is_nothing_to_say(protocol, a_case, an_offence):
    facts = a_case(home_area=NEWCASTLE, offences=offences(an_offence, NEWCASTLE))

    assert responsible(protocol, facts, TODAY).reasons == ()


def test_a_child_from_elsewhere_is_dealt_with_at_the_first_of_our_areas(
    protocol, a_case, an_offence
):
    facts = a_case(home_area="OTHER", offences=offences(an_offence, "OTHER", GATESHEAD, NEWCASTLE))

    found = responsible(protocol, facts, TODAY)

    assert found.answer.keeps == GATESHEAD
    assert "lives_elsewhere" in codes(found)


def test_a_case_with_nothing_of_ours_is_nobodys_here(protocol, a_case, an_offence):
    facts = a_case(home_area="OTHER", offences=offences(an_offence, "OTHER"))

    assert responsible(protocol, facts, TODAY).answer.keeps is None


@pytest.mark.parametrize(
    ("written", "area"),
    [
        ("North Tyneside", NORTH_TYNESIDE),
        ("  north   tyneside  council ", NORTH_TYNESIDE),
        ("North Tyneside Metropolitan Borough Council", NORTH_TYNESIDE),
        ("Newcastle City Council", NEWCASTLE),
        ("Northumberland County Council", "E06000057"),
        ("E08000037", GATESHEAD),
        ("Newcastle-under-Lyme Borough Council", None),
        ("Kent County Council", None),
        ("Tyneside", None),
        (None, None),
    ],
)
def test_an_authority_is_known_by_the_names_it_is_written_by(protocol, a_case, written, area):
    facts = a_case(looked_after=True, responsible_authority=written)

    assert authority_area(protocol, facts, TODAY) == area


@pytest.mark.parametrize(
    ("authority", "reason", "away"),
    [
        ("North Tyneside Council", None, False),
        ("Gateshead Council", "placed_out_of_area", True),
        ("Kent County Council", "responsible_authority_elsewhere", True),
        (None, "responsible_authority_not_said", False),
    ],
)
def test_a_placement_is_told_and_moves_no_case(protocol, a_case, authority, reason, away):
    facts = a_case(home_area=NORTH_TYNESIDE, looked_after=True, responsible_authority=authority)

    found = responsible(protocol, facts, TODAY)

    assert found.answer.keeps == NORTH_TYNESIDE
    assert found.answer.placed_out_of_area is away
    assert ("host_protocol" in codes(found)) is away
    assert (reason is None) or reason in codes(found)
    assert ("placed_out_of_area" in triage(protocol, facts, TODAY).flags) is away


def test_an_authority_is_asked_after_only_where_it_looks_after_the_child(protocol, a_case):
    facts = a_case(looked_after=False, responsible_authority="Gateshead Council")

    found = responsible(protocol, facts, TODAY)

    assert found.answer.placed_out_of_area is False
    assert "looked_after_protocol" not in codes(found)


def test_our_looked_after_child_placed_far_away_stays_ours(protocol, a_case, an_offence):
    facts = a_case(
        home_area="OTHER",
        looked_after=True,
        responsible_authority="Sunderland City Council",
        offences=offences(an_offence, NEWCASTLE),
    )

    found = responsible(protocol, facts, TODAY)

    assert (found.answer.keeps, found.answer.presents) == (SUNDERLAND, (NEWCASTLE,))
    assert "looked_after_home" in codes(found)


@pytest.mark.parametrize(("day", "told"), [(date(2018, 10, 31), False), (date(2018, 11, 1), True)])
def test_the_protocol_on_looked_after_children_is_told_from_november_2018(
    protocol, a_case, day, told
):
    facts = a_case(date_of_birth=date(2004, 1, 1), looked_after=True)

    assert ("looked_after_protocol" in codes(responsible(protocol, facts, day))) is told


@pytest.mark.parametrize(("day", "told"), [(date(2017, 12, 31), False), (date(2018, 1, 1), True)])
def test_home_and_host_settle_who_does_what_from_2018(protocol, a_case, day, told):
    facts = a_case(
        date_of_birth=date(2004, 1, 1), looked_after=True, responsible_authority="Gateshead"
    )

    assert ("host_protocol" in codes(responsible(protocol, facts, day))) is told


def test_every_reason_names_a_source_the_protocol_knows(protocol, a_case):
    for authority in ("Gateshead", "Kent", None):
        for home in (NORTH_TYNESIDE, "OTHER"):
            facts = a_case(home_area=home, looked_after=True, responsible_authority=authority)
            found = responsible(protocol, facts, TODAY).reasons
            assert found
            assert {reason.source for reason in found} <= set(protocol.sources)


def test_facts_kept_before_authority_and_bail_were_asked_for_are_still_read(a_case):
    kept = to_record(a_case())
    for new in ("responsible_authority", "bailed_on", "bail_until"):
        del kept[new]

    assert from_record(kept) == a_case()


def test_authority_and_bail_are_kept_with_the_decision(a_case):
    facts = a_case(
        responsible_authority="Gateshead",
        bailed_on=date(2026, 9, 4),
        bail_until=date(2026, 12, 4),
    )

    assert from_record(to_record(facts)) == facts


def test_those_accused_together_are_considered_together(protocol, a_case):
    alone, together = (
        [reason.code for reason in triage(protocol, a_case(co_accused=n), TODAY).reasons]
        for n in (0, 1)
    )

    assert "considered_together" in together
    assert "considered_together" not in alone
