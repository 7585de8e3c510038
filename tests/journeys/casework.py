"""The steps of practice that the stories are told in: who does what, on which day, over HTTP.

A step that a story takes must succeed. What a story tries and is refused is asked with `tried`.
"""

from copy import deepcopy
from datetime import date
from typing import Any

import httpx

from tests.pathway import BENCH, DECIDED, HELD, LETTER, PAYBACK, RECEIVED, Pathway, on
from tests.service import NEWCASTLE, NORTH_TYNESIDE, Service, User, a_case, a_child

FOURTEEN = "2012-03-14"
CONCLUDED = date(2026, 11, 20)

POLICE, YOUTH_JUSTICE, HEALTH = BENCH
WINDOW, WEAPON, ASSAULT = "CD71039", "CJ88144", "OF61102"  # scored 2, 4 and 3


class Case(Pathway):
    """A case and its present version, with the steps that only whole stories take."""

    async def opened(self, *, day: date = RECEIVED, **said: Any) -> dict[str, Any]:
        """The police submit, wherever triage then sends it."""
        with on(day):
            reply = await self.service.police.submit(described(**said))
        opened = _done(reply)
        self.id, self.child_id, self.version = opened["id"], opened["child_id"], opened["version"]
        return opened

    async def police_agree(self, *, day: date = DECIDED) -> None:
        await self.agreed(day=day)

    async def police_decide(self, disposal: str, why: str, *, day: date = DECIDED) -> None:
        """The police give something else than the panel recommended."""
        await self.tells(
            "police-decision",
            day=day,
            agrees=False,
            disposal=disposal,
            rationale=why,
            decided_on=str(day),
            officer_rank="inspector",
        )

    async def worked(self, kind: str, hours: int, *, day: date, came: str = "attended") -> None:
        """The child turned up for some of a condition, or did not."""
        said = {"occurred_on": str(day), "hours": hours, "attendance": came, "note": None}
        condition = await self.condition(kind, day=day)
        _done(await self.to_condition(condition, "progress", said, day=day))

    async def finished(self, kind: str, *, day: date) -> None:
        """The officer has evidence that a condition is done."""
        said = {"completed_on": str(day), "evidence": "Seen by the officer."}
        condition = await self.condition(kind, day=day)
        _done(await self.to_condition(condition, "completion", said, day=day))

    async def concluded(self, *, day: date = CONCLUDED) -> dict[str, Any]:
        return await self.tells(
            "conclusion", day=day, concluded_on=str(day), summary="Everything asked was done."
        )

    async def breached(self, *kinds: str, day: date) -> None:
        """The officer opens a review of conditions the child did not keep to."""
        conditions = [(await self.condition(kind, day=day))["id"] for kind in kinds]
        story = "Three sessions missed, and no answer to calls or visits."
        await self.tells(
            "breach", day=day, conditions=conditions, excuse_considered=True, narrative=story
        )

    async def breach_decided(self, decision: str, *, day: date, **more: Any) -> dict[str, Any]:
        said: dict[str, Any] = {
            "decision": decision,
            "rationale": "Talked through with the child and family.",
        }
        if decision == "resume_prosecution":
            said["reasonable_excuse"] = False
        return await self.tells("breach-decision", day=day, **said, **more)

    async def convicted(self, *, day: date) -> dict[str, Any]:
        return await self.tells("court-result", day=day, result="convicted", result_on=str(day))

    async def tells(self, step: str, *, day: date, **said: Any) -> dict[str, Any]:
        """A step as whoever takes it reports it, and the reply."""
        return _done(await self.act(step, said, day=day))

    async def tried(self, step: str, *, day: date, **said: Any) -> httpx.Response:
        """A step that is refused; the case stays as it was."""
        reply = await self.act(step, said, day=day)
        assert reply.is_client_error, reply.text
        assert reply.headers["content-type"] == "application/problem+json"
        return reply

    async def condition(self, kind: str, *, day: date) -> dict[str, Any]:
        """The condition of that kind that still counts."""
        plan = await self.plan(day=day)
        return next(c for c in plan["items"] if c["kind"] == kind and c["status"] != "varied")

    async def read(self, *, day: date, by: User | None = None) -> dict[str, Any]:
        return await seen(by or self.service.officer, f"/v1/cases/{self.id}", day=day)

    async def history(self, *, day: date) -> dict[str, Any]:
        return await seen(self.service.officer, f"/v1/cases/{self.id}/history", day=day)

    async def options(self, *, day: date) -> dict[str, dict[str, Any]]:
        """Every disposal as it is open or closed to this child that day."""
        found = await seen(self.service.chair, f"/v1/cases/{self.id}/options", day=day)
        return {option["disposal"]: option for option in found["options"]}

    async def child(self, *, day: date) -> dict[str, Any]:
        return await seen(self.service.officer, f"/v1/children/{self.child_id}", day=day)

    async def outcomes(self, *, day: date) -> list[tuple[str, str]]:
        """What stands on the child's record, each with its day, oldest first."""
        return [(o["outcome"], o["given_on"]) for o in (await self.child(day=day))["outcomes"]]

    async def entry(self, *, day: date) -> tuple[str, str] | None:
        """The outcome that made the child an entrant, and its day."""
        path = f"/v1/children/{self.child_id}/entrant-check"
        first = (await seen(self.service.officer, path, day=day))["first_entry"]
        return (first["outcome"], first["given_on"]) if first else None


def described(
    *,
    born: str = FOURTEEN,
    home: str = NORTH_TYNESIDE,
    offence: str = WINDOW,
    committed_on: str = "2026-09-02",
    admission: str = "admits",
    test: str = "full_code",
    history: Any = None,
    victim: dict[str, Any] | None = None,
    child: dict[str, Any] | None = None,
    **circumstances: Any,
) -> dict[str, Any]:
    """A submission about a new child, or the one given; by default not their first offence."""
    case = a_case(child=child or a_child(date_of_birth=born, home_area=home))
    case["offences"][0] |= {
        "offence_code": offence,
        "committed_on": committed_on,
        "area": NEWCASTLE,
        "mitigating_factors": [],
        "victims": [victim or {"kind": "person", "may_share_with_yjs": False}],
    }
    case["evidence"] |= {"test": test, "admission": admission, "interviewed_on": committed_on}
    case["circumstances"] |= circumstances
    resolution = {
        "outcome": "community_resolution",
        "given_on": "2025-05-01",
        "home_area": home,
        "offence_code": WINDOW,
    }
    return case | {"history": [resolution] if history is None else history}


async def submitted(service: Service, *, day: date = RECEIVED, **said: Any) -> Case:
    """The police submit a case that triage sends on to assessment."""
    case = Case(service)
    opened = await case.opened(day=day, **said)
    assert opened["stage"] == "assessment", opened["triage"]
    return case


async def at_panel(service: Service, *, day: date = HELD, **said: Any) -> Case:
    """Submitted, assessed, countersigned, and before a panel that is quorate."""
    case = await submitted(service, **said)
    await case.assessed()
    await case.listed(day=day)
    return case


async def making_amends(service: Service, **said: Any) -> Case:
    """Panel and police agree on Outcome 22: a letter, and ten hours' payback."""
    case = await at_panel(service, **said)
    await case.decided("outcome_22", conditions=deepcopy([LETTER, PAYBACK]))
    await case.police_agree()
    return case


async def seen(user: User, path: str, *, day: date, **options: Any) -> dict[str, Any]:
    with on(day):
        return _done(await user.get(path, **options))


def codes(refused: httpx.Response) -> list[str]:
    """Why: the protocol's reasons, or the fields that cannot be."""
    body = refused.json()
    return [each["code"] for each in body.get("reasons", []) or body.get("errors", [])]


def _done(reply: httpx.Response) -> dict[str, Any]:
    assert reply.is_success, reply.text
    return dict(reply.json())
