"""AUT-1, AUT-2, AUT-4, AUT-7: the service beside a real OpenID provider, over real sockets.

The provider is npm's `oidc-provider`; its keys are made here, so that forgeries can be as good
as they come.
"""

import asyncio
import shutil
import socket
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import jwt as pyjwt
import pytest
import uvicorn

from app import clock
from app.main import create_app
from app.settings import Settings
from tests.forgeries import forgeries
from tests.identity import EllipticProvider, RsaProvider
from tests.openid_provider import RESOURCE, OpenIdProvider, claims_of, header_of
from tests.refusals import refused
from tests.service import EVERYWHERE, a_case, tolerant

OLD, NEW = RsaProvider("old"), EllipticProvider("new")
CLIENTS = {
    "police-records": {"roles": ["police_submitter"], "areas": [EVERYWHERE], "agency": "police"},
    "worklist-display": {"roles": ["yot_officer"], "areas": [EVERYWHERE]},
}


@pytest.fixture(scope="module")
def provider_process():
    provider = OpenIdProvider([OLD], CLIENTS)
    yield provider
    provider.stop()


@pytest.fixture
def provider(provider_process):
    """At home, and signing with the old key alone."""
    provider_process.signs_with(OLD)
    yield provider_process
    provider_process.comes_back()


class Clock:
    """The key ring's clock, which tests move on; credentials expire by the real one."""

    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return clock.real_now() + self.ahead

    def passes(self, **time):
        self.ahead += timedelta(**time)


class Served:
    """The service, listening."""

    def __init__(self, app, port):
        self.clock = Clock()
        verifier = tolerant(app)["verifier"]._verifier
        verifier._now = verifier._keys._now = self.clock
        self.web = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60
        )

    async def get(self, token, path="/v1/cases"):
        return await self.web.get(path, headers={"Authorization": f"Bearer {token}"})

    async def submit(self, token):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}
        return await self.web.post("/v1/cases", json=a_case(), headers=headers)


@pytest.fixture
async def served(provider, database_url, tmp_path):
    async with listening(provider, database_url, tmp_path) as service:
        yield service


@pytest.fixture
def sqlite_url(sqlite_template, tmp_path):
    """For what concerns the provider's keys alone, which are in no database."""
    shutil.copyfile(sqlite_template, tmp_path / "oocd.sqlite")
    return f"sqlite:///{tmp_path / 'oocd.sqlite'}"


@pytest.fixture
async def at_the_door(provider, sqlite_url, tmp_path):
    async with listening(provider, sqlite_url, tmp_path) as service:
        yield service


@asynccontextmanager
async def listening(provider, database_url, tmp_path):
    """The service as it is run, told of the provider by its settings."""
    settings = Settings(
        data_dir=tmp_path / "data",
        database_url=database_url,
        issuer=provider.issuer,
        jwks_url=provider.jwks_url,
        audience=RESOURCE,
        client_actions={"worklist-display": frozenset({"list_cases"})},
        rate_limit="100000/minute",
    )
    app = create_app(settings)
    as_served = uvicorn.Config(
        app, http="httptools", server_header=False, access_log=False, log_level="warning"
    )
    server = uvicorn.Server(as_served)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # Whoever calls before it has started waits in the listener's queue.
        running = asyncio.create_task(server.serve(sockets=[listener]))
        service = Served(app, listener.getsockname()[1])
        try:
            yield service
        finally:
            await service.web.aclose()
            server.should_exit = True
            await running


async def test_a_client_of_the_provider_does_what_it_is_for(provider, served):
    police = await provider.token("police-records")
    display = await provider.token("worklist-display")
    assert header_of(police) == {"alg": "RS256", "typ": "at+jwt", "kid": "old"}
    assert claims_of(police)["aud"] == RESOURCE
    assert claims_of(police)["sub"] == claims_of(police)["client_id"] == "police-records"

    submitted = await served.submit(police)
    listed = await served.get(display)

    assert submitted.status_code == 201
    case = submitted.json()["id"]
    assert [each["id"] for each in listed.json()["items"]] == [case]
    # Stolen, either is worth that one thing: the rest of its role goes with a person.
    refused(await served.get(police, f"/v1/submissions/{case}"), 403)
    refused(await served.get(display, f"/v1/cases/{case}"), 403)


async def test_a_credential_made_for_another_use_is_refused(provider, served):
    elsewhere = await provider.token("police-records", resource="https://other.example")
    opaque = await provider.token("police-records", resource=None)
    bound = await provider.token("police-records", proof=_proof(provider, EllipticProvider()))
    assert claims_of(bound)["cnf"]

    for token in (elsewhere, opaque, bound):
        refused(await served.submit(token), 401)


def _proof(provider, owner):
    """Of holding a key, to which the provider then binds the token (RFC 9449)."""
    jwk = {name: owner.public_key()[name] for name in ("kty", "crv", "x", "y")}
    claims = {"htm": "POST", "htu": f"{provider.issuer}/token", "jti": "once"}
    return pyjwt.encode(
        claims | {"iat": int(clock.real_now().timestamp())},
        owner.private,
        algorithm="ES256",
        headers={"typ": "dpop+jwt", "jwk": jwk},
    )


async def test_a_new_key_is_picked_up_and_a_withdrawn_one_refused(provider, at_the_door):
    by_old = await provider.token("worklist-display")
    assert (await at_the_door.get(by_old)).status_code == 200

    provider.signs_with(NEW, OLD)
    by_new = await provider.token("worklist-display")
    assert header_of(by_new)["kid"] == "new"
    at_the_door.clock.passes(seconds=31)
    assert (await at_the_door.get(by_new)).status_code == 200
    assert (await at_the_door.get(by_old)).status_code == 200

    provider.signs_with(NEW)
    at_the_door.clock.passes(minutes=10)
    assert (await at_the_door.get(by_new)).status_code == 200
    refused(await at_the_door.get(by_old), 401)


async def test_while_the_provider_is_away_known_keys_serve_for_an_hour(provider, at_the_door):
    token = await provider.token("worklist-display")
    assert (await at_the_door.get(token)).status_code == 200
    provider.signs_with(NEW)
    unknown = await provider.token("worklist-display")

    provider.goes_away()
    at_the_door.clock.passes(minutes=59)
    assert (await at_the_door.get(token)).status_code == 200
    away = await at_the_door.get(unknown)
    refused(away, 503)
    assert away.headers["retry-after"] == "5"

    at_the_door.clock.passes(minutes=2)
    refused(await at_the_door.get(token), 503)

    provider.comes_back()
    at_the_door.clock.passes(seconds=6)
    assert (await at_the_door.get(unknown)).status_code == 200


async def test_a_service_started_while_the_provider_is_away_recovers(
    provider, sqlite_url, tmp_path
):
    token = await provider.token("worklist-display")
    provider.goes_away()
    async with listening(provider, sqlite_url, tmp_path) as served:
        away = await served.get(token)
        refused(away, 503)
        assert away.headers["retry-after"] == "5"
        assert (await served.web.get("/healthz")).status_code == 200

        provider.comes_back()
        served.clock.passes(seconds=6)
        assert (await served.get(token)).status_code == 200


async def test_forged_key_ids_make_no_storm_of_fetches(provider, at_the_door):
    token = await provider.token("worklist-display")
    assert (await at_the_door.get(token)).status_code == 200
    before = provider.asked

    async def forged(number):
        header = OLD.header(kid=f"forged-{number}")
        return await at_the_door.get(OLD.token(header=header, claims=claims_of(token)))

    for batch in range(2):
        at_the_door.clock.passes(seconds=31)
        replies = await asyncio.gather(*(forged(batch * 30 + n) for n in range(30)))
        assert {reply.status_code for reply in replies} == {401}
        assert provider.asked == before + batch + 1
    assert (await at_the_door.get(token)).status_code == 200


async def test_no_forgery_is_taken_nor_makes_the_service_call_anyone(provider, served):
    good = await provider.token("worklist-display")
    assert (await served.get(good)).status_code == 200
    before = provider.asked
    called: list[str] = []

    def answer(_reader, writer):
        called.append("somebody came")
        writer.close()

    listener = await asyncio.start_server(answer, "127.0.0.1", 0)
    trap = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/keys"

    taken = {
        name: reply.status_code
        for name, forged in forgeries(OLD, claims_of(good), trap=trap).items()
        if (reply := await served.get(forged)).status_code != 401
    }
    listener.close()
    await listener.wait_closed()

    assert taken == {}
    assert called == []
    assert provider.asked == before
    assert (await served.get(good)).status_code == 200
