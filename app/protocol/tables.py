"""The force's own gravity matrices, as imported."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from app.database import UTCDateTime


class GravityMatrix(SQLModel, table=True):
    __tablename__ = "gravity_matrix"

    sha256: str = Field(primary_key=True, max_length=64)
    edition: str = Field(max_length=60)
    starts: date
    ends: date | None = Field(default=None)
    scores: dict[str, Any] = Field(sa_type=JSON)
    imported_at: datetime = Field(sa_type=UTCDateTime)
    imported_by: str = Field(max_length=200)
