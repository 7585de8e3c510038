from datetime import UTC, datetime

import pytest

from app import clock
from app.protocol.timescales_schemas import TimescalesAsked
from tests.records import counts

FRIDAY = datetime(2026, 9, 11, 9, 30, tzinfo=UTC)
PATH = "/v1/protocol/timescales"
EXAMPLE = TimescalesAsked.model_json_schema()["examples"][0]
ASKED = {"referred_on": "2026-09-11"}


@pytest.fixture(autouse=True)
def on_a_friday():
    with clock.standing_at(FRIDAY):
        yield


def due(reply):
    return {each["name"]: each["due_on"] for each in reply.json()["clocks"]}


async def test_the_contracts_four_days_are_answered_with_clocks(service):
    body = {
        "referred_on": "2026-09-11",
        "bailed_on": "2026-09-04",
        "given_on": "2026-10-14",
        "disposal": "youth_conditional_caution",
    }

    reply = await service.officer.post(PATH, body)

    assert reply.status_code == 200
    answered = reply.json()
    assert answered["on"] == "2026-09-11"
    assert {"name", "due_on", "working_days", "source"} <= set(answered["clocks"][0])
    assert answered["clocks"][0] == {
        "name": "assessment_complete",
        "started_on": "2026-09-11",
        "due_on": "2026-09-25",
        "working_days": 10,
        "source": "yjb-case-management-2014",
        "authorised_by": None,
        "overdue": False,
        "days_left": 14,
        "working_days_left": 10,
    }
    assert due(reply) == {
        "assessment_complete": "2026-09-25",
        "police_informed": "2026-09-25",
        "panel_heard": "2026-10-02",
        "bail_first_period": "2026-12-04",
        "bail_first_extension": "2027-03-04",
        "bail_second_extension": "2027-06-04",
        "plan_usual": "2027-02-03",
        "plan_longest": "2027-03-03",
    }


async def test_the_documented_example_answers_with_its_pause_taken_off(service):
    reply = await service.officer.post(PATH, EXAMPLE)

    first = reply.json()["clocks"][0]
    assert (first["due_on"], first["working_days_left"]) == ("2026-09-30", 7)
    assert due(reply)["last_day_before_18"] == "2029-03-13"


async def test_a_pause_that_still_lasts_counts_up_to_the_day_asked_about(service):
    pauses = [{"from": "2026-09-16", "reason": "exploitation_hold"}]

    reply = await service.officer.post(PATH, {**ASKED, "pauses": pauses, "on": "2026-09-18"})

    assert due(reply)["assessment_complete"] == "2026-09-30"


async def test_what_nobody_has_set_a_deadline_for_is_told_and_whom_to_ask(service):
    reasons = (await service.officer.post(PATH, ASKED)).json()["reasons"]

    awaited = [each["text"] for each in reasons if each["code"] == "awaiting_decision"]
    assert len(awaited) == 4
    assert any("the Youth Justice Board" in text for text in awaited)


async def test_nothing_is_stored_and_every_role_but_a_regional_partner_may_ask(service):
    before = await counts(service)

    for role in ("police_submitter", "panel_member", "auditor", "administrator"):
        assert (await service.user(role).post(PATH, EXAMPLE)).status_code == 200
    assert (await service.partner.post(PATH, EXAMPLE)).status_code == 403

    after = await counts(service)
    assert {name for name in after if after[name] != before[name]} == {"journal_line"}


async def test_beyond_the_last_known_bank_holiday_it_stops_and_says_whom_to_ask(service):
    reply = await service.officer.post(PATH, {"referred_on": "2028-12-20"})

    assert reply.status_code == 409
    problem = reply.json()
    assert problem["type"].endswith("protocol-incomplete")
    assert (problem["parameter"], problem["asks"]) == ("bank_holidays", "the service's owner")


async def test_before_youth_cautions_there_is_no_answer(service):
    reply = await service.officer.post(PATH, {"referred_on": "2013-04-07"})

    assert reply.status_code == 409


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"referred_on": None}, "/referred_on"),
        ({"given_on": "2026-10-14"}, "/disposal"),
        ({"disposal": "youth_caution"}, "/given_on"),
        ({"given_on": "2026-09-10", "disposal": "youth_caution"}, "/given_on"),
        ({"bail": "custody", "bailed_on": "2026-09-04"}, "/bailed_on"),
        ({"bail_until": "2026-09-04"}, "/bailed_on"),
        ({"bailed_on": "2026-09-04", "bail_until": "2026-09-03"}, "/bail_until"),
        ({"date_of_birth": "2026-09-12"}, "/date_of_birth"),
        ({"pauses": [{"from": "2026-09-11", "reason": "holiday"}]}, "/pauses/0/reason"),
        ({"pauses": [{"from": "2026-09-14", "reason": "child_in_hospital"}]}, "/pauses/0/until"),
        (
            {"pauses": [{"from": "2026-09-14", "until": "2026-09-13",
                         "reason": "child_in_hospital"}]},
            "/pauses/0/until",
        ),
        ({"pauses": [{"from": "2026-09-14"}]}, "/pauses/0/reason"),
        ({"hurry": True}, "/?"),
    ],
)  # fmt: skip
async def test_days_that_cannot_be_are_refused_with_their_place(service, changes, pointer):
    reply = await service.officer.post(PATH, {**ASKED, **changes})

    assert reply.status_code == 422
    assert [error["pointer"] for error in reply.json()["errors"]] == [pointer]
