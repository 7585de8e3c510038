"""The journal as the database keeps it: rows that are only ever added."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Integer, UniqueConstraint
from sqlalchemy.sql.elements import conv
from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime
from app.stored_enum import StoredEnum

# SQLite numbers rows by itself only for INTEGER.
_Number = BigInteger().with_variant(Integer(), "sqlite")


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


class JournalOutcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"


class JournalLine(SQLModel, table=True):
    """Who did or read what. Triggers refuse every UPDATE, DELETE and TRUNCATE.

    It names people by opaque ids and holds codes, versions and counts; a record's words, never.
    """

    __tablename__ = "journal_line"
    __table_args__ = (
        # Form 1 had no place to name a recipient.
        CheckConstraint(
            "form = 1 OR (recipient_organisation IS NOT NULL AND recipient_person IS NOT NULL) "
            "= (category = 'disclosure')",
            name=conv("ck_journal_line_recipient_of_a_disclosure"),
        ),
    )

    sequence: int = Field(primary_key=True, sa_type=_Number)
    form: int = Field(sa_column_kwargs={"server_default": "1"})  # which columns the MAC is over
    at: datetime = Field(sa_type=UTCDateTime, index=True)
    category: JournalCategory = Field(sa_type=StoredEnum(JournalCategory))
    action: str = Field(max_length=60)
    purpose: str | None = Field(default=None, max_length=60)
    outcome: JournalOutcome | None = Field(default=None, sa_type=StoredEnum(JournalOutcome))
    actor: str = Field(max_length=200, index=True)
    actor_kind: str | None = Field(default=None, max_length=20)
    roles: list[str] = Field(sa_type=JSON)
    areas: list[str] | None = Field(default=None, sa_type=JSON)  # the actor's
    agency: str | None = Field(default=None, max_length=60)
    area: str | None = Field(default=None, max_length=9)  # the record's, where it has one
    request_id: str = Field(max_length=ID_LENGTH)
    case_id: str | None = Field(default=None, max_length=ID_LENGTH, index=True)
    children: list[str] = Field(sa_type=JSON)
    resource: dict[str, Any] = Field(sa_type=JSON)
    reason: str | None = Field(default=None, max_length=60)  # a code, for access in an emergency
    recipient_organisation: str | None = Field(default=None, max_length=200)
    recipient_person: str | None = Field(default=None, max_length=200)
    mac: str = Field(max_length=64)
    key_id: str = Field(max_length=16)


class JournalSeal(SQLModel, table=True):
    """A signed link of one area's chain over the lines it names; as append-only as they are."""

    __tablename__ = "journal_seal"
    __table_args__ = (UniqueConstraint("chain", "number"), UniqueConstraint("chain", "prev"))

    serial: int = Field(
        primary_key=True, sa_type=_Number, sa_column_kwargs={"autoincrement": False}
    )
    chain: str = Field(max_length=9)
    number: int  # 1, 2, 3… in its chain
    prev: str = Field(max_length=64)  # hash of the seal before it in its chain
    sealed_at: datetime = Field(sa_type=UTCDateTime)
    through: int = Field(sa_type=BigInteger)  # no line up to here is left, in any chain
    members: list[int] = Field(sa_type=JSON)
    digest: str = Field(max_length=64)
    heads: dict[str, Any] = Field(sa_type=JSON)  # the other chains' newest seals, as witnessed
    public_key: str = Field(max_length=64)
    signature: str = Field(max_length=128)
