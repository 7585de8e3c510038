"""The protocol as its users read it, and the bodies its calculators take."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from app.cases.schemas import TriageRead
from app.children.schemas import ReasonRead
from app.disposals.condition_schemas import ConditionPlanned
from app.disposals.schemas import OptionRead
from app.fields import Body, CivilDate, Reply, Yes, shown
from panel_protocol.terms import Disposal, ModeOfTrial


class MatrixRead(Reply):
    status: str = Field(description="`illustrative`, or `force` for the force's own; `none`.")
    edition: str | None = Field(description="The matrix's own edition.")
    starts: date | None = Field(description="First day in force.")
    sha256: str | None = Field(description="Digest of the file it was loaded from.")
    note: str = Field(description="What may and may not be made of it.")


class AreaRead(Reply):
    code: str = Field(description="GSS code.")
    name: str = Field(description="Name.")
    letters: str = Field(description="The letters references begin with.")


class DisposalRead(Reply):
    disposal: Disposal = Field(description="What a panel may recommend.")
    home_office_code: str | None = Field(description="Outcome code on that day, if it has one.")
    in_force: bool = Field(description="Whether it can be given on that day.")
    exported_as: str | None = Field(
        default=None, description="What returns call it until they have a name for it."
    )
    notes: list[ReasonRead] = Field(
        default_factory=list, description="What is to be known of its codes and its returns."
    )


class OutcomeCodeRead(Reply):
    code: str = Field(description="Home Office outcome code.")
    label: str = Field(description="What it means, in short.")
    group: str | None = Field(
        description="`formal`, `informal` or `diversion`, for an out-of-court disposal."
    )
    alternate_of: str | None = Field(
        description="The code it is used instead of, for an offence other than the one recorded."
    )


class UnansweredRead(Reply):
    parameter: str = Field(description="What is not established.")
    question: str = Field(description="What must be answered.")
    asks: str = Field(description="Who must answer it.")
    source: str = Field(description="Where the question comes from.")


class ProtocolRead(Reply):
    edition: str = Field(description="Edition in force on the day asked about.")
    title: str = Field(description="What it is called.")
    starts: date = Field(description="First day in force.")
    notes: str = Field(description="What is uncertain about it.")
    on: date = Field(description="The day asked about.")
    areas: list[AreaRead] = Field(description="The areas of this partnership.")
    force_area: AreaRead = Field(description="The police force area they make up.")
    agencies: dict[str, str] = Field(description="Agencies that may sit on a panel.")
    team_members: list[str] = Field(
        default_factory=list,
        description="Agencies that the law puts in every youth offending team; a panel's quorum "
        "is another matter.",
    )
    disposals: list[DisposalRead] = Field(description="In order of seriousness.")
    outcome_codes: list[OutcomeCodeRead] = Field(
        default_factory=list, description="The Home Office's outcome codes on that day."
    )
    gravity_matrix: MatrixRead = Field(description="Whose scores are in force.")
    factors: dict[str, dict[str, str]] = Field(description="Aggravating and mitigating factors.")
    awaiting: list[UnansweredRead] = Field(description="Law nobody has established.")


class OffenceRead(Reply):
    code: str = Field(description="CJS offence code.")
    title: str = Field(description="Title.")
    act: str = Field(description="Act and section.")
    home_office_class: str = Field(description="Home Office class code.")
    group: str = Field(description="Offence group.")
    mode_of_trial: ModeOfTrial = Field(description="How it may be tried.")
    gravity: int | None = Field(description="Score of the matrix in force; null if unscored.")
    matrix: str = Field(description="Whose score it is.")


class OffencesFound(Reply):
    items: list[OffenceRead] = Field(description="By code.")
    next: str | None = Field(description="Opaque cursor of the next page, or null.")


class ToolRead(Reply):
    edition: str = Field(description="Edition of the tool.")
    sections: list[dict[str, Any]] = Field(description="Sections in order, with their questions.")
    signed_by: list[str] = Field(description="Who must sign, in order.")
    json_schema: dict[str, Any] = Field(description="The answers as JSON Schema 2020-12.")


class TriageDescribed(Reply):
    triage: TriageRead = Field(description="As it would be on a case.")
    options: list[OptionRead] = Field(description="All seven disposals, by seriousness.")


def _as_catalogued(said: Any) -> Any:
    # The catalogue's source says `indictable`; the statute's word is `indictable only`.
    return "indictable_only" if said == "indictable" else said


class PlanDescribed(Body):
    """A plan of conditions, to check without storing anything."""

    model_config = shown(
        {
            "disposal": "youth_conditional_caution",
            "date_of_birth": "2011-03-14",
            "given_on": "2026-09-20",
            "mode_of_trial": "either_way",
            "conditions": [
                {
                    "kind": "community_payback",
                    "object": "reparation",
                    "description": "Ten hours' work in the park.",
                    "due_on": "2026-11-20",
                    "hours_required": 10,
                }
            ],
            "consent_signed": True,
        }
    )

    disposal: Disposal = Field(description="Under which disposal.")
    date_of_birth: CivilDate = Field(description="The child's date of birth.")
    given_on: CivilDate = Field(description="The day the disposal is given.")
    mode_of_trial: Annotated[ModeOfTrial, BeforeValidator(_as_catalogued)] = Field(
        description="How the offence may be tried."
    )
    conditions: list[ConditionPlanned] = Field(max_length=40, description="The plan.")
    consent_signed: Yes = Field(default=False, description="Whether the child signed consent.")


class PlanChecked(Reply):
    lawful: bool = Field(description="Whether nothing forbids the plan.")
    reasons: list[ReasonRead] = Field(description="Everything that forbids it.")
    warnings: list[ReasonRead] = Field(description="What is lawful but should give pause.")
