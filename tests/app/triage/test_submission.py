import re
from datetime import UTC, datetime

import pytest

from app import clock
from app.cases.actions import new_reference
from app.cases.tables import Case, CaseDecision, CaseOffence, Submission, Victim
from app.children.tables import ChildOutcome
from app.triage.schemas import OFFENCE_EXAMPLE
from tests.records import counts, rows
from tests.service import GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, a_case, a_child

FRIDAY = datetime(2026, 9, 11, 9, 30, tzinfo=UTC)
REASON = {"code", "text", "source"}
UNSCORED = [{**OFFENCE_EXAMPLE, "offence_code": "ZZ99999"}]
NOT_MET = {"test": "not_met", "admission": "denies"}
REMAND = {"bail": "custody", "remand_wanted": True}
ADULT = {"child": a_child(date_of_birth="2008-09-11")}


@pytest.fixture(autouse=True)
def on_a_friday():
    with clock.standing_at(FRIDAY):
        yield


def offence(**changes):
    return {**OFFENCE_EXAMPLE, **changes}


async def test_a_submission_is_answered_as_the_contract_says(service):
    reply = await service.police.submit()

    assert reply.status_code == 201
    opened = reply.json()
    assert set(opened) == {
        *("id", "reference", "version", "stage", "area", "child_id", "triage", "due"),
        "received_at",
    }
    assert set(opened["triage"]) == {
        *("edition", "gravity", "route", "reasons", "flags", "would_change_the_route"),
    }
    assert opened["triage"]["edition"] == "2026.2"
    assert opened["triage"]["gravity"] == {"base": 2, "final": 2, "matrix": "illustrative"}
    assert opened["triage"]["route"] == "panel"
    assert all(set(reason) == REASON for reason in opened["triage"]["reasons"])
    assert all(set(each) == {"if", "route"} for each in opened["triage"]["would_change_the_route"])
    assert opened["due"] == {"assessment": "2026-09-25", "police_informed": "2026-10-02"}
    assert (opened["version"], opened["stage"]) == (1, "assessment")
    assert opened["received_at"] == "2026-09-11T09:30:00Z"
    assert reply.headers["location"] == f"/v1/cases/{opened['id']}"
    assert reply.headers["etag"] == '"1"'


async def test_what_was_submitted_is_kept_whole_beside_the_case(service):
    case = a_case()

    opened = (await service.police.submit(case)).json()

    (kept,) = await rows(service, Submission)
    # A victim's name is kept once, under the victim's own key.
    case["offences"][0]["victims"][0]["name"] = None
    assert kept.body["offences"] == case["offences"]
    assert kept.body["officer"] == case["officer"]
    (offended,) = await rows(service, CaseOffence, case_id=opened["id"])
    assert (offended.offence_code, offended.area) == ("CD71039", NEWCASTLE)
    (victim,) = await rows(service, Victim, case_id=opened["id"])
    assert victim.name == "Example Buses"
    (decision,) = await rows(service, CaseDecision, case_id=opened["id"])
    assert (decision.kind, decision.edition) == ("triage", "2026.2")
    assert decision.facts["offences"][0]["offence_code"] == "CD71039"
    assert decision.reasons == opened["triage"]["reasons"]


def test_a_reference_can_be_said_aloud_without_mistaking_a_letter_for_a_digit():
    said = {new_reference("NT", FRIDAY.date()) for _ in range(500)}

    assert all(re.fullmatch(r"NT-26-[2-9A-HJKMNP-Z]{5}", each) for each in said)
    assert len(said) == 500


@pytest.mark.parametrize(
    ("home", "offended_in", "keeper"),
    [
        (NORTH_TYNESIDE, NEWCASTLE, NORTH_TYNESIDE),
        (GATESHEAD, GATESHEAD, GATESHEAD),
        (NEWCASTLE, "OTHER", NEWCASTLE),
        ("OTHER", GATESHEAD, GATESHEAD),
    ],
)
async def test_the_home_service_keeps_the_case_wherever_the_offence_was(
    service, home, offended_in, keeper
):
    case = a_case(child=a_child(home_area=home), offences=[offence(area=offended_in)])

    opened = (await service.police.submit(case)).json()

    assert opened["area"] == keeper


async def test_a_child_from_elsewhere_is_dealt_with_at_the_first_of_our_areas(service):
    offences = [offence(area="OTHER"), offence(area=GATESHEAD), offence(area=NEWCASTLE)]

    opened = await service.police.submit(
        a_case(child=a_child(home_area="OTHER"), offences=offences)
    )

    assert opened.json()["area"] == GATESHEAD


async def test_a_case_with_nothing_of_our_areas_is_not_ours(service):
    case = a_case(child=a_child(home_area="OTHER"), offences=[offence(area="OTHER")])

    reply = await service.police.submit(case)

    assert reply.status_code == 422
    assert reply.json()["errors"][0]["code"] == "no_area_of_ours"


async def test_an_area_nobody_knows_is_refused_where_it_stands(service):
    case = a_case(offences=[offence(), offence(area="E06000001")])

    reply = await service.police.submit(case)

    assert [error["pointer"] for error in reply.json()["errors"]] == ["/offences/1/area"]


async def test_nothing_at_all_is_kept_of_a_child_under_ten(service):
    await service.police.submit()
    before = await counts(service)
    nine = a_child(date_of_birth="2016-09-03")  # ten the day after the window was broken

    reply = await service.police.submit(a_case(child=nine))

    assert reply.status_code == 422
    problem = reply.json()
    assert problem["errors"][0]["code"] == "under_criminal_responsibility"
    assert {"under_age", "safeguarding_offer"} <= {r["code"] for r in problem["reasons"]}
    assert "2016" not in reply.text
    assert await counts(service) == before


async def test_a_child_of_ten_on_the_day_is_heard(service):
    ten = a_child(date_of_birth="2016-09-02")

    assert (await service.police.submit(a_case(child=ten, history=[]))).status_code == 201


async def test_a_child_who_was_nine_is_refused_even_if_ten_by_the_time_the_police_write(service):
    born = a_child(date_of_birth="2016-09-10")

    assert (await service.police.submit(a_case(child=born))).status_code == 422


@pytest.mark.parametrize(
    ("part", "value", "pointer"),
    [
        ("child", {"date_of_birth": "2026-09-12"}, "/child/date_of_birth"),
        ("offences", {"committed_on": "2026-09-12"}, "/offences/0/committed_on"),
        ("offences", {"committed_on": "2011-03-13"}, "/offences/0/committed_on"),
        ("evidence", {"interviewed_on": "2026-09-12"}, "/evidence/interviewed_on"),
        ("evidence", {"interviewed_on": "2026-09-01"}, "/evidence/interviewed_on"),
        ("history", {"given_on": "2026-09-12"}, "/history/0/given_on"),
        ("history", {"given_on": "2011-01-01"}, "/history/0/given_on"),
        ("history", {"overturned_on": "2025-04-30"}, "/history/0/overturned_on"),
        ("history", {"offence_committed_on": "2025-05-02"}, "/history/0/offence_committed_on"),
        ("history", {"first_hearing_on": "2025-04-30"}, "/history/0/first_hearing_on"),
        ("history", {"home_area": "E06000001"}, "/history/0/home_area"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_place(service, part, value, pointer):
    case = a_case()
    whole = case[part]
    (whole[0] if isinstance(whole, list) else whole).update(value)
    before = await counts(service)

    reply = await service.police.submit(case)

    assert reply.status_code == 422
    assert pointer in [error["pointer"] for error in reply.json()["errors"]]
    assert await counts(service) == before


async def test_the_day_is_counted_in_england_not_in_utc(service):
    past_midnight_in_london = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)
    case = a_case(offences=[offence(committed_on="2026-06-15")], history=[])
    case["evidence"]["interviewed_on"] = "2026-06-15"

    with clock.standing_at(past_midnight_in_london):
        reply = await service.police.submit(case)

    assert reply.status_code == 201
    assert reply.json()["received_at"] == "2026-06-14T23:30:00Z"


@pytest.mark.parametrize(
    ("changes", "route", "stage", "closed_as"),
    [
        ({}, "panel", "assessment", None),
        ({"history": []}, "officer_resolution", "closed", "officer_resolution"),
        ({"offences": UNSCORED}, "review", "review", None),
        ({"circumstances": {"exploitation_concern": True}}, "review", "review", None),
        ({"evidence": NOT_MET}, "no_further_action", "closed", "no_further_action"),
        ({"circumstances": REMAND}, "charge_consideration", "closed", "charge_consideration"),
        (ADULT, "return_to_police", "closed", "returned_to_police"),
    ],
)
async def test_each_route_puts_the_case_where_it_belongs(service, changes, route, stage, closed_as):
    reply = await service.police.submit(a_case(**changes))

    assert reply.status_code == 201
    opened = reply.json()
    assert (opened["triage"]["route"], opened["stage"]) == (route, stage)
    (case,) = await rows(service, Case)
    assert case.closed_as == closed_as
    assert (opened["due"]["assessment"] is None) == (stage == "closed")


async def test_an_unscored_offence_is_sent_to_a_person_and_never_guessed(service):
    opened = (await service.police.submit(a_case(offences=UNSCORED))).json()

    assert opened["triage"]["gravity"]["final"] is None
    assert "unscored" in {reason["code"] for reason in opened["triage"]["reasons"]}


async def test_the_police_cannot_open_one_case_twice_under_one_reference(service):
    case = a_case()
    await service.police.submit(case)

    again = await service.police.submit(case)

    assert again.status_code == 409
    assert again.json()["type"] == "/problems/duplicate"
    assert len(await rows(service, Case)) == 1


async def test_a_case_withdrawn_or_returned_may_be_submitted_again(service):
    case = a_case(child=a_child(date_of_birth="2008-09-11"))

    first, second = await service.police.submit(case), await service.police.submit(case)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["child_id"] == second.json()["child_id"]


async def test_one_report_about_two_children_makes_a_case_for_each(service):
    reference = "7001/26"

    for _ in range(2):
        reply = await service.police.submit(a_case(police_reference=reference))
        assert reply.status_code == 201

    assert len(await rows(service, Case)) == 2


async def test_outcomes_told_by_a_refused_submission_are_not_kept(service):
    case = a_case()
    await service.police.submit(case)
    case["history"].append(
        {"outcome": "youth_caution", "given_on": "2025-11-01", "home_area": NORTH_TYNESIDE}
    )

    assert (await service.police.submit(case)).status_code == 409
    assert len(await rows(service, ChildOutcome)) == 1


async def test_three_shop_thefts_by_one_child_are_one_first_offence(service):
    child = a_child()
    first, second, third = [
        (await service.police.submit(a_case(child=child, history=[]))).json() for _ in range(3)
    ]

    assert first["triage"]["route"] == "officer_resolution"
    for later in (second, third):
        assert later["triage"]["route"] == "panel"
        codes = [reason["code"] for reason in later["triage"]["reasons"]]
        assert codes.count("earlier_officer_resolution") == 1


async def test_another_child_s_resolution_does_not_count(service):
    for _ in range(2):
        opened = (await service.police.submit(a_case(history=[]))).json()
        assert opened["triage"]["route"] == "officer_resolution"
