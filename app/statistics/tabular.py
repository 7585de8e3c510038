"""A table as CSV."""

import csv
import io
import unicodedata
from typing import Any

from app.statistics.schemas import MeasureRead

# What a spreadsheet takes for the beginning of a formula, or for one after what it skips.
_BEGINS_A_FORMULA = tuple("=+-@\t\r\0")
_SKIPPED = " \"'"


_TOLD = ("release", "as_at", "series")


def told(read: MeasureRead) -> dict[str, Any]:
    """What each row says of its table; a released one's for whom, or two files would look alike."""
    rule = read.disclosure_rule
    released = {} if rule is None else {"audience": rule.audience.value}
    return {name: getattr(read, name) for name in _TOLD} | released


def as_csv(read: MeasureRead) -> str:
    """One row a figure; each says which release, day and series it is of, and for whom."""
    same = told(read)
    rows = [{**item.model_dump(mode="json"), **same} for item in read.items]
    columns = list(rows[0]) if rows else list(same)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[_cell(row[column]) for column in columns] for row in rows])
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else safe(str(value))


def safe(text: str) -> str:
    """Text that no spreadsheet runs as a formula."""
    begins = unicodedata.normalize("NFKC", text).lstrip(_SKIPPED)
    return f"'{text}" if begins.startswith(_BEGINS_A_FORMULA) else text
