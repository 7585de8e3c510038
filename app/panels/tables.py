"""Panels as the database keeps them: who was asked, who came, which cases, what was said."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime, kept_with
from app.sealed.columns import SealedText
from app.stored_enum import StoredEnum
from panel_protocol.terms import AgendaRemoval, Disposal

_OPEN = text("removed_at IS NULL AND decided_at IS NULL")
_LATEST = text("replaced_at IS NULL")


class Panel(SQLModel, table=True):
    """One meeting; its version rises with every record of who came."""

    __tablename__ = "panel"
    __table_args__ = (
        Index("uq_panel_area_id", "area", "id", unique=True),
        Index("ix_panel_calendar", "area", "held_on", "id"),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    version: int
    area: str = Field(max_length=9)
    held_on: date
    venue: str = Field(max_length=200)
    convened_at: datetime = Field(sa_type=UTCDateTime)
    convened_by: str = Field(max_length=200)


class PanelMember(SQLModel, table=True):
    """Somebody invited, for an agency; who has an account is known by their subject."""

    __tablename__ = "panel_member"
    __table_args__ = (
        kept_with("panel", "panel_id"),
        Index("ix_panel_member_invited", "subject", "panel_id"),
    )

    panel_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    area: str = Field(max_length=9)
    position: int = Field(primary_key=True)
    agency: str = Field(max_length=60)
    subject: str | None = Field(default=None, max_length=200)
    name: str = Field(max_length=100)


class PanelAttendance(SQLModel, table=True):
    """Somebody who came, as recorded in one version of the panel; a correction adds rows."""

    __tablename__ = "panel_attendance"
    __table_args__ = (kept_with("panel", "panel_id"),)

    panel_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    area: str = Field(max_length=9)
    panel_version: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    agency: str = Field(max_length=60)
    subject: str | None = Field(default=None, max_length=200)
    name: str = Field(max_length=100)
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)
    replaced_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class AgendaItem(SQLModel, table=True):
    """A case before a panel: until it is taken off, or decided there."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        kept_with("panel_case", "case_id"),
        Index(
            "uq_agenda_item_open",
            "case_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    panel_id: str = Field(max_length=ID_LENGTH, foreign_key="panel.id", index=True)
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    listed_at: datetime = Field(sa_type=UTCDateTime)
    listed_by: str = Field(max_length=200)
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    removed_by: str | None = Field(default=None, max_length=200)
    removed_because: AgendaRemoval | None = Field(default=None, sa_type=StoredEnum(AgendaRemoval))
    removal_narrative: str | None = Field(default=None, sa_type=SealedText("case_id"))


class DeclaredInterest(SQLModel, table=True):
    """Why somebody has no part in a case: added to, never changed."""

    __tablename__ = "declared_interest"
    __table_args__ = (kept_with("panel_case", "case_id"),)

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    panel_id: str = Field(max_length=ID_LENGTH, foreign_key="panel.id")
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    agency: str = Field(max_length=60)
    subject: str | None = Field(default=None, max_length=200)
    name: str = Field(max_length=100)
    interest: str = Field(sa_type=SealedText("case_id"))
    declared_at: datetime = Field(sa_type=UTCDateTime)
    declared_by: str = Field(max_length=200)


class Recommendation(SQLModel, table=True):
    """What an agency would do; a later one replaces it, and it stays on record."""

    __tablename__ = "recommendation"
    __table_args__ = (
        kept_with("panel_case", "case_id"),
        Index(
            "uq_recommendation_latest",
            "panel_id",
            "case_id",
            "agency",
            unique=True,
            sqlite_where=_LATEST,
            postgresql_where=_LATEST,
        ),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    panel_id: str = Field(max_length=ID_LENGTH, foreign_key="panel.id")
    case_id: str = Field(max_length=ID_LENGTH, index=True)
    area: str = Field(max_length=9)
    agency: str = Field(max_length=60)
    disposal: Disposal = Field(sa_type=StoredEnum(Disposal))
    reason: str = Field(sa_type=SealedText("case_id"))
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by: str = Field(max_length=200)
    replaced_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
