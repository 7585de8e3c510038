"""The papers of a panel, as they are read."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from app.assessments.schemas import SectionRead
from app.cases.schemas import GravityRead
from app.children.schemas import ReasonRead
from app.fields import Reply
from app.panels.schemas import InterestRead, PersonRead, RecommendationRead
from panel_protocol.journey import Stage
from panel_protocol.terms import Admission, EvidenceTest, OutcomeKind, VictimKind, VictimStatus


class ChildInPack(Reply):
    """What a panel needs to know of a child to meet and understand them, and no more."""

    given_names: str = Field(description="Given names.")
    family_name: str = Field(description="Family name.")
    date_of_birth: date = Field(description="Date of birth.")
    age: int = Field(description="Age on the day of the panel.")
    home_area: str = Field(description="Where the child usually lives.")
    looked_after: bool = Field(description="Whether a local authority looks after the child.")
    communication_needs: list[str] = Field(description="Known needs.")
    interpreter_language: str | None = Field(description="Language an interpreter is needed for.")
    school: str | None = Field(description="School or college.")
    synthetic: bool = Field(description="A made-up child of a demonstration.")


class OffenceInPack(Reply):
    offence_code: str = Field(description="CJS offence code.")
    title: str | None = Field(description="Its title, if it is in the catalogue.")
    committed_on: date = Field(description="The day it was committed.")
    area: str = Field(description="Where.")
    summary: str = Field(description="What the police say happened.")


class OutcomeInPack(Reply):
    outcome: OutcomeKind = Field(description="What was given.")
    given_on: date = Field(description="The day it was given.")


class VictimInPack(Reply):
    """A victim is not named to the panel; what they wish is what it needs."""

    kind: VictimKind = Field(description="A person or an organisation.")
    status: VictimStatus = Field(description="How far the victim has been heard.")
    wishes: dict[str, Any] = Field(description="Their latest recorded wishes.")


class PaperRead(Reply):
    """One case's papers."""

    case_id: str = Field(description="The case.")
    reference: str = Field(description="The reference to say aloud.")
    stage: Stage = Field(description="Where the case stands.")
    child: ChildInPack = Field(description="The child.")
    offences: list[OffenceInPack] = Field(description="What the case is about.")
    test: EvidenceTest = Field(description="Which evidential test is met.")
    admission: Admission = Field(description="What the child says of it.")
    gravity: GravityRead = Field(description="The score at triage, and on whose matrix.")
    final_gravity: int | None = Field(description="The score now, after any manager's review.")
    triage_reasons: list[ReasonRead] = Field(description="Why the protocol sent it here.")
    flags: list[str] = Field(description="What people handling the case must know.")
    earlier_outcomes: list[OutcomeInPack] = Field(description="Every outcome that stands.")
    victims: list[VictimInPack] = Field(description="Those it was done to, and their wishes.")
    assessment: list[SectionRead] = Field(description="The countersigned assessment.")
    assessed_by: str | None = Field(description="Its author.")
    conflicts: list[InterestRead] = Field(description="Who has no part in the case.")
    recommendations: list[RecommendationRead] = Field(description="Each agency's latest.")
    police_informed_due: date | None = Field(description="By when the police must be told.")


class PackRead(Reply):
    """The papers of one panel, as this reader may see them."""

    panel_id: str = Field(description="The panel.")
    area: str = Field(description="The area whose cases it hears.")
    area_name: str = Field(description="That area's name.")
    held_on: date = Field(description="The day it meets, or met.")
    venue: str = Field(description="Where it meets.")
    made_at: datetime = Field(description="When these papers were drawn up.")
    made_for: str = Field(description="Who asked for them.")
    members: list[PersonRead] = Field(description="Those invited.")
    attendance: list[PersonRead] = Field(description="Who came, as last recorded.")
    cases: list[PaperRead] = Field(description="Cases listed, or decided there.")
    withheld: list[str] = Field(
        description="References of cases this reader has declared an interest in."
    )
