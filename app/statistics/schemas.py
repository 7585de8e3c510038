"""Statistics as they are read."""

from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from pydantic import Field

from app.fields import Reply
from app.statistics.audience import Audience
from app.statistics.registry import SPECS
from app.statistics.revising import Why
from app.statistics.rows import FigureRead
from app.statistics.spec import Measure
from panel_protocol.rules.rates import Period

if TYPE_CHECKING:
    Row = FigureRead
else:
    # The rows of every measure there is, so that the documentation shows each.
    Row = reduce(or_, {spec.reply: None for spec in SPECS.values()})


class RuleRead(Reply):
    audience: Audience = Field(description="For whom these figures are.")
    threshold: int = Field(description="Counts from 1 up to but not including this are hidden.")
    rounding: int = Field(1, description="Counts that are shown are rounded to the nearest.")
    text: str = Field(description="What is hidden besides, and why.")


class MeasureRead(Reply):
    """One table: every area and period of the span, noughts among them."""

    items: list[Row] = Field(description="Oldest period first.")
    definition: str = Field(description="What is counted, where and when.")
    source: str | None = Field(
        description="Where that definition comes from; null in a release that did not say."
    )
    release: str | None = Field(description="The release it is from; null for live counts.")
    as_at: date = Field(description="Counts are of what was known at the end of this day.")
    disclosure_rule: RuleRead | None = Field(description="What is hidden; null for live counts.")
    series: str = Field(description="`local`: never in one line with a published series.")
    notes: list[str] = Field(description="What to know before comparing.")


class MeasureReleased(Reply):
    measure: Measure = Field(description="Read it at the release's address and this name.")
    definition: str = Field(description="What is counted, where and when.")
    source: str | None = Field(
        None, description="Where that definition comes from; null where it was not said."
    )
    figures: int = Field(description="How many figures its tables have.")
    hidden: int = Field(description="How many of them are hidden from partners.")
    hidden_from_public: int | None = Field(
        None, description="How many are hidden from the public; null where there is none."
    )


class Revision(Reply):
    """A figure shown in the release before and in this one, and not the same."""

    measure: Measure = Field(description="Of which measure.")
    dimensions: dict[str, str] = Field(description="Of which row: each dimension and its value.")
    area: str = Field(description="GSS code; the force area's row pools all areas.")
    period: Period = Field(description="The kind of period.")
    period_start: date = Field(description="Its first day.")
    period_end: date = Field(description="Its last day; both releases counted to it.")
    from_: int = Field(alias="from", description="The count in the release before.")
    to: int = Field(description="The count now.")
    difference: int = Field(description="By how much it has changed.")
    why: Why = Field(
        description="`recorded_or_corrected_since`: late records and corrections; "
        "`definition_changed`: it is defined in other words; `counted_differently`: the records "
        "of then no longer add up to what was shown, for some were erased or are counted anew."
    )


class ReleaseListed(Reply):
    id: str = Field(description="The day it is as at, and its number among those.")
    as_at: date = Field(description="Counts are of what was known at the end of this day.")
    made_at: datetime = Field(description="When it was made; it has not changed since.")


class ReleaseRead(ReleaseListed):
    edition: str = Field(description="Edition of the protocol it was made under.")
    series: str = Field(description="`local`: never in one line with a published series.")
    disclosure_rule: RuleRead = Field(description="What is hidden from partners, and why.")
    public_rule: RuleRead | None = Field(
        description="What is hidden from the public; null where a release has no such figures."
    )
    measures: list[MeasureReleased] = Field(description="Its tables.")
    notes: list[str] = Field(description="What to know before comparing.")
    revisions: list[Revision] = Field(
        description="What it changes of the release before, as partners were shown it."
    )
    sha256: str = Field(description="Over every figure of the release.")
    signature: str | None = Field(
        description="Ed25519, over the sum and all that is said here; null in an old release."
    )
    key: str | None = Field(description="The public half of the key it is signed with.")


class ReleasePage(Reply):
    items: list[ReleaseListed] = Field(description="Latest first.")
    next: str | None = Field(description="Opaque cursor of the next page, or null.")
