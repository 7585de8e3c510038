from dataclasses import replace
from datetime import date

import pytest

from panel_protocol.rules.options import options
from panel_protocol.rules.resolution import contacted, heard, restorative, to_record
from panel_protocol.rules.routing import triage
from panel_protocol.terms import Admission, Disposal, RestorativeAnswer, VictimStatus
from tests.protocol.dressed import with_value

TODAY = date(2026, 9, 11)
OFFENCE_ELSEWHERE = ["home", "home_keeps", "offence_area_presents"]


def resolution(protocol, facts, on=TODAY, **asked):
    found = options(protocol, facts, on, **asked)
    return next(o for o in found if o.disposal is Disposal.COMMUNITY_RESOLUTION)


def codes(option):
    return [reason.code for reason in option.reasons]


def grades(protocol, option, code):
    return {protocol.sources[r.source].grade for r in option.reasons if r.code == code}


@pytest.mark.parametrize(("victims", "told"), [(None, False), (True, True), (False, True)])
def test_a_victims_views_are_sought_recorded_and_do_not_bind(protocol, a_case, victims, told):
    option = resolution(protocol, a_case(), victims_settled=victims)

    assert ("victim_views_do_not_bind" in codes(option)) is told


def test_where_history_is_weighed_a_sergeant_or_the_service_is_asked_and_a_panel_is_that(
    protocol, a_case, an_earlier
):
    first = resolution(protocol, a_case())
    again = resolution(protocol, a_case(history=(an_earlier(),)))

    assert not {"history_guidance", "panel_is_consultation"} & set(codes(first))
    assert {"history_guidance", "panel_is_consultation"} <= set(codes(again))
    assert grades(protocol, again, "panel_is_consultation") == {"INF"}


def test_what_only_a_newspaper_says_of_resolutions_bars_nothing(protocol, a_case):
    option = resolution(protocol, a_case(domestic_abuse=True))

    assert option.open
    assert {"not_enforceable", "intimate_partner_abuse"} <= set(codes(option))
    assert grades(protocol, option, "intimate_partner_abuse") == {"C"}
    assert "intimate_partner_abuse" not in codes(resolution(protocol, a_case()))


@pytest.mark.parametrize("day", [date(2015, 4, 12), date(2015, 4, 13)])
def test_a_child_of_17_always_had_an_adult_there_when_asked_to_accept_responsibility(
    protocol, a_case, day
):
    alone = a_case(date_of_birth=date(1998, 1, 1), appropriate_adult_present=False)

    assert "no_appropriate_adult" in codes(resolution(protocol, alone, day))


@pytest.mark.parametrize(
    ("status", "reached", "listened_to"),
    [
        (VictimStatus.NOT_YET_CONTACTED, False, False),
        (VictimStatus.CONTACTED, True, False),
        (VictimStatus.VIEWS_RECORDED, True, True),
        (VictimStatus.DECLINED, True, True),
        (VictimStatus.COULD_NOT_BE_REACHED, True, True),
        (VictimStatus.MAY_NOT_BE_CONTACTED, True, True),
    ],
)
def test_each_status_of_a_victim_says_whether_they_were_reached_and_heard(
    protocol, status, reached, listened_to
):
    others = [VictimStatus.VIEWS_RECORDED, status]

    assert contacted(protocol, others, TODAY) is reached
    assert heard(protocol, others, TODAY) is listened_to
    assert contacted(protocol, [], TODAY) is None


@pytest.mark.parametrize("said", list(Admission))
@pytest.mark.parametrize("answer", [None, *RestorativeAnswer])
def test_no_victim_is_offered_a_meeting_with_a_child_who_admits_nothing(protocol, said, answer):
    admits = said in (Admission.ADMITS, Admission.ACCEPTS_RESPONSIBILITY)
    offered = answer in (RestorativeAnswer.OFFERED, RestorativeAnswer.ACCEPTED)
    verdict = restorative(protocol, said, answer, TODAY)

    assert verdict.answer is (admits or not offered)
    assert ["local default" in reason.text for reason in verdict.reasons] == [True] * (
        not verdict.answer
    )


def test_the_victim_contact_that_serves_is_the_partnerships_to_change(protocol):
    stricter = replace(
        protocol.resolution,
        contact_that_serves=replace(
            protocol.resolution.contact_that_serves,
            entries=[
                replace(entry, value=("views_recorded",))
                for entry in protocol.resolution.contact_that_serves.entries
            ],
        ),
    )

    assert not contacted(
        replace(protocol, resolution=stricter), [VictimStatus.MAY_NOT_BE_CONTACTED], TODAY
    )


def test_an_officer_who_resolves_a_case_is_told_what_to_see_to_and_to_record(protocol, a_case):
    found = triage(protocol, a_case(), TODAY)
    told = [reason.code for reason in found.reasons]

    assert found.route == "officer_resolution"
    assert told[told.index("officer_may_resolve") + 1 :] == [
        "rationale_is_recorded",
        "appropriate_adult_is_there",
        "agreement_to_take_part",
        "victim_is_contacted_first",
        "victim_views_do_not_bind",
        *OFFENCE_ELSEWHERE,
    ]


# pragma: allowlist nextline secret - a sentence that looks like a token
def test_an_officer_who_weighs_history_takes_guidance_and_the_panel_is_no_answer(
    protocol, a_case, an_earlier
):
    told = [r.code for r in to_record(protocol, a_case(history=(an_earlier(),)), TODAY)]

    assert told[-1] == "history_guidance"
    assert "panel_is_consultation" not in told


@pytest.mark.parametrize(
    ("group", "name", "value", "code"),
    [
        ("resolution", "appropriate_adult_up_to_age", 13, "appropriate_adult_is_there"),
        (
            "options",
            "community_resolution_needs_victim_contact",
            False,
            "victim_is_contacted_first",
        ),
    ],
)
def test_an_officer_is_told_of_the_adult_and_of_the_victim_only_where_the_rule_asks_it(
    protocol, a_case, group, name, value, code
):
    facts = a_case()  # of a child of 14
    other = with_value(protocol, group, name, value)
    usual = [reason.code for reason in to_record(protocol, facts, TODAY)]

    assert [reason.code for reason in to_record(other, facts, TODAY)] == [
        each for each in usual if each != code
    ]
    assert code in usual


def test_no_officer_is_told_to_resolve_a_case_for_the_panel(protocol, a_case):
    found = triage(protocol, a_case(hate_crime=True), TODAY)

    assert "victim_is_contacted_first" not in [reason.code for reason in found.reasons]
