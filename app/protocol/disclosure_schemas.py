"""When a disposal is spent and what record checks show, as it is asked and answered."""

from datetime import date

from pydantic import Field

from app.children.schemas import ReasonRead
from app.fields import Body, CivilDate, Reply, shown
from panel_protocol.terms import Disposal, Shown

_CHECK = "`shows`, `may_show`, `does_not_show`, or `depends_on_court` for a charge"


class DisclosureDescribed(Body):
    """A disposal, to ask what record checks would show of it."""

    model_config = shown(
        {
            "disposal": "youth_conditional_caution",
            "date_of_birth": "2011-03-14",
            "given_on": "2026-09-20",
            "conditions_end_on": "2026-11-20",
        }
    )

    disposal: Disposal = Field(description="What is given.")
    date_of_birth: CivilDate = Field(description="The child's date of birth.")
    given_on: CivilDate = Field(description="The day it is given, or would be.")
    conditions_end_on: CivilDate | None = Field(
        default=None, description="The day its conditions end, where known."
    )
    on: CivilDate | None = Field(
        default=None, description="The day of the check; today, or the day given, if absent."
    )


class DisclosureAnswered(Reply):
    spent_on: date | None = Field(
        description="When it is spent; null where nothing is given that could be."
    )
    basic: Shown = Field(description=f"A basic check: {_CHECK}.")
    standard: Shown = Field(description=f"A standard check: {_CHECK}.")
    enhanced: Shown = Field(description=f"An enhanced check: {_CHECK}.")
    notes: list[ReasonRead] = Field(
        description="Until when and why, sources that differ, and last `for_the_child`."
    )
    on: date = Field(description="The day of the check.")
    edition: str = Field(description="Edition of the protocol on the day it is given.")
