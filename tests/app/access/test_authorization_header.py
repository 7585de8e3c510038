"""AUT-5: whatever bytes stand in an Authorization header, the answer is a refusal, and soon."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.access.authenticate import Authenticate
from app.access.keys import KeyRing
from app.access.verifier import Verifier
from app.wire import EveryReply
from tests.identity import GATE, PARTNERSHIP, EllipticProvider, base64url

EC = EllipticProvider()
LONGEST = 64 * 1024


async def published():
    return [EC.public_key()]


async def _never(scope, receive, send):
    raise AssertionError("somebody was let in")


SERVICE = EveryReply(
    Authenticate(
        _never,
        verifier=Verifier(GATE, KeyRing(published), PARTNERSHIP),
        failures_per_minute=1_000_000,
    )
)


async def status_for(header: bytes) -> int:
    """What the service answers, without a client in between that would refuse to send it."""
    said = []

    async def send(message):
        said.append(message)

    async def receive():
        raise AssertionError("the body was read")

    headers = [(b"authorization", header)]
    scope = {"type": "http", "method": "GET", "path": "/v1/cases", "state": {}, "headers": headers}
    await SERVICE(scope, receive, send)
    return int(said[0]["status"])


def bearing(*segments: bytes) -> bytes:
    return b"Bearer " + b".".join(base64url(each).encode() for each in segments)


HEAD = b'{"alg":"ES256","kid":"ec-1","typ":"at+jwt"}'


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"Bearer",
        b"Bearer ",
        b"Bearer  ",
        b"bearer\tx.y.z",
        b"Bearer " + b"." * 60_000,
        b"Bearer " + b"A" * 60_000,
        b"Bearer " + b"\xff\x00\r\n",
        b"Bearer " + "é.ŵ.😀".encode(),
        b"Basic " + b"dTpw" * 1000,
        bearing(b"[" * 3000, b"{}", b"x" * 64),
        bearing(b'{"a":' * 1000 + b"1" + b"}" * 1000, b"{}", b"x" * 64),
        bearing(HEAD, b'{"a":' * 1100, b"x" * 64),
        bearing(HEAD, b"[" * 5000 + b"]" * 5000, b"x" * 64),
        bearing(HEAD, b'{"exp":' + b"9" * 5000 + b"}", b"x" * 64),
        bearing(HEAD, b'{"exp":1e999999999}', b"x" * 64),
        bearing(HEAD, b'{"sub":"\\ud800"}', b"x" * 64),
        bearing(HEAD, b"{}", b"x" * 64),
        bearing(HEAD, b"{}", b"\x00" * 64),
        bearing(HEAD, b"{}", b"\xff" * 64),
        bearing(b'{"alg":"dir","enc":"A256GCM"}', b"", b"x" * 12, b"y" * 65_000, b"z" * 16),
    ],
    ids=lambda header: f"{header[:24]!r} {len(header)}",
)
async def test_a_header_made_to_break_a_parser_is_only_refused(header):
    assert await status_for(header[:LONGEST]) == 401


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=600),
        st.binary(max_size=600).map(b"Bearer ".__add__),
        st.lists(st.binary(max_size=200), min_size=3, max_size=3).map(lambda s: bearing(*s)),
        st.binary(max_size=200).map(lambda claims: bearing(HEAD, claims, b"x" * 64)),
    )
)
async def test_no_bytes_whatever_are_more_than_a_refusal(header):
    assert await status_for(header) == 401
