from datetime import date

import pytest

from app.children.tables import Child
from tests.journeys.casework import ASSAULT, WEAPON, Case, codes, described, submitted
from tests.journeys.counting import disposals, entrants
from tests.pathway import DECIDED, RECEIVED, on
from tests.records import rows
from tests.service import NORTH_TYNESIDE

NEXT_DAY = date(2026, 9, 14)
UNSCORED = "COML016"


async def reviewed(case, route, *, score=None, day=NEXT_DAY, by=None):
    said = {"route": route, "gravity_score": score, "rationale": "Talked over with the inspector."}
    return await case.act("triage-review", said, by=by or case.service.manager, day=day)


async def test_an_offence_nobody_has_scored_is_for_a_manager_not_for_a_guess(service):
    case = Case(service)

    opened = await case.opened(offence=UNSCORED)

    assert opened["stage"] == "review"
    assert opened["triage"]["route"] == "review"
    assert opened["triage"]["gravity"]["final"] is None
    assert "unscored" in [reason["code"] for reason in opened["triage"]["reasons"]]
    officer = await reviewed(case, "panel", score=3, by=service.officer)
    assert officer.status_code == 403


async def test_what_the_protocol_said_stays_beside_what_the_manager_decided(service):
    case = Case(service)
    opened = await case.opened(offence=UNSCORED)

    routed = await reviewed(case, "panel", score=3)

    assert routed.json()["stage"] == "assessment"
    read = await case.read(day=NEXT_DAY)
    assert read["triage"] == opened["triage"]
    history = await case.history(day=NEXT_DAY)
    said, decided = history["decisions"]
    assert (said["kind"], said["answer"]["route"], said["decided_by"]) == (
        *("triage", "review"),
        service.police.subject,
    )
    assert (decided["kind"], decided["decided_by"]) == ("triage_review", service.manager.subject)
    assert decided["answer"] == {
        "route": "panel",
        "gravity_score": 3,
        "rationale": "Talked over with the inspector.",
        "releases": ["unscored"],
        "released_by": service.manager.subject,
    }
    await case.assessed(day=NEXT_DAY)
    await case.listed()
    assert (await case.options(day=DECIDED))["youth_caution"]["starting_point"]


async def test_a_knife_found_on_a_child_is_always_for_the_panel(service):
    case = Case(service)

    opened = await case.opened(offence=WEAPON, knife="possession", history=[])

    assert opened["stage"] == "assessment"
    assert "knife_mandatory_referral" in opened["triage"]["flags"]
    assert "knife_mandatory_referral" in [r["code"] for r in opened["triage"]["reasons"]]
    assert opened["triage"]["edition"] == "2026.2"


async def test_before_the_guidance_a_knife_was_referred_for_its_score_alone(service):
    case = Case(service)

    opened = await case.opened(
        offence=WEAPON, knife="possession", committed_on="2026-02-01", day=date(2026, 2, 11)
    )

    assert "knife_mandatory_referral" not in opened["triage"]["flags"]
    assert opened["stage"] == "assessment"


async def test_a_knife_held_out_at_somebody_is_for_a_supervisor(service):
    case = Case(service)

    opened = await case.opened(offence=WEAPON, knife="threat")

    assert opened["stage"] == "review"
    assert "policy_conflict" in opened["triage"]["flags"]


async def test_a_child_who_may_be_exploited_is_held_until_a_named_person_decides(service):
    case = Case(service)

    opened = await case.opened(exploitation_concern=True)

    assert opened["stage"] == "review"
    assert "exploitation_concern" in opened["triage"]["flags"]
    assert "exploitation_hold" in [reason["code"] for reason in opened["triage"]["reasons"]]
    released = await reviewed(case, "panel")
    assert released.json()["stage"] == "assessment"
    change = (await case.history(day=NEXT_DAY))["changes"][-1]
    assert (change["action"], change["by"]) == ("review_triage", service.manager.subject)


async def test_a_first_small_offence_that_is_admitted_is_the_officers_to_resolve(service):
    case = Case(service)

    opened = await case.opened(history=[])

    assert opened["triage"]["route"] == "officer_resolution"
    assert opened["stage"] == "closed"
    assert opened["due"] == {"assessment": None, "police_informed": None}
    assert (await case.read(day=RECEIVED))["closed_as"] == "officer_resolution"
    assert await disposals(service, day=RECEIVED, area=NORTH_TYNESIDE) == {"officer_resolution": 1}
    assert await entrants(service, day=RECEIVED) == {}


@pytest.mark.parametrize(
    ("said", "route", "closed_as", "counted"),
    [
        (
            {"bail": "custody", "remand_wanted": True},
            "charge_consideration",
            "charge_consideration",
            {},
        ),
        ({"test": "not_met"}, "no_further_action", "no_further_action", {"no_further_action": 1}),
        ({"born": "2008-09-10"}, "return_to_police", "returned_to_police", {}),
    ],
    ids=["a remand is wanted", "no evidence", "eighteen the day before"],
)
async def test_what_is_not_for_a_panel_is_closed_at_once_as_what_it_is(
    service, said, route, closed_as, counted
):
    case = Case(service)

    opened = await case.opened(**said)

    assert (opened["stage"], opened["triage"]["route"]) == ("closed", route)
    read = await case.read(day=RECEIVED)
    assert read["closed_as"] == closed_as
    assert await disposals(service, day=RECEIVED, area=NORTH_TYNESIDE) == counted
    assert await case.outcomes(day=RECEIVED) == [("community_resolution", "2025-05-01")]


async def test_a_conviction_after_charge_consideration_makes_an_entrant(service):
    case = Case(service)
    await case.opened(offence=ASSAULT, bail="custody", remand_wanted=True)

    result = await case.convicted(day=date(2026, 10, 30))

    assert result["first_time_entrant"]
    assert result["closed_as"] == "charge_consideration"
    assert await entrants(service, day=date(2026, 10, 30)) == {
        NORTH_TYNESIDE: 1,
        "E23000007": 1,
    }


async def test_a_court_says_nothing_of_a_case_that_was_never_charged(service):
    case = await submitted(service)

    refused = await case.tried(
        "court-result", day=DECIDED, result="convicted", result_on=str(DECIDED)
    )

    assert refused.json()["type"] == "/problems/wrong-stage"


async def test_a_child_of_nine_is_nobodys_case_and_nothing_is_kept(service):
    with on(RECEIVED):
        refused = await service.police.submit(described(born="2016-09-03"))

    assert refused.status_code == 422
    assert codes(refused) == ["under_age", "safeguarding_offer", "safeguarding_records"]
    assert await rows(service, Child) == []


async def test_a_case_withdrawn_on_its_way_is_closed_and_no_more_is_done_to_it(service):
    case = await submitted(service)
    await case.assessed()
    said = {"reason": "police_withdrew", "narrative": "New evidence: the child was elsewhere."}

    gone = await case.act("withdrawal", said, by=service.officer, day=NEXT_DAY)

    assert (gone.json()["stage"], gone.json()["closed_as"]) == ("closed", "withdrawn")
    change = (await case.history(day=NEXT_DAY))["changes"][-1]
    assert change["why"] == "police_withdrew: New evidence: the child was elsewhere."
    again = await case.act("withdrawal", said, by=service.officer, day=NEXT_DAY)
    assert again.json()["type"] == "/problems/wrong-stage"
    assert await disposals(service, day=NEXT_DAY, area=NORTH_TYNESIDE) == {}
