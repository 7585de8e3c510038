"""Whoever answers for the records, and a child whose case has been through everything."""

from datetime import date

from tests.pathway import LETTER, Pathway, a_plan_under_way, on
from tests.service import Service, User

TODAY = date(2026, 11, 2)
FAMILY = {"organisation": "The child's family", "person": "Alex Example"}
RESTRICTED = {"restricted": True, "ground": "accuracy_contested", "reason": "It was a cousin."}
LIFTED = {"restricted": False, "reason": "The school register settled it."}


def auditor(service: Service, **held) -> User:
    return service.user("auditor", agency="information_governance", **held)


async def withdrawn(service: Service, **changes) -> Pathway:
    """A case that is over, so that nothing holds the child's record."""
    case = await Pathway(service).submitted(**changes)
    body = {"reason": "other", "narrative": "The police withdrew it."}
    over = await case.act("withdrawal", body, by=service.officer, day=date(2026, 9, 14))
    assert over.status_code == 200, over.text
    return case


async def a_child_with_a_plan(service: Service) -> Pathway:
    case = await a_plan_under_way(service, "community_resolution", conditions=[LETTER])
    (letter,) = (await case.plan())["items"]
    note = {"occurred_on": "2026-10-01", "hours": 1, "attendance": "attended", "note": "Wrote."}
    wrote = await case.to_condition(letter, "progress", note, day=date(2026, 10, 1))
    assert wrote.status_code == 200, wrote.text
    return case


async def answer(service: Service, child_id: str, **changes):
    body = {"received_on": "2026-11-02", "recipient": FAMILY} | changes.pop("body", {})
    with on(TODAY):
        return await auditor(service).post(
            f"/v1/children/{child_id}/subject-access", body, **changes
        )


async def restrict(service: Service, child_id: str, body=RESTRICTED):
    with on(TODAY):
        return await auditor(service).post(f"/v1/children/{child_id}/restriction", body)


async def erase(service: Service, child_id: str):
    with on(TODAY):
        return await auditor(service).post(
            f"/v1/children/{child_id}/erasure", {"ground": "infringes_principles"}
        )
