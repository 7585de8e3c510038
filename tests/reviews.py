"""A plan not kept to, reviewed and decided on: steps of more than one test of conditions."""

from datetime import date

from tests.pathway import Pathway, a_plan_under_way

NOVEMBER = date(2026, 11, 12)
WHY = "Sam was in hospital."


def codes(reply):
    return [reason["code"] for reason in reply.json()["reasons"]]


def pointers(reply):
    return [error["pointer"] for error in reply.json()["errors"]]


async def ids(pathway):
    return [each["id"] for each in (await pathway.plan(day=NOVEMBER))["items"]]


async def statuses(pathway):
    return [each["status"] for each in (await pathway.plan(day=NOVEMBER))["items"]]


async def breach(pathway, which, **changes):
    body = {
        "conditions": which,
        "excuse_considered": True,
        "narrative": "No letter, and no answer to visits.",
    }
    return await pathway.act("breach", body | changes, day=NOVEMBER)


async def decide(pathway, decision, **changes):
    body = {"decision": decision, "rationale": WHY, **changes}
    return await pathway.act("breach-decision", body, day=NOVEMBER)


async def in_review(service, disposal="outcome_22") -> Pathway:
    """Both conditions running, the letter in breach."""
    pathway = await a_plan_under_way(service, disposal)
    opened = await breach(pathway, (await ids(pathway))[:1])
    assert opened.status_code == 200, opened.text
    return pathway
