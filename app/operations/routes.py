"""Whether the process lives, whether it can serve, and how it fares."""

from fastapi import APIRouter, Request, Response
from pydantic import Field

from app.fields import Reply
from app.operations.metrics import exposition
from app.problems import NotFound

router = APIRouter(tags=["Operations"])


class Alive(Reply):
    status: str = Field(description="`alive`.", examples=["alive"])


class Ready(Reply):
    status: str = Field(description="`ready`.", examples=["ready"])
    edition: str = Field(description="Edition of the protocol in force today.")
    gravity_matrix: str = Field(description="Whose gravity scores are in force.")


@router.get("/healthz")
async def healthz() -> Alive:
    """The process is alive: asks nothing of the database, so an overload is not a death."""
    return Alive(status="alive")


@router.get("/readyz", responses={503: {"description": "Something this service rests on is away"}})
async def readyz(request: Request) -> Ready:
    """Database at the newest revision, journal writable, protocol loaded; otherwise 503."""
    return Ready.model_validate(await request.app.state.readiness.check())


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    if not request.app.state.settings.metrics_enabled:
        raise NotFound
    return Response(exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")
