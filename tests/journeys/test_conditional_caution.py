from datetime import date

from tests.journeys.casework import WEAPON, at_panel, codes
from tests.journeys.counting import disposals, entrants
from tests.pathway import DECIDED, HELD, PAYBACK
from tests.service import EVERYWHERE, NORTH_TYNESIDE

GIVEN = date(2026, 10, 1)
MISSED = date(2026, 10, 17)
REVIEWED = date(2026, 10, 22)
DONE = date(2026, 11, 20)


def payback(hours):
    return PAYBACK | {"hours_required": hours}


async def decided(service, *, hours=20):
    """Possession of a blade: a conditional caution is where its score starts."""
    case = await at_panel(service, offence=WEAPON, knife="possession")
    await case.decided("youth_conditional_caution", conditions=[payback(hours)])
    await case.police_agree()
    return case


async def given(service):
    case = await decided(service)
    reply = await case.given(day=GIVEN)
    assert reply.status_code == 200, reply.text
    return case


async def test_no_conditional_caution_asks_for_more_than_twenty_hours(service):
    case = await at_panel(service, offence=WEAPON, knife="possession")
    too_long = case.disposal("youth_conditional_caution", conditions=[payback(21)])

    refused = await case.tried("disposal", day=HELD, **too_long)

    assert codes(refused) == ["attendance_too_long"]
    (why,) = refused.json()["reasons"]
    assert why["source"] == "cda-1998-66a"
    await case.decided("youth_conditional_caution", conditions=[payback(20)])


async def test_twenty_hours_are_not_made_twenty_one_when_it_is_given(service):
    case = await decided(service)

    refused = await case.given(day=GIVEN, conditions=[payback(21)])

    assert codes(refused) == ["attendance_too_long"]
    assert await entrants(service, day=GIVEN) == {}


async def test_without_the_childs_signature_nothing_is_given(service):
    case = await decided(service)

    for unsigned in (False, None):
        refused = await case.given(day=GIVEN, signed_consent=unsigned)
        assert refused.status_code == 409
        assert codes(refused) == ["consent_not_signed"]

    assert await case.entry(day=GIVEN) is None


async def test_everything_that_was_not_done_in_the_room_is_told_at_once(service):
    case = await decided(service)

    refused = await case.given(
        day=GIVEN,
        signed_consent=False,
        admission=False,
        effect_explained=False,
        appropriate_adult=None,
    )

    assert set(codes(refused)) == {
        "no_admission",
        "no_appropriate_adult",
        "effect_not_explained",
        "consent_not_signed",
    }


async def test_the_child_is_an_entrant_from_the_day_it_is_given(service):
    case = await decided(service)
    assert await entrants(service, day=DECIDED) == {}

    reply = await case.given(day=GIVEN)

    assert reply.json()["stage"] == "intervention"
    assert reply.json()["first_time_entrant"]
    assert reply.json()["home_office_code"] == "2"
    assert await case.entry(day=GIVEN) == ("youth_conditional_caution", "2026-10-01")
    assert await entrants(service, day=GIVEN) == {NORTH_TYNESIDE: 1, EVERYWHERE: 1}


async def test_a_reasonable_excuse_is_considered_and_the_plan_goes_on(service):
    case = await given(service)
    await case.worked("community_payback", 0, day=MISSED, came="missed_acceptable")
    condition = await case.condition("community_payback", day=REVIEWED)
    unheard = {"conditions": [condition["id"]], "narrative": "Missed the first Saturday."}

    refused = await case.tried("breach", day=REVIEWED, **unheard, excuse_considered=False)
    assert codes(refused) == ["excuse_not_considered"]

    await case.breached("community_payback", day=REVIEWED)
    decision = await case.breach_decided("no_action", day=REVIEWED)

    assert (decision["stage"], decision["reasons"]) == ("intervention", [])
    assert (await case.condition("community_payback", day=REVIEWED))["status"] == "pending"


async def test_a_condition_changes_only_as_the_child_agrees(service):
    case = await given(service)
    old = await case.condition("community_payback", day=REVIEWED)
    instead = payback(12) | {"description": "Twelve hours at the food bank."}
    said = instead | {
        "agreed_on": str(REVIEWED),
        "reason": "Hay fever.",
        "authorised_by": "Insp Example",
    }

    refused = await case.to_condition(
        old, "variation", said | {"agreed_by_child": False}, day=REVIEWED
    )
    assert codes(refused) == ["not_agreed"]

    varied = await case.to_condition(
        old, "variation", said | {"agreed_by_child": True}, day=REVIEWED
    )
    assert varied.status_code == 201, varied.text
    assert varied.json()["replaces"] == old["id"]
    statuses = [c["status"] for c in (await case.plan(day=REVIEWED))["items"]]
    assert statuses == ["varied", "pending"]


async def test_a_conditional_caution_carried_out_is_closed_and_counted_once(service):
    case = await given(service)
    await case.worked("community_payback", 10, day=date(2026, 10, 24))
    await case.worked("community_payback", 10, day=date(2026, 10, 31))
    await case.finished("community_payback", day=date(2026, 10, 31))

    done = await case.concluded(day=DONE)

    assert done["closed_as"] == "youth_conditional_caution"
    assert done["first_time_entrant"] is True
    assert await case.outcomes(day=DONE) == [
        ("community_resolution", "2025-05-01"),
        ("youth_conditional_caution", "2026-10-01"),
    ]
    assert await entrants(service, day=DONE) == {NORTH_TYNESIDE: 1, EVERYWHERE: 1}
    assert await disposals(service, day=DONE, area=NORTH_TYNESIDE) == {
        "youth_conditional_caution": 1
    }


async def test_proceedings_end_the_caution_and_the_conviction_counts_no_second_entrant(service):
    case = await given(service)
    await case.breached("community_payback", day=REVIEWED)

    resumed = await case.breach_decided("resume_prosecution", day=REVIEWED)
    result = await case.convicted(day=DONE)

    why = [reason["code"] for reason in resumed["reasons"]]
    assert why[:3] == ["caution_ceases", "document_admissible", "arrest_power"]
    assert "cif_never_charged" in why
    assert not result["first_time_entrant"]
    assert await entrants(service, day=DONE) == {NORTH_TYNESIDE: 1, EVERYWHERE: 1}
