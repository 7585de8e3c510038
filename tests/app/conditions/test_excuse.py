"""What never leads to prosecution: a failure once excused, and what was done below ten."""

from dataclasses import replace
from datetime import date

from app.disposals import facts as facts_of
from tests.pathway import on
from tests.reviews import NOVEMBER, breach, codes, decide, ids, in_review


async def test_a_failure_once_excused_leads_to_no_charge_by_any_road(service):
    pathway = await in_review(service, "youth_conditional_caution")
    excused = await decide(pathway, "no_action", reasonable_excuse=True)
    assert excused.status_code == 200, excused.text
    await breach(pathway, (await ids(pathway))[:1])

    changed = await decide(pathway, "resume_prosecution", reasonable_excuse=False)
    taken_back = await decide(pathway, "return_to_panel", reasonable_excuse=False)
    assert [codes(each) for each in (changed, taken_back)] == [["reasonable_excuse"]] * 2
    await decide(pathway, "return_to_panel")
    with on(NOVEMBER):
        asked = await service.chair.get(f"/v1/cases/{pathway.id}/options")
    charge = next(each for each in asked.json()["options"] if each["disposal"] == "charge")
    assert charge["open"] is False
    assert charge["reasons"][0]["code"] == "reasonable_excuse"


async def test_a_new_failure_after_an_excuse_may_lead_to_prosecution(service):
    pathway = await in_review(service, "youth_conditional_caution")
    await decide(pathway, "no_action", reasonable_excuse=True)
    await breach(pathway, (await ids(pathway))[1:])

    reply = await decide(pathway, "resume_prosecution", reasonable_excuse=False)

    assert reply.status_code == 200, reply.text


async def test_no_prosecution_is_resumed_of_what_was_done_below_ten(service, monkeypatch):
    pathway = await in_review(service)
    as_read = facts_of.of_case

    async def corrected(tx, case):
        asked = await as_read(tx, case)
        return replace(asked, facts=replace(asked.facts, date_of_birth=date(2016, 9, 5)))

    monkeypatch.setattr(facts_of, "of_case", corrected)

    reply = await decide(pathway, "resume_prosecution")

    assert (reply.status_code, codes(reply)[0]) == (409, "under_age")
