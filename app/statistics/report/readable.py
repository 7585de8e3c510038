"""What the rest of the service asks of the report: to gather it, and to answer with it."""

from typing import Any

from fastapi.responses import HTMLResponse

from app.statistics.report.page import page as page
from app.statistics.report.page import policy
from app.statistics.report.release import Told as Told
from app.statistics.report.release import told as told

# For the route's documentation: a page, and nothing else.
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report, as HTML that loads nothing",
        "content": {"text/html": {"schema": {"type": "string"}}},
    }
}


def reply(report: Told) -> HTMLResponse:
    return HTMLResponse(page(report), headers={"Content-Security-Policy": policy()})
