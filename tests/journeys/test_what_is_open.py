from datetime import date

import pytest

from tests.journeys.casework import at_panel, codes, submitted
from tests.journeys.counting import disposals, entrants
from tests.pathway import HELD, LETTER, PAYBACK
from tests.service import NORTH_TYNESIDE

CLOSED_WITHOUT_ADMISSION = ["community_resolution", "youth_caution", "youth_conditional_caution"]
EVE, BIRTHDAY = date(2026, 9, 29), date(2026, 9, 30)


def why(option):
    return [reason["code"] for reason in option["reasons"]]


@pytest.mark.parametrize("answer", ["denies", "no_comment", "not_interviewed"])
async def test_a_child_who_admits_nothing_may_have_outcome_22_but_no_caution(service, answer):
    case = await at_panel(service, admission=answer)

    options = await case.options(day=HELD)

    assert options["outcome_22"]["open"]
    assert "admission_not_needed" in why(options["outcome_22"])
    assert options["outcome_23"]["open"]
    closed = [disposal for disposal, option in options.items() if not option["open"]]
    assert closed == CLOSED_WITHOUT_ADMISSION
    for disposal in closed:
        (against,) = [r for r in options[disposal]["reasons"] if r["code"] == "no_admission"]
        assert against["source"]
        refused = await case.tried(
            "disposal", day=HELD, **case.disposal(disposal, conditions=[PAYBACK])
        )
        assert "no_admission" in codes(refused)


async def test_a_panel_gives_a_child_who_denies_it_outcome_22_all_the_same(service):
    case = await at_panel(service, admission="denies")

    await case.decided("outcome_22", conditions=[PAYBACK])
    await case.police_agree()
    await case.worked("community_payback", 10, day=date(2026, 10, 17))
    await case.finished("community_payback", day=date(2026, 10, 17))
    done = await case.concluded(day=date(2026, 10, 19))

    assert (done["closed_as"], done["first_time_entrant"]) == ("outcome_22", False)


async def test_nobody_who_denies_it_is_made_to_meet_whom_they_are_said_to_have_harmed(service):
    case = await at_panel(service, admission="denies")
    meeting = LETTER | {"kind": "restorative_meeting", "description": "Meet the driver."}

    refused = await case.tried(
        "disposal", day=HELD, **case.disposal("outcome_22", conditions=[meeting])
    )

    assert codes(refused) == ["admission_needed"]


async def test_on_the_day_a_child_turns_eighteen_what_is_for_children_closes(service):
    case = await submitted(service, born="2008-09-30", committed_on="2026-09-02")
    await case.assessed()
    opened = await case.read(day=EVE)
    assert "turns_18_soon" in opened["triage"]["flags"]

    eve, birthday = await case.options(day=EVE), await case.options(day=BIRTHDAY)

    assert all(option["open"] for option in eve.values())
    still = [disposal for disposal, option in birthday.items() if option["open"]]
    assert still == ["no_further_action", "community_resolution", "outcome_22", "charge"]
    for disposal in ("outcome_23", "youth_caution", "youth_conditional_caution"):
        assert "not_a_child" in why(birthday[disposal])


async def test_a_panel_that_meets_on_the_birthday_gives_no_caution_but_may_divert(service):
    case = await submitted(service, born="2008-09-30")
    await case.assessed()
    await case.listed(day=BIRTHDAY)

    refused = await case.tried("disposal", day=BIRTHDAY, **case.disposal("youth_caution"))
    assert codes(refused) == ["not_a_child"]

    await case.decided("outcome_22", conditions=[PAYBACK], day=BIRTHDAY)
    assert (await case.read(day=BIRTHDAY))["stage"] == "decided"


async def test_a_caution_decided_the_day_before_cannot_be_given_on_the_eighteenth_birthday(service):
    case = await submitted(service, born="2008-09-30")
    await case.assessed()
    await case.listed(day=EVE)
    await case.decided("youth_caution", departs=True, day=EVE)
    await case.police_agree(day=EVE)

    too_late = await case.given(day=BIRTHDAY)

    assert too_late.status_code == 409
    assert codes(too_late) == ["not_a_child"]
    assert await case.entry(day=BIRTHDAY) is None
    assert await entrants(service, day=BIRTHDAY) == {}
    assert await disposals(service, day=BIRTHDAY, area=NORTH_TYNESIDE) == {}
    assert (await case.read(day=BIRTHDAY))["stage"] == "decided"


async def test_a_caution_given_the_day_before_the_eighteenth_birthday_stands(service):
    case = await submitted(service, born="2008-09-30")
    await case.assessed()
    await case.listed(day=EVE)
    await case.decided("youth_caution", departs=True, day=EVE)
    await case.police_agree(day=EVE)

    given = await case.given(day=EVE)

    assert given.json()["first_time_entrant"]
    assert await case.entry(day=BIRTHDAY) == ("youth_caution", "2026-09-29")
