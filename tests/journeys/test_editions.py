from datetime import date

import pytest

from tests.journeys.casework import codes, submitted
from tests.journeys.counting import disposals, entrants
from tests.pathway import LETTER
from tests.service import NORTH_TYNESIDE

RECEIVED = date(2026, 1, 20)
EVE, DAY = date(2026, 2, 11), date(2026, 2, 12)
WRITTEN = date(2026, 3, 13)
BY_SPRING = LETTER | {"due_on": "2026-04-10"}
THAT_YEAR = "2025-04-01"


async def in_january(service, *, held):
    """Submitted and assessed under the earlier edition, heard on the day given."""
    case = await submitted(service, committed_on="2026-01-10", day=RECEIVED)
    await case.assessed(day=RECEIVED)
    await case.listed(day=held)
    return case


async def test_before_the_day_a_deferred_prosecution_is_outcome_22(service):
    case = await in_january(service, held=EVE)

    options = await case.options(day=EVE)

    assert not options["outcome_23"]["open"]
    assert "not_yet_in_force" in [reason["code"] for reason in options["outcome_23"]["reasons"]]
    (meaning,) = [r for r in options["outcome_22"]["reasons"] if r["code"] == "meaning"]
    assert "deferred prosecution is recorded here too" in meaning["text"]
    refused = await case.tried(
        "disposal", day=EVE, **case.disposal("outcome_23", conditions=[BY_SPRING])
    )
    assert codes(refused) == ["not_yet_in_force"]


async def test_from_the_day_a_deferred_prosecution_is_outcome_23(service):
    case = await in_january(service, held=DAY)

    options = await case.options(day=DAY)

    assert options["outcome_23"]["open"]
    assert options["outcome_23"]["starting_point"]
    (meaning,) = [r for r in options["outcome_22"]["reasons"] if r["code"] == "meaning"]
    assert "deferred prosecution" not in meaning["text"]


async def test_a_case_heard_on_the_eve_is_judged_by_the_eve_however_late_it_is_entered(service):
    case = await in_january(service, held=EVE)

    made = await case.tells(
        "disposal", day=DAY, **case.disposal("outcome_22", conditions=[BY_SPRING])
    )

    assert (made["edition"], made["looked_at"]) == ("2025.1", "2026-02-11")
    late = await in_january(service, held=EVE)
    refused = await late.tried(
        "disposal", day=DAY, **late.disposal("outcome_23", conditions=[BY_SPRING])
    )
    assert codes(refused) == ["not_yet_in_force"]


@pytest.mark.parametrize(
    ("held", "disposal", "edition"), [(EVE, "outcome_22", "2025.1"), (DAY, "outcome_23", "2026.2")]
)
async def test_each_edition_carries_its_deferred_prosecution_to_its_own_code(
    service, held, disposal, edition
):
    case = await in_january(service, held=held)
    made = await case.tells("disposal", day=held, **case.disposal(disposal, conditions=[BY_SPRING]))
    assert made["edition"] == edition
    await case.police_agree(day=held)
    assert await disposals(service, day=held, area=NORTH_TYNESIDE, year=THAT_YEAR) == {}
    await case.finished("letter_of_apology", day=WRITTEN)

    done = await case.concluded(day=WRITTEN)

    assert (done["closed_as"], done["home_office_code"]) == (disposal, disposal[-2:])
    assert not done["first_time_entrant"]
    assert await case.entry(day=WRITTEN) is None
    assert await entrants(service, day=WRITTEN, year=THAT_YEAR) == {}
    assert await disposals(service, day=WRITTEN, area=NORTH_TYNESIDE, year=THAT_YEAR) == {
        disposal: 1
    }
    decided = {d["kind"]: d["edition"] for d in (await case.history(day=WRITTEN))["decisions"]}
    assert decided == {
        "triage": "2025.1",
        "assessment": "2025.1",
        "panel_quorum": edition,
        "disposal": edition,
        "police_decision": edition,
        "conclusion": "2026.2",
    }


async def test_a_prosecution_that_was_put_on_hold_goes_on_if_the_child_does_not(service):
    case = await in_january(service, held=DAY)
    await case.decided("outcome_23", conditions=[BY_SPRING], day=DAY)
    await case.police_agree(day=DAY)
    await case.breached("letter_of_apology", day=WRITTEN)

    resumed = await case.breach_decided("resume_prosecution", day=WRITTEN)

    assert resumed["closed_as"] == "charged"
    why = [reason["code"] for reason in resumed["reasons"]]
    assert why[:3] == ["police_must_be_told", "prosecution_upheld", "cif_never_charged"]
    assert (await case.convicted(day=date(2026, 3, 30)))["first_time_entrant"]
    assert (await entrants(service, day=date(2026, 3, 30), year=THAT_YEAR))[NORTH_TYNESIDE] == 1
