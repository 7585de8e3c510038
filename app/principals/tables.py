"""What was taken from people and systems whose credentials are still good."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.schema import conv
from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime
from app.stored_enum import StoredEnum

_EVERYTHING_OR_ONE = "(taken = 'everything') = (which = '')"
_RESTORED = (
    "(restored_at IS NULL) = (restored_by IS NULL) "
    "AND (restored_at IS NULL) = (restored_because IS NULL)"
)
_IN_FORCE = text("restored_at IS NULL")


class Taken(StrEnum):
    EVERYTHING = "everything"
    ROLE = "role"
    AREA = "area"


class WithdrawnAccess(SQLModel, table=True):
    """One thing taken from one bearer. It is kept when restored: who did what when, and why."""

    __tablename__ = "withdrawn_access"
    __table_args__ = (
        Index(
            "uq_withdrawn_access_in_force",
            "subject",
            "taken",
            "which",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        CheckConstraint(_EVERYTHING_OR_ONE, name=conv("ck_withdrawn_access_which")),
        CheckConstraint(_RESTORED, name=conv("ck_withdrawn_access_restored")),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    subject: str = Field(max_length=200)
    taken: Taken = Field(sa_type=StoredEnum(Taken))
    which: str = Field(max_length=40)  # the role or the area; nothing where everything is taken
    withdrawn_at: datetime = Field(sa_type=UTCDateTime)
    withdrawn_by: str = Field(max_length=200)
    withdrawn_because: str = Field(max_length=500)
    restored_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    restored_by: str | None = Field(default=None, max_length=200)
    restored_because: str | None = Field(default=None, max_length=500)
