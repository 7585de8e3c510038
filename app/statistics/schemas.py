"""Statistics as they are read."""

from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from pydantic import Field

from app.fields import Reply
from app.statistics.registry import SPECS
from app.statistics.rows import FigureRead
from app.statistics.spec import Measure

if TYPE_CHECKING:
    Row = FigureRead
else:
    # The rows of every measure there is, so that the documentation shows each.
    Row = reduce(or_, {spec.reply: None for spec in SPECS.values()})


class RuleRead(Reply):
    audience: str = Field(description="For whom the release was made.")
    threshold: int = Field(description="Counts from 1 up to but not including this are hidden.")
    text: str = Field(description="What is hidden besides, and why.")


class MeasureRead(Reply):
    """One table: every area and period of the span, noughts among them."""

    items: list[Row] = Field(description="Oldest period first.")
    definition: str = Field(description="What is counted, where and when.")
    release: str | None = Field(description="The release it is from; null for live counts.")
    as_at: date = Field(description="Counts are of what was known at the end of this day.")
    disclosure_rule: RuleRead | None = Field(description="What is hidden; null for live counts.")
    series: str = Field(description="`local`: never in one line with a published series.")
    notes: list[str] = Field(description="What to know before comparing.")


class MeasureReleased(Reply):
    measure: Measure = Field(description="Read it at the release's address and this name.")
    definition: str = Field(description="What is counted, where and when.")
    figures: int = Field(description="How many figures its tables have.")
    hidden: int = Field(description="How many of them are hidden.")


class ReleaseListed(Reply):
    id: str = Field(description="The day it is as at, and its number among those.")
    as_at: date = Field(description="Counts are of what was known at the end of this day.")
    made_at: datetime = Field(description="When it was made; it has not changed since.")


class ReleaseRead(ReleaseListed):
    edition: str = Field(description="Edition of the protocol it was made under.")
    series: str = Field(description="`local`: never in one line with a published series.")
    disclosure_rule: RuleRead = Field(description="What is hidden, and why.")
    measures: list[MeasureReleased] = Field(description="Its tables.")
    notes: list[str] = Field(description="What to know before comparing.")
    sha256: str = Field(description="Over every figure of the release.")


class ReleasePage(Reply):
    items: list[ReleaseListed] = Field(description="Latest first.")
    next: str | None = Field(description="Opaque cursor of the next page, or null.")
