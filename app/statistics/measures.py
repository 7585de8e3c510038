"""The words served beside the figures: what is counted, to when, and on which estimates."""

from collections.abc import Iterable
from datetime import date

from app.statistics.figures import Figure, Populations
from panel_protocol.rules.rates import Period, population_year_for

SERIES_NAME = "local"


def notes(*, counted_to: date, since: date | None = None) -> list[str]:
    """What holds for every table: how far it counts, and what it cannot be compared with."""
    begun = [f"Told from {since:%d %B %Y}: nothing was on record before."] if since else []
    return [
        *begun,
        f"Counted to {counted_to:%d %B %Y}.",
        "A period that ends later is counted, and rated, so far.",
    ]


def notes_on_rates(period: Period, rated: Iterable[tuple[date, int | None]]) -> list[str]:
    """Which estimate was used where the mid-year a period should be rated on is not loaded."""
    years = {
        population_year_for(period, start, () if used is None else (used,)) for start, used in rated
    }
    lacking = [year for year in years if year.used != year.wanted]
    return [year.note for year in sorted(lacking, key=lambda year: year.wanted)]


def notes_on_bases(populations: Populations, figures: Iterable[Figure]) -> list[str]:
    """What each mid-year's estimates were based on: two bases make no one line."""
    used = {figure.population_year for figure in figures if figure.population_year is not None}
    return [
        f"Mid-{year} estimates: {basis}."
        for year in sorted(used)
        for basis in populations.bases_of(year)
    ]
