"""The whole case on one page, as each role may see it."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from app.cases.schemas import (
    CaseStanding,
    DueRead,
    HoldRead,
    TriageRead,
    TurningRead,
    VictimRead,
)
from app.children.schemas import OutcomeRead
from app.conditions.schemas import ConditionRead
from app.fields import Reply
from app.provenance.kinds import PersonCategory
from panel_protocol.terms import BreachChoice, CourtOutcome, Disposal, Sex
from panel_protocol.tool import Nature


class NarrativeOnCase(Reply):
    """What kind of thing a piece of text is, so that an opinion is not read as a fact."""

    field: str = Field(description="Where it stands on this case.")
    nature: Nature = Field(description="A fact, an assessment, or an allegation.")
    author: str = Field(description="Who writes there, by role.")


class ChildOnCase(Reply):
    """The child, as this case's people need to know them."""

    id: str = Field(description="Opaque id.")
    given_names: str = Field(description="Given names.")
    family_name: str = Field(description="Family name.")
    date_of_birth: date = Field(description="Date of birth.")
    age: int = Field(description="Age today, in whole years.")
    age_at_offence: int = Field(description="Age at the first offence of the case.")
    age_at_interview: int | None = Field(description="Age when interviewed, if that was said.")
    age_at_referral: int = Field(description="Age when the case was received.")
    age_at_panel: int | None = Field(description="Age when a panel decided, if one has.")
    age_at_giving: int | None = Field(description="Age when a disposal was given, if one was.")
    turning_18: TurningRead = Field(description="How near the child is to eighteen today.")
    sex: Sex = Field(description="As recorded by the police.")
    home_area: str = Field(description="Where the child usually lives.")
    looked_after: bool = Field(description="Whether a local authority looks after the child.")
    responsible_authority: str | None = Field(description="Which authority, where it is known.")
    interpreter_language: str | None = Field(description="Language an interpreter is needed for.")
    communication_needs: list[str] = Field(description="Known needs.")
    synthetic: bool = Field(description="A made-up child of a demonstration.")


class OffenceOnCase(Reply):
    offence_code: str = Field(description="CJS offence code.")
    title: str | None = Field(description="Its title; null outside the catalogue.")
    committed_on: date = Field(description="When.")
    area: str = Field(description="Where.")
    summary: str = Field(description="What happened, as the police put it.")
    nature: str = Field(description="`allegation`: it has not been proved.", default="allegation")


class DisposalOnCase(Reply):
    disposal: Disposal = Field(description="What the panel decided on.")
    panel_id: str = Field(description="At which panel.")
    decided_on: date = Field(description="When.")
    rationale: str = Field(description="Why.")
    departs_from_protocol: bool = Field(description="Whether it is no starting point.")
    departure_rationale: str | None = Field(description="Why it departs, if it does.")
    rejected: list[dict[str, str]] = Field(description="What was considered and not chosen.")
    child_voice: str | None = Field(description="The child's own words.")
    victim_voice: str | None = Field(description="What the victim said.")
    conditions: list[dict[str, Any]] = Field(description="The conditions planned.")
    long_plan_reason: str | None = Field(description="Why the plan runs longer than is usual.")


class SetAsideOnCase(Reply):
    """A disposal that a later panel replaced."""

    disposal: Disposal = Field(description="What that panel decided on.")
    panel_id: str = Field(description="At which panel.")
    decided_on: date = Field(description="When.")
    rationale: str = Field(description="Why.")
    conditions: list[dict[str, Any]] = Field(description="The conditions then planned.")
    set_aside_at: datetime = Field(description="When it was set aside, after a breach.")


class PoliceDecisionOnCase(Reply):
    agrees: bool = Field(description="Whether the police agreed with the panel.")
    disposal: Disposal = Field(description="What is to be given; the police have the last word.")
    decided_on: date = Field(description="When.")
    rationale: str | None = Field(description="Why.")
    officer_rank: str = Field(description="Rank of the officer who decided.")
    home_office_code: str | None = Field(
        description="For no further action: the code the police record, where they say."
    )
    prosecutor_decided_on: date | None = Field(description="When a prosecutor decided, if one.")
    prosecutor_reference: str | None = Field(description="The prosecutor's own reference.")
    information_form_completed_on: date | None = Field(
        description="When the police filled in the Child Information Form of this referral."
    )
    escalated_to: str | None = Field(description="Whom a difference was first taken to.")


class AdministrationOnCase(Reply):
    disposal: Disposal = Field(description="What was given.")
    given_on: date = Field(description="The day it was given.")
    appropriate_adult: dict[str, Any] | None = Field(description="Who was there for the child.")
    given_by_rank: str = Field(description="Rank of the officer who gave it.")
    offence_code: str | None = Field(description="The offence, where not the case's main one.")


class CourtResultOnCase(Reply):
    result: CourtOutcome = Field(description="What the court did.")
    result_on: date = Field(description="When.")
    offence_code: str | None = Field(description="The offence, where not the case's main one.")
    note: str | None = Field(description="Anything else.")


class BreachOnCase(Reply):
    """A review of a plan not kept to; undecided while the case waits on it."""

    conditions: list[str] = Field(description="The conditions in question, by id.")
    excuse_considered: bool = Field(description="Whether an excuse was considered.")
    child_withdraws: bool | None = Field(
        description="Whether the child withdraws from a conditional caution."
    )
    narrative: str = Field(description="What happened.")
    opened_at: datetime = Field(description="When it was opened.")
    opened_by: str = Field(description="By whom.")
    decision: BreachChoice | None = Field(description="What was decided, if anything was.")
    rationale: str | None = Field(description="Why.")
    reasonable_excuse: bool | None = Field(description="Whether there was a reasonable excuse.")
    authorised_by: str | None = Field(description="Who authorised the conditions to be varied.")
    information_form_completed_on: date | None = Field(
        description="The day the police filled in the form of a prosecution resumed."
    )
    decided_at: datetime | None = Field(description="When.")
    decided_by: str | None = Field(description="By whom.")


class ConclusionOnCase(Reply):
    concluded_on: date = Field(description="The day the plan was complete.")
    summary: str = Field(description="What was done and what came of it.")
    home_office_code: str | None = Field(description="The outcome code it was recorded under.")


class HoldOnCase(Reply):
    """That the decision was held because the child may be exploited; not why."""

    opened_at: datetime = Field(description="When the decision was held.")
    released_at: datetime | None = Field(description="When it was released; null while it holds.")


class PoliceCaseRead(CaseStanding):
    """What the police need in order to decide and to give: never the assessment."""

    area: str = Field(description="The area whose service keeps it.")
    police_reference: str = Field(description="The police's own reference.")
    received_at: datetime = Field(description="When it was received.")
    triage: TriageRead = Field(description="What triage said.")
    due: DueRead = Field(description="What is due, and when.")
    disposal: DisposalOnCase | None = Field(description="The panel's disposal.")
    police_decision: PoliceDecisionOnCase | None = Field(description="The police's decision.")
    administration: AdministrationOnCase | None = Field(description="What was actually given.")
    court_results: list[CourtResultOnCase] = Field(description="What became of a charge, in order.")
    decision_holds: list[HoldOnCase] = Field(
        description="Each time the decision was held because the child may be exploited, and until "
        "when; oldest first. Flags stay as triage gave them, whatever was released since."
    )
    allowed_actions: list[str] = Field(description="What this caller may do now.")


class CaseRead(PoliceCaseRead):
    """The whole case."""

    child_id: str = Field(description="The child.")
    child: ChildOnCase = Field(description="The child, as far as the case needs it.")
    officer: dict[str, Any] = Field(description="The police officer in the case, as submitted.")
    offences: list[OffenceOnCase] = Field(description="What is alleged.")
    evidence: dict[str, Any] = Field(description="As submitted.")
    circumstances: dict[str, Any] = Field(description="As submitted.")
    earlier_outcomes: list[OutcomeRead] = Field(description="Every outcome that stands.")
    victims: list[VictimRead] = Field(description="Names are for the youth justice service only.")
    allocated_to: str | None = Field(description="The officer's subject.")
    assessment_status: str = Field(description="unsigned, signed, returned or countersigned.")
    panel_id: str | None = Field(description="The panel it is listed at, if any.")
    earlier_disposals: list[SetAsideOnCase] = Field(
        description="Disposals of earlier panels, set aside after a breach."
    )
    conditions: list[ConditionRead] = Field(description="Each condition and how it stands.")
    breaches: list[BreachOnCase] = Field(description="Every review of the plan, oldest first.")
    exploitation_holds: list[HoldRead] = Field(
        description="Each hold of the decision because the child may be exploited, oldest first."
    )
    conclusion: ConclusionOnCase | None = Field(description="How the plan ended, if it has.")
    child_category: PersonCategory = Field(
        description="What the child is in this case; in another they may be something else."
    )
    narratives: list[NarrativeOnCase] = Field(description="What each piece of text here is.")
