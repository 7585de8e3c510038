"""What the police submit, and what triage answers."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from app.cases.schemas import DueRead, TriageRead, VictimIdentified
from app.children.schemas import CHILD_EXAMPLE, ChildDetails, OutcomeGiven
from app.fields import (
    AreaCode,
    Body,
    CivilDate,
    Line,
    Name,
    Narrative,
    OffenceCode,
    Reference,
    Reply,
    Yes,
    shown,
)
from panel_protocol.journey import Stage
from panel_protocol.terms import (
    Admission,
    Bail,
    EvidenceTest,
    Knife,
    LegalAdvice,
    Route,
    SexualImagery,
)

Factor = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9_]{1,60}$")]


class OffenceDescribed(Body):
    """An offence, without who it was done to."""

    offence_code: OffenceCode = Field(description="CJS offence code.")
    committed_on: CivilDate = Field(description="The day it was committed.")
    area: AreaCode = Field(description="Where it was committed, or OTHER.")
    summary: Narrative | None = Field(default=None, description="What happened, in short.")
    aggravating_factors: list[Factor] = Field(
        default_factory=list, max_length=20, description="Codes of the protocol's factors."
    )
    mitigating_factors: list[Factor] = Field(
        default_factory=list, max_length=20, description="Codes of the protocol's factors."
    )


class OffenceSubmitted(OffenceDescribed):
    victims: list[VictimIdentified] = Field(
        default_factory=list, max_length=50, description="Those it was done to."
    )


class Evidence(Body):
    test: EvidenceTest = Field(description="Which evidential test is met.")
    admission: Admission = Field(description="What the child says of it.")
    interviewed_on: CivilDate | None = Field(default=None, description="Day of interview.")
    appropriate_adult_present: Yes | None = Field(
        default=None, description="Whether an appropriate adult was there."
    )
    legal_advice: LegalAdvice = Field(
        default=LegalAdvice.NOT_KNOWN, description="Whether legal advice was taken."
    )


class Circumstances(Body):
    arrested: Yes = Field(default=False, description="Whether the child was arrested.")
    bail: Bail = Field(default=Bail.NONE, description="On what footing the child is free.")
    bailed_on: CivilDate | None = Field(
        default=None,
        description="The day bail began; the clock for informing the police counts it.",
    )
    remand_wanted: Yes | None = Field(
        default=None,
        description="Whether the police want a remand; asked where the child is in custody.",
    )
    bail_until: CivilDate | None = Field(default=None, description="When bail ends.")
    exploitation_concern: Yes = Field(
        default=False, description="Whether anybody fears the child is exploited."
    )
    domestic_abuse: Yes = Field(default=False, description="Domestic abuse context.")
    hate_crime: Yes = Field(default=False, description="Recorded as a hate crime.")
    knife: Knife = Field(default=Knife.NONE, description="A knife: none, possession or threat.")
    sexual_imagery: SexualImagery = Field(
        default=SexualImagery.NONE, description="Youth-produced imagery, and of which kind."
    )
    co_accused: list[Line] = Field(
        default_factory=list, max_length=50, description="Police identifiers of others accused."
    )
    child_in_need: Yes | None = Field(
        default=None, description="Whether the child is a child in need; null where not known."
    )
    care_leaver: Yes | None = Field(
        default=None, description="Whether the child has left care; null where not known."
    )


class Officer(Body):
    name: Name = Field(description="Name of the officer in the case.")
    collar_number: Name | None = Field(default=None, description="Collar number.")
    unit: Name | None = Field(default=None, description="Unit.")


OFFENCE_EXAMPLE = {
    "offence_code": "CD71039",
    "committed_on": "2026-09-02",
    "area": "E08000021",
    "summary": "Broke a bus shelter window.",
    "aggravating_factors": [],
    "mitigating_factors": ["early_remorse"],
}
EVIDENCE_EXAMPLE = {
    "test": "full_code",
    "admission": "admits",
    "interviewed_on": "2026-09-04",
    "appropriate_adult_present": True,
    "legal_advice": "declined",
}
HISTORY_EXAMPLE = [
    {"outcome": "community_resolution", "given_on": "2025-05-01", "home_area": "E08000022"}
]
CIRCUMSTANCES_EXAMPLE = {
    "arrested": False,
    "bail": "voluntary_attendance",
    "bailed_on": None,
    "bail_until": None,
    "exploitation_concern": False,
    "domestic_abuse": False,
    "hate_crime": False,
    "knife": "none",
    "sexual_imagery": "none",
    "co_accused": [],
    "child_in_need": None,
    "care_leaver": None,
}
CASE_EXAMPLE = {
    "police_reference": "104577/26",
    "child": CHILD_EXAMPLE,
    "offences": [
        OFFENCE_EXAMPLE
        | {
            "victims": [
                {"kind": "organisation", "name": "Example Buses", "may_share_with_yjs": True}
            ]
        }
    ],
    "evidence": EVIDENCE_EXAMPLE,
    "history": HISTORY_EXAMPLE,
    "circumstances": CIRCUMSTANCES_EXAMPLE,
    "officer": {"name": "PC Example", "collar_number": "1234", "unit": "harm_reduction"},
}


class CaseSubmitted(Body):
    """A case, as the police submit it."""

    model_config = shown(CASE_EXAMPLE)

    police_reference: Reference = Field(description="The police's own reference.")
    child: ChildDetails = Field(description="The child.")
    offences: list[OffenceSubmitted] = Field(
        min_length=1, max_length=50, description="The offences, each with its victims."
    )
    evidence: Evidence = Field(description="What can be shown, and what the child says.")
    history: list[OutcomeGiven] = Field(
        default_factory=list, max_length=200, description="Earlier outcomes the police know of."
    )
    circumstances: Circumstances = Field(description="What else bears on the decision.")
    officer: Officer = Field(description="The officer in the case.")


class ChildDescribed(Body):
    """As much of a child as triage needs, and no more."""

    date_of_birth: CivilDate = Field(description="Date of birth.")
    home_area: AreaCode = Field(description="GSS code, or OTHER.")
    looked_after: Yes = Field(default=False, description="Whether an authority looks after them.")
    responsible_authority: Line | None = Field(default=None, description="Which authority does.")


class CaseDescribed(Body):
    """A case to triage without storing anything."""

    model_config = shown(
        {
            "child": {
                "date_of_birth": "2011-03-14",
                "home_area": "E08000022",
                "looked_after": False,
            },
            "offences": [OFFENCE_EXAMPLE],
            "evidence": EVIDENCE_EXAMPLE,
            "history": HISTORY_EXAMPLE,
            "circumstances": CIRCUMSTANCES_EXAMPLE,
            "on": "2026-09-11",
        }
    )

    child: ChildDescribed = Field(description="Only what triage needs.")
    offences: list[OffenceSubmitted] = Field(
        min_length=1, max_length=50, description="The offences; victims are not needed."
    )
    evidence: Evidence = Field(description="What can be shown, and what the child says.")
    history: list[OutcomeGiven] = Field(
        default_factory=list, max_length=200, description="Earlier outcomes."
    )
    circumstances: Circumstances = Field(
        default_factory=Circumstances, description="What else bears on the decision."
    )
    on: CivilDate | None = Field(default=None, description="The day to look at; today if absent.")


class CaseOpened(Reply):
    """The reply to a submission: where triage put the case, and why."""

    id: str = Field(description="Opaque id.")
    reference: str = Field(description="The reference to say aloud.")
    version: int = Field(description="Rises with every change; the ETag says the same.")
    stage: Stage = Field(description="Where triage put the case; `triage.route` says why.")
    area: str = Field(description="The area whose service keeps it.")
    child_id: str = Field(description="The child.")
    triage: TriageRead = Field(description="Route, gravity, reasons, flags.")
    due: DueRead = Field(description="What is due, and when.")
    received_at: datetime = Field(description="When it was received.")


class Outcome21(Body):
    """What Outcome 21 needs besides the rationale, for imagery between peers."""

    suspect_named: Yes = Field(description="Whether a suspect is named.")
    victim_informed: Yes = Field(
        description="Whether the victim, or a parent or guardian, has been informed."
    )


class TriageReviewed(Body):
    """A named manager's decision where the protocol could not decide."""

    model_config = shown(
        {
            "route": "panel",
            "gravity_score": 3,
            "rationale": "Scored beside like offences with the police inspector.",
        }
    )

    route: Route = Field(description="Where the case goes; anything but `review`.")
    gravity_score: Annotated[int, Field(strict=True, ge=1, le=5)] | None = Field(
        default=None, description="The score given, where the matrix has none."
    )
    outcome_21: Outcome21 | None = Field(
        default=None, description="With `no_further_action`: that the police record Outcome 21."
    )
    rationale: Narrative = Field(description="Why.")
