"""Children, what was ever known of them, and the outcomes they were given."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH, UTCDateTime
from app.sealed.columns import SealedDate, SealedJSON, SealedText
from app.sealed.index import TOKEN_LENGTH
from app.stored_enum import StoredEnum
from panel_protocol.record_terms import RestrictionGround
from panel_protocol.terms import OutcomeKind, Sex

_STANDING = text("lifted_at IS NULL")


class Child(SQLModel, table=True):
    """The child as last described; every earlier description is in `child_version`.

    What would tell somebody which child this is stands sealed. `police_person_index` finds the
    child by the police's number, in whatever area: it is what makes two reports one child.
    """

    __tablename__ = "child"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    version: int
    police_person_id: str = Field(sa_type=SealedText("id"))
    police_person_index: str = Field(max_length=ID_LENGTH, unique=True)
    pnc_id: str | None = Field(default=None, sa_type=SealedText("id"))
    given_names: str = Field(sa_type=SealedText("id"))
    family_name: str = Field(sa_type=SealedText("id"))
    date_of_birth: date = Field(sa_type=SealedDate("id"))
    sex: Sex = Field(sa_type=StoredEnum(Sex))
    ethnicity: str | None = Field(default=None, sa_type=SealedText("id"))
    home_area: str = Field(max_length=9, index=True)
    looked_after: bool
    responsible_authority: str | None = Field(default=None, sa_type=SealedText("id"))
    interpreter_language: str | None = Field(default=None, sa_type=SealedText("id"))
    communication_needs: list[str] = Field(sa_type=SealedJSON("id"))
    school: str | None = Field(default=None, sa_type=SealedText("id"))
    synthetic: bool
    created_at: datetime = Field(sa_type=UTCDateTime)


class ChildVersion(SQLModel, table=True):
    """What was said of a child, when and by whom: added to, never changed."""

    __tablename__ = "child_version"

    child_id: str = Field(primary_key=True, max_length=ID_LENGTH, foreign_key="child.id")
    version: int = Field(primary_key=True)
    details: dict[str, Any] = Field(sa_type=SealedJSON("child_id"))
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)


class ChildArea(SQLModel, table=True):
    """The areas whose service knows a child: who may see them."""

    __tablename__ = "child_area"

    child_id: str = Field(primary_key=True, max_length=ID_LENGTH, foreign_key="child.id")
    area: str = Field(primary_key=True, max_length=9, index=True)
    since: datetime = Field(sa_type=UTCDateTime)


class ChildToken(SQLModel, table=True):
    """What one area finds a child by: digests of names, birth date and numbers, of that area."""

    __tablename__ = "child_token"

    area: str = Field(primary_key=True, max_length=9)
    token: str = Field(primary_key=True, max_length=TOKEN_LENGTH)
    child_id: str = Field(
        primary_key=True, max_length=ID_LENGTH, foreign_key="child.id", index=True
    )


class BreakGlass(SQLModel, table=True):
    """A case of another area opened to one person for reading, for a few hours: only ever added.

    It opens that case's child too, and stands here because a child is read before any case.
    """

    __tablename__ = "break_glass"
    __table_args__ = (
        Index("ix_break_glass_opened", "opened_by", "expires_at"),
        Index("ix_break_glass_told", "area", "opened_at"),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    case_id: str = Field(max_length=ID_LENGTH, foreign_key="panel_case.id", index=True)
    child_id: str = Field(max_length=ID_LENGTH, foreign_key="child.id")
    reference: str = Field(max_length=12)
    area: str = Field(max_length=9)  # whose case it was then, and who is told
    reason: str = Field(sa_type=SealedText("child_id"))
    opened_at: datetime = Field(sa_type=UTCDateTime)
    opened_by: str = Field(max_length=200)
    agency: str | None = Field(default=None, max_length=60)
    from_areas: list[str] = Field(sa_type=JSON)
    expires_at: datetime = Field(sa_type=UTCDateTime)


class ChildOutcome(SQLModel, table=True):
    """An outcome given to a child, here or elsewhere.

    A later report of the same outcome (its offence now known, or overturned on appeal) is a
    new row; the row it replaces is only marked, once.
    """

    __tablename__ = "child_outcome"
    __table_args__ = (
        Index(
            "uq_child_outcome_standing",
            "child_id",
            "outcome",
            "given_on",
            "offence_code",
            "case_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    child_id: str = Field(max_length=ID_LENGTH, foreign_key="child.id", index=True)
    outcome: OutcomeKind = Field(sa_type=StoredEnum(OutcomeKind))
    given_on: date
    home_area: str = Field(max_length=9)
    offence_code: str = Field(max_length=12)  # empty where the report did not say
    offence_committed_on: date | None = Field(default=None)
    first_hearing_on: date | None = Field(default=None)
    overturned_on: date | None = Field(default=None)
    home_office_code: str | None = Field(default=None, max_length=4)
    case_id: str = Field(max_length=ID_LENGTH)  # empty where it was not given on this pathway
    reported_as: str = Field(max_length=20)  # history, report, or pathway
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = Field(max_length=200)
    replaced_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class FirstEntry(SQLModel, table=True):
    """A child's first substantive outcome, kept by whatever changes their outcomes.

    `residence` may be OTHER: such a child is an entrant already, and counted in no area here.
    """

    __tablename__ = "first_entry"
    __table_args__ = (
        UniqueConstraint("outcome_id"),
        Index("ix_first_entry_counting", "residence", "given_on"),
    )

    child_id: str = Field(primary_key=True, max_length=ID_LENGTH, foreign_key="child.id")
    outcome_id: str = Field(max_length=ID_LENGTH, foreign_key="child_outcome.id")
    outcome: OutcomeKind = Field(sa_type=StoredEnum(OutcomeKind))
    given_on: date
    residence: str = Field(max_length=9)


class ChildRestriction(SQLModel, table=True):
    """While it stands the child's records are kept and not used (DPA 2018 s.47)."""

    __tablename__ = "child_restriction"
    __table_args__ = (
        Index(
            "uq_child_restriction_standing",
            "child_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    child_id: str = Field(max_length=ID_LENGTH, foreign_key="child.id")
    ground: RestrictionGround = Field(sa_type=StoredEnum(RestrictionGround))
    reason: str = Field(sa_type=SealedText("child_id"))
    imposed_at: datetime = Field(sa_type=UTCDateTime)
    imposed_by: str = Field(max_length=200)
    # Whom whoever imposed it spoke for; empty in what an earlier release kept.
    areas: list[str] | None = Field(default=None, sa_type=JSON)
    lifted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    lifted_by: str | None = Field(default=None, max_length=200)
    lifting_reason: str | None = Field(default=None, sa_type=SealedText("child_id"))
