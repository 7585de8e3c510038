"""What holds a child's record, what was decided about keeping it, and what is left of one gone.

A request for access stands here because a record is not destroyed while somebody waits to read it.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime
from app.sealed.columns import SealedText
from app.stored_enum import StoredEnum
from panel_protocol.record_terms import RetentionStep


class RetentionDecision(SQLModel, table=True):
    """A step of the review of one child's record: added to, never changed."""

    __tablename__ = "retention_decision"
    __table_args__ = (UniqueConstraint("child_id", "number"),)

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    child_id: str = Field(max_length=ID_LENGTH, foreign_key="child.id")
    number: int  # among the steps of this record
    step: RetentionStep = Field(sa_type=StoredEnum(RetentionStep))
    due_on: date | None = Field(default=None)
    edition: str = Field(max_length=20)  # of the protocol whose schedule was asked
    reason: str | None = Field(default=None, sa_type=SealedText("child_id"))
    next_review_on: date | None = Field(default=None)
    dispose_on: date | None = Field(default=None)
    # Whom whoever decided spoke for; empty in what an earlier release kept.
    areas: list[str] | None = Field(default=None, sa_type=JSON)
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)


class DisposalCertificate(SQLModel, table=True):
    """That a record was destroyed, and how much it was: nothing of what it held."""

    __tablename__ = "disposal_certificate"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    authority: str = Field(max_length=40)  # why it went: retention, or erasure
    edition: str = Field(max_length=20)
    rows: dict[str, Any] = Field(sa_type=JSON)  # how many, by table
    issued_at: datetime = Field(sa_type=UTCDateTime)
    issued_by: str = Field(max_length=200)


class SubjectRequest(SQLModel, table=True):
    """A request for what is held on a child, and its clock."""

    __tablename__ = "subject_request"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    child_id: str = Field(max_length=ID_LENGTH, foreign_key="child.id", index=True)
    received_on: date
    extended_on: date | None = Field(default=None)
    extension_reason: str | None = Field(default=None, sa_type=SealedText("child_id"))
    pauses: list[dict[str, Any]] = Field(sa_type=JSON)  # asked_on, told_on
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    recipient: str | None = Field(default=None, sa_type=SealedText("child_id"))
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)
