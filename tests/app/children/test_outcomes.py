from uuid import uuid4

import pytest

from app.children.tables import Child, ChildOutcome, FirstEntry
from tests.records import at_once, rows
from tests.service import GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, a_case, a_child

CONVICTED = {
    "outcome": "conviction",
    "given_on": "2026-08-14",
    "home_area": NORTH_TYNESIDE,
    "offence_code": "TH68023",
    "offence_committed_on": "2026-03-02",
}
CAUTIONED = {"outcome": "youth_caution", "given_on": "2025-09-01", "home_area": NEWCASTLE}


def outcome(**changes):
    return {**CONVICTED, **changes}


async def entry(service):
    found = await rows(service, FirstEntry)
    return (found[0].outcome, str(found[0].given_on), found[0].residence) if found else None


async def test_a_reported_conviction_registers_the_child_and_makes_an_entrant(service):
    reply = await service.police.report(a_child(), outcome())

    assert reply.status_code == 201
    recorded = reply.json()
    assert recorded["first_time_entrant"] is True
    assert recorded["outcome"]["reported_as"] == "report"
    assert recorded["outcome"]["case_id"] is None
    assert await entry(service) == ("conviction", "2026-08-14", NORTH_TYNESIDE)


async def test_a_report_is_matched_to_the_child_of_a_case(service):
    child = a_child()
    opened = (await service.police.submit(a_case(child=child))).json()

    recorded = (await service.police.report(child, outcome())).json()

    assert recorded["child_id"] == opened["child_id"]
    assert len(await rows(service, Child)) == 1


@pytest.mark.parametrize("kind", ["community_resolution", "outcome_22", "outcome_23"])
async def test_what_is_not_substantive_makes_no_entrant(service, kind):
    reply = await service.police.report(a_child(), outcome(outcome=kind))

    assert reply.json()["first_time_entrant"] is False
    assert await entry(service) is None


async def test_an_offence_nobody_named_is_null_in_the_reply(service):
    reply = await service.police.report(a_child(), CAUTIONED)

    assert reply.json()["outcome"]["offence_code"] is None


async def test_an_earlier_caution_told_later_takes_the_entry_with_it(service):
    child = a_child()
    await service.police.report(child, outcome())

    recorded = (await service.police.report(child, CAUTIONED)).json()

    assert recorded["first_time_entrant"] is True
    assert await entry(service) == ("youth_caution", "2025-09-01", NEWCASTLE)


async def test_a_child_is_an_entrant_once(service):
    child = a_child()
    await service.police.report(child, CAUTIONED)

    later = (await service.police.report(child, outcome())).json()

    assert later["first_time_entrant"] is False
    assert len(await rows(service, FirstEntry)) == 1


async def test_a_child_who_lived_elsewhere_is_an_entrant_already_and_in_no_area_of_ours(service):
    child = a_child()
    await service.police.report(child, {**CAUTIONED, "home_area": "OTHER"})

    later = (await service.police.report(child, outcome())).json()

    assert later["first_time_entrant"] is False
    assert await entry(service) == ("youth_caution", "2025-09-01", "OTHER")


async def test_an_outcome_later_overturned_is_replaced_and_the_next_becomes_the_entry(service):
    child = a_child()
    await service.police.report(child, CAUTIONED)
    await service.police.report(child, outcome())

    reply = await service.police.report(child, {**CAUTIONED, "overturned_on": "2026-01-10"})

    assert reply.status_code == 201
    assert await entry(service) == ("conviction", "2026-08-14", NORTH_TYNESIDE)
    cautions = await rows(service, ChildOutcome, outcome="youth_caution")
    assert sorted(each.replaced_at is None for each in cautions) == [False, True]


async def test_a_repeated_report_does_not_undo_an_appeal(service):
    child = a_child()
    await service.police.report(child, {**CAUTIONED, "overturned_on": "2026-01-10"})

    assert (await service.police.report(child, CAUTIONED)).status_code == 409
    assert await entry(service) is None


async def test_a_report_that_names_the_offence_is_the_same_outcome(service):
    child = a_child()
    vague = outcome(offence_code=None, offence_committed_on=None)
    await service.police.report(child, vague)

    precise = await service.police.report(child, outcome())
    vague_again = await service.police.report(child, vague)

    assert (precise.status_code, vague_again.status_code) == (201, 409)
    (standing,) = await rows(service, ChildOutcome, replaced_at=None)
    assert standing.offence_code == "TH68023"


async def test_the_same_outcome_twice_is_refused(service):
    child = a_child()
    await service.police.report(child, outcome())

    again = await service.police.report(child, outcome())

    assert again.status_code == 409
    assert again.json()["type"] == "/problems/duplicate"
    assert len(await rows(service, ChildOutcome)) == 1


async def test_a_retried_report_gets_its_first_reply(service):
    body = {"child": a_child(), "outcome": outcome()}
    headers = {"Idempotency-Key": uuid4().hex}

    replies = [await service.police.post("/v1/outcomes", body, headers=headers) for _ in range(2)]

    assert replies[0].status_code == replies[1].status_code == 201
    assert replies[0].content == replies[1].content


@pytest.mark.parametrize("days", [range(10, 22), [10] * 12])
async def test_outcomes_told_at_once_are_ranked_as_if_told_in_turn(service, days):
    opened = (await service.police.submit(a_case(history=[]))).json()
    path = f"/v1/children/{opened['child_id']}/outcomes"

    replies = await at_once(
        12, lambda each: service.officer.post(path, outcome(given_on=f"2026-05-{days[each]}"))
    )

    statuses = sorted(reply.status_code for reply in replies)
    assert statuses == ([201] * len(set(days))) + [409] * (12 - len(set(days)))
    assert len(await rows(service, ChildOutcome, replaced_at=None)) == len(set(days))
    assert await entry(service) == ("conviction", "2026-05-10", NORTH_TYNESIDE)


async def test_the_youth_justice_service_adds_what_a_court_gave(service):
    opened = (await service.police.submit(a_case(history=[]))).json()
    path = f"/v1/children/{opened['child_id']}/outcomes"

    reply = await service.officer.post(path, outcome())

    assert reply.status_code == 201
    assert reply.json()["first_time_entrant"] is True


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"given_on": "2999-01-01"}, "/given_on"),
        ({"given_on": "2010-01-01", "offence_committed_on": None}, "/given_on"),
        ({"offence_committed_on": "2026-08-15"}, "/offence_committed_on"),
        ({"overturned_on": "2026-08-13"}, "/overturned_on"),
        ({"home_area": "E06000001"}, "/home_area"),
    ],
)
async def test_an_outcome_that_cannot_be_is_refused_with_its_place(service, changes, pointer):
    child = a_child()
    opened = (await service.police.submit(a_case(child=child, history=[]))).json()

    added = await service.officer.post(
        f"/v1/children/{opened['child_id']}/outcomes", outcome(**changes)
    )
    reported = await service.police.report(child, outcome(**changes))

    assert (added.status_code, reported.status_code) == (422, 422)
    assert [error["pointer"] for error in added.json()["errors"]] == [pointer]
    assert [error["pointer"] for error in reported.json()["errors"]] == [f"/outcome{pointer}"]


async def test_a_child_of_another_area_cannot_be_given_an_outcome(service):
    opened = (await service.police.submit(a_case(history=[]))).json()
    elsewhere = service.user("yot_officer", areas=[GATESHEAD])

    reply = await elsewhere.post(f"/v1/children/{opened['child_id']}/outcomes", outcome())

    assert reply.status_code == 404
    assert await rows(service, ChildOutcome) == []


async def test_a_new_date_of_birth_ranks_the_history_again(service):
    child = a_child(date_of_birth="2008-01-01")
    await service.police.report(child, outcome())
    assert await entry(service) is None  # eighteen when it was heard

    corrected = {**child, "date_of_birth": "2009-01-01"}
    await service.police.submit(a_case(child=corrected, history=[]))

    assert await entry(service) == ("conviction", "2026-08-14", NORTH_TYNESIDE)


async def test_the_entrant_check_says_whether_a_caution_would_be_the_first(service):
    opened = (await service.police.submit()).json()
    path = f"/v1/children/{opened['child_id']}/entrant-check"

    checked = (await service.officer.get(path)).json()

    assert checked["would_be_first_time_entrant"] is True
    assert checked["first_entry"] is None
    assert checked["by_disposal"]["youth_caution"] is True
    assert checked["by_disposal"]["community_resolution"] is False
    assert checked["by_disposal"]["outcome_22"] is False
    assert checked["definition"]


async def test_the_entrant_check_names_what_already_made_one(service):
    child = a_child()
    opened = (await service.police.submit(a_case(child=child))).json()
    await service.police.report(child, outcome())

    checked = (await service.officer.get(f"/v1/children/{opened['child_id']}/entrant-check")).json()

    assert checked["would_be_first_time_entrant"] is False
    assert checked["first_entry"]["given_on"] == "2026-08-14"
    assert not any(checked["by_disposal"].values())
    assert all(reason["source"] for reason in checked["reasons"])


async def test_an_appeal_that_may_be_of_either_of_two_convictions_overturns_neither(service):
    child = a_child()
    await service.police.report(child, outcome())
    await service.police.report(child, outcome(offence_code="CD71039"))
    appeal = outcome(offence_code=None, offence_committed_on=None, overturned_on="2026-09-01")

    vague = await service.police.report(child, appeal)
    again = await service.police.submit(a_case(child=child, history=[appeal]))
    named = await service.police.report(child, {**appeal, "offence_code": "CD71039"})

    assert [reply.status_code for reply in (vague, again, named)] == [422, 422, 201]
    told = [(e["pointer"], e["code"]) for r in (vague, again) for e in r.json()["errors"]]
    assert told == [
        ("/outcome/offence_code", "ambiguous"),
        ("/history/0/offence_code", "ambiguous"),
    ]
    overturned = await rows(service, ChildOutcome, replaced_at=None, overturned_on=None)
    assert [each.offence_code for each in overturned] == ["TH68023"]


async def test_of_two_convictions_for_one_offence_the_day_it_was_done_says_which(service):
    child = a_child()
    await service.police.report(child, outcome(offence_code=None))
    await service.police.report(child, outcome(offence_committed_on="2026-04-05"))

    reply = await service.police.report(
        child,
        outcome(offence_code=None, offence_committed_on="2026-04-05", overturned_on="2026-09-01"),
    )

    assert reply.status_code == 201
