"""No record of offending is kept of what a child did before ten."""

import pytest

from tests.records import counts
from tests.service import NORTH_TYNESIDE, a_case, a_child

BORN = "2014-06-10"
TENTH = "2024-06-10"


def outcome(**changes):
    usual = {
        "outcome": "community_resolution",
        "given_on": "2025-01-10",
        "home_area": NORTH_TYNESIDE,
        "offence_code": "TH68010",
        "offence_committed_on": TENTH,
    }
    return {**usual, **changes}


NINE = [
    ({"offence_committed_on": "2024-06-09"}, "/offence_committed_on"),
    ({"given_on": "2024-06-09", "offence_committed_on": None}, "/given_on"),
    ({"outcome": "conviction", "first_hearing_on": "2024-06-09", "offence_committed_on": None},
     "/first_hearing_on"),
    ({"outcome": "no_further_action", "offence_committed_on": "2023-01-01"},
     "/offence_committed_on"),
]  # fmt: skip


def told(reply):
    problem = reply.json()
    assert {"under_age", "safeguarding_offer"} <= {each["code"] for each in problem["reasons"]}
    return [(each["pointer"], each["code"]) for each in problem["errors"]]


@pytest.mark.parametrize(("changes", "pointer"), NINE)
async def test_a_report_of_what_was_done_at_nine_is_refused_and_nothing_is_kept(
    service, changes, pointer
):
    child = a_child(date_of_birth=BORN)
    before = await counts(service)

    reply = await service.police.report(child, outcome(**changes))

    assert reply.status_code == 422
    assert told(reply) == [(f"/outcome{pointer}", "under_criminal_responsibility")]
    assert BORN not in reply.text
    assert await counts(service) == before


@pytest.mark.parametrize(("changes", "pointer"), NINE)
async def test_it_is_not_added_to_a_known_child_either(service, changes, pointer):
    opened = await service.police.submit(a_case(child=a_child(date_of_birth=BORN), history=[]))
    path = f"/v1/children/{opened.json()['child_id']}/outcomes"

    reply = await service.officer.post(path, outcome(**changes))

    assert reply.status_code == 422
    assert told(reply) == [(pointer, "under_criminal_responsibility")]


@pytest.mark.parametrize(("changes", "pointer"), NINE)
async def test_nor_is_it_taken_in_as_history(service, changes, pointer):
    case = a_case(child=a_child(date_of_birth=BORN), history=[outcome(), outcome(**changes)])
    before = await counts(service)

    reply = await service.police.submit(case)

    assert reply.status_code == 422
    assert told(reply) == [(f"/history/1{pointer}", "under_criminal_responsibility")]
    assert await counts(service) == before


async def test_what_was_done_on_the_tenth_birthday_is_recorded(service):
    reply = await service.police.report(a_child(date_of_birth=BORN), outcome())

    assert reply.status_code == 201
