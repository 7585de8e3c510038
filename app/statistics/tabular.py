"""A table as JSON or as CSV, whichever the caller would rather have."""

import csv
import io
import unicodedata
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Header, Response

from app.statistics.schemas import MeasureRead
from app.wire import preferred

CSV = "text/csv; charset=utf-8"

# What a spreadsheet takes for the beginning of a formula, or for one after what it skips.
_BEGINS_A_FORMULA = tuple("=+-@\t\r\0")
_SKIPPED = " \"'"


# What each row says of the release it is from.
TOLD = ("release", "as_at", "series")


class Form(StrEnum):
    JSON = "application/json"
    CSV = "text/csv"


def _rather(
    # OpenAPI ignores a parameter of this name; the route's replies say both forms.
    accept: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Form:
    """JSON unless CSV is wanted more; JSON too for whoever asks for neither."""
    return Form(preferred(accept, list(Form)) or Form.JSON)


Wanted = Annotated[Form, Depends(_rather)]

# For a route's documentation: the other form it can answer in.
ALSO_AS_CSV: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The table, as JSON or as CSV (RFC 4180) by Accept",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}


def said(read: MeasureRead, form: Form, reply: Response) -> MeasureRead | Response:
    if form is Form.CSV:
        return Response(as_csv(read), media_type=CSV, headers={"Vary": "Accept"})
    reply.headers["Vary"] = "Accept"
    return read


def as_csv(read: MeasureRead) -> str:
    """One row a figure; each says which release, day and series it is of."""
    told = {name: getattr(read, name) for name in TOLD}
    rows = [{**item.model_dump(mode="json"), **told} for item in read.items]
    columns = list(rows[0]) if rows else list(told)
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
