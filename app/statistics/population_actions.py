"""Importing mid-year population estimates."""

from collections.abc import Sequence
from typing import Any

from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Unacceptable
from app.statistics.files import Errors, area_of, number, rows_of, words
from app.statistics.tables import PopulationEstimate
from app.transaction import Transaction

_COLUMNS = ("area_code", "mid_year", "population_10_17", "series", "source")
_YEARS = range(1990, 2100)
_MOST = 10_000_000
_MOST_ROWS = 50_000


async def import_populations(tx: Transaction, content: bytes) -> int:
    """Keep the estimates of this partnership's areas; how many there were.

    Rows of other areas are passed over, so that a national file can be loaded as it is. An
    estimate imported before stays on record; the latest import is used.
    """
    errors: Errors = []
    estimates: dict[tuple[str, int], dict[str, Any]] = {}
    for place, row in enumerate(rows_of(content, _COLUMNS, most=_MOST_ROWS), start=1):
        area = area_of(tx, row["area_code"])
        if area not in tx.protocol.areas:
            continue
        estimate, wrong = _estimate(row, f"/rows/{place}")
        key = (area, estimate["mid_year"])
        if key in estimates:
            wrong.append((f"/rows/{place}", "repeated", "This area and year are there twice"))
        errors += wrong
        estimates[key] = {"area": area, "imported_at": tx.at, **estimate}
    if not estimates:
        errors.append(("/rows", "none", "No row is of an area of this partnership"))
    if errors:
        raise Unacceptable(errors)
    await _keep(tx, list(estimates.values()))
    return len(estimates)


async def _keep(tx: Transaction, estimates: Sequence[dict[str, Any]]) -> None:
    await tx.add_all(PopulationEstimate, estimates)
    await journal.record(
        tx,
        category=JournalCategory.ADMIN,
        action="import_populations",
        estimates=len(estimates),
        mid_years=sorted({estimate["mid_year"] for estimate in estimates}),
    )


def _estimate(row: dict[str, str], at: str) -> tuple[dict[str, Any], Errors]:
    errors: Errors = []
    year, count = number(row["mid_year"]), number(row["population_10_17"])
    if year not in _YEARS:
        errors.append((f"{at}/mid_year", "year", "A year such as 2023 is wanted here"))
    if not 0 < count <= _MOST:
        errors.append((f"{at}/population_10_17", "whole_number", "How many children there are"))
    basis = words(row["series"], f"{at}/series", errors, most=200)
    source = words(row["source"], f"{at}/source", errors, most=400)
    return {"mid_year": year, "count": count, "basis": basis, "source": source}, errors
