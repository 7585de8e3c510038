"""The day a court first heard a conviction, which the age of an entrant is counted by."""

import pytest

from app.children.tables import ChildOutcome
from tests.app.children.test_outcomes import CAUTIONED, entry, outcome
from tests.records import rows
from tests.service import NORTH_TYNESIDE, a_case, a_child

EIGHTEEN_ON = "2026-08-01"  # between the hearing and the outcome
BORN = "2008-08-01"
HEARD = {"first_hearing_on": "2026-07-31"}


async def test_a_child_of_seventeen_at_the_first_hearing_and_eighteen_at_the_outcome_is_an_entrant(
    service,
):
    reply = await service.police.report(a_child(date_of_birth=BORN), outcome(**HEARD))

    assert reply.status_code == 201, reply.text
    assert reply.json()["first_time_entrant"] is True
    assert await entry(service) == ("conviction", "2026-08-14", NORTH_TYNESIDE)


async def test_a_child_of_eighteen_at_the_first_hearing_is_none(service):
    child = a_child(date_of_birth=BORN)

    reply = await service.police.report(child, outcome(first_hearing_on=EIGHTEEN_ON))

    assert reply.json()["first_time_entrant"] is False
    assert await entry(service) is None


async def test_a_hearing_told_of_later_makes_the_entrant_then_and_is_not_forgotten(service):
    child = a_child(date_of_birth=BORN)
    before = (await service.police.report(child, outcome())).json()

    after = (await service.police.report(child, outcome(**HEARD))).json()
    overturned = {"offence_code": "TH68023", "overturned_on": "2026-09-01"}
    await service.police.report(child, outcome(**overturned))

    assert (before["first_time_entrant"], after["first_time_entrant"]) == (False, True)
    (standing,) = await rows(service, ChildOutcome, replaced_at=None)
    assert (str(standing.first_hearing_on), str(standing.overturned_on)) == (
        "2026-07-31",
        "2026-09-01",
    )


async def test_whoever_reads_the_child_reads_when_it_was_first_heard(service):
    child = a_child()
    opened = (await service.police.submit(a_case(child=child, history=[CAUTIONED]))).json()

    recorded = (await service.police.report(child, outcome(**HEARD))).json()
    read = (await service.officer.get(f"/v1/children/{opened['child_id']}")).json()

    assert recorded["outcome"]["first_hearing_on"] == "2026-07-31"
    assert [each["first_hearing_on"] for each in read["outcomes"]] == [None, "2026-07-31"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcome": "youth_caution"}, "not_a_conviction"),
        ({"outcome": "charge"}, "not_a_conviction"),
        ({"first_hearing_on": "2026-08-15"}, "after_outcome"),
        ({"first_hearing_on": "2026-03-01"}, "before_offence"),
    ],
)
async def test_a_hearing_that_cannot_be_is_refused_and_nothing_is_kept(service, changes, code):
    reply = await service.police.report(a_child(), outcome(**(HEARD | changes)))

    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    (error,) = reply.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/outcome/first_hearing_on", code)
    assert await rows(service, ChildOutcome) == []


async def test_a_hearing_before_an_offence_already_on_record_is_refused(service):
    child = a_child()
    await service.police.report(child, outcome())
    unsaid = outcome(offence_committed_on=None, first_hearing_on="2026-03-01")

    reply = await service.police.report(child, unsaid)

    (error,) = reply.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/outcome/first_hearing_on", "before_offence")


@pytest.mark.parametrize("day", ["2026-03-02", "2026-08-14"])
async def test_it_may_be_heard_on_the_day_of_the_offence_or_of_the_outcome(service, day):
    reply = await service.police.report(a_child(), outcome(first_hearing_on=day))

    assert reply.status_code == 201, reply.text
