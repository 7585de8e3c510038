"""Importing mid-year population estimates."""

import csv
from collections.abc import Sequence
from typing import Any

from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Unacceptable
from app.statistics.tables import PopulationEstimate
from app.transaction import Transaction

_COLUMNS = ("area_code", "mid_year", "population_10_17", "series", "source")
_YEARS = range(1990, 2100)
_MOST = 10_000_000

Errors = list[tuple[str, str, str]]


async def import_populations(tx: Transaction, content: bytes) -> int:
    """Keep the estimates of this partnership's areas; how many there were.

    Rows of other areas are passed over, so that a national file can be loaded as it is. An
    estimate imported before stays on record; the latest import is used.
    """
    renamed = tx.protocol.statistics.retired_area_codes.on(tx.today).value
    errors: Errors = []
    estimates: dict[tuple[str, int], dict[str, Any]] = {}
    for number, row in enumerate(_rows(content), start=1):
        area = renamed.get(row["area_code"].strip(), row["area_code"].strip())
        if area not in tx.protocol.areas:
            continue
        estimate, wrong = _estimate(row, f"/rows/{number}")
        key = (area, estimate["mid_year"])
        if key in estimates:
            wrong.append((f"/rows/{number}", "repeated", "This area and year are there twice"))
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


def _rows(content: bytes) -> list[dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unacceptable([("/", "text", "The file is not UTF-8 text")]) from None
    rows = csv.DictReader(text.splitlines())
    missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise Unacceptable([("/", "column", f"The column {name} is missing") for name in missing])
    return [{name: row[name] or "" for name in _COLUMNS} for row in rows]


def _estimate(row: dict[str, str], at: str) -> tuple[dict[str, Any], Errors]:
    errors: Errors = []
    year, count = _number(row["mid_year"]), _number(row["population_10_17"])
    if year not in _YEARS:
        errors.append((f"{at}/mid_year", "year", "A year such as 2023 is wanted here"))
    if not 0 < count <= _MOST:
        errors.append((f"{at}/population_10_17", "whole_number", "How many children there are"))
    said = {"basis": row["series"].strip()[:200], "source": row["source"].strip()[:400]}
    for name, field in (("series", "basis"), ("source", "source")):
        if not said[field]:
            errors.append((f"{at}/{name}", "blank", "Say where the estimate comes from"))
    return {"mid_year": year, "count": count, **said}, errors


def _number(text: str) -> int:
    digits = text.strip().replace(",", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1
