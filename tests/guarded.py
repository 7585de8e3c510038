"""A small guarded service, for the tests of the guard alone."""

from types import SimpleNamespace
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Query, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict

from app.access.authenticate import Authenticate, CurrentActor
from app.access.documented import describe
from app.access.guard import GuardedRoute
from app.access.issuer import ISSUER, DevelopmentIssuer
from app.access.keys import KeyRing
from app.access.rate import RateLimit
from app.access.token import Gate
from app.access.verifier import Verifier
from app.problems import Problem, Unacceptable
from app.wire import EveryReply, IdempotencyKey, IfMatch, Limit, say, tagged
from tests.identity import PARTNERSHIP

router = APIRouter(prefix="/v1", route_class=GuardedRoute)


class Saying(BaseModel):
    model_config = ConfigDict(extra="forbid")
    said: str
    more: object = None


@router.post("/cases")
async def submit_case(body: Saying, actor: CurrentActor, key: IdempotencyKey) -> dict[str, str]:
    return {"said": body.said, "by": actor.subject, "key": key}


@router.get("/cases")
async def list_cases(q: Annotated[str, Query()] = "", limit: Limit = 50) -> dict[str, object]:
    if q == "break":
        raise ValueError("Sam Example, born 2011-03-14")
    return {"q": q, "limit": limit}


@router.post("/cases/{case_id}/withdrawal")
async def withdraw_case(
    case_id: str, body: Saying, version: IfMatch, reply: Response
) -> dict[str, str]:
    tagged(reply, version + 1)
    return {"id": case_id, "said": body.said}


@pytest.fixture
def issuer(tmp_path):
    return DevelopmentIssuer(tmp_path, production=False)


@pytest.fixture
def app(issuer):
    return built(issuer)


def built(issuer, *, rate="1000/minute", failures=1000, most=2000, seconds=5.0):
    service = FastAPI(docs_url=None, redoc_url=None)
    service.state.settings = SimpleNamespace(max_body_bytes=most, body_seconds=seconds)
    service.include_router(router)

    async def refuse(request, problem):
        assert isinstance(problem, Problem)
        return say(problem, request.state.request_id)

    async def unacceptable(request, _):
        return say(Unacceptable([("/", "invalid", "Not acceptable")]), request.state.request_id)

    service.add_exception_handler(Problem, refuse)
    service.add_exception_handler(RequestValidationError, unacceptable)
    verifier = Verifier(
        Gate(issuer=ISSUER, audience="oocd"), KeyRing(issuer.published_keys), PARTNERSHIP
    )
    service.add_middleware(RateLimit, rate=rate)
    service.add_middleware(Authenticate, verifier=verifier, failures_per_minute=failures)
    service.add_middleware(EveryReply)
    describe(service)
    return service


def client(app, issuer=None, role="police_submitter"):
    headers = {}
    if issuer is not None:
        headers["Authorization"] = f"Bearer {issuer.mint('someone', roles=[role])}"
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)


async def post(app, issuer, body, role="police_submitter", **headers):
    sent = {"Content-Type": "application/json", "Idempotency-Key": "k"} | headers
    async with client(app, issuer, role) as c:
        return await c.post("/v1/cases", content=body, headers=sent)


def is_problem(reply, status):
    document = reply.json()
    return (
        reply.status_code == document["status"] == status
        and reply.headers["content-type"] == "application/problem+json"
        and document["instance"] == reply.headers["x-request-id"]
    )
