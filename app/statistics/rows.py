"""One figure of a table as it is read; each measure adds its dimensions, and what it works out."""

from datetime import date

from pydantic import Field

from app.fields import Reply


class FigureRead(Reply):
    area: str = Field(description="GSS code; the force area's row pools all areas.")
    period_start: date = Field(description="First day of the period.")
    period_end: date = Field(description="Last day of the period; it may not have come yet.")
    count: int | None = Field(description="How many; null where hidden.")
    suppressed: bool = Field(description="Whether the count is hidden.")
    rate_per_100_000: int | None = Field(
        description="Per 100,000 children aged 10 to 17, a whole number, half up; null where "
        "the count is hidden, no estimate is loaded, or the measure has no rate."
    )
    population: int | None = Field(description="Residents aged 10 to 17 it is rated on.")
    population_year: int | None = Field(description="The mid-year of that estimate.")
