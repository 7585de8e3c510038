"""How a plan was carried out. What was asked stands with the decision, in `disposals`."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime, kept_with
from app.sealed.columns import SealedJSON, SealedText
from app.stored_enum import StoredEnum
from panel_protocol.terms import AttendanceKind, BreachChoice, Disposal


class Progress(SQLModel, table=True):
    """One attendance or piece of work, made or missed."""

    __tablename__ = "progress"
    __table_args__ = (kept_with("condition", "condition_id"),)

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    condition_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    condition_version: int
    occurred_on: date
    hours: int
    attendance: AttendanceKind = Field(sa_type=StoredEnum(AttendanceKind))
    note: str | None = Field(default=None, sa_type=SealedText("condition_id"))
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)


class Completion(SQLModel, table=True):
    __tablename__ = "completion"
    __table_args__ = (kept_with("condition", "condition_id"),)

    condition_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    area: str = Field(max_length=9)
    completed_on: date
    evidence: str = Field(sa_type=SealedText("condition_id"))
    hours_completed: int
    hours_short_reason: str | None = Field(default=None, sa_type=SealedText("condition_id"))
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)


class Variation(SQLModel, table=True):
    """A condition agreed with the child in place of another, which stays as it was."""

    __tablename__ = "variation"
    __table_args__ = (kept_with("condition", "condition_id"),)

    condition_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    area: str = Field(max_length=9)
    replaced_by: str = Field(max_length=ID_LENGTH, foreign_key="condition.id", unique=True)
    agreed_by_child: bool
    agreed_on: date
    reason: str = Field(sa_type=SealedText("condition_id"))
    authorised_by: str | None = Field(default=None, max_length=200)
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)


class Breach(SQLModel, table=True):
    """A review of what was not kept to."""

    __tablename__ = "breach"
    __table_args__ = (
        Index("uq_breach_area_id", "area", "id", unique=True),
        kept_with("panel_case", "case_id"),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    disposal_id: str = Field(max_length=ID_LENGTH, foreign_key="intervention_plan.disposal_id")
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    conditions: list[str] = Field(sa_type=JSON)
    excuse_considered: bool
    child_withdraws: bool | None = Field(default=None)
    narrative: str = Field(sa_type=SealedText("case_id"))
    opened_at: datetime = Field(sa_type=UTCDateTime)
    opened_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)


class BreachDecision(SQLModel, table=True):
    __tablename__ = "breach_decision"
    __table_args__ = (kept_with("breach", "breach_id"),)

    breach_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    area: str = Field(max_length=9)
    decision: BreachChoice = Field(sa_type=StoredEnum(BreachChoice))
    rationale: str = Field(sa_type=SealedText("breach_id"))
    excused_conditions: list[str] = Field(sa_type=JSON)
    due_on: date | None = Field(default=None)
    agreed_by_child: bool | None = Field(default=None)
    reasonable_excuse: bool | None = Field(default=None)
    information_form_completed_on: date | None = Field(default=None)
    authorised_by: str | None = Field(default=None, max_length=200)
    conditions: list[dict[str, Any]] = Field(sa_type=SealedJSON("breach_id"))  # as varied
    decided_at: datetime = Field(sa_type=UTCDateTime)
    decided_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)


class Conclusion(SQLModel, table=True):
    """The plan was carried out; `outcome_id` is set where that is when the outcome is recorded."""

    __tablename__ = "conclusion"
    __table_args__ = (kept_with("panel_case", "case_id"),)

    disposal_id: str = Field(
        primary_key=True, max_length=ID_LENGTH, foreign_key="intervention_plan.disposal_id"
    )
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    disposal: Disposal = Field(sa_type=StoredEnum(Disposal))
    concluded_on: date
    summary: str = Field(sa_type=SealedText("case_id"))
    outcome_id: str | None = Field(
        default=None, max_length=ID_LENGTH, foreign_key="child_outcome.id"
    )
    home_office_code: str | None = Field(default=None, max_length=4)
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)
