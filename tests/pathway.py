"""A case on its way: each step taken by whoever takes it, on its own day, over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, datetime, time
from typing import Any

import httpx

from app import clock
from app.access.actor import Actor, Role
from app.assessments.actions import save_section
from app.transaction import seen_by
from panel_protocol.library import load
from panel_protocol.rules.answers import asked
from panel_protocol.tool import AnswerType, Question, Tool
from tests.service import Service, User, a_case

_PROTOCOL = load()
_AREAS = tuple(_PROTOCOL.areas)

RECEIVED = date(2026, 9, 11)
HELD = date(2026, 9, 23)
DECIDED = date(2026, 9, 25)

BENCH = [
    {"agency": "police", "subject": "sgt.example", "name": "Sgt Example"},
    {"agency": "youth_justice", "subject": "y.worker", "name": "Y. Worker"},
    {"agency": "health", "subject": None, "name": "H. Nurse"},
]
LETTER = {
    "kind": "letter_of_apology",
    "object": "reparation",
    "description": "A letter to the bus company.",
    "due_on": "2026-11-06",
}
PAYBACK = {
    "kind": "community_payback",
    "object": "reparation",
    "description": "Ten hours in the country park.",
    "due_on": "2026-11-27",
    "hours_required": 10,
    "attendance_place": "Rising Sun Country Park",
}
PARENT = {"name": "Alex Example", "category": "parent_guardian"}


@contextmanager
def on(day: date) -> Iterator[None]:
    """Midday of that day, for as long as the block lasts."""
    with clock.standing_at(datetime.combine(day, time(12), tzinfo=clock.LONDON)):
        yield


def a_submission(**changes: Any) -> dict[str, Any]:
    """A case for the panel whose victim is not to be contacted; nested parts are replaced whole."""
    case = a_case()
    case["offences"][0]["victims"] = [{"kind": "person", "may_share_with_yjs": False}]
    return {**case, **changes}


class Pathway:
    """One case and its present version. A step that is refused leaves the version as it was."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.id = ""
        self.child_id = ""
        self.panel_id = ""
        self.version = 0

    async def submitted(self, *, day: date = RECEIVED, **changes: Any) -> "Pathway":
        with on(day):
            opened = await self.service.police.submit(a_submission(**changes))
        assert opened.status_code == 201, opened.text
        self.id, self.child_id = opened.json()["id"], opened.json()["child_id"]
        self.version = opened.json()["version"]
        assert opened.json()["stage"] == "assessment", opened.text
        return self

    async def assessed(self, *, day: date = RECEIVED, at_once: bool = False) -> "Pathway":
        path = f"/v1/cases/{self.id}/assessment"
        with on(day):
            version = await (self._written_at_once(day) if at_once else self._written(day))
            signed = await self.service.officer.post(f"{path}/signature", version=version)
            assert signed.status_code == 200, signed.text
            agreed = await self.service.manager.post(
                f"{path}/countersignature",
                {"decision": "agreed", "comment": None},
                version=signed.json()["version"],
            )
        assert agreed.status_code == 200, agreed.text
        self.version += 1
        return self

    async def _written(self, day: date) -> int:
        path, version = f"/v1/cases/{self.id}/assessment/sections", 0
        for section, answers in whole_assessment(_PROTOCOL.tool_on(day)).items():
            saved = await self.service.officer.put(
                f"{path}/{section}", {"answers": answers}, version=version
            )
            assert saved.status_code == 200, saved.text
            version = saved.json()["version"]
        return version

    async def _written_at_once(self, day: date) -> int:
        """In one transaction: hundreds of tests need an assessment, and few look at its writing."""
        author, version = self.service.officer.subject, 0
        actor = Actor(author, frozenset({Role.YOT_OFFICER}), frozenset(_AREAS), "youth_justice")
        async with self.service.transaction(actor, said=seen_by(actor)) as tx:
            for section, answers in whole_assessment(_PROTOCOL.tool_on(day)).items():
                saved = await save_section(
                    tx, case_id=self.id, section=section, version=version, answers=answers
                )
                version = saved.version
        return version

    async def listed(
        self, *, day: date = HELD, bench: Any = None, area: str = "E08000022", **asked: Any
    ) -> "Pathway":
        chair = self.service.chair
        with on(day):
            panel = await chair.post(
                "/v1/panels", {"area": area, "held_on": str(day), "venue": "Town hall", **asked}
            )
            assert panel.status_code == 201, panel.text
            self.panel_id = panel.json()["id"]
            item = await chair.post(f"/v1/panels/{self.panel_id}/agenda", {"case_id": self.id})
            assert item.status_code == 201, item.text
            came = await chair.put(
                f"/v1/panels/{self.panel_id}/attendance",
                {"attendees": BENCH if bench is None else bench},
                version=panel.json()["version"],
            )
            assert came.status_code == 200, came.text
        self.version = item.json()["case_version"]
        return self

    def disposal(self, disposal: str, **changes: Any) -> dict[str, Any]:
        """The chair's record of a disposal, departing from the protocol only if said to."""
        said = {
            "panel_id": self.panel_id,
            "disposal": disposal,
            "rationale": "Sam is sorry and wants to put it right.",
            "conditions": [],
        }
        return {**said, **changes}

    async def act(
        self, step: str, body: Any, *, by: User | None = None, day: date, version: int | None = None
    ) -> httpx.Response:
        """Take a step of the case, whoever's it is, and keep the version it leads to."""
        user = by or getattr(self.service, _WHOSE[step])
        with on(day):
            reply: httpx.Response = await user.post(
                f"/v1/cases/{self.id}/{step}",
                body,
                version=self.version if version is None else version,
            )
        if reply.is_success:
            self.version = reply.json()["version"]
        return reply

    async def decided(
        self, disposal: str, *, conditions: Any = (), departs: bool = False, day: date = HELD
    ) -> "Pathway":
        body = self.disposal(disposal, conditions=list(conditions))
        if departs:
            body |= {"departs_from_protocol": True, "departure_rationale": "The panel was agreed."}
        made = await self.act("disposal", body, day=day)
        assert made.status_code == 200, made.text
        return self

    async def agreed(self, *, day: date = DECIDED) -> "Pathway":
        """The police agree with the panel."""
        body = {"agrees": True, "decided_on": str(day), "officer_rank": "inspector"}
        made = await self.act("police-decision", body, day=day)
        assert made.status_code == 200, made.text
        return self

    async def given(self, *, day: date = DECIDED, **changes: Any) -> httpx.Response:
        body = {
            "given_on": str(day),
            "appropriate_adult": PARENT,
            "admission": True,
            "effect_explained": True,
            "signed_consent": True,
            "given_by_rank": "sergeant",
        }
        return await self.act("administration", {**body, **changes}, day=day)

    async def plan(self, *, day: date = DECIDED) -> dict[str, Any]:
        with on(day):
            read = await self.service.officer.get(f"/v1/cases/{self.id}/conditions")
        assert read.status_code == 200, read.text
        return dict(read.json())

    async def to_condition(
        self, condition: dict[str, Any], step: str, body: Any, *, day: date
    ) -> httpx.Response:
        """Do something to a condition as last read."""
        with on(day):
            reply: httpx.Response = await self.service.officer.post(
                f"/v1/conditions/{condition['id']}/{step}", body, version=condition["version"]
            )
        return reply


_WHOSE = {
    "disposal": "chair",
    "police-decision": "police",
    "administration": "police",
    "court-result": "police",
    "breach": "officer",
    "breach-decision": "officer",
    "conclusion": "officer",
}


async def a_listed_case(service: Service, **changes: Any) -> Pathway:
    """Submitted, assessed, and before a quorate panel."""
    pathway = await Pathway(service).submitted(**deepcopy(changes))
    return await (await pathway.assessed(at_once=True)).listed()


async def a_plan_under_way(
    service: Service, disposal: str = "outcome_22", *, conditions: Any = (LETTER, PAYBACK)
) -> Pathway:
    """Decided by panel and police, given if it is given, and its conditions running."""
    pathway = await a_listed_case(service)
    departs = disposal == "youth_conditional_caution"
    await pathway.decided(disposal, conditions=conditions, departs=departs)
    await pathway.agreed()
    if disposal in ("youth_conditional_caution", "community_resolution"):
        given = await pathway.given()
        assert given.status_code == 200, given.text
    return pathway


def whole_assessment(tool: Tool) -> dict[str, dict[str, Any]]:
    """Every question that arises, answered, by section, on whatever the tool asks."""
    said: dict[str, dict[str, Any]] = {section.id: {} for section in tool.sections}
    for section, question in tool.questions():
        if asked(tool, question, said):
            said[section.id][question.id] = _an_answer(question)
    return said


def _an_answer(question: Question) -> Any:
    """An answer of the kind the question wants."""
    if question.type is AnswerType.GROUP:
        return [{item.id: _an_answer(item) for item in question.items}]
    return {
        AnswerType.TEXT: "As the child tells it.",
        AnswerType.BOOLEAN: True,
        AnswerType.CHOICE: (question.options or ("",))[-1],
        AnswerType.MULTI_CHOICE: list(question.options[-1:]),
        AnswerType.SCALE: 5,
        AnswerType.DATE: "2026-09-11",
    }[question.type]
