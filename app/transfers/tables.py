"""Transfers as the database keeps them: who offered which case to whom, and what was answered."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime
from app.sealed.columns import SealedText
from app.stored_enum import StoredEnum
from panel_protocol.terms import TransferReason, TransferStatus

_OPEN = text("status = 'offered'")


class CaseTransfer(SQLModel, table=True):
    """A case on its way to another service. It stays where it is until that service accepts."""

    __tablename__ = "case_transfer"
    __table_args__ = (
        Index(
            "uq_case_transfer_open",
            "case_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_case_transfer_from", "from_area", "status"),
        Index("ix_case_transfer_to", "to_area", "status"),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    version: int
    case_id: str = Field(max_length=ID_LENGTH, foreign_key="panel_case.id", index=True)
    # Copied from the case, for a service that may not read the case yet.
    reference: str = Field(max_length=12)
    child_id: str = Field(max_length=ID_LENGTH, foreign_key="child.id")
    from_area: str = Field(max_length=9)
    to_area: str = Field(max_length=9)  # or OTHER
    receiving_service: str | None = Field(default=None, max_length=200)
    receiving_manager: str = Field(max_length=200)
    reason: TransferReason = Field(sa_type=StoredEnum(TransferReason))
    narrative: str = Field(sa_type=SealedText("child_id"))
    child_moved_on: date | None = Field(default=None)
    status: TransferStatus = Field(sa_type=StoredEnum(TransferStatus))
    offered_at: datetime = Field(sa_type=UTCDateTime)
    offered_by: str = Field(max_length=200)
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by: str | None = Field(default=None, max_length=200)
    comment: str | None = Field(default=None, sa_type=SealedText("child_id"))
