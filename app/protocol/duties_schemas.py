"""What the law requires or bars after a disposal, as it is asked and answered."""

from datetime import date

from pydantic import Field

from app.children.schemas import OutcomeGiven, ReasonRead
from app.fields import Body, CivilDate, Reply, shown
from panel_protocol.terms import Disposal, TeamDuty


class DutiesDescribed(Body):
    """A disposal and what came before it, to ask what follows."""

    model_config = shown(
        {
            "disposal": "youth_caution",
            "given_on": "2026-09-20",
            "history": [
                {"outcome": "youth_caution", "given_on": "2025-05-01", "home_area": "E08000022"}
            ],
            "offence_committed_on": "2026-12-01",
        }
    )

    disposal: Disposal = Field(description="What is given.")
    given_on: CivilDate = Field(description="The day it is given, or would be.")
    history: list[OutcomeGiven] = Field(
        default_factory=list, max_length=200, description="Earlier outcomes, in any order."
    )
    offence_committed_on: CivilDate | None = Field(
        default=None, description="An offence a court may convict of: is it barred?"
    )


class ReferralAnswered(Reply):
    required: bool = Field(description="Whether statute requires a referral to the team.")
    reasons: list[ReasonRead] = Field(description="Why, or why not.")


class DischargeAnswered(Reply):
    """Whether a court may give a conditional discharge for that offence."""

    barred: bool = Field(
        description="Whether it is barred for `offence_committed_on`; without one, whether a bar "
        "runs on the day given."
    )
    starts: date | None = Field(
        serialization_alias="from",
        description="First day on which an offence is barred; null where nothing brings a bar.",
    )
    until: date | None = Field(description="The last such day; it is still barred.")
    reasons: list[ReasonRead] = Field(description="Every caution that brings a bar.")


class CitabilityAnswered(Reply):
    citable: bool | None = Field(
        description="Whether this disposal may be cited in court as a conviction may; null where "
        "nobody has said."
    )
    reasons: list[ReasonRead] = Field(description="Why, and which earlier cautions may be.")


class DutiesAnswered(Reply):
    youth_offending_team: TeamDuty | None = Field(
        description="`may_assess` or `must_assess`; null where the Act gives no such duty."
    )
    conditional_discharge_barred: DischargeAnswered = Field(
        description="The bar on a conditional discharge, to the day."
    )
    referral: ReferralAnswered = Field(description="Referral to a youth offending team.")
    citability: CitabilityAnswered = Field(description="What may be cited in court.")
    reasons: list[ReasonRead] = Field(
        description="Why the team may or must assess, and what was made of the history."
    )
    edition: str = Field(description="Edition of the protocol on the day it is given.")
