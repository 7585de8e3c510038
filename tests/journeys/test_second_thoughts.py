from datetime import date

from app.disposals.tables import PoliceDecision
from tests.journeys.casework import at_panel, codes, described, submitted
from tests.journeys.counting import entrants
from tests.pathway import PAYBACK, on
from tests.records import rows
from tests.service import EVERYWHERE, GATESHEAD, NORTH_TYNESIDE

EVE, BIRTHDAY = date(2026, 9, 29), date(2026, 9, 30)
GIVEN, MOVED, RECORDED = date(2026, 10, 1), date(2026, 10, 5), date(2026, 10, 10)


async def too_late_for_a_caution(service):
    case = await submitted(service, born="2008-09-30")
    await case.assessed()
    await case.listed(day=EVE)
    await case.decided("youth_caution", departs=True, day=EVE)
    await case.police_agree(day=EVE)
    assert codes(await case.given(day=BIRTHDAY)) == ["not_a_child"]
    return case


async def test_police_who_can_no_longer_give_what_they_decided_decide_again(service):
    case = await too_late_for_a_caution(service)
    await case.tells(
        "police-decision",
        day=BIRTHDAY,
        agrees=False,
        disposal="outcome_22",
        rationale="Eighteen today: no caution can be given, and amends can still be made.",
        decided_on=str(BIRTHDAY),
        officer_rank="inspector",
        conditions=[PAYBACK],
    )

    assert (await case.read(day=BIRTHDAY))["stage"] == "intervention"
    made = await rows(service, PoliceDecision, case_id=case.id)
    assert {each.disposal: each.replaced_at is not None for each in made} == {
        "youth_caution": True,
        "outcome_22": False,
    }


async def test_police_who_decide_again_say_something_else_and_why(service):
    case = await too_late_for_a_caution(service)
    said = {"decided_on": str(BIRTHDAY), "officer_rank": "inspector"}

    same = await case.tried(
        "police-decision", day=EVE, agrees=True, **{**said, "decided_on": str(EVE)}
    )
    silent = await case.tried(
        "police-decision", day=BIRTHDAY, agrees=False, disposal="charge", **said
    )

    assert same.status_code == 409
    assert codes(silent) == ["missing"]


async def test_an_entrant_is_counted_where_the_child_lived_that_day(
    service,
):
    case = await at_panel(service)
    await case.decided("youth_caution", departs=True)
    await case.police_agree()
    moved = described(home=GATESHEAD)
    with on(GIVEN):
        child = (await service.officer.get(f"/v1/children/{case.child_id}")).json()
    moved["child"] |= {"police_person_id": child["police_person_id"], "home_area": GATESHEAD}
    with on(MOVED):
        assert (await service.police.submit(moved)).status_code == 201

    given = await case.given(day=RECORDED, given_on=str(GIVEN))

    assert given.status_code == 200, given.text
    assert await entrants(service, day=RECORDED) == {NORTH_TYNESIDE: 1, EVERYWHERE: 1}


async def test_a_panel_is_not_moved_back_before_the_day_the_case_was_received(service):
    case = await submitted(service)
    await case.assessed()
    with on(date(2026, 9, 23)):
        panel = await service.chair.post(
            "/v1/panels",
            {"area": NORTH_TYNESIDE, "held_on": "2026-09-10", "venue": "Wallsend", "members": []},
        )
        refused = await service.chair.post(
            f"/v1/panels/{panel.json()['id']}/agenda", {"case_id": case.id}
        )

    assert refused.status_code == 422
    assert codes(refused) == ["panel_before_case"]
