"""Replies kept so that a retried request gets the first one again."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime
from app.sealed.columns import SealedJSON


class FirstReply(SQLModel, table=True):
    __tablename__ = "first_reply"

    client: str = Field(primary_key=True, max_length=200)
    key: str = Field(primary_key=True, max_length=255)
    child_id: str | None = Field(default=None, max_length=ID_LENGTH, index=True)
    request_sha256: str = Field(max_length=64)
    reply: dict[str, Any] | None = Field(default=None, sa_type=SealedJSON("child_id"))
    recorded_at: datetime = Field(sa_type=UTCDateTime)
