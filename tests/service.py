"""The service as its users meet it: over HTTP, each with a credential of their own."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

from app import clock, wall
from app.access.actor import Actor, Role
from app.access.authenticate import Authenticate
from app.access.issuer import DevelopmentIssuer
from app.children.schemas import CHILD_EXAMPLE
from app.database import Database, new_id
from app.settings import Settings
from app.transaction import Transaction
from app.triage.schemas import CASE_EXAMPLE
from tests.databases import behind
from tests.reused import an_app

NORTH_TYNESIDE = "E08000022"
NEWCASTLE = "E08000021"
GATESHEAD = "E08000037"
EVERYWHERE = "E23000007"

_numbers = count(1)


class User:
    """A client that signs every request, and sends a version where it is given one."""

    def __init__(self, client: httpx.AsyncClient, subject: str) -> None:
        self.client = client
        self.subject = subject

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.client.get(path, **options)

    async def post(
        self, path: str, json: Any = None, *, version: int | None = None, **options: Any
    ) -> httpx.Response:
        return await self._send("POST", path, json, version, options)

    async def put(
        self, path: str, json: Any = None, *, version: int | None = None, **options: Any
    ) -> httpx.Response:
        return await self._send("PUT", path, json, version, options)

    async def patch(
        self, path: str, json: Any = None, *, version: int | None = None, **options: Any
    ) -> httpx.Response:
        return await self._send("PATCH", path, json, version, options)

    async def delete(
        self, path: str, json: Any = None, *, version: int | None = None, **options: Any
    ) -> httpx.Response:
        return await self._send("DELETE", path, json, version, options)

    async def submit(self, case: dict[str, Any] | None = None, *, key: str = "") -> httpx.Response:
        """Submit a case under a fresh Idempotency-Key, or the one given."""
        headers = {"Idempotency-Key": key or uuid4().hex}
        return await self.post("/v1/cases", case or a_case(), headers=headers)

    async def report(self, child: dict[str, Any], outcome: dict[str, Any]) -> httpx.Response:
        """Report an outcome given outside the pathway."""
        headers = {"Idempotency-Key": uuid4().hex}
        return await self.post(
            "/v1/outcomes", {"child": child, "outcome": outcome}, headers=headers
        )

    async def _send(
        self, method: str, path: str, json: Any, version: int | None, options: dict[str, Any]
    ) -> httpx.Response:
        headers = dict(options.pop("headers", {}))
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if json is not None:
            options["json"] = json
        return await self.client.request(method, path, headers=headers, **options)


class Service:
    """One running service and the people who use it."""

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.issuer = DevelopmentIssuer(settings.data_dir, production=False)
        self._behind: Database | None = None
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    @property
    def behind(self) -> Database:
        """The database for a test that looks behind the service's back: nothing is hidden."""
        if self._behind is None:
            url = behind(self.settings.database)
            self._behind = Database(self.settings.model_copy(update={"database_url": url}))
        return self._behind

    async def close(self) -> None:
        if self._behind is not None:
            await self._behind.close()

    @asynccontextmanager
    async def transaction(
        self, by: Actor, *, said: wall.Said, database: Database | None = None
    ) -> AsyncIterator[Transaction]:
        """What a request or a command makes, for a test that takes a step without either."""
        state = self.app.state
        async with (database or state.database).writing(said) as connection:
            yield Transaction(
                db=connection,
                by=by,
                at=clock.now(),
                protocol=state.protocol,
                request_id=new_id(),
                journal_key=state.journal_key,
                cursor_key=state.cursor_key,
            )

    def user(
        self,
        role: Role | str,
        *,
        subject: str | None = None,
        areas: Iterable[str] = (EVERYWHERE,),
        agency: str | None = None,
    ) -> User:
        name = subject or f"{role}@example"
        token = self.issuer.mint(name, roles=[Role(role)], areas=areas, agency=agency)
        return User(self.stranger({"Authorization": f"Bearer {token}"}), name)

    def stranger(self, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
        """Somebody without a credential."""
        return httpx.AsyncClient(
            transport=self._transport, base_url="http://panels.example", headers=headers
        )

    @property
    def police(self) -> User:
        return self.user(Role.POLICE_SUBMITTER, agency="police")

    @property
    def officer(self) -> User:
        return self.user(Role.YOT_OFFICER, agency="youth_justice")

    @property
    def manager(self) -> User:
        return self.user(Role.YOT_MANAGER, agency="youth_justice")

    @property
    def chair(self) -> User:
        return self.user(Role.PANEL_CHAIR, agency="youth_justice")

    @property
    def partner(self) -> User:
        return self.user(Role.REGIONAL_PARTNER)


@asynccontextmanager
async def running(database_url: str, data_dir: Path, **settings: Any) -> AsyncIterator[Service]:
    """The service over a migrated database, for as long as the block lasts."""
    configured = Settings(
        data_dir=data_dir,
        database_url=database_url,
        rate_limit=settings.pop("rate_limit", "100000/minute"),
        # A test that looks at seals asks for them.
        seal_seconds=settings.pop("seal_seconds", 0),
        **settings,
    )
    with an_app(configured) as app:
        async with app.router.lifespan_context(app):
            service = Service(app, configured)
            try:
                yield service
            finally:
                await service.close()


def tolerant(app: FastAPI) -> dict[str, Any]:
    """A door that does not count failures, for who means to fail often; what it is built of."""
    layers: list[Any] = app.user_middleware
    built: dict[str, Any] = next(each.kwargs for each in layers if each.cls is Authenticate)
    built["failures_per_minute"] = 1_000_000
    return built


def a_child(**changes: Any) -> dict[str, Any]:
    """A fictional child, a new one each time."""
    number = next(_numbers)
    child: dict[str, Any] = deepcopy(CHILD_EXAMPLE)
    child |= {"police_person_id": f"NBP-{number}", "family_name": f"Example{number}"}
    return {**child, **changes}


def a_case(**changes: Any) -> dict[str, Any]:
    """The worked example of a submission, about a new child, with top-level parts replaced."""
    case: dict[str, Any] = deepcopy(CASE_EXAMPLE) | {
        "police_reference": f"{next(_numbers)}/26",
        "child": a_child(),
    }
    return {**case, **changes}
