"""What was decided about a case and given to the child, and the plan that came of it.

The plan's own tables stand here, not with the stage that carries the plan out: it starts with
the police decision or with the giving, and a stage may only write downwards.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime, kept_with
from app.sealed.columns import SealedJSON, SealedText
from app.stored_enum import StoredEnum
from panel_protocol.terms import (
    ConditionKind,
    ConditionObject,
    ConditionStatus,
    CourtOutcome,
    Disposal,
)

_STANDING = text("set_aside_at IS NULL")
_LATEST = text("replaced_at IS NULL")


class PanelDisposal(SQLModel, table=True):
    """A panel's disposal; one set aside after a breach stays on record beside the next."""

    __tablename__ = "disposal"
    __table_args__ = (
        kept_with("panel_case", "case_id"),
        Index(
            "uq_disposal_standing",
            "case_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    panel_id: str = Field(max_length=ID_LENGTH, foreign_key="panel.id", index=True)
    disposal: Disposal = Field(sa_type=StoredEnum(Disposal))
    rationale: str = Field(sa_type=SealedText("case_id"))
    rejected: list[dict[str, str]] = Field(sa_type=SealedJSON("case_id"))
    departs_from_protocol: bool
    departure_rationale: str | None = Field(default=None, sa_type=SealedText("case_id"))
    child_voice: str | None = Field(default=None, sa_type=SealedText("case_id"))
    victim_voice: str | None = Field(default=None, sa_type=SealedText("case_id"))
    # As planned; see Condition.
    conditions: list[dict[str, Any]] = Field(sa_type=SealedJSON("case_id"))
    long_plan_reason: str | None = Field(default=None, sa_type=SealedText("case_id"))
    decided_on: date
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)
    set_aside_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class PoliceDecision(SQLModel, table=True):
    """The police's last word on a panel's disposal; one they went back on stays beside it."""

    __tablename__ = "police_decision"
    __table_args__ = (
        kept_with("panel_case", "case_id"),
        Index(
            "uq_police_decision_standing",
            "disposal_id",
            unique=True,
            sqlite_where=_LATEST,
            postgresql_where=_LATEST,
        ),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    disposal_id: str = Field(max_length=ID_LENGTH, foreign_key="disposal.id")
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    agrees: bool
    disposal: Disposal = Field(sa_type=StoredEnum(Disposal))
    departs_from_protocol: bool
    rationale: str | None = Field(default=None, sa_type=SealedText("case_id"))
    decided_on: date
    officer_rank: str = Field(max_length=100)
    prosecutor_decided_on: date | None = Field(default=None)
    prosecutor_reference: str | None = Field(default=None, sa_type=SealedText("case_id"))
    information_form_completed_on: date | None = Field(default=None)
    escalated_to: str | None = Field(default=None, sa_type=SealedText("case_id"))
    conditions: list[dict[str, Any]] = Field(sa_type=SealedJSON("case_id"))
    long_plan_reason: str | None = Field(default=None, sa_type=SealedText("case_id"))
    home_office_code: str | None = Field(default=None, max_length=4)
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)
    replaced_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Administration(SQLModel, table=True):
    """A caution or resolution as it was actually given."""

    __tablename__ = "administration"
    __table_args__ = (kept_with("panel_case", "case_id"),)

    disposal_id: str = Field(primary_key=True, max_length=ID_LENGTH, foreign_key="disposal.id")
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    disposal: Disposal = Field(sa_type=StoredEnum(Disposal))
    given_on: date
    appropriate_adult: dict[str, Any] | None = Field(default=None, sa_type=SealedJSON("case_id"))
    admission: bool
    effect_explained: bool
    signed_consent: bool | None = Field(default=None)
    given_by_rank: str = Field(max_length=100)
    offence_code: str | None = Field(default=None, max_length=12)
    conditions: list[dict[str, Any]] = Field(sa_type=SealedJSON("case_id"))
    long_plan_reason: str | None = Field(default=None, sa_type=SealedText("case_id"))
    conditions_end_on: date | None = Field(default=None)
    outcome_id: str = Field(max_length=ID_LENGTH, foreign_key="child_outcome.id")
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)


class CourtResult(SQLModel, table=True):
    """What became of a charge; a case may come back before it is tried."""

    __tablename__ = "court_result"
    __table_args__ = (kept_with("panel_case", "case_id"),)

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    result: CourtOutcome = Field(sa_type=StoredEnum(CourtOutcome))
    result_on: date
    offence_code: str | None = Field(default=None, max_length=12)
    note: str | None = Field(default=None, sa_type=SealedText("case_id"))
    outcome_id: str | None = Field(
        default=None, max_length=ID_LENGTH, foreign_key="child_outcome.id"
    )
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)


class Plan(SQLModel, table=True):
    """A plan that has started: under which disposal, and from which day the law counts."""

    __tablename__ = "intervention_plan"
    __table_args__ = (kept_with("panel_case", "case_id"),)

    disposal_id: str = Field(primary_key=True, max_length=ID_LENGTH, foreign_key="disposal.id")
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    disposal: Disposal = Field(sa_type=StoredEnum(Disposal))
    given_on: date
    started_at: datetime = Field(sa_type=UTCDateTime)


class Condition(SQLModel, table=True):
    """A condition as it stands. Its terms never change, save the day it is due when extended."""

    __tablename__ = "condition"
    __table_args__ = (
        Index("uq_condition_area_id", "area", "id", unique=True),
        kept_with("panel_case", "case_id"),
        UniqueConstraint("disposal_id", "position"),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    version: int
    disposal_id: str = Field(max_length=ID_LENGTH, foreign_key="intervention_plan.disposal_id")
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    position: int
    kind: ConditionKind = Field(sa_type=StoredEnum(ConditionKind))
    object: ConditionObject | None = Field(default=None, sa_type=StoredEnum(ConditionObject))
    description: str = Field(sa_type=SealedText("case_id"))
    due_on: date
    hours_required: int | None = Field(default=None)
    attendance_place: str | None = Field(default=None, sa_type=SealedText("case_id"))
    amount_pounds: int | None = Field(default=None)
    payee: str | None = Field(default=None, sa_type=SealedText("case_id"))
    payment_method: str | None = Field(default=None, sa_type=SealedText("case_id"))
    replaces_id: str | None = Field(
        default=None, max_length=ID_LENGTH, foreign_key="condition.id", unique=True
    )
    settled: ConditionStatus | None = Field(default=None, sa_type=StoredEnum(ConditionStatus))
    settled_on: date | None = Field(default=None)


class ConditionVersion(SQLModel, table=True):
    """What happened to a condition at each of its versions: added to, never changed."""

    __tablename__ = "condition_version"
    __table_args__ = (kept_with("condition", "condition_id"),)

    condition_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    area: str = Field(max_length=9)
    version: int = Field(primary_key=True)
    action: str = Field(max_length=60)
    due_on: date
    settled: ConditionStatus | None = Field(default=None, sa_type=StoredEnum(ConditionStatus))
    settled_on: date | None = Field(default=None)
    why: str | None = Field(default=None, sa_type=SealedText("condition_id"))
    at: datetime = Field(sa_type=UTCDateTime)
    by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)
