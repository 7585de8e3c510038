from datetime import date

from tests.journeys.casework import HEALTH, POLICE, YOUTH_JUSTICE, at_panel, codes, seen, submitted
from tests.journeys.counting import disposals, entrants
from tests.pathway import BENCH, DECIDED, HELD, LETTER, on
from tests.service import NORTH_TYNESIDE

EDUCATION = {"agency": "education", "subject": None, "name": "E. Teacher"}
NEXT_PANEL = date(2026, 10, 7)


async def came(service, panel_id, people, *, day=HELD):
    """The chair corrects who came."""
    panel = await seen(service.chair, f"/v1/panels/{panel_id}", day=day)
    with on(day):
        kept = await service.chair.put(
            f"/v1/panels/{panel_id}/attendance", {"attendees": people}, version=panel["version"]
        )
    assert kept.is_success, kept.text


async def has_interest(service, case, person, why):
    """The chair writes down that somebody at the table has an interest in the case."""
    said = {"subject": person["subject"], "name": person["name"], "agency": person["agency"]}
    with on(HELD):
        kept = await service.chair.post(
            f"/v1/panels/{case.panel_id}/agenda/{case.id}/conflicts", said | {"interest": why}
        )
    assert kept.status_code == 201, kept.text


async def outcome_22_tried(case, *, day=HELD):
    return await case.tried("disposal", day=day, **case.disposal("outcome_22", conditions=[LETTER]))


async def test_a_panel_without_its_agencies_is_told_of_every_one_that_is_missing(service):
    case = await submitted(service)
    await case.assessed()
    await case.listed(bench=[])

    refused = await outcome_22_tried(case)

    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/refused-by-protocol"
    assert codes(refused) == ["agency_absent", "agency_absent", "other_agency_absent"]
    said = " ".join(reason["text"] for reason in refused.json()["reasons"])
    assert "Police" in said
    assert "Youth justice service" in said
    assert "further agency" in said


async def test_police_and_youth_justice_alone_are_not_a_panel(service):
    case = await submitted(service)
    await case.assessed()
    await case.listed(bench=[POLICE, YOUTH_JUSTICE])

    assert codes(await outcome_22_tried(case)) == ["other_agency_absent"]


async def test_a_panel_is_quorate_once_it_is_put_right_who_came(service):
    case = await submitted(service)
    await case.assessed()
    await case.listed(bench=[YOUTH_JUSTICE, HEALTH])
    assert codes(await outcome_22_tried(case)) == ["agency_absent"]

    await came(service, case.panel_id, BENCH)

    await case.decided("outcome_22", conditions=[LETTER])
    history = await case.history(day=HELD)
    (quorum,) = [each for each in history["decisions"] if each["kind"] == "panel_quorum"]
    assert quorum["answer"] == {"may_decide": True}


async def test_an_interest_in_the_case_leaves_the_panel_one_agency_short(service):
    case = await at_panel(service)
    await has_interest(service, case, HEALTH, "Treats the child's brother.")

    assert codes(await outcome_22_tried(case)) == ["other_agency_absent"]

    await came(service, case.panel_id, [*BENCH, EDUCATION])
    await case.decided("outcome_22", conditions=[LETTER])


async def test_where_everyone_of_an_agency_has_an_interest_the_agency_is_missing(service):
    case = await at_panel(service)
    await has_interest(service, case, YOUTH_JUSTICE, "The child's cousin.")

    refused = await outcome_22_tried(case)

    assert codes(refused) == ["agency_conflicted"]
    assert "Youth justice service" in refused.json()["reasons"][0]["text"]


async def test_an_interest_in_one_case_leaves_the_panel_quorate_for_the_next(service):
    first = await at_panel(service)
    second = await submitted(service)
    await second.assessed()
    with on(HELD):
        listed = await service.chair.post(
            f"/v1/panels/{first.panel_id}/agenda", {"case_id": second.id}
        )
    second.panel_id, second.version = first.panel_id, listed.json()["case_version"]
    await has_interest(service, first, HEALTH, "Treats the child's brother.")

    assert codes(await outcome_22_tried(first)) == ["other_agency_absent"]
    await second.decided("outcome_22", conditions=[LETTER])


async def test_a_case_adjourned_is_heard_at_the_next_panel(service):
    case = await at_panel(service)
    first = case.panel_id
    with on(HELD):
        taken_off = await service.chair.delete(
            f"/v1/panels/{first}/agenda/{case.id}",
            {"reason": "adjourned", "narrative": "The child was ill."},
        )
    assert taken_off.json()["stage"] == "panel_ready"
    case.version = taken_off.json()["version"]

    await case.listed(day=NEXT_PANEL)
    await case.decided("outcome_22", conditions=[LETTER], day=NEXT_PANEL)

    read = await case.read(day=NEXT_PANEL)
    assert read["panel_id"] == case.panel_id != first
    assert read["disposal"]["decided_on"] == "2026-10-07"
    history = await case.history(day=NEXT_PANEL)
    (adjourned,) = [c for c in history["changes"] if c["action"] == "remove_case_from_panel"]
    assert adjourned["why"] == "adjourned: The child was ill."
    agenda = (await seen(service.chair, f"/v1/panels/{first}", day=NEXT_PANEL))["agenda"]
    assert agenda == []


async def test_the_police_may_think_otherwise_and_the_panels_disposal_stays_on_record(service):
    case = await at_panel(service)
    await case.decided("outcome_22", conditions=[LETTER])

    await case.police_decide("youth_caution", "A second offence within the month.")
    read = await case.read(day=DECIDED)
    assert read["stage"] == "decided"
    assert read["disposal"]["disposal"] == "outcome_22"
    assert read["police_decision"]["disposal"] == "youth_caution"
    assert not read["police_decision"]["agrees"]
    assert read["police_decision"]["rationale"] == "A second offence within the month."

    given = await case.given(day=date(2026, 10, 1))

    assert given.json()["closed_as"] == "youth_caution"
    assert given.json()["home_office_code"] == "2"
    assert given.json()["first_time_entrant"]
    read = await case.read(day=date(2026, 10, 1))
    assert read["disposal"]["disposal"] == "outcome_22"
    assert read["conditions"] == []
    assert await case.entry(day=date(2026, 10, 1)) == ("youth_caution", "2026-10-01")


async def test_the_police_who_think_otherwise_say_why(service):
    case = await at_panel(service)
    await case.decided("outcome_22", conditions=[LETTER])

    unsaid = await case.tried(
        "police-decision",
        day=DECIDED,
        agrees=False,
        disposal="youth_caution",
        decided_on=str(DECIDED),
        officer_rank="inspector",
    )

    assert codes(unsaid) == ["missing"]
    assert unsaid.json()["errors"][0]["pointer"] == "/rationale"


async def test_a_caution_in_place_of_outcome_22_is_counted_as_what_was_given(service):
    case = await at_panel(service)
    await case.decided("outcome_22", conditions=[LETTER])
    await case.police_decide("youth_caution", "A second offence within the month.")
    given_on = date(2026, 10, 1)
    await case.given(day=given_on)

    assert (await entrants(service, day=given_on))[NORTH_TYNESIDE] == 1
    assert await disposals(service, day=given_on, area=NORTH_TYNESIDE) == {"youth_caution": 1}
