"""The journal as the database keeps it: rows that are only ever added."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer
from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime
from app.stored_enum import StoredEnum


class JournalCategory(StrEnum):
    """The six that DPA 2018 s.62(1) names, then what we add: refusals and administration."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    DENIED = "denied"
    ADMIN = "admin"


class JournalLine(SQLModel, table=True):
    __tablename__ = "journal_line"

    # SQLite numbers rows by itself only for INTEGER.
    sequence: int = Field(primary_key=True, sa_type=BigInteger().with_variant(Integer(), "sqlite"))
    at: datetime = Field(sa_type=UTCDateTime, index=True)
    category: JournalCategory = Field(sa_type=StoredEnum(JournalCategory))
    action: str = Field(max_length=60)
    actor: str = Field(max_length=200, index=True)
    roles: list[str] = Field(sa_type=JSON)
    agency: str | None = Field(default=None, max_length=60)
    area: str | None = Field(default=None, max_length=9)
    request_id: str = Field(max_length=ID_LENGTH)
    case_id: str | None = Field(default=None, max_length=ID_LENGTH, index=True)
    children: list[str] = Field(sa_type=JSON)
    resource: dict[str, Any] = Field(sa_type=JSON)
    mac: str = Field(max_length=64)
    key_id: str = Field(max_length=16)
