"""Panels as they are sent and read."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from app.cases.schemas import TurningRead
from app.children.schemas import ReasonRead
from app.fields import AreaCode, Body, CivilDate, Code, Line, Name, Narrative, Reply, shown
from panel_protocol.journey import Stage
from panel_protocol.terms import AgendaRemoval, Disposal, Route

CaseId = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64)]

_MEMBERS = [
    {"agency": "police", "subject": "sgt.example", "name": "Sgt Example"},
    {"agency": "youth_justice", "subject": "yot.officer@north-tyneside", "name": "Y. Worker"},
    {"agency": "health", "subject": None, "name": "H. Nurse"},
]


class Person(Body):
    """Somebody at the table, for one agency."""

    agency: Code = Field(description="One of the protocol's agencies.")
    subject: Line | None = Field(default=None, description="Their `sub`, if they have an account.")
    name: Name = Field(description="Their name.")


class PanelConvened(Body):
    model_config = shown(
        {
            "area": "E08000022",
            "held_on": "2026-09-30",
            "venue": "Wallsend Customer First Centre",
            "members": _MEMBERS,
        }
    )

    area: AreaCode = Field(description="The area whose cases it hears.")
    held_on: CivilDate = Field(description="The day it meets, or met.")
    venue: Line = Field(description="Where it meets.")
    members: list[Person] = Field(
        default_factory=list, max_length=60, description="Those invited, each for an agency."
    )


class AgendaAdded(Body):
    model_config = shown({"case_id": "pZ3zJfXn1kq9R5v0c2T8wA"})

    case_id: CaseId = Field(description="A case of the panel's area that is ready.")


class AgendaRemoved(Body):
    model_config = shown({"reason": "adjourned", "narrative": "The child was ill."})

    reason: AgendaRemoval = Field(description="Coded reason.")
    narrative: Narrative | None = Field(default=None, description="In words.")


class AttendanceRecorded(Body):
    """Everybody who came; whoever is not in it did not."""

    model_config = shown({"attendees": _MEMBERS})

    attendees: list[Person] = Field(max_length=60, description="Who came, each for one agency.")


class InterestDeclared(Body):
    """An interest in the case. A member declares their own and needs say only what it is."""

    model_config = shown(
        {
            "subject": None,
            "name": "H. Nurse",
            "agency": "health",
            "interest": "Treats the child's brother.",
        }
    )

    subject: Line | None = Field(default=None, description="Their `sub`, if they have an account.")
    name: Name | None = Field(default=None, description="Their name.")
    agency: Code | None = Field(default=None, description="The agency they are there for.")
    interest: Narrative = Field(description="What the interest is.")


class Recommended(Body):
    model_config = shown(
        {"disposal": "outcome_22", "reason": "Work with the child has begun and is going well."}
    )

    disposal: Disposal = Field(description="What the agency would do.")
    reason: Narrative = Field(description="Why.")
    agency: Code | None = Field(
        default=None,
        description="For which agency; a member speaks for their own and may leave it out.",
    )


class PersonRead(Reply):
    agency: str = Field(description="The agency they are there for.")
    subject: str | None = Field(description="Their `sub`, if they have an account.")
    name: str = Field(description="Their name.")


class PanelListed(Reply):
    id: str = Field(description="Opaque id.")
    version: int = Field(description="Send it in If-Match to record attendance.")
    area: str = Field(description="The area whose cases it hears.")
    held_on: date = Field(description="The day it meets, or met.")
    venue: str = Field(description="Where it meets.")
    cases: int = Field(description="How many cases are on its agenda.")


class PanelPage(Reply):
    items: list[PanelListed] = Field(description="In the order they meet.")
    next: str | None = Field(description="Opaque cursor of the next page, or null.")


class ReadinessRead(Reply):
    ready: bool = Field(description="Whether the case may be heard.")
    reasons: list[ReasonRead] = Field(description="What stands in the way.")


class InterestRead(PersonRead):
    id: str = Field(description="Opaque id.")
    interest: str = Field(description="What the interest is.")
    declared_at: datetime = Field(description="When it was declared.")
    declared_by: str = Field(description="By whom.")


class RecommendationRead(Reply):
    id: str = Field(description="Opaque id.")
    agency: str = Field(description="Whose it is.")
    disposal: Disposal = Field(description="What the agency would do.")
    reason: str = Field(description="Why.")
    made_at: datetime = Field(description="When it was made.")
    made_by: str = Field(description="Who made it.")


class AgendaItemRead(Reply):
    case_id: str = Field(description="The case.")
    reference: str = Field(description="The reference to say aloud.")
    case_version: int = Field(description="The case's version, for its If-Match.")
    stage: Stage = Field(description="Where the case stands.")
    decided: bool = Field(description="Whether this panel has decided it.")
    readiness: ReadinessRead = Field(description="Whether it may be heard.")
    age: int = Field(description="The child's age on the day of the panel.")
    turning_18: TurningRead | None = Field(
        description="Where the child is nearly, or by then, eighteen; null otherwise."
    )
    gravity: int | None = Field(description="Final gravity score.")
    route: Route = Field(description="Where triage sent it.")
    flags: list[str] = Field(description="What people handling the case must know.")
    due_on: date | None = Field(description="The next date something is due.")
    conflicts: list[InterestRead] = Field(description="Who has no part in it, and why.")
    recommendations: list[RecommendationRead] = Field(description="Each agency's latest.")


class AttendanceRead(Reply):
    panel_id: str = Field(description="The panel.")
    version: int = Field(description="The panel's new version.")
    attendees: list[PersonRead] = Field(description="Who came.")


class PanelRead(PanelListed):
    convened_by: str = Field(description="The chair who convened it.")
    members: list[PersonRead] = Field(description="Those invited.")
    attendance: list[PersonRead] = Field(description="Who came, as last recorded.")
    agenda: list[AgendaItemRead] = Field(description="Cases listed, or decided there.")
