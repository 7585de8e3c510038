"""Conditions as these panels word them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from panel_protocol.terms import ConditionKind, ConditionObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One condition, due a number of days after the day it is decided."""

    kind: ConditionKind
    object: ConditionObject
    description: str
    days: int
    hours: int | None = None
    place: str | None = None
    pounds: int | None = None

    def asked(self, from_day: date) -> dict[str, Any]:
        pays = self.pounds is not None
        return {
            "kind": self.kind,
            "object": self.object,
            "description": self.description,
            "due_on": (from_day + timedelta(days=self.days)).isoformat(),
            "hours_required": self.hours,
            "attendance_place": self.place,
            "amount_pounds": self.pounds,
            "payee": "Example Stores" if pays else None,
            "payment_method": "In two instalments at the service's office" if pays else None,
        }


LETTER = Piece(
    kind=ConditionKind.LETTER_OF_APOLOGY,
    object=ConditionObject.REPARATION,
    description="A letter of apology, in the child's own words.",
    days=35,
)
PAYBACK = Piece(
    kind=ConditionKind.COMMUNITY_PAYBACK,
    object=ConditionObject.REPARATION,
    description="Ten hours' work with the parks team.",
    days=70,
    hours=10,
    place="Example Country Park",
)
SESSIONS = Piece(
    kind=ConditionKind.DIRECT_WORK,
    object=ConditionObject.REHABILITATION,
    description="Six hours with a youth justice worker on choices and consequences.",
    days=77,
    hours=6,
    place="Example Youth Centre",
)
AWARENESS = Piece(
    kind=ConditionKind.VICTIM_AWARENESS,
    object=ConditionObject.REHABILITATION,
    description="Two sessions on how people are affected.",
    days=56,
    hours=2,
    place="Example Youth Centre",
)
MEETING = Piece(
    kind=ConditionKind.RESTORATIVE_MEETING,
    object=ConditionObject.REPARATION,
    description="A meeting with the person harmed, prepared with both.",
    days=63,
)
SUBSTANCES = Piece(
    kind=ConditionKind.SUBSTANCE_MISUSE,
    object=ConditionObject.REHABILITATION,
    description="Three appointments with the substance misuse worker.",
    days=63,
    hours=3,
    place="Example Health Centre",
)
MENTOR = Piece(
    kind=ConditionKind.MENTORING,
    object=ConditionObject.REHABILITATION,
    description="Eight hours with a mentor.",
    days=84,
    hours=8,
    place="Example Boxing Club",
)
KNIVES = Piece(
    kind=ConditionKind.KNIFE_AWARENESS,
    object=ConditionObject.REHABILITATION,
    description="A knife awareness course of four hours.",
    days=49,
    hours=4,
    place="Example Youth Centre",
)
KEEP_AWAY = Piece(
    kind=ConditionKind.EXCLUSION,
    object=ConditionObject.REHABILITATION,
    description="Not to enter the shopping centre without a parent.",
    days=84,
)
REPAY = Piece(
    kind=ConditionKind.COMPENSATION,
    object=ConditionObject.REPARATION,
    description="To pay back what was damaged.",
    days=56,
    pounds=20,
)
