"""Reviews of records: what is due, what a person decides, and what holds it."""

from datetime import date, datetime

from pydantic import Field

from app.children.schemas import ReasonRead
from app.fields import Body, CivilDate, Line, Narrative, Reply, shown
from panel_protocol.record_terms import RetentionStep


class ReviewDecided(Body):
    """A person's decision about one record that was looked at."""

    model_config = shown(
        {
            "child_id": "4v9cL0q2RkG1x7sYt3mBzQ",
            "decision": "retain",
            "reason": "A younger brother's case is before the same panel.",
            "next_review_on": "2028-09-01",
        }
    )

    child_id: Line = Field(description="Whose record.")
    decision: RetentionStep = Field(
        description="`retain` or `dispose`; `hold` and `release` place and lift a legal hold."
    )
    reason: Narrative = Field(description="Why; a decision to retain is recorded with it.")
    next_review_on: CivilDate | None = Field(
        default=None, description="When it is looked at again; needed to retain it."
    )


class ReviewRead(Reply):
    """One step of the review of one record."""

    id: str = Field(description="Opaque id.")
    child_id: str = Field(description="Whose record.")
    number: int = Field(description="Among the steps of this record.")
    step: RetentionStep = Field(description="What was done.")
    due_on: date | None = Field(description="When the record was due, where it was flagged.")
    edition: str = Field(description="Edition of the protocol whose schedule was asked.")
    reason: str | None = Field(description="Why.")
    next_review_on: date | None = Field(description="When it is looked at again.")
    dispose_on: date | None = Field(description="From when it may be disposed of.")
    areas: list[str] | None = Field(
        description="For which areas; who releases a hold speaks for all those it was placed for."
    )
    recorded_at: datetime = Field(description="When.")
    recorded_by: str = Field(description="By whom.")


class ReviewPage(Reply):
    items: list[ReviewRead] = Field(description="By record, in the order they were taken.")
    next: str | None = Field(description="Opaque cursor of the next page, or null.")


class KeptUntil(Reply):
    """How long a record is kept, or why nobody can say."""

    due_on: date | None = Field(description="When it is due to be looked at; null while held.")
    held: list[ReasonRead] = Field(description="What holds it, each with its authority.")
