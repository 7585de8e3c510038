"""The form a caller would rather have a table in: as JSON, as CSV, or what describes the CSV."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response

from app.statistics.exporting import metadata
from app.statistics.registry import SPECS
from app.statistics.schemas import MeasureRead
from app.statistics.spec import Measure
from app.statistics.tabular import as_csv
from app.wire import preferred
from panel_protocol.rules.rates import Period


class Form(StrEnum):
    JSON = "application/json"
    CSV = "text/csv"
    CSVW = "application/csvm+json"


# For a route's documentation: the other forms it can answer in.
ALSO_AS_CSV: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The table, as JSON or as CSV (RFC 4180) by Accept; or what each column "
        "of the CSV means (CSVW)",
        "content": {
            Form.CSV.value: {"schema": {"type": "string"}},
            Form.CSVW.value: {"schema": {"type": "object"}},
        },
        "headers": {
            "Link": {
                "description": "Of a CSV: where `application/csvm+json` describes it",
                "schema": {"type": "string"},
            }
        },
    }
}


def rather(accept: str | None) -> Form:
    """JSON unless another is wanted more; JSON too for whoever asks for none of them."""
    return Form(preferred(accept, list(Form)) or Form.JSON)


@dataclass(frozen=True, slots=True)
class Asked:
    """The form wanted, and at which address: a CSV and what describes it are at the same."""

    form: Form
    address: str
    reply: Response

    def said(self, read: MeasureRead, measure: str, period: Period) -> MeasureRead | Response:
        self.reply.headers["Vary"] = "Accept"
        if self.form is Form.JSON:
            return read
        if self.form is Form.CSV:
            link = f'<{self.address}>; rel="describedby"; type="{Form.CSVW}"'
            return self._answer(as_csv(read), "text/csv; charset=utf-8", Link=link)
        # A reader of CSVW passes over metadata that do not name the address of the CSV.
        described = metadata(SPECS[Measure(measure)], period, read, self.address)
        return self._answer(json.dumps(described, ensure_ascii=False), Form.CSVW)

    def _answer(self, text: str, media_type: str, **headers: str) -> Response:
        return Response(text, media_type=media_type, headers={"Vary": "Accept", **headers})


def _asked(
    request: Request,
    reply: Response,
    # OpenAPI ignores a parameter of this name; the route's replies say every form.
    accept: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Asked:
    query = f"?{request.url.query}" if request.url.query else ""
    return Asked(rather(accept), f"{request.url.path}{query}", reply)


Wanted = Annotated[Asked, Depends(_asked)]
