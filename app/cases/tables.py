"""Cases as the database keeps them: what was submitted, and everything decided since."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime, kept_with
from app.sealed.columns import SealedJSON, SealedText
from app.stored_enum import StoredEnum
from panel_protocol.journey import Stage
from panel_protocol.terms import ClosedAs, HoldSource, Route, VictimKind

# A case that left this pathway may come back on it: withdrawn, returned, or from a court.
_STANDING = text(
    "closed_as IS NULL OR closed_as NOT IN "
    "('withdrawn', 'returned_to_police', 'charged', 'charge_consideration', 'transferred_out')"
)


class Case(SQLModel, table=True):
    """Where a case stands. How it came there is in `case_change` and `decision`."""

    __tablename__ = "panel_case"
    __table_args__ = (
        Index("uq_panel_case_area_id", "area", "id", unique=True),
        Index(
            "uq_case_submitted_once",
            "police_reference_index",
            "child_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index("ix_case_worklist", "area", "stage", "received_at", "id"),
        Index("ix_case_due", "area", "due_on"),
        Index("ix_case_submitter", "submitted_by", "police_reference_index"),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    reference: str = Field(max_length=12, unique=True)
    version: int
    stage: Stage = Field(sa_type=StoredEnum(Stage))
    closed_as: ClosedAs | None = Field(default=None, sa_type=StoredEnum(ClosedAs))
    area: str = Field(max_length=9)
    child_id: str = Field(max_length=ID_LENGTH, foreign_key="child.id", index=True)
    police_reference: str = Field(sa_type=SealedText("child_id"))
    police_reference_index: str = Field(max_length=ID_LENGTH)
    submitted_by: str = Field(max_length=200)
    received_at: datetime = Field(sa_type=UTCDateTime)
    allocated_to: str | None = Field(default=None, max_length=200)
    route: Route = Field(sa_type=StoredEnum(Route))
    gravity: int | None = Field(default=None)
    assessment_due: date | None = Field(default=None)
    due_on: date | None = Field(default=None)  # the next thing due at this stage
    police_informed_due: date | None = Field(default=None)


class Submission(SQLModel, table=True):
    """What the police sent, as they sent it."""

    __tablename__ = "submission"
    __table_args__ = (kept_with("panel_case", "case_id"),)

    case_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    area: str = Field(max_length=9)
    body: dict[str, Any] = Field(sa_type=SealedJSON("case_id"))
    facts: dict[str, Any] = Field(sa_type=SealedJSON("case_id"))


class CaseOffence(SQLModel, table=True):
    __tablename__ = "case_offence"
    __table_args__ = (kept_with("panel_case", "case_id", area="case_area"),)

    case_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    position: int = Field(primary_key=True)
    offence_code: str = Field(max_length=12)
    committed_on: date
    area: str = Field(max_length=9)  # where it was done
    case_area: str = Field(max_length=9)  # whose case it is
    summary: str = Field(sa_type=SealedText("case_id"))


class Victim(SQLModel, table=True):
    """A victim of one of the case's offences, and where they stand with the panel."""

    __tablename__ = "victim"
    __table_args__ = (
        Index("uq_victim_area_id", "area", "id", unique=True),
        kept_with("panel_case", "case_id"),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    version: int
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    offence_position: int | None = Field(default=None)
    kind: VictimKind = Field(sa_type=StoredEnum(VictimKind))
    name: str | None = Field(default=None, sa_type=SealedText("id"))
    may_share_with_yjs: bool
    status: str = Field(max_length=30)
    recorded_at: datetime = Field(sa_type=UTCDateTime)


class VictimVersion(SQLModel, table=True):
    """Every statement of a victim's wishes, as it was recorded.

    How far they had been heard by then stands in the clear, so that it can be counted: empty
    only where an earlier release recorded it.
    """

    __tablename__ = "victim_version"
    __table_args__ = (kept_with("victim", "victim_id"),)

    victim_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    area: str = Field(max_length=9)
    version: int = Field(primary_key=True)
    details: dict[str, Any] = Field(sa_type=SealedJSON("victim_id"))
    status: str | None = Field(default=None, max_length=30)
    consents_to_contact: bool | None = Field(default=None)
    restorative_justice: str | None = Field(default=None, max_length=30)
    told_of_outcome: bool | None = Field(default=None)
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)


class CaseChange(SQLModel, table=True):
    """One for each version of a case, whether or not its stage moved."""

    __tablename__ = "case_change"
    __table_args__ = (
        kept_with("panel_case", "case_id"),
        UniqueConstraint("case_id", "case_version"),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    case_id: str = Field(max_length=ID_LENGTH)
    area: str = Field(max_length=9)
    case_version: int
    action: str = Field(max_length=60)
    from_stage: Stage | None = Field(default=None, sa_type=StoredEnum(Stage))
    to_stage: Stage = Field(sa_type=StoredEnum(Stage))
    closed_as: ClosedAs | None = Field(default=None, sa_type=StoredEnum(ClosedAs))
    at: datetime = Field(sa_type=UTCDateTime)
    by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)
    why: str | None = Field(default=None, sa_type=SealedText("case_id"))  # a code and a narrative


class CaseDecision(SQLModel, table=True):
    """A decision, whole: its answer, reasons, facts, the day it looked at and the edition."""

    __tablename__ = "case_decision"
    __table_args__ = (kept_with("panel_case", "case_id"),)

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    case_version: int
    kind: str = Field(max_length=40)
    answer: dict[str, Any] = Field(sa_type=SealedJSON("case_id"))
    reasons: list[dict[str, str]] = Field(sa_type=SealedJSON("case_id"))
    facts: dict[str, Any] = Field(sa_type=SealedJSON("case_id"))
    edition: str = Field(max_length=20)
    looked_at: date
    decided_at: datetime = Field(sa_type=UTCDateTime)
    decided_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)


class ExploitationHold(SQLModel, table=True):
    """A decision held because the child may be exploited, and who released it."""

    __tablename__ = "exploitation_hold"
    __table_args__ = (kept_with("panel_case", "case_id"),)

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    source: HoldSource = Field(sa_type=StoredEnum(HoldSource))
    concern: str | None = Field(default=None, sa_type=SealedText("case_id"))
    referred_on: date | None = Field(default=None)  # to the national referral mechanism
    opened_at: datetime = Field(sa_type=UTCDateTime)
    opened_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)
    released_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    released_by: str | None = Field(default=None, max_length=200)
    rationale: str | None = Field(default=None, sa_type=SealedText("case_id"))
    referral_decision: str | None = Field(default=None, sa_type=SealedText("case_id"))
