"""Options, disposals and what followed, as they are sent and read."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.cases.schemas import CaseStanding, TurningRead
from app.children.schemas import ReasonRead
from app.disposals.condition_schemas import (
    CONDITION_EXAMPLE,
    LETTER_EXAMPLE,
    LONG_PLAN,
    Conditions,
    RecordId,
)
from app.fields import (
    Body,
    CivilDate,
    Name,
    Narrative,
    OffenceCode,
    Reply,
    Yes,
    shown,
)
from panel_protocol.terms import (
    AdultCategory,
    CourtOutcome,
    Disposal,
)

OutcomeCode = Annotated[str, Field(strict=True, max_length=4, pattern=r"^[0-9]{1,2}A?$")]


class OptionRejected(Body):
    disposal: Disposal = Field(description="A disposal the panel considered.")
    why: Narrative = Field(description="Why not this one.")


class DisposalRecorded(Body):
    """What the panel decided, and why."""

    model_config = shown(
        {
            "panel_id": "mWm4Zq0v1R8bUe5tXo2LkQ",
            "disposal": "outcome_22",
            "rationale": "A first offence; Sam is sorry and wants to put it right.",
            "rejected": [
                {"disposal": "youth_caution", "why": "Would mark Sam for no further benefit."}
            ],
            "departs_from_protocol": False,
            "departure_rationale": None,
            "child_voice": "I was showing off. I would like to say sorry.",
            "victim_voice": "They would like to know it will not happen again.",
            "conditions": [LETTER_EXAMPLE, CONDITION_EXAMPLE],
            "long_plan_reason": None,
        }
    )

    panel_id: RecordId = Field(description="The panel the case was listed at.")
    disposal: Disposal = Field(description="What the panel decided.")
    rationale: Narrative = Field(description="Why.")
    rejected: list[OptionRejected] = Field(
        default_factory=list, max_length=7, description="What was considered and not chosen."
    )
    departs_from_protocol: Yes = Field(
        default=False, description="True where the score does not start at this disposal."
    )
    departure_rationale: Narrative | None = Field(
        default=None, description="Why it departs; needed if it does."
    )
    child_voice: Narrative | None = Field(default=None, description="The child's own words.")
    victim_voice: Narrative | None = Field(default=None, description="What the victim said.")
    conditions: Conditions = Field(default_factory=list, description="The plan, if there is one.")
    long_plan_reason: Narrative | None = Field(default=None, description=LONG_PLAN)


class PoliceDecided(Body):
    """The police's last word."""

    model_config = shown(
        {
            "agrees": True,
            "disposal": "outcome_22",
            "rationale": None,
            "decided_on": "2026-09-25",
            "officer_rank": "inspector",
            "conditions": None,
            "long_plan_reason": None,
            "home_office_code": None,
        }
    )

    agrees: Yes = Field(description="Whether the police agree with the panel.")
    disposal: Disposal | None = Field(
        default=None, description="What the police decide; may be left out where they agree."
    )
    rationale: Narrative | None = Field(
        default=None, description="Why; needed where they do not agree."
    )
    decided_on: CivilDate = Field(description="The day they decided.")
    officer_rank: Name = Field(description="Rank of the deciding officer.")
    conditions: Conditions | None = Field(
        default=None,
        description="A plan in place of the panel's; needed where the disposal takes a plan "
        "and the panel made none.",
    )
    long_plan_reason: Narrative | None = Field(
        default=None, description=f"{LONG_PLAN} The panel's stands for the panel's plan."
    )
    home_office_code: OutcomeCode | None = Field(
        default=None,
        description="For no further action: the code the police record, where it is not 10.",
    )


class AppropriateAdult(Body):
    name: Name = Field(description="Name.")
    category: AdultCategory = Field(description="Who they are to the child.")
    police_employee: Yes = Field(default=False, description="Whether the police employ them.")
    others_unavailable: Yes = Field(
        default=False, description="For `other_adult`: that nobody nearer could be there."
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
            },
            "admission": True,
            "effect_explained": True,
            "signed_consent": None,
            "given_by_rank": "sergeant",
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
    signed_consent: Yes | None = Field(
        default=None, description="Whether the child signed to the conditions."
    )
    given_by_rank: Name = Field(description="Rank of the officer who gave it.")
    conditions_end_on: CivilDate | None = Field(
        default=None, description="When the conditions end; the last due date if left out."
    )
    conditions: Conditions | None = Field(
        default=None, description="The plan as signed, where it is not the one decided."
    )
    long_plan_reason: Narrative | None = Field(
        default=None, description=f"{LONG_PLAN} The police's stands for the plan they decided."
    )


class CourtResulted(Body):
    """What became of a charge."""

    model_config = shown(
        {
            "result": "convicted",
            "result_on": "2026-12-11",
            "offence_code": None,
            "note": "Referral order, three months.",
        }
    )

    result: CourtOutcome = Field(description="What the court did.")
    result_on: CivilDate = Field(description="When; for a conviction, the day of sentence.")
    offence_code: OffenceCode | None = Field(
        default=None, description="The offence convicted of, if not the case's main one."
    )
    note: Narrative | None = Field(default=None, description="Anything else.")


class ConsequencesRead(Reply):
    first_time_entrant: bool = Field(description="Whether it would make the child an entrant.")
    home_office_code: str | None = Field(description="The outcome code it is recorded under.")
    kpi_6: str | None = Field(description="Its row of key performance indicator 6, if any.")
    spent_on: date | None = Field(description="When it would be spent, where that is known.")
    recorded_on: date | None = Field(
        description="When it would be recorded; null where that is only on completion."
    )


class OptionRead(Reply):
    disposal: Disposal = Field(description="What a panel may recommend.")
    open: bool = Field(description="Whether it may be given to this child on that day.")
    starting_point: bool = Field(description="Whether a decision at this score starts here.")
    reasons: list[ReasonRead] = Field(description="Every reason, each with its authority.")
    consequences: ConsequencesRead = Field(description="What it would mean for the child.")
    needs: list[str] = Field(description="What must still be done before it can be given.")


class OptionsRead(Reply):
    case_id: str = Field(description="The case.")
    on: date = Field(description="The day whose rules were asked.")
    edition: str = Field(description="Edition of the protocol on that day.")
    gravity: int | None = Field(description="The score it rests on, after any review.")
    turning_18: TurningRead = Field(description="How near the child is to eighteen today.")
    options: list[OptionRead] = Field(description="All seven disposals, by seriousness.")


class DisposalMade(CaseStanding):
    """Where the case stands after a decision, and everything the protocol said of it."""

    disposal: Disposal = Field(description="What was decided.")
    departs_from_protocol: bool = Field(description="Whether the score does not start there.")
    home_office_code: str | None = Field(
        default=None, description="The outcome code it is, or will be, recorded under."
    )
    edition: str = Field(description="Edition of the protocol on the day looked at.")
    looked_at: date = Field(description="The day whose rules were asked.")
    reasons: list[ReasonRead] = Field(description="Every reason, each with its authority.")
    warnings: list[ReasonRead] = Field(description="What is lawful but should give pause.")


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
    warnings: list[ReasonRead] = Field(description="What is lawful but should give pause.")
    notes: list[ReasonRead] = Field(
        description="What now follows: referral, assessment, court, and what record checks show."
    )


class CourtResultKept(CaseStanding):
    result: CourtOutcome = Field(description="What the court did.")
    result_on: date = Field(description="When.")
    outcome_id: str | None = Field(description="The conviction on the child's record, if one.")
    home_office_code: str | None = Field(
        default=None,
        description="The outcome code of the charge: 1A where a child is convicted of an offence "
        "that was not submitted.",
    )
    reasons: list[ReasonRead] = Field(
        default_factory=list, description="Why the code is not the usual one."
    )
    first_time_entrant: bool = Field(
        description="Whether that is the child's first substantive outcome, all history ranked."
    )
