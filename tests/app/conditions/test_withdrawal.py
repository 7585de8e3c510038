"""A child who withdraws from a conditional caution, and a prosecution that is resumed."""

from datetime import date

from app.cases.tables import CaseDecision
from app.conditions.tables import Breach, BreachDecision
from panel_protocol.library import load
from panel_protocol.rules.replaying import Kept, replayed
from tests.pathway import a_plan_under_way
from tests.records import rows
from tests.reviews import NOVEMBER, breach, codes, decide, ids, in_review, pointers


async def test_a_child_withdraws_from_a_conditional_caution_that_runs(service):
    pathway = await a_plan_under_way(service, "youth_conditional_caution")
    withdraws = {"child_withdraws": True, "excuse_considered": False}

    opened = await breach(pathway, await ids(pathway), **withdraws)
    on_as_before = await decide(pathway, "no_action")
    back = await decide(pathway, "return_to_panel")

    assert opened.status_code == 200, opened.text
    assert codes(opened) == ["child_may_withdraw", "awaiting_decision"]
    assert (on_as_before.status_code, pointers(on_as_before)) == (422, ["/decision"])
    assert (back.status_code, back.json()["stage"]) == (200, "panel_ready")
    assert back.json()["spent_on"] is None
    (kept,) = await rows(service, Breach)
    assert kept.child_withdraws is True


async def test_a_child_who_withdrew_may_agree_to_other_terms(service):
    pathway = await a_plan_under_way(service, "youth_conditional_caution")
    await breach(pathway, (await ids(pathway))[:1], child_withdraws=True)

    reply = await decide(
        pathway,
        "extend",
        due_on="2026-12-18",
        authorised_by="Insp Example",
        agreed_by_child=True,
    )

    assert (reply.status_code, reply.json()["stage"]) == (200, "intervention")


async def test_nobody_withdraws_from_what_is_no_conditional_caution(service):
    pathway = await a_plan_under_way(service, "outcome_22")

    reply = await breach(pathway, await ids(pathway), child_withdraws=True)

    assert (reply.status_code, pointers(reply)) == (422, ["/child_withdraws"])


async def test_a_longer_plan_changes_the_day_a_conditional_caution_is_spent(service):
    pathway = await in_review(service, "youth_conditional_caution")

    reply = await decide(
        pathway,
        "extend",
        due_on="2026-12-18",
        authorised_by="Insp Example",
        agreed_by_child=True,
    )

    # Two months had it spent with its conditions; three months after it is given is the latest.
    assert reply.json()["spent_on"] == "2026-12-18"


async def test_a_prosecution_resumed_records_its_own_form_or_is_warned_of_none(service):
    pathway = await in_review(service)
    form = "information_form_completed_on"

    early = await decide(pathway, "resume_prosecution", **{form: "2026-11-11"})
    for_nothing = await decide(pathway, "return_to_panel", **{form: "2026-11-12"})
    recorded = await decide(pathway, "resume_prosecution", **{form: "2026-11-12"})

    assert (early.status_code, pointers(early)) == (422, [f"/{form}"])
    assert (for_nothing.status_code, pointers(for_nothing)) == (422, [f"/{form}"])
    assert (recorded.status_code, recorded.json()["warnings"]) == (200, [])
    (kept,) = await rows(service, BreachDecision)
    assert kept.information_form_completed_on == date(2026, 11, 12)


async def test_a_prosecution_resumed_without_the_form_is_told_so_and_replays_as_it_was(service):
    pathway = await in_review(service)

    reply = await decide(pathway, "resume_prosecution")

    assert [each["code"] for each in reply.json()["warnings"]] == ["information_form_missing"]
    kept = next(
        row
        for row in await rows(service, CaseDecision, case_id=pathway.id)
        if row.kind == "breach_decision"
    )
    told = frozenset(reason["code"] for reason in kept.reasons)
    decided = Kept(kept.kind, kept.answer, told, kept.facts, kept.looked_at)
    found = replayed(load(), decided)
    assert found is not None
    assert found.differences == ()


async def test_no_prosecution_is_resumed_while_the_decision_is_held(service):
    pathway = await in_review(service)
    concern = {"concern": "Older men meet Sam after school.", "referred_on": None}
    held = await pathway.act("exploitation", concern, by=service.officer, day=NOVEMBER)

    refused = await decide(pathway, "resume_prosecution")
    supported = await decide(pathway, "no_action")

    assert held.status_code == 200, held.text
    assert (refused.status_code, codes(refused)) == (409, ["exploitation_hold"])
    assert (supported.status_code, supported.json()["stage"]) == (200, "intervention")
