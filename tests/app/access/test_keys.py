"""AUT-2: the provider's keys: fetched seldom, kept for a while, never from where a token says."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from app.access.keys import KeyRing
from app.access.verifier import Verifier
from app.gateways.identity_provider import (
    IdentityProvider,
    IdentityProviderUnavailable,
    open_client,
)
from app.problems import Unauthenticated, Unavailable
from tests.identity import GATE, PARTNERSHIP, EllipticProvider, good_claims

JWKS = "https://idp.example/keys"


class Clock:
    def __init__(self):
        self.instant = datetime.now(UTC)

    def __call__(self):
        return self.instant

    def passes(self, **time):
        self.instant += timedelta(**time)


class Web:
    """The provider's side of the wire, and how often it was asked."""

    def __init__(self, *providers):
        self.asked = 0
        self.reply = lambda: httpx.Response(200, json={"keys": [p.public_key() for p in providers]})

    def ring(self, clock):
        def answer(_request):
            self.asked += 1
            return self.reply()

        client = open_client(httpx.MockTransport(answer))
        provider = IdentityProvider(client, JWKS, production=True)
        return KeyRing(provider.published_keys, now=clock)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def provider():
    return EllipticProvider()


async def test_keys_are_fetched_once_and_again_after_ten_minutes(clock, provider):
    web = Web(provider)
    ring = web.ring(clock)

    for minutes in (0, 5, 4):
        clock.passes(minutes=minutes)
        assert await ring.find("ec-1")
    assert web.asked == 1

    clock.passes(minutes=2)
    await ring.find("ec-1")
    assert web.asked == 2


async def test_a_hundred_made_up_keys_cost_no_fetch_in_the_cooldown(clock, provider):
    web = Web(provider)
    ring = web.ring(clock)
    await ring.find("ec-1")

    assert {await ring.find(f"forged-{n}") for n in range(100)} == {None}
    assert web.asked == 1

    clock.passes(seconds=31)
    await asyncio.gather(*(ring.find(f"forged-{n}") for n in range(100)))
    assert web.asked == 2


async def test_a_hundred_callers_at_a_cold_start_make_one_fetch(clock, provider):
    web = Web(provider)
    ring = web.ring(clock)

    assert all(await asyncio.gather(*(ring.find("ec-1") for _ in range(100))))
    assert web.asked == 1


async def test_a_new_key_is_found_when_a_token_names_it(clock, provider):
    new = EllipticProvider("ec-2")
    web = Web(provider)
    ring = web.ring(clock)
    await ring.find("ec-1")
    web.reply = Web(new).reply
    clock.passes(seconds=31)

    assert await ring.find("ec-2")
    assert await ring.find("ec-1") is None


async def test_the_last_good_keys_serve_while_the_provider_is_away_but_not_for_ever(
    clock, provider
):
    web = Web(provider)
    ring = web.ring(clock)
    await ring.find("ec-1")
    web.reply = lambda: httpx.Response(500)

    clock.passes(minutes=59)
    assert await ring.find("ec-1")

    clock.passes(minutes=2)
    with pytest.raises(Unavailable):
        await ring.find("ec-1")


async def test_a_provider_that_is_away_is_asked_once_per_cooldown(clock):
    web = Web()
    web.reply = lambda: httpx.Response(503)
    ring = web.ring(clock)

    for _ in range(20):
        with pytest.raises(Unavailable):
            await ring.find("ec-1")

    assert web.asked == 1


async def test_a_key_nobody_knows_while_the_provider_is_away_is_neither_good_nor_bad(
    clock, provider
):
    web = Web(provider)
    ring = web.ring(clock)
    await ring.find("ec-1")
    web.reply = lambda: httpx.Response(500)
    clock.passes(minutes=11)

    with pytest.raises(Unavailable) as said:
        await ring.find("ec-2")
    assert said.value.headers == {"Retry-After": "5"}
    assert await ring.find("ec-1")
    assert web.asked == 2

    # Who is refused for it may come back as told; who has a good key is not made to wait again.
    clock.passes(seconds=6)
    assert await ring.find("ec-1")
    assert web.asked == 2
    web.reply = Web(provider, EllipticProvider("ec-2")).reply
    assert await ring.find("ec-2")
    assert web.asked == 3


@pytest.mark.parametrize(
    "reply",
    [
        httpx.Response(302, headers={"Location": "http://169.254.169.254/"}),
        httpx.Response(204),
        httpx.Response(200, text="<html>sign in</html>"),
        httpx.Response(200, text='{"keys": [], "keys": []}'),
        httpx.Response(200, json={"keys": []}),
        httpx.Response(200, json={"keys": {}}),
        httpx.Response(200, json=[]),
        httpx.Response(200, json=None),
        httpx.Response(200, text="[" * 5000),
        httpx.Response(200, text='{"keys": ["' + "x" * 70_000 + '"]}'),
        httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"x")),
    ],
    ids=lambda reply: f"{reply.status_code} {reply.headers.get('content-length')}",
)
async def test_an_unreadable_answer_is_one_kind_of_failure(reply):
    client = open_client(httpx.MockTransport(lambda _: reply))

    with pytest.raises(IdentityProviderUnavailable):
        await IdentityProvider(client, JWKS, production=True).published_keys()


async def test_a_provider_that_cannot_be_reached_is_the_same_kind_of_failure():
    def cut(request):
        raise httpx.ConnectError("no route", request=request)

    client = open_client(httpx.MockTransport(cut))

    with pytest.raises(IdentityProviderUnavailable) as said:
        await IdentityProvider(client, JWKS, production=True).published_keys()
    assert said.value.headers == {"Retry-After": "5"}


def test_keys_come_over_https_in_production_only():
    client = open_client()

    with pytest.raises(ValueError, match="https"):
        IdentityProvider(client, "http://idp.example/keys", production=True)
    IdentityProvider(client, "http://localhost:3000/keys", production=False)


async def test_a_verified_token_is_remembered_for_a_minute_and_never_past_its_end(clock, provider):
    web = Web(provider)
    ring = web.ring(clock)
    verifier = Verifier(GATE, ring, PARTNERSHIP, now=clock)
    now = int(clock().timestamp())
    token = provider.token(claims=good_claims(exp=now + 30, iat=now))

    first = await verifier.actor(token)
    assert await verifier.actor(token) is first

    clock.passes(seconds=31)
    assert await verifier.actor(token) is not first


async def test_a_rotation_voids_what_was_remembered(clock, provider):
    web = Web(provider)
    verifier = Verifier(GATE, web.ring(clock), PARTNERSHIP, now=clock)
    old = provider.token()
    await verifier.actor(old)
    impostor = EllipticProvider("ec-1")
    web.reply = Web(impostor, EllipticProvider("ec-2")).reply

    clock.passes(seconds=31)
    with pytest.raises(Unauthenticated):
        await verifier.actor(EllipticProvider("ec-3").token())

    with pytest.raises(Unauthenticated):
        await verifier.actor(old)
    assert (await verifier.actor(impostor.token())).subject == "officer-7"


async def test_the_force_area_stands_for_all_and_a_foreign_area_for_none(clock, provider):
    verifier = Verifier(GATE, Web(provider).ring(clock), PARTNERSHIP)

    async def areas(*claimed):
        token = provider.token(claims=good_claims(areas=list(claimed)))
        return (await verifier.actor(token)).areas

    assert await areas("E23000007") == PARTNERSHIP.areas
    assert await areas("E08000022", "E09000001", "OTHER") == {"E08000022"}
    assert await areas() == frozenset()
