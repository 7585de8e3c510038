"""CSV files that an operator hands in: columns by name, and every fault said with its row."""

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from app.problems import Unacceptable
from app.transaction import Transaction

Errors = list[tuple[str, str, str]]

_LAYOUT = dict.fromkeys(map(ord, "\t\r\n"))
_DIGITS = 9  # in the largest number that is believed


def rows_of(
    content: bytes, columns: Sequence[str], optional: Iterable[str] = (), *, most: int
) -> list[dict[str, str]]:
    """Every row, with these columns alone; what is not there of the optional ones is empty."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unacceptable([("/", "text", "The file is not UTF-8 text")]) from None
    if any(unicodedata.category(each) == "Cc" for each in text.translate(_LAYOUT)):
        raise Unacceptable([("/", "text", "The file has control characters in it")])
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    rows = csv.DictReader(lines, strict=True)
    try:
        missing = [name for name in columns if name not in (rows.fieldnames or ())]
        if missing:
            said = [("/", "column", f"The column {name} is missing") for name in missing]
            raise Unacceptable(said)
        found = [{name: row.get(name) or "" for name in (*columns, *optional)} for row in rows]
    except csv.Error:
        line = rows.line_num
        raise Unacceptable([("/", "csv", f"The file cannot be read after line {line}")]) from None
    if len(found) > most:
        raise Unacceptable([("/rows", "too_many", f"At most {most} rows")])
    return found


def area_of(tx: Transaction, code: str) -> str:
    """The code in use now, for a file that may carry one that was retired."""
    renamed = tx.protocol.statistics.retired_area_codes.on(tx.today).value
    return renamed.get(code.strip(), code.strip())


def number(text: str) -> int:
    """A whole number, commas and all; -1 where it is none."""
    digits = text.strip().replace(",", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS else -1


def words(text: str, at: str, errors: Errors, *, most: int) -> str:
    """What somebody must say, in so many letters at most."""
    if not text.strip():
        errors.append((at, "blank", "This must be said"))
    return short(text, at, errors, most=most)


def short(text: str, at: str, errors: Errors, *, most: int) -> str:
    if len(text.strip()) > most:
        errors.append((at, "too_long", f"At most {most} letters"))
    return text.strip()


def day(text: str, at: str, errors: Errors) -> date:
    """A day as 2026-03-31; where it is none, that is noted."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        errors.append((at, "date", "A day such as 2026-03-31 is wanted here"))
        return date.min
