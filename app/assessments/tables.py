"""Assessments as the database keeps them: where each stands, and every section ever saved."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime, kept_with
from app.sealed.columns import SealedJSON, SealedText
from app.stored_enum import StoredEnum
from panel_protocol.terms import AssessmentStatus, SignatureKind


class Assessment(SQLModel, table=True):
    """Where a case's assessment stands; one that nobody has touched has no row yet."""

    __tablename__ = "assessment"
    __table_args__ = (
        Index("uq_assessment_area_case_id", "area", "case_id", unique=True),
        kept_with("panel_case", "case_id"),
    )

    case_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    area: str = Field(max_length=9)
    version: int
    tool_edition: str = Field(max_length=20)
    status: AssessmentStatus = Field(sa_type=StoredEnum(AssessmentStatus))
    author: str = Field(max_length=200)  # who began it, until somebody signs it as theirs
    started_at: datetime = Field(sa_type=UTCDateTime)


class AssessmentSection(SQLModel, table=True):
    """One saving of one section, with all its answers as they then stood: only ever added."""

    __tablename__ = "assessment_section"
    __table_args__ = (
        kept_with("assessment", "case_id", key="case_id"),
        Index("ix_assessment_section_latest", "case_id", "section", "version"),
    )

    case_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    area: str = Field(max_length=9)
    version: int = Field(primary_key=True)  # the version of the assessment that it made
    section: str = Field(max_length=60)
    answers: dict[str, Any] = Field(sa_type=SealedJSON("case_id"))
    saved_at: datetime = Field(sa_type=UTCDateTime)
    saved_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)
    # Whose each answer is, a group's by entry; not known of what an older release saved.
    authors: dict[str, list[str]] | None = Field(default=None, sa_type=JSON)
    # Questions whose answers this saving cleared; the version before holds what was said.
    cleared: list[str] | None = Field(default=None, sa_type=JSON)


class AssessmentSignature(SQLModel, table=True):
    """Each time it was signed, agreed or returned: only ever added."""

    __tablename__ = "assessment_signature"
    __table_args__ = (kept_with("assessment", "case_id", key="case_id"),)

    case_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    area: str = Field(max_length=9)
    version: int = Field(primary_key=True)  # the version of the assessment that it made
    kind: SignatureKind = Field(sa_type=StoredEnum(SignatureKind))
    by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)
    at: datetime = Field(sa_type=UTCDateTime)
    comment: str | None = Field(default=None, sa_type=SealedText("case_id"))
