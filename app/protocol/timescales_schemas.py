"""The days a calculator of deadlines is given, and the clocks it answers with."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from app.children.schemas import ReasonRead
from app.fields import Body, CivilDate, Reply, shown
from panel_protocol.terms import Bail, Disposal

PauseReason = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9_]{1,60}$")]


class PauseDescribed(Body):
    """Days on which counting working days stood still."""

    from_: CivilDate = Field(alias="from", description="The first day not counted.")
    until: CivilDate | None = Field(
        default=None, description="The last day not counted; up to the day asked about if absent."
    )
    reason: PauseReason = Field(description="One of the protocol's reasons for a pause.")


class TimescalesAsked(Body):
    """The days a case's clocks start from."""

    model_config = shown(
        {
            "referred_on": "2026-09-11",
            "bailed_on": "2026-09-04",
            "bail_until": "2026-12-04",
            "given_on": "2026-10-14",
            "disposal": "youth_conditional_caution",
            "date_of_birth": "2011-03-14",
            "pauses": [
                {"from": "2026-09-16", "until": "2026-09-18", "reason": "child_in_hospital"}
            ],
            "on": "2026-09-21",
        }
    )

    referred_on: CivilDate = Field(description="The day the police referred the child.")
    bailed_on: CivilDate | None = Field(default=None, description="The day bail began, if it did.")
    given_on: CivilDate | None = Field(default=None, description="The day the disposal was given.")
    disposal: Disposal | None = Field(default=None, description="What was given that day.")
    bail: Bail | None = Field(default=None, description="On what footing the child is free.")
    bail_until: CivilDate | None = Field(default=None, description="When bail ends.")
    date_of_birth: CivilDate | None = Field(
        default=None, description="To say what would come after the eighteenth birthday."
    )
    pauses: list[PauseDescribed] = Field(
        default_factory=list, max_length=20, description="When counting working days stood still."
    )
    on: CivilDate | None = Field(
        default=None, description="The day the clocks are looked at; today if absent."
    )


class ClockRead(Reply):
    name: str = Field(description="What is due, e.g. `assessment_complete`, `police_informed`.")
    started_on: date = Field(description="The day it counts from, which is not itself counted.")
    due_on: date = Field(description="The last day on which it is in time.")
    working_days: int | None = Field(
        description="How many working days it runs; null where the calendar is counted."
    )
    source: str = Field(description="On whose authority.")
    authorised_by: str | None = Field(description="Whose authority the period needs, for bail.")
    overdue: bool = Field(description="Whether it has run out on the day asked about.")
    days_left: int = Field(description="Days of the calendar left, the due day among them.")
    working_days_left: int | None = Field(
        description="Working days left; null where the calendar is counted."
    )


class TimescalesRead(Reply):
    on: date = Field(description="The day the clocks were looked at.")
    clocks: list[ClockRead] = Field(description="Every clock that runs, in order of the journey.")
    reasons: list[ReasonRead] = Field(
        description="What must be said beside them, and what nobody has set a deadline for."
    )
