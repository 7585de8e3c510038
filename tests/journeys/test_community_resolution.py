from datetime import date

from tests.journeys.casework import at_panel, codes, seen, submitted
from tests.journeys.counting import disposals, entrants
from tests.pathway import DECIDED, HELD, LETTER, RECEIVED, on
from tests.service import NORTH_TYNESIDE

BUSES = {"kind": "organisation", "name": "Example Buses", "may_share_with_yjs": True}
GIVEN = date(2026, 10, 1)
COUNCIL = {"kind": "organisation", "name": "Example Council", "may_share_with_yjs": True}


async def heard(service, case, status, *, day=RECEIVED, **wishes):
    """The officer has tried to reach the victims who had not been contacted yet."""
    for victim in (await case.read(day=day))["victims"]:
        if victim["status"] == "not_yet_contacted":
            with on(day):
                kept = await service.officer.patch(
                    f"/v1/victims/{victim['id']}",
                    {"status": status, **wishes},
                    version=victim["version"],
                )
            assert kept.is_success, kept.text


async def listing(service, case, *, day=HELD):
    """The chair would like the case on the next panel's agenda."""
    with on(day):
        panel = await service.chair.post(
            "/v1/panels", {"area": NORTH_TYNESIDE, "held_on": str(day), "venue": "Town hall"}
        )
        return await service.chair.post(
            f"/v1/panels/{panel.json()['id']}/agenda", {"case_id": case.id}
        )


async def test_nobody_decides_about_a_victim_who_has_not_been_asked(service):
    case = await submitted(service, victim=BUSES)
    await case.assessed()

    refused = await listing(service, case)
    assert refused.status_code == 409
    assert codes(refused) == ["victim_not_contacted"]

    await heard(service, case, "views_recorded", views="We would like to know why.")
    assert (await listing(service, case)).status_code == 201


async def test_a_victim_who_cannot_be_found_does_not_stand_in_the_childs_way(service):
    case = await submitted(service, victim=BUSES)
    await case.assessed()
    await heard(service, case, "could_not_be_reached")

    assert (await listing(service, case)).status_code == 201


async def test_a_victim_found_after_listing_must_be_asked_before_a_resolution(service):
    case = await at_panel(service)
    with on(HELD):
        found = await service.officer.post(f"/v1/cases/{case.id}/victims", COUNCIL)
    assert found.status_code == 201

    options = await case.options(day=HELD)
    assert not options["community_resolution"]["open"]
    assert options["outcome_22"]["open"]
    refused = await case.tried("disposal", day=HELD, **case.disposal("community_resolution"))
    assert codes(refused) == ["victim_not_contacted"]

    await heard(service, case, "declined", day=HELD)
    await case.decided("community_resolution")


async def test_a_resolution_is_recorded_when_it_is_given_and_makes_no_entrant(service):
    case = await at_panel(service, history=[], hate_crime=True)
    await case.decided("community_resolution")
    await case.police_agree()
    assert (await case.read(day=DECIDED))["stage"] == "decided"
    assert await case.outcomes(day=DECIDED) == []

    given = await case.given(day=GIVEN)

    assert (given.json()["stage"], given.json()["closed_as"]) == ("closed", "community_resolution")
    assert (given.json()["home_office_code"], given.json()["first_time_entrant"]) == ("8", False)
    assert await case.outcomes(day=GIVEN) == [("community_resolution", "2026-10-01")]
    assert await case.entry(day=GIVEN) is None
    assert await entrants(service, day=GIVEN) == {}
    assert await disposals(service, day=GIVEN, area=NORTH_TYNESIDE) == {"community_resolution": 1}


async def test_a_resolution_with_work_to_do_is_closed_when_the_work_is_done(service):
    case = await at_panel(service)
    await case.decided("community_resolution", conditions=[LETTER])
    await case.police_agree()
    given = await case.given(day=GIVEN)
    assert given.json()["stage"] == "intervention"
    await case.finished("letter_of_apology", day=date(2026, 10, 9))

    done = await case.concluded(day=date(2026, 10, 12))

    assert (done["closed_as"], done["first_time_entrant"]) == ("community_resolution", False)
    assert [o for o, _ in await case.outcomes(day=date(2026, 10, 12))] == [
        "community_resolution",
        "community_resolution",
    ]


async def test_the_victim_is_told_of_the_outcome_after_the_case_has_closed(service):
    case = await submitted(service, victim=BUSES)
    await case.assessed()
    await heard(service, case, "views_recorded", views="We would like to know why.")
    await case.listed()
    await case.decided("community_resolution")
    await case.police_agree()
    await case.given(day=GIVEN)

    (victim,) = (await case.read(day=GIVEN))["victims"]
    with on(GIVEN):
        told = await service.officer.patch(
            f"/v1/victims/{victim['id']}",
            {"status": "views_recorded", "told_of_outcome": True},
            version=victim["version"],
        )

    assert told.json()["wishes"] == {"views": "We would like to know why.", "told_of_outcome": True}
    shown = await seen(service.chair, f"/v1/cases/{case.id}", day=GIVEN)
    assert [each["name"] for each in shown["victims"]] == [None]
