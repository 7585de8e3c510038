from datetime import date

from app.disposals.tables import Condition, PanelDisposal
from tests.journeys.casework import at_panel, codes, making_amends, seen
from tests.journeys.counting import disposals, entrants
from tests.pathway import HELD, LETTER, on
from tests.records import rows
from tests.service import NORTH_TYNESIDE

REVIEWED = date(2026, 10, 22)
SECOND = date(2026, 11, 4)
DONE = date(2026, 11, 20)
MENTORING = {
    "kind": "mentoring",
    "object": "rehabilitation",
    "description": "Six meetings with a mentor.",
    "due_on": "2027-01-29",
}


async def returned(service):
    """A plan that was too much for the child goes back to the panel."""
    case = await making_amends(service)
    await case.finished("letter_of_apology", day=date(2026, 10, 16))
    await case.breached("community_payback", day=REVIEWED)
    back = await case.breach_decided("return_to_panel", day=REVIEWED)
    assert back["stage"] == "panel_ready"
    return case


async def at_the_first(service, case):
    """The conditions of the plan that was set aside."""
    kept = await rows(service, Condition, case_id=case.id)
    return [
        {"id": c.id, "version": c.version, "status": c.settled}
        for c in sorted(kept, key=lambda c: c.position)
    ]


async def test_a_second_panel_decides_again_and_the_first_decision_stays_on_record(service):
    case = await returned(service)
    first_panel = case.panel_id
    await case.listed(day=SECOND)

    await case.decided("outcome_22", conditions=[MENTORING], day=SECOND)
    await case.police_agree(day=SECOND)

    read = await case.read(day=SECOND)
    assert read["disposal"]["panel_id"] == case.panel_id != first_panel
    assert [c["kind"] for c in read["conditions"]] == ["mentoring"]
    made = await rows(service, PanelDisposal, case_id=case.id)
    aside = {each.panel_id: each.set_aside_at is not None for each in made}
    assert aside == {first_panel: True, case.panel_id: False}
    history = await case.history(day=SECOND)
    decided = [d for d in history["decisions"] if d["kind"] == "disposal"]
    assert [d["looked_at"] for d in decided] == ["2026-09-23", "2026-11-04"]


async def test_a_plan_finished_at_the_second_attempt_counts_one_outcome_22(service):
    case = await returned(service)
    await case.listed(day=SECOND)
    await case.decided("outcome_22", conditions=[MENTORING], day=SECOND)
    await case.police_agree(day=SECOND)
    await case.finished("mentoring", day=DONE)

    done = await case.concluded(day=DONE)

    assert done["closed_as"] == "outcome_22"
    assert await disposals(service, day=DONE, area=NORTH_TYNESIDE) == {"outcome_22": 1}
    assert await entrants(service, day=DONE) == {}


async def test_what_the_first_plan_asked_is_no_longer_asked(service):
    case = await returned(service)
    old = await at_the_first(service, case)

    assert [c["status"] for c in old] == ["completed", "not_completed"]
    with on(REVIEWED):
        refused = await service.officer.post(
            f"/v1/conditions/{old[1]['id']}/progress",
            {"occurred_on": str(REVIEWED), "hours": 5, "attendance": "attended"},
            version=old[1]["version"],
        )
    assert refused.json()["type"] == "/problems/wrong-stage"


async def test_a_case_that_came_back_is_not_decided_again_by_the_panel_it_left(service):
    case = await returned(service)
    first_panel = case.panel_id
    await case.listed(day=SECOND)

    refused = await case.tried(
        "disposal",
        day=SECOND,
        **case.disposal("outcome_22", panel_id=first_panel, conditions=[MENTORING]),
    )

    assert codes(refused) == ["not_on_its_agenda"]


async def test_a_breach_extended_gives_the_child_more_time_and_the_same_plan(service):
    case = await making_amends(service)
    await case.breached("community_payback", day=REVIEWED)

    later = await case.breach_decided("extend", day=REVIEWED, due_on="2026-12-18")

    assert later["stage"] == "intervention"
    assert (await case.condition("community_payback", day=REVIEWED))["due_on"] == "2026-12-18"
    assert (await case.condition("letter_of_apology", day=REVIEWED))["due_on"] == "2026-11-06"


async def test_time_passing_makes_a_condition_overdue_and_nothing_else(service):
    case = await making_amends(service)

    on_the_day = await case.condition("letter_of_apology", day=date(2026, 11, 6))
    day_after = await case.condition("letter_of_apology", day=date(2026, 11, 7))

    assert (on_the_day["status"], day_after["status"]) == ("pending", "overdue")
    assert on_the_day["version"] == day_after["version"]
    late = await seen(service.officer, "/v1/cases?overdue=true", day=date(2026, 11, 7))
    assert [each["id"] for each in late["items"]] == [case.id]


async def test_a_case_withdrawn_while_listed_is_on_no_agenda(service):
    case = await at_panel(service)
    said = {"reason": "child_moved_away", "narrative": "The family has moved to Leeds."}
    gone = await case.act("withdrawal", said, by=service.officer, day=HELD)
    assert gone.json()["closed_as"] == "withdrawn"

    panel = await seen(service.chair, f"/v1/panels/{case.panel_id}", day=HELD)
    assert panel["agenda"] == []
    refused = await case.tried(
        "disposal", day=HELD, **case.disposal("outcome_22", conditions=[LETTER])
    )
    assert refused.json()["type"] == "/problems/wrong-stage"
