"""What was put right in a child's record."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime
from app.sealed.columns import SealedText


class Rectification(SQLModel, table=True):
    """Why a description was put right; what was said before is in `child_version`."""

    __tablename__ = "rectification"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    child_id: str = Field(max_length=ID_LENGTH, foreign_key="child.id", index=True)
    version: int  # of the child, that it led to
    changed: list[str] = Field(sa_type=JSON)  # which details, by name
    statement: str | None = Field(
        default=None, sa_type=SealedText("child_id")
    )  # where words must be added
    reason: str = Field(sa_type=SealedText("child_id"))
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)
