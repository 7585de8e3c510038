"""/v1/statistics: releases for partners, live counts for managers."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import HTMLResponse

from app.access.guard import GuardedRoute
from app.fields import AreaCode
from app.statistics import published_readings, readings
from app.statistics.audience import Audience
from app.statistics.forms import ALSO_AS_CSV, Wanted
from app.statistics.published import Series
from app.statistics.published_readings import PublishedList
from app.statistics.registry import SPECS
from app.statistics.report import readable
from app.statistics.schemas import MeasureRead, ReleasePage, ReleaseRead
from app.transaction import Reading
from app.wire import Cursor, Limit
from panel_protocol.rules.rates import Period

router = APIRouter(prefix="/v1/statistics", route_class=GuardedRoute, tags=["Statistics"])

# A name that is none of them is 404, as for any path that is not there.
MeasureName = Annotated[
    str, Path(description="Name of the measure.", json_schema_extra={"enum": list(SPECS)})
]
AudienceAsked = Annotated[Audience, Query(description="For whom: the public's is coarser.")]
PeriodAsked = Annotated[Period, Query(description="The kind of period counted.")]


@router.get("/releases")
async def list_releases(tx: Reading, limit: Limit = 50, cursor: Cursor = None) -> ReleasePage:
    """Every release there is, latest first."""
    return await readings.releases(tx, limit=limit, cursor=cursor)


@router.get("/releases/{release}")
async def read_release(release: str, tx: Reading) -> ReleaseRead:
    """What a release holds, how it counts and what it hides; `latest` is a release."""
    return await readings.release(tx, release)


# Before the measures: "report" is none of them.
@router.get("/releases/{release}/report", response_class=HTMLResponse, responses=readable.RESPONSES)
async def read_release_report(
    release: str, tx: Reading, audience: AudienceAsked = Audience.PARTNERS
) -> HTMLResponse:
    """A release as one page to read or print: charts, a table behind each, no script."""
    return await readable.reply(await readable.told(tx, release, audience))


@router.get("/releases/{release}/{measure}", response_model=MeasureRead, responses=ALSO_AS_CSV)
async def read_released_measure(
    release: str,
    measure: MeasureName,
    tx: Reading,
    wanted: Wanted,
    period: PeriodAsked = Period.FINANCIAL_YEAR,
    audience: AudienceAsked = Audience.PARTNERS,
) -> MeasureRead | Response:
    """One table of a release, as JSON or CSV, or what describes the CSV."""
    read = await readings.released(tx, release, measure, period, audience)
    return wanted.said(read, measure, period)


@router.get("/published")
async def read_published(
    tx: Reading,
    series: Annotated[Series | None, Query(description="One series alone.")] = None,
    area: Annotated[AreaCode | None, Query(description="One area alone (GSS code).")] = None,
) -> PublishedList:
    """First-time entrants as others published them, each figure with its series and vintage."""
    return await published_readings.published(tx, series=series, area=area)


@router.get("/live/{measure}", response_model=MeasureRead, responses=ALSO_AS_CSV)
async def read_live_measure(
    measure: MeasureName,
    tx: Reading,
    wanted: Wanted,
    period: PeriodAsked = Period.FINANCIAL_YEAR,
) -> MeasureRead | Response:
    """The caller's own areas now, nothing hidden; pooled too for whoever holds them all."""
    return wanted.said(await readings.live(tx, measure, period), measure, period)
