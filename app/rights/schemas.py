"""What people may ask of their own records: access, rectification, restriction, erasure."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from app.children.schemas import Need
from app.fields import (
    AreaCode,
    Body,
    CivilDate,
    Line,
    Name,
    Narrative,
    Reference,
    Reply,
    Yes,
    shown,
)
from app.provenance.kinds import Controller, PersonCategory
from app.retention.schemas import KeptUntil
from panel_protocol.record_terms import ErasureGround, RequestEvent, RestrictionGround
from panel_protocol.terms import Sex
from panel_protocol.tool import Nature


class RecipientNamed(Body):
    """To whom it is disclosed: the log of disclosures needs both (s.62(3))."""

    organisation: Line = Field(description="Which organisation; for a child or family, say so.")
    person: Line = Field(description="Who there.")


class RequestReceived(Body):
    model_config = shown({"received_on": "2026-09-11"})

    received_on: CivilDate = Field(description="The day from which the time to answer runs.")


class ClockMoved(Body):
    """What stops, starts or lengthens the clock of a request."""

    model_config = shown({"event": "clarification_asked", "on": "2026-09-14"})

    event: RequestEvent = Field(description="What happened.")
    on: CivilDate = Field(description="On which day.")
    reason: Narrative | None = Field(
        default=None, description="Why more time is needed; needed to extend it."
    )


class RequestRead(Reply):
    id: str = Field(description="Opaque id.")
    child_id: str = Field(description="About whom.")
    received_on: date = Field(description="When it was received.")
    answer_by: date | None = Field(description="The last day; null while the clock is stopped.")
    paused: bool = Field(description="Whether the service waits to be told what is meant.")
    overdue: bool = Field(description="Whether that day has passed unanswered.")
    extended_on: date | None = Field(description="When the asker was told it takes longer.")
    answered_at: datetime | None = Field(description="When it was answered.")


class RequestsRead(Reply):
    items: list[RequestRead] = Field(description="Oldest first.")


class SubjectAccess(Body):
    """Answers a request: one recorded before, or one received and answered at once."""

    model_config = shown(
        {
            "received_on": "2026-09-11",
            "recipient": {"organisation": "The child's family", "person": "Alex Example"},
        }
    )

    request_id: Line | None = Field(default=None, description="The request it answers.")
    received_on: CivilDate | None = Field(
        default=None, description="When it was received, if it was not recorded before."
    )
    recipient: RecipientNamed = Field(description="To whom the report is given.")
    withheld: list[Line] = Field(
        default_factory=list,
        max_length=50,
        description="Sections left out because the law allows it, by their name.",
    )


class NarrativeHeld(Reply):
    field: str = Field(description="Which field.")
    said: Any = Field(description="What it says.")
    nature: Nature = Field(description="A fact, an assessment, or an allegation.")
    author: str = Field(description="Who wrote it, by role or agency.")


class EntryHeld(Reply):
    values: dict[str, Any] = Field(description="What is recorded, by field.")
    narratives: list[NarrativeHeld] = Field(description="What is written, and as what.")


class SectionHeld(Reply):
    section: str = Field(description="Stable name.")
    title: str = Field(description="In plain words.")
    controller: Controller = Field(description="Whose record it is.")
    controllers: list[str] = Field(description="The same, by name.")
    source: str = Field(description="Who recorded it, by role.")
    entries: list[EntryHeld] = Field(description="Everything held, oldest first.")
    withheld: int = Field(description="Entries about other people, which are theirs to see.")


class RecipientRead(Reply):
    organisation: str = Field(description="Who was given something.")
    at: datetime = Field(description="When.")
    what: str = Field(description="By what it was disclosed.")


class CaseStandingOf(Reply):
    reference: str = Field(description="Which case.")
    category: PersonCategory = Field(description="What the child is in it.")


class SubjectReport(Reply):
    """Everything held on a child, other people's data withheld."""

    child_id: str = Field(description="About whom.")
    request: RequestRead = Field(description="The request it answers, and by when it was due.")
    made_at: datetime = Field(description="When it was drawn up.")
    cases: list[CaseStandingOf] = Field(description="Each case, and what the child is in it.")
    sections: list[SectionHeld] = Field(description="Everything held.")
    sources: list[str] = Field(description="Where it came from, by role.")
    recipients: list[RecipientRead] = Field(description="To whom it was disclosed before.")
    kept_until: KeptUntil = Field(description="How long it is kept.")
    notices: list[str] = Field(description="What was left out, and what must be read first.")


def _unsaid() -> Any:
    """Left out; null said outright is refused where there must be something."""
    return None


class DetailsPutRight(Body):
    """Only what is wrong; what is left out stays as it is."""

    given_names: Name = Field(default_factory=_unsaid, description="Given names.")
    family_name: Name = Field(default_factory=_unsaid, description="Family name.")
    date_of_birth: CivilDate = Field(default_factory=_unsaid, description="Date of birth.")
    sex: Sex = Field(default_factory=_unsaid, description="As recorded by the police.")
    ethnicity: (
        Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z][A-Z0-9]{0,3}$")] | None
    ) = Field(default_factory=_unsaid, description="Self-defined ethnicity code.")
    pnc_id: Reference | None = Field(default_factory=_unsaid, description="PNC identifier.")
    home_area: AreaCode = Field(
        default_factory=_unsaid, description="Where the child usually lives."
    )
    looked_after: Yes = Field(
        default_factory=_unsaid, description="Whether an authority looks after them."
    )
    responsible_authority: Line | None = Field(
        default_factory=_unsaid, description="Which authority."
    )
    interpreter_language: Line | None = Field(
        default_factory=_unsaid, description="Language needed."
    )
    communication_needs: list[Need] = Field(
        default_factory=_unsaid, max_length=20, description="Known needs."
    )
    school: Line | None = Field(default_factory=_unsaid, description="School or college.")


class RectificationAsked(Body):
    """What is put right, or what must be read beside a record that is not complete."""

    model_config = shown(
        {
            "details": {"family_name": "Exemple"},
            "reason": "The birth certificate was seen: the police form was misspelt.",
        }
    )

    details: DetailsPutRight | None = Field(default=None, description="The right details.")
    statement: Narrative | None = Field(
        default=None, description="Words that complete the record, kept beside it."
    )
    reason: Narrative = Field(description="Why, and what it rests on.")


class Rectified(Reply):
    child_id: str = Field(description="Whose record.")
    version: int = Field(description="The version it led to; earlier ones stay readable.")
    changed: list[str] = Field(description="Which details changed.")
    must_be_told: list[RecipientRead] = Field(
        description="Everybody the record was disclosed to before it was put right."
    )


class RestrictionAsked(Body):
    model_config = shown(
        {
            "restricted": True,
            "ground": "accuracy_contested",
            "reason": "The family says that it was the cousin.",
        }
    )

    restricted: Yes = Field(description="true keeps the record and stops its use; false lifts it.")
    ground: RestrictionGround | None = Field(
        default=None, description="Why the law wants it kept and not used; needed to restrict."
    )
    reason: Narrative = Field(description="In words.")


class RestrictionRead(Reply):
    child_id: str = Field(description="Whose record.")
    restricted: bool = Field(description="Whether it is kept and not used.")
    ground: RestrictionGround | None = Field(description="On which ground.")
    since: datetime | None = Field(description="Since when.")


class ErasureAsked(Body):
    model_config = shown({"ground": "infringes_principles"})

    ground: ErasureGround = Field(description="Why it must go; the words of it are not kept.")


class CertificateRead(Reply):
    """That a record was destroyed, and nothing of what it held."""

    id: str = Field(description="Opaque id of the certificate.")
    authority: str = Field(description="On what authority.")
    edition: str = Field(description="Edition of the protocol.")
    rows: dict[str, int] = Field(description="How many rows went, by table.")
    issued_at: datetime = Field(description="When.")
    issued_by: str = Field(description="By whom.")
