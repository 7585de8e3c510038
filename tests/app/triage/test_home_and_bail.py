from datetime import UTC, datetime

import pytest

from app import clock
from app.cases.tables import CaseDecision
from app.triage.schemas import CIRCUMSTANCES_EXAMPLE, OFFENCE_EXAMPLE
from tests.records import rows
from tests.service import GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, a_case, a_child

FRIDAY = datetime(2026, 9, 11, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_a_friday():
    with clock.standing_at(FRIDAY):
        yield


def circumstances(**changes):
    return {**CIRCUMSTANCES_EXAMPLE, "bail": "pre_charge_bail", **changes}


def codes(reply):
    return {reason["code"] for reason in reply.json()["triage"]["reasons"]}


async def test_the_police_are_told_counting_from_the_day_of_bail(service):
    bailed = circumstances(bailed_on="2026-09-04", bail_until="2026-12-05")

    opened = await service.police.submit(a_case(circumstances=bailed))

    assert opened.json()["due"] == {"assessment": "2026-09-25", "police_informed": "2026-09-25"}
    assert {"bail_test", "bail_beyond", "bail_authority"} <= codes(opened)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"bailed_on": "2026-09-12"}, "/circumstances/bailed_on"),
        ({"bailed_on": "2026-09-01"}, "/circumstances/bailed_on"),
        ({"bailed_on": "2026-09-04", "bail": "none"}, "/circumstances/bailed_on"),
        (
            {"bailed_on": "2026-09-04", "bail_until": "2026-09-03"},
            "/circumstances/bail_until",
        ),
    ],
)
async def test_bail_that_cannot_be_is_refused_with_its_place(service, changes, pointer):
    reply = await service.police.submit(a_case(circumstances=circumstances(**changes)))

    assert reply.status_code == 422
    assert [error["pointer"] for error in reply.json()["errors"]] == [pointer]


async def test_the_reply_says_why_the_home_service_keeps_the_case(service):
    opened = await service.police.submit()

    assert opened.json()["area"] == NORTH_TYNESIDE
    assert {"home", "home_keeps", "offence_area_presents"} <= codes(opened)
    (kept,) = await rows(service, CaseDecision, case_id=opened.json()["id"])
    assert kept.reasons == opened.json()["triage"]["reasons"]


async def test_a_looked_after_child_of_ours_placed_far_away_stays_with_us(service):
    child = a_child(home_area="OTHER", looked_after=True, responsible_authority="Gateshead Council")

    opened = await service.police.submit(a_case(child=child))

    assert opened.json()["area"] == GATESHEAD
    assert "placed_out_of_area" in opened.json()["triage"]["flags"]
    assert {"looked_after_home", "looked_after_protocol"} <= codes(opened)
    (kept,) = await rows(service, CaseDecision, case_id=opened.json()["id"])
    assert kept.facts["responsible_authority"] == "Gateshead Council"


async def test_a_child_placed_here_is_flagged_and_kept_where_they_live(service):
    child = a_child(looked_after=True, responsible_authority="Kent County Council")

    opened = await service.police.submit(a_case(child=child))

    assert opened.json()["area"] == NORTH_TYNESIDE
    assert "responsible_authority_elsewhere" in codes(opened)
    assert "Kent" not in opened.text


async def test_what_was_done_after_ten_can_be_submitted_without_what_was_done_before(service):
    ten = a_child(date_of_birth="2016-09-02")
    before, after = OFFENCE_EXAMPLE | {"committed_on": "2026-09-01"}, OFFENCE_EXAMPLE

    both = await service.police.submit(a_case(child=ten, offences=[after, before], history=[]))
    apart = await service.police.submit(a_case(child=ten, offences=[after], history=[]))

    (error,) = both.json()["errors"]
    assert error["pointer"] == "/offences/1/committed_on"
    assert "Submit the other offences without this one" in error["message"]
    assert apart.status_code == 201


async def test_the_calculator_is_told_of_the_authority_too(service):
    described = {
        "child": {
            "date_of_birth": "2011-03-14",
            "home_area": NORTH_TYNESIDE,
            "looked_after": True,
            "responsible_authority": "Newcastle City Council",
        },
        "offences": [OFFENCE_EXAMPLE | {"area": NEWCASTLE}],
        "evidence": {"test": "full_code", "admission": "admits"},
    }

    reply = await service.officer.post("/v1/protocol/triage", described)

    assert "placed_out_of_area" in codes(reply)
