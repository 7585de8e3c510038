"""Options, disposals and what followed, as they are sent and read."""

from datetime import date
from typing import Annotated

from pydantic import Field, StrictInt

from app.cases.schemas import CaseStanding
from app.children.schemas import ReasonRead
from app.fields import (
    Body,
    CivilDate,
    Hours,
    Line,
    Name,
    Narrative,
    OffenceCode,
    Reply,
    Yes,
    shown,
)
from panel_protocol.terms import (
    ConditionKind,
    ConditionObject,
    CourtOutcome,
    Disposal,
)

RecordId = Annotated[str, Field(strict=True, max_length=22, pattern=r"^[A-Za-z0-9_-]+$")]
Pounds = Annotated[StrictInt, Field(ge=0, le=10000)]

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


class ProsecutorDecided(Body):
    """A prosecutor's decision that this conditional caution may be given."""

    decided_on: CivilDate = Field(description="The day the prosecutor decided.")
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
    prosecutor_decision: ProsecutorDecided | None = Field(
        default=None,
        description="That a prosecutor decided on the conditional caution; needed where the "
        "option says that a prosecutor decides.",
    )
    information_form_completed_on: CivilDate | None = Field(
        default=None,
        description="The day the police filled in the Child Information Form for this referral; "
        "for a charge, or a conditional caution that a prosecutor decided.",
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
    options: list[OptionRead] = Field(description="All seven disposals, by seriousness.")


class DisposalMade(CaseStanding):
    """Where the case stands after a decision, and everything the protocol said of it."""

    disposal: Disposal = Field(description="What was decided.")
    departs_from_protocol: bool = Field(description="Whether the score does not start there.")
    edition: str = Field(description="Edition of the protocol on the day looked at.")
    looked_at: date = Field(description="The day whose rules were asked.")
    reasons: list[ReasonRead] = Field(description="Every reason, each with its authority.")
    warnings: list[ReasonRead] = Field(description="What is lawful but should give pause.")


class CourtResultKept(CaseStanding):
    result: CourtOutcome = Field(description="What the court did.")
    result_on: date = Field(description="When.")
    outcome_id: str | None = Field(description="The conviction on the child's record, if one.")
    first_time_entrant: bool = Field(
        description="Whether that is the child's first substantive outcome, all history ranked."
    )
