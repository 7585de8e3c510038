"""What others published, as it is read: apart from every series of ours."""

from datetime import date

from pydantic import Field

from app.fields import Reply
from app.statistics.published import Series, figures
from app.transaction import Transaction

NOTES = [
    "Not this service's counts. No series stands in one line with another, nor two vintages.",
    "Rates of areas are neither added nor averaged: counts and populations are pooled.",
    "A later vintage revises earlier years.",
    "Local figures are estimates, by the home address that the police recorded.",
]


class PublishedRead(Reply):
    series: Series = Field(description="Whose count it is.")
    vintage: str = Field(description="Which release of that series.")
    area: str = Field(description="GSS code.")
    period_start: date = Field(description="First day of the period.")
    period_end: date = Field(description="Last day of the period.")
    rate_per_100_000: int | None = Field(description="As published; null where it was not.")
    count: int | None = Field(description="As published; null where it was not.")
    suppressed: bool = Field(description="Whether neither was published.")
    source: str = Field(description="Where it was read.")
    note: str = Field(description="What to know of this figure; empty where there is nothing.")


class PublishedList(Reply):
    """Entrants as others published them, for comparison with ours."""

    items: list[PublishedRead] = Field(description="By series, vintage, area and period.")
    notes: list[str] = Field(description="What to know before comparing.")


async def published(tx: Transaction, *, series: Series | None, area: str | None) -> PublishedList:
    items = [
        PublishedRead(
            series=each.series,
            vintage=each.vintage,
            area=each.area,
            period_start=each.period_start,
            period_end=each.period_end,
            rate_per_100_000=each.rate,
            count=each.count,
            suppressed=each.rate is None and each.count is None,
            source=each.source,
            note=each.note,
        )
        for each in await figures(tx)
        if series in (None, each.series) and area in (None, each.area)
    ]
    return PublishedList(items=items, notes=NOTES)
