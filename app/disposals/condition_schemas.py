"""What a plan asks of a child, as it is sent: in a disposal, a decision or a variation."""

from typing import Annotated

from pydantic import Field, StrictInt

from app.fields import Body, CivilDate, Hours, Line, Narrative, shown
from panel_protocol.terms import ConditionKind, ConditionObject

RecordId = Annotated[str, Field(strict=True, max_length=22, pattern=r"^[A-Za-z0-9_-]+$")]
Pounds = Annotated[StrictInt, Field(ge=0, le=10000)]

LONG_PLAN = "Why the plan runs longer than is usual; needed if it does."

CONDITION_EXAMPLE = {
    "kind": "community_payback",
    "object": "reparation",
    "description": "Ten hours' work with the parks team.",
    "due_on": "2026-12-04",
    "hours_required": 10,
    "attendance_place": "Rising Sun Country Park",
    "amount_pounds": None,
    "payee": None,
    "payment_method": None,
}
LETTER_EXAMPLE = {
    "kind": "letter_of_apology",
    "object": "reparation",
    "description": "A letter to the bus company, in Sam's own words.",
    "due_on": "2026-11-06",
}


class ConditionPlanned(Body):
    """One condition of a plan."""

    model_config = shown(CONDITION_EXAMPLE)

    kind: ConditionKind = Field(description="What is asked.")
    object: ConditionObject | None = Field(
        default=None, description="What it is for; a conditional caution's must say."
    )
    description: Narrative = Field(description="In words the child understands.")
    due_on: CivilDate = Field(description="By when.")
    hours_required: Hours | None = Field(default=None, description="Whole hours, if any.")
    attendance_place: Line | None = Field(default=None, description="Where the child must attend.")
    amount_pounds: Pounds | None = Field(default=None, description="Whole pounds to be paid.")
    payee: Line | None = Field(default=None, description="To whom it is paid.")
    payment_method: Line | None = Field(default=None, description="How it is paid.")


Conditions = Annotated[list[ConditionPlanned], Field(max_length=40)]
