"""Releases as partners read them, and the population estimates that rates are worked out on.

Nothing here leads to a child, and the true count of a hidden cell is nowhere in these tables.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from app.database import UTCDateTime
from app.statistics.audience import Audience
from app.stored_enum import StoredEnum
from panel_protocol.rules.rates import Period

RELEASE_ID_LENGTH = 16


class PopulationEstimate(SQLModel, table=True):
    """A mid-year estimate of residents aged 10 to 17: added to, the latest import is used."""

    __tablename__ = "population_estimate"

    area: str = Field(primary_key=True, max_length=9)
    mid_year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    imported_at: datetime = Field(primary_key=True, sa_type=UTCDateTime)
    count: int
    basis: str = Field(max_length=200)
    source: str = Field(max_length=400)


class PublishedFigure(SQLModel, table=True):
    """A figure of entrants that somebody else published, for comparison: only ever added to.

    It is of one series and of one vintage of it; neither count nor rate where it was suppressed.
    """

    __tablename__ = "published_figure"

    series: str = Field(primary_key=True, max_length=40)
    vintage: str = Field(primary_key=True, max_length=40)
    area: str = Field(primary_key=True, max_length=9)
    period_start: date = Field(primary_key=True)
    period_end: date = Field(primary_key=True)
    imported_at: datetime = Field(primary_key=True, sa_type=UTCDateTime)
    rate: int | None = Field(default=None)
    count: int | None = Field(default=None)
    source: str = Field(max_length=400)
    note: str = Field(max_length=400)


class StatisticsRelease(SQLModel, table=True):
    """A release, never changed: its `sha256` is over every cell as partners read them."""

    __tablename__ = "statistics_release"

    id: str = Field(primary_key=True, max_length=RELEASE_ID_LENGTH)
    as_at: date
    number: int  # among the releases as at the same day
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by: str = Field(max_length=200)
    edition: str = Field(max_length=20)
    series: str = Field(max_length=20)
    disclosure_rule: dict[str, Any] = Field(sa_type=JSON)
    measures: list[dict[str, Any]] = Field(sa_type=JSON)
    notes: list[str] = Field(sa_type=JSON)
    sha256: str = Field(max_length=64)
    # Empty in a release made before there were any.
    public_rule: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    revisions: list[dict[str, Any]] = Field(sa_type=JSON)
    signature: str | None = Field(default=None, max_length=128)
    key: str | None = Field(default=None, max_length=64)


class ReleaseCell(SQLModel, table=True):
    """One figure of a release; a hidden one has neither count nor rate."""

    __tablename__ = "release_cell"

    release: str = Field(
        primary_key=True, max_length=RELEASE_ID_LENGTH, foreign_key="statistics_release.id"
    )
    measure: str = Field(primary_key=True, max_length=40)
    audience: Audience = Field(primary_key=True, sa_type=StoredEnum(Audience))
    period_kind: Period = Field(primary_key=True, sa_type=StoredEnum(Period))
    period_start: date = Field(primary_key=True)
    area: str = Field(primary_key=True, max_length=9)
    series: str = Field(primary_key=True, max_length=160)  # its dimensions; empty where none
    period_end: date
    count: int | None = Field(default=None)
    suppressed: bool
    rate: int | None = Field(default=None)
    population: int | None = Field(default=None)
    population_year: int | None = Field(default=None)
    values: dict[str, Any] = Field(sa_type=JSON)
