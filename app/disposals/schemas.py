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
    Line,
    Name,
    Narrative,
    OffenceCode,
    Reply,
    Yes,
    shown,
)
from panel_protocol.terms import (
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


class ProsecutorDecided(Body):
    """A prosecutor's decision that this conditional caution may be given."""

    decided_on: CivilDate = Field(
        description="The day the prosecutor decided: not before the case was received, nor after "
        "the police decision."
    )
    reference: Line | None = Field(default=None, description="The prosecutor's own reference.")


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
            "prosecutor_decision": None,
            "information_form_completed_on": None,
            "escalated_to": None,
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
        description="For no further action: the code the police record, if not the usual one.",
    )
    prosecutor_decision: ProsecutorDecided | None = Field(
        default=None,
        description="That a prosecutor decided on the conditional caution; needed where the "
        "option says that a prosecutor decides.",
    )
    information_form_completed_on: CivilDate | None = Field(
        default=None,
        description="The day the police filled in the Child Information Form for this referral; "
        "for a charge, or a conditional caution that a prosecutor decided. The same decision may "
        "be sent again to add it, or the prosecutor's decision or reference, until it is given.",
    )
    escalated_to: Line | None = Field(
        default=None, description="Whom a difference with the panel was first taken to, if anybody."
    )


class CourtResulted(Body):
    """What became of a charge."""

    model_config = shown(
        {
            "result": "convicted",
            "result_on": "2026-12-11",
            "first_hearing_on": "2026-11-13",
            "offence_code": None,
            "note": "Referral order, three months.",
        }
    )

    result: CourtOutcome = Field(description="What the court did.")
    result_on: CivilDate = Field(description="When; for a conviction, the day of sentence.")
    first_hearing_on: CivilDate | None = Field(
        default=None,
        description="For a conviction, the day a court first heard it: the age then decides "
        "whether the child is a first-time entrant (Youth Justice Board, QS2-fte_redshift.sql).",
    )
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
