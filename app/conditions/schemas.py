"""Plans, and how they are carried out, as they are sent and read."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StrictInt

from app.cases.schemas import CaseStanding
from app.children.schemas import ReasonRead
from app.disposals.condition_schemas import LETTER_EXAMPLE, ConditionPlanned, RecordId
from app.fields import Body, CivilDate, Line, Narrative, Reply, Yes, shown
from panel_protocol.terms import (
    AttendanceKind,
    BreachChoice,
    ConditionKind,
    ConditionObject,
    ConditionStatus,
    Disposal,
)

HoursOfADay = Annotated[StrictInt, Field(ge=0, le=24)]
_AUTHORISED = (
    "The prosecutor or authorised person who varies the conditions; needed for a conditional "
    "caution."
)
_ID = "q9Zr4w1bT7mKcV2xN5sYhA"


class ProgressMade(Body):
    """One attendance or piece of work, made or missed."""

    model_config = shown(
        {
            "occurred_on": "2026-10-17",
            "hours": 5,
            "attendance": "attended",
            "note": "Cleared the path by the pond with the ranger.",
        }
    )

    occurred_on: CivilDate = Field(description="The day it was.")
    hours: HoursOfADay = Field(default=0, description="Whole hours done; none if it was missed.")
    attendance: AttendanceKind = Field(description="Whether the child came, and if not, why.")
    note: Narrative | None = Field(default=None, description="In words.")


class Completed(Body):
    model_config = shown(
        {
            "completed_on": "2026-10-24",
            "evidence": "Ranger's signed timesheet, ten hours.",
            "hours_short_reason": None,
        }
    )

    completed_on: CivilDate = Field(description="The day it was done.")
    evidence: Narrative = Field(description="How it is known.")
    hours_short_reason: Narrative | None = Field(
        default=None, description="Why it is accepted with fewer hours than were asked for."
    )


class Varied(ConditionPlanned):
    """The condition agreed in place of this one."""

    model_config = shown(
        {
            **LETTER_EXAMPLE,
            "kind": "victim_awareness",
            "description": "Two sessions on how bus drivers are affected.",
            "agreed_by_child": True,
            "agreed_on": "2026-10-10",
            "reason": "Sam finds writing very hard.",
            "authorised_by": None,
        }
    )

    agreed_by_child: Yes = Field(description="Whether the child agrees to it.")
    agreed_on: CivilDate = Field(description="The day they agreed.")
    reason: Narrative = Field(description="Why it is varied.")
    authorised_by: Line | None = Field(default=None, description=_AUTHORISED)


class BreachOpened(Body):
    model_config = shown(
        {
            "conditions": [_ID],
            "excuse_considered": True,
            "child_withdraws": False,
            "narrative": "Missed three sessions; no answer to calls or visits.",
        }
    )

    conditions: list[RecordId] = Field(
        min_length=1, max_length=40, description="Conditions of the plan not kept to."
    )
    excuse_considered: Yes = Field(
        description="Whether it was considered that the child had a reasonable excuse."
    )
    child_withdraws: Yes = Field(
        default=False,
        description="Whether the child withdraws from a conditional caution, as a child may at any "
        "stage; before it is given, the police decide again instead.",
    )
    narrative: Narrative = Field(description="What happened.")


class ConditionReplaced(ConditionPlanned):
    model_config = shown({**LETTER_EXAMPLE, "replaces": _ID})

    replaces: RecordId | None = Field(
        default=None, description="The condition it stands in place of; null if it is added."
    )


class BreachDecided(Body):
    """What is done about a breach."""

    model_config = shown(
        {
            "decision": "extend",
            "rationale": "Sam was in hospital, and wants to finish.",
            "excused_conditions": [],
            "due_on": "2026-12-18",
            "conditions": [],
            "agreed_by_child": None,
            "reasonable_excuse": None,
            "authorised_by": None,
            "information_form_completed_on": None,
        }
    )

    decision: BreachChoice = Field(description="What is decided.")
    rationale: Narrative = Field(description="Why.")
    excused_conditions: list[RecordId] = Field(
        default_factory=list, max_length=40, description="Conditions no longer asked for."
    )
    due_on: CivilDate | None = Field(
        default=None, description="For `extend`: the new due date of the conditions in breach."
    )
    conditions: list[ConditionReplaced] = Field(
        default_factory=list, max_length=40, description="For `vary`: the conditions agreed."
    )
    agreed_by_child: Yes | None = Field(
        default=None,
        description="For `vary`, and for `extend` of a conditional caution: whether the child "
        "agrees.",
    )
    reasonable_excuse: Yes | None = Field(
        default=None,
        description="Whether the child had a reasonable excuse; needed for `resume_prosecution` "
        "after a conditional caution.",
    )
    authorised_by: Line | None = Field(default=None, description=_AUTHORISED)
    information_form_completed_on: CivilDate | None = Field(
        default=None,
        description="For `resume_prosecution`: the day the police filled in the Child Information "
        "Form for this referral.",
    )


class Concluded(Body):
    model_config = shown(
        {"concluded_on": "2026-11-20", "summary": "Letter sent and ten hours done; no more asked."}
    )

    concluded_on: CivilDate = Field(description="The day the plan was complete.")
    summary: Narrative = Field(description="What was done and what came of it.")


class ProgressRead(Reply):
    id: str = Field(description="Opaque id.")
    occurred_on: date = Field(description="The day it was.")
    hours: int = Field(description="Whole hours done.")
    attendance: AttendanceKind = Field(description="Whether the child came, and if not, why.")
    note: str | None = Field(description="In words.")
    recorded_at: datetime = Field(description="When it was written down.")
    recorded_by: str = Field(description="By whom.")


class ConditionRead(Reply):
    """A condition and how far it has come; its ETag is its version."""

    id: str = Field(description="Opaque id.")
    version: int = Field(description="Rises with every change; send it in If-Match.")
    kind: ConditionKind = Field(description="What is asked.")
    object: ConditionObject | None = Field(description="What it is for.")
    description: str = Field(description="In words the child understands.")
    due_on: date = Field(description="By when.")
    hours_required: int | None = Field(description="Whole hours, if any.")
    attendance_place: str | None = Field(description="Where the child must attend.")
    amount_pounds: int | None = Field(description="Whole pounds to be paid.")
    payee: str | None = Field(description="To whom it is paid.")
    payment_method: str | None = Field(description="How it is paid.")
    status: ConditionStatus = Field(description="Where it stands today.")
    settled_on: date | None = Field(description="The day it was settled, if it was.")
    hours_completed: int = Field(description="Hours of the attendances that count.")
    replaces: str | None = Field(description="The condition it stands in place of.")
    evidence: str | None = Field(description="How it is known to be complete.")
    hours_short_reason: str | None = Field(description="Why fewer hours were accepted.")
    progress: list[ProgressRead] = Field(description="Every attendance, made or missed.")


class ConditionVaried(ConditionRead):
    """The condition agreed in place of another, and what the rules say of the plan as varied."""

    edition: str = Field(description="Edition of the protocol on the day the plan was given.")
    reasons: list[ReasonRead] = Field(
        default_factory=list, description="On what authority it could be varied."
    )
    spent_on: date | None = Field(
        description="When the disposal is spent, by the end of the plan as varied; null if "
        "nothing is."
    )
    warnings: list[ReasonRead] = Field(description="What is lawful but should give pause.")


class PlanRead(Reply):
    """A case's plan; its ETag is the case's version. Empty until a plan has started."""

    case_id: str = Field(description="The case.")
    case_version: int = Field(description="The case's version, for a breach or a conclusion.")
    disposal: Disposal | None = Field(description="Under which disposal the plan runs.")
    given_on: date | None = Field(description="From which day.")
    ends_on: date | None = Field(description="When the last condition still asked for is due.")
    items: list[ConditionRead] = Field(description="Every condition, those varied too.")


class BreachKept(CaseStanding):
    breach_id: str = Field(description="The review that was opened.")
    conditions: list[str] = Field(description="The conditions in question.")
    reasons: list[ReasonRead] = Field(
        default_factory=list, description="What must be done at once, whatever is decided."
    )


class BreachSettled(CaseStanding):
    breach_id: str = Field(description="The review that was decided.")
    decision: BreachChoice = Field(description="What was decided.")
    edition: str = Field(description="Edition of the protocol in force.")
    spent_on: date | None = Field(
        description="When the disposal is spent, by the end of the plan as it now runs; null if "
        "nothing is, or no plan runs any more."
    )
    reasons: list[ReasonRead] = Field(description="What follows for the disposal itself.")
    warnings: list[ReasonRead] = Field(description="What is lawful but should give pause.")


class ConclusionKept(CaseStanding):
    """The outcome is recorded now, where it was not when the disposal was given."""

    disposal: Disposal = Field(description="The disposal carried out.")
    concluded_on: date = Field(description="The day the plan was complete.")
    outcome_id: str | None = Field(
        description="The outcome put on the child's record now; null if it stood there already."
    )
    home_office_code: str | None = Field(description="The outcome code it is recorded under.")
    first_time_entrant: bool = Field(
        description="Whether that outcome is the child's first substantive one."
    )
    edition: str = Field(description="Edition of the protocol on that day.")
    spent_on: date | None = Field(
        description="When it is spent, by the day its conditions ended; null if nothing is."
    )
    notes: list[ReasonRead] = Field(description="What record checks show of it.")
