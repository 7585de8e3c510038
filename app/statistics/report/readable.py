"""What the rest of the service asks of the report: to gather it, and to answer with it."""

import asyncio
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


async def reply(report: Told) -> HTMLResponse:
    """Drawn beside the loop, which has other requests to answer meanwhile."""
    drawn = await asyncio.to_thread(page, report)
    return HTMLResponse(drawn, headers={"Content-Security-Policy": policy()})
