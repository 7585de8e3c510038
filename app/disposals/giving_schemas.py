"""What was given to the child, as it is sent and answered."""

from datetime import date

from pydantic import Field

from app.cases.schemas import CaseStanding
from app.children.schemas import ReasonRead
from app.disposals.condition_schemas import LONG_PLAN, Conditions
from app.fields import Body, CivilDate, Name, Narrative, OffenceCode, Yes, shown
from panel_protocol.terms import AdultCategory, AuthorisedPerson, Disposal, SignedPart


class AppropriateAdult(Body):
    name: Name = Field(description="Name.")
    category: AdultCategory = Field(description="Who they are to the child.")
    police_employee: Yes = Field(default=False, description="Whether the police employ them.")
    others_unavailable: Yes = Field(
        default=False, description="For `other_adult`: that nobody nearer could be there."
    )
    of_full_age: Yes | None = Field(
        default=None, description="For `other_adult`: whether they are 18 or over."
    )


class Administered(Body):
    """A caution or resolution as it was actually given."""

    model_config = shown(
        {
            "given_on": "2026-10-01",
            "appropriate_adult": {
                "name": "Alex Example",
                "category": "parent_guardian",
                "police_employee": False,
                "others_unavailable": False,
                "of_full_age": None,
            },
            "admission": True,
            "effect_explained": True,
            "failure_warned": None,
            "agrees_to_take_part": None,
            "signed_consent": None,
            "document_holds": None,
            "given_by_rank": "sergeant",
            "offence_code": None,
            "given_as": "constable",
            "conditions_end_on": None,
            "conditions": None,
            "long_plan_reason": None,
        }
    )

    given_on: CivilDate = Field(description="The day it was given.")
    appropriate_adult: AppropriateAdult | None = Field(
        default=None, description="Who was there for the child."
    )
    admission: Yes = Field(
        description="Whether the child admitted the offence to the officer there; for a community "
        "resolution, or accepted responsibility."
    )
    effect_explained: Yes = Field(description="Whether its effect was explained in plain words.")
    failure_warned: Yes | None = Field(
        default=None,
        description="For a conditional caution: whether the child was warned that failing to keep "
        "to it may lead to prosecution.",
    )
    agrees_to_take_part: Yes | None = Field(
        default=None, description="For a community resolution: whether the child agreed to it."
    )
    signed_consent: Yes | None = Field(
        default=None, description="Whether the child signed to the conditions."
    )
    document_holds: list[SignedPart] | None = Field(
        default=None, max_length=4, description="What the document holds that the child signed."
    )
    given_by_rank: Name = Field(description="Rank of the officer who gave it.")
    given_as: AuthorisedPerson | None = Field(
        default=None, description="As whom, by law, the officer gave a caution."
    )
    offence_code: OffenceCode | None = Field(
        default=None, description="The offence it was given for, if not the case's main one."
    )
    conditions_end_on: CivilDate | None = Field(
        default=None, description="When the conditions end; the last due date if left out."
    )
    conditions: Conditions | None = Field(
        default=None, description="The plan as signed, where it is not the one decided."
    )
    long_plan_reason: Narrative | None = Field(
        default=None, description=f"{LONG_PLAN} The police's stands for the plan they decided."
    )


class AdministrationMade(CaseStanding):
    """Where the case stands after the giving, and what is now on the child's record."""

    disposal: Disposal = Field(description="What was given.")
    given_on: date = Field(description="The day it was given.")
    outcome_id: str = Field(description="The outcome on the child's record.")
    home_office_code: str | None = Field(description="The outcome code it is recorded under.")
    spent_on: date | None = Field(
        description="When it is spent, if anything is; by the planned end of its conditions."
    )
    first_time_entrant: bool = Field(
        description="Whether it is the child's first substantive outcome, all history ranked."
    )
    edition: str = Field(description="Edition of the protocol on the day it was given.")
    reasons: list[ReasonRead] = Field(
        description="What must now follow (referral, assessment, before a court), and what stays "
        "open to the child, each with its authority."
    )
    warnings: list[ReasonRead] = Field(description="What is lawful but should give pause.")
    notes: list[ReasonRead] = Field(
        description="When it is spent, and what record checks show of it."
    )
