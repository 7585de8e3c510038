"""Statistics as they are read."""

from datetime import date, datetime

from pydantic import Field

from app.fields import Reply
from app.statistics.figures import Measure


class FigureRead(Reply):
    area: str = Field(description="GSS code; the force area's row pools all areas.")
    period_start: date = Field(description="First day of the period.")
    period_end: date = Field(description="Last day of the period; it may not have come yet.")
    count: int | None = Field(description="How many; null where hidden.")
    suppressed: bool = Field(description="Whether the count is hidden.")
    rate_per_100_000: int | None = Field(
        description="Per 100,000 children aged 10 to 17, a whole number, half up; null where "
        "the count is hidden or no estimate is loaded."
    )
    population: int | None = Field(description="Residents aged 10 to 17 it is rated on.")
    population_year: int | None = Field(description="The mid-year of that estimate.")


class DisposalFigureRead(FigureRead):
    disposal: str = Field(description="Which disposal.")


class RuleRead(Reply):
    audience: str = Field(description="For whom the release was made.")
    threshold: int = Field(description="Counts from 1 up to but not including this are hidden.")
    text: str = Field(description="What is hidden besides, and why.")


class MeasureRead(Reply):
    """One table: every area and period of the span, noughts among them."""

    items: list[DisposalFigureRead | FigureRead] = Field(description="Oldest period first.")
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
