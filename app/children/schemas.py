"""Children and their outcomes, as they are sent and read."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from app.fields import (
    AreaCode,
    Body,
    CivilDate,
    Code,
    Line,
    Name,
    OffenceCode,
    Reference,
    Reply,
    Yes,
    shown,
)
from panel_protocol.terms import Disposal, OutcomeKind, Sex

Need = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9_]{1,40}$")]


class ChildDetails(Body):
    """A child as the police describe them."""

    police_person_id: Code = Field(description="The police's own identifier of this child.")
    pnc_id: Reference | None = Field(
        default=None, description="PNC identifier, where there is one."
    )
    given_names: Name = Field(description="Given names.")
    family_name: Name = Field(description="Family name.")
    date_of_birth: CivilDate = Field(description="Date of birth; ages are worked out from it.")
    sex: Sex = Field(description="As recorded by the police.")
    ethnicity: (
        Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z][A-Z0-9]{0,3}$")] | None
    ) = Field(default=None, description="Self-defined ethnicity code (18+1), null if not stated.")
    home_area: AreaCode = Field(description="GSS code of where the child usually lives, or OTHER.")
    looked_after: Yes = Field(description="Whether a local authority looks after the child.")
    responsible_authority: Line | None = Field(
        default=None, description="The authority that looks after the child."
    )
    interpreter_language: Line | None = Field(
        default=None, description="Language an interpreter is needed for."
    )
    communication_needs: list[Need] = Field(
        default_factory=list, max_length=20, description="Known needs, e.g. speech_language."
    )
    school: Line | None = Field(default=None, description="School or college.")
    synthetic: Yes = Field(
        default=False, description="True for a made-up child of a demonstration."
    )


class OutcomeGiven(Body):
    """An outcome given elsewhere, or before this service."""

    outcome: OutcomeKind = Field(description="What was given.")
    given_on: CivilDate = Field(description="The day it was given; for a conviction, of sentence.")
    home_area: AreaCode = Field(description="Where the child lived on that day, or OTHER.")
    offence_code: OffenceCode | None = Field(
        default=None, description="CJS code of the main offence."
    )
    offence_committed_on: CivilDate | None = Field(
        default=None, description="The day of that offence, where known."
    )
    first_hearing_on: CivilDate | None = Field(
        default=None,
        description="For a conviction, the day a court first heard it. Whether the child is a "
        "first-time entrant goes by the age that day (Youth Justice Board, "
        "QS2-fte_redshift.sql); where it is not known, by the age on the day of the outcome.",
    )
    overturned_on: CivilDate | None = Field(
        default=None, description="The day it was overturned on appeal, if it was."
    )


OUTCOME_EXAMPLE = {
    "outcome": "conviction",
    "given_on": "2026-08-14",
    "home_area": "E08000022",
    "offence_code": "TH68023",
    "offence_committed_on": "2026-03-02",
    "first_hearing_on": "2026-06-11",
    "overturned_on": None,
}

CHILD_EXAMPLE = {
    "police_person_id": "NBP-7731204",
    "pnc_id": None,
    "given_names": "Sam",
    "family_name": "Example",
    "date_of_birth": "2011-03-14",
    "sex": "male",
    "ethnicity": "W1",
    "home_area": "E08000022",
    "looked_after": False,
    "responsible_authority": None,
    "interpreter_language": None,
    "communication_needs": ["speech_language"],
    "school": "Example Academy",
}


class OutcomeReported(Body):
    """An outcome given outside this pathway, and the child it was given to."""

    model_config = shown({"child": CHILD_EXAMPLE, "outcome": OUTCOME_EXAMPLE})

    child: ChildDetails = Field(description="Matched by police_person_id, or registered.")
    outcome: OutcomeGiven = Field(description="What was given, when, where the child then lived.")


class OutcomeAdded(OutcomeGiven):
    model_config = shown(OUTCOME_EXAMPLE)


class ChildSearch(Body):
    """A search by name, with a date of birth to narrow it; never in a URL."""

    model_config = shown({"family_name": "Example", "date_of_birth": "2011-03-14"})

    family_name: Name | None = Field(default=None, description="Beginning of the family name.")
    given_names: Name | None = Field(default=None, description="Beginning of the given names.")
    date_of_birth: CivilDate | None = Field(default=None, description="Exact date of birth.")
    police_person_id: Code | None = Field(default=None, description="Exact police identifier.")
    sounds_like: Yes = Field(
        default=False, description="Find names by how they sound in English, not by their letters."
    )


class OutcomeRead(Reply):
    id: str = Field(description="Opaque id.")
    outcome: OutcomeKind = Field(description="What was given.")
    given_on: date = Field(description="The day it was given.")
    home_area: str = Field(description="Where the child lived on that day.")
    offence_code: str | None = Field(description="CJS code of the main offence, if reported.")
    offence_committed_on: date | None = Field(description="The day of the offence, if reported.")
    first_hearing_on: date | None = Field(
        description="The day a court first heard it, if reported: the age then decides whether it "
        "makes a first-time entrant."
    )
    overturned_on: date | None = Field(description="The day it was overturned, if it was.")
    home_office_code: str | None = Field(description="Home Office outcome code, if it has one.")
    case_id: str | None = Field(description="The case on this pathway that it came from.")
    reported_as: str = Field(description="history, report or pathway.")
    recorded_at: datetime = Field(description="When this service learned of it.")


class OutcomeRecorded(Reply):
    """The reply to a reported outcome."""

    child_id: str = Field(description="The child it was recorded against.")
    outcome: OutcomeRead = Field(description="As recorded.")
    first_time_entrant: bool = Field(
        description="Whether it is the child's first substantive one, all known history ranked."
    )


class CaseSummary(Reply):
    id: str = Field(description="Opaque id.")
    reference: str = Field(description="The reference to say aloud.")
    stage: str = Field(description="Where the case stands.")
    closed_as: str | None = Field(description="How it closed.")
    area: str = Field(description="The area whose service keeps it.")
    received_at: datetime = Field(description="When it was submitted.")


class ChildFound(Reply):
    id: str = Field(description="Opaque id.")
    given_names: str = Field(description="Given names.")
    family_name: str = Field(description="Family name.")
    date_of_birth: date = Field(description="Date of birth.")
    home_area: str = Field(description="Where the child usually lives.")
    synthetic: bool = Field(description="A made-up child of a demonstration.")


class ChildRead(ChildFound):
    """A child, with the cases of the caller's areas and every outcome that stands."""

    version: int = Field(description="Rises with every new description.")
    age: int = Field(description="Age today, in whole years.")
    police_person_id: str = Field(description="The police's identifier.")
    pnc_id: str | None = Field(description="PNC identifier.")
    sex: Sex = Field(description="As recorded by the police.")
    ethnicity: str | None = Field(description="Self-defined ethnicity code.")
    looked_after: bool = Field(description="Whether a local authority looks after the child.")
    responsible_authority: str | None = Field(description="Which authority.")
    interpreter_language: str | None = Field(description="Language an interpreter is needed for.")
    communication_needs: list[str] = Field(description="Known needs.")
    school: str | None = Field(description="School or college.")
    cases: list[CaseSummary] = Field(description="Cases of the caller's areas, newest first.")
    outcomes: list[OutcomeRead] = Field(description="Every outcome that stands, oldest first.")


class ChildrenFound(Reply):
    items: list[ChildFound] = Field(description="By family name, then given names.")
    next: str | None = Field(description="Opaque cursor of the next page, or null.")


class ReasonRead(Reply):
    code: str = Field(description="Stable code.")
    text: str = Field(description="In plain words.")
    source: str = Field(description="Key of the authority it rests on.")


class EntrantCheck(Reply):
    """Would a caution or conviction today make this child a first-time entrant?"""

    would_be_first_time_entrant: bool = Field(description="True if nothing substantive stands.")
    first_entry: OutcomeRead | None = Field(description="The outcome that already made one.")
    by_disposal: dict[Disposal, bool] = Field(
        description="For each disposal, whether giving it today would make an entrant."
    )
    reasons: list[ReasonRead] = Field(description="How the history was ranked.")
    definition: str = Field(description="What counts, in the words served beside every figure.")
