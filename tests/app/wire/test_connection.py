"""INP-5, INP-6, AVL-3: what comes over a socket and never becomes a request."""

import asyncio
import json
import re
import time
from contextlib import suppress
from pathlib import Path

import pytest

from app.access.actor import Role
from tests.listening import Line, asked, listening
from tests.refusals import SECURITY

HOST = b"Host: panels.example\r\n"
ALIVE = b"GET /healthz HTTP/1.1\r\n" + HOST
POST = b"POST /v1/cases HTTP/1.1\r\n" + HOST
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"

NOT_REQUESTS = {
    "a length and chunks": POST
    + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and a length": POST
    + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
    "one length twice": POST + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
    "a list of lengths": POST + b"Content-Length: 4, 4\r\n\r\nabcd",
    "a length with a sign": POST + b"Content-Length: +4\r\n\r\nabcd",
    "a length without end": POST + b"Content-Length: 99999999999999999999999\r\n\r\nabcd",
    "a chunk of no size": CHUNKED + b"zz\r\nabc\r\n0\r\n\r\n",
    "a chunk longer than it says": CHUNKED + b"3\r\nabcXX0\r\n\r\n",
    "a chunk extension ended by LF": CHUNKED + b"3;a\nabc\r\n0\r\n\r\n",
    "a hexadecimal prefix": CHUNKED + b"0x3\r\nabc\r\n0\r\n\r\n",
    "an unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    "chunked, but not last": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a space before the colon": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a folded header": ALIVE + b"X-A: b\r\n c\r\n\r\n",
    "a fold before any header": b"GET /healthz HTTP/1.1\r\n c: d\r\n" + HOST + b"\r\n",
    "a bare CR": ALIVE + b"X-A: b\rX-B: c\r\n\r\n",
    "a bare LF": ALIVE + b"X-A: b\nX-B: c\r\n\r\n",
    "LF alone": b"GET /healthz HTTP/1.1\nHost: panels.example\n\n",
    "NUL in a value": ALIVE + b"X-A: b\0c\r\n\r\n",
    "NUL in a name": ALIVE + b"X\0A: b\r\n\r\n",
    "a control character": ALIVE + b"X-A: b\x01\r\n\r\n",
    "two hosts": ALIVE + HOST + b"\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "no version": b"GET /healthz\r\n\r\n",
    "a later version": b"GET /healthz HTTP/2.0\r\n" + HOST + b"\r\n",
    "the later version's own greeting": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a space in the address": b"GET /heal thz HTTP/1.1\r\n" + HOST + b"\r\n",
    "NUL in the address": b"GET /heal\0thz HTTP/1.1\r\n" + HOST + b"\r\n",
    "letters no address has": b"GET /heal\xc3\xa9thz HTTP/1.1\r\n" + HOST + b"\r\n",
    "an address of nothing": b"GET ?x HTTP/1.1\r\n" + HOST + b"\r\n",
    "a request to be a proxy": b"CONNECT panels.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a method nobody knows": b"BREW /healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "a method in small letters": b"get /healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "a header without a colon": ALIVE + b"Xabc\r\n\r\n",
    "a header without a name": ALIVE + b": abc\r\n\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


async def test_what_is_no_request_is_answered_400_as_a_problem_and_the_connection_closed(service):
    async with listening(service) as port:
        heard = {name: await asked(port, sent) for name, sent in NOT_REQUESTS.items()}

    for name, reply in heard.items():
        head, _, body = reply.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n"), (name, reply)
        problem = json.loads(body)
        assert problem["type"] == "/problems/unreadable", name
        headers = dict(line.split(": ", 1) for line in head.decode().splitlines()[1:])
        assert headers.items() >= {**SECURITY, "connection": "close"}.items(), name
        assert headers["content-type"] == "application/problem+json"
        assert headers["x-request-id"] == problem["instance"]
        assert "server" not in headers


async def test_of_two_requests_the_second_unreadable_no_refusal_stands_in_the_first_s_place(
    service,
):
    async with listening(service) as port:
        for bad in (b"NONSENSE\r\n\r\n", CHUNKED + b"zz\r\n"):
            reply = await asked(port, ALIVE + b"\r\n" + bad)
            assert b" 400 " not in reply.split(b"alive")[0]


async def test_what_stands_after_a_request_that_ends_the_connection_is_not_read(service):
    async with listening(service) as port:
        for before in (b"Connection: close\r\n", b"Connection: Upgrade\r\nUpgrade: h2c\r\n"):
            async with Line(port) as line:
                await line.say(ALIVE + before + b"\r\n" + ALIVE + b"\r\n")
                reply = await line.reader.read(4096)
            assert reply.count(b"HTTP/1.1 ") == 1


async def test_an_address_and_headers_without_end_are_not_kept(service):
    async with listening(service) as port:
        for start in (b"GET /", ALIVE + b"X: ", ALIVE + b"X: a\r\n" * 20_000):
            async with Line(port) as line:
                reply = await flooded(line, start)
            assert reply == b"" or reply.startswith(b"HTTP/1.1 431 ")


async def flooded(line, start):
    """As much as the service will take, up to sixteen megabytes."""
    await line.say(start)
    try:
        for _ in range(256):
            await line.say(b"a" * 65536)
            await asyncio.sleep(0)
    except ConnectionError:
        pass
    else:
        pytest.fail("all of it was taken")
    try:
        return await line.heard()
    except ConnectionError:
        return b""


async def test_whoever_keeps_it_waiting_is_closed_on_and_others_are_served_meanwhile(service):
    """Each sends a little, then a byte at a time that never makes a request."""
    headers = service.police.client.headers["authorization"].encode()
    signed = b"Authorization: " + headers + b"\r\nContent-Type: application/json\r\n"
    begun = {
        "says nothing": (b"", b""),
        "never ends its first line": (b"GET /hea", b"l"),
        "never ends its headers": (ALIVE, b"X"),
        "sends empty lines": (b"\r\n", b"\r\n"),
        "sends empty lines after a reply": (ALIVE + b"\r\n", b"\r\n"),
        "never ends a second request": (ALIVE + b"\r\n", b"G"),
        "has no credential and never ends its body": (POST + b"Content-Length: 99\r\n\r\n", b"1"),
        "never ends its body": (POST + signed + b"Content-Length: 99\r\n\r\n", b"1"),
        "reads no chunk's end": (CHUNKED, b"1"),
    }
    service.app.state.settings = service.settings.model_copy(update={"body_seconds": 0.5})
    async with listening(service, head_seconds=0.5, body_seconds=1.0) as port:
        slow = [until_closed(port, *said) for said in begun.values()]
        honest = asyncio.gather(
            *(asked(port, ALIVE + b"Connection: close\r\n\r\n") for _ in ".....")
        )
        # Whoever is never closed on would wait for ever.
        await asyncio.wait_for(asyncio.gather(*slow), 60)

        assert all(b"alive" in reply for reply in await honest)


async def test_whoever_reads_no_reply_is_closed_on(service):
    token = service.officer.client.headers["authorization"].encode()
    asking = b"GET /v1/protocol/assessment-tool HTTP/1.1\r\n" + HOST
    asking += b"Authorization: " + token + b"\r\n\r\n"
    async with listening(service, reply_seconds=0.3) as port, Line(port) as line:
        line.stop_reading()
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(line.keep_saying(asking), 60)


async def until_closed(port, start, more):
    async with Line(port) as line:
        reading = asyncio.create_task(line.heard())
        with suppress(ConnectionError):
            await line.say(start)
            while not reading.done():
                await line.say(more)
                await asyncio.sleep(0.1)
        # Closed on or cut off, whichever comes first.
        with suppress(ConnectionError):
            await reading


async def test_a_body_that_is_too_slow_is_told_so(service):
    service.app.state.settings = service.settings.model_copy(update={"body_seconds": 0.3})
    token = service.issuer.mint("p", roles=[Role.POLICE_SUBMITTER], areas=["E23000007"])
    head = POST + b"Authorization: Bearer " + token.encode() + b"\r\n"
    async with listening(service) as port:
        reply = await asked(
            port, head + b"Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
        )

    assert reply.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in reply.lower()


async def test_many_who_say_nothing_do_not_slow_those_who_ask(service):
    async with listening(service) as port:
        alone = await median_of_asking(port)
        idle = [Line(port) for _ in range(200)]
        for line in idle:
            await line.__aenter__()
            await line.say(ALIVE)
        beside = await median_of_asking(port)
        for line in idle:
            await line.__aexit__()

    assert beside < 2 * alone + 0.01


async def median_of_asking(port):
    waits = []
    for _ in range(31):
        began = time.monotonic()
        await asked(port, ALIVE + b"Connection: close\r\n\r\n")
        waits.append(time.monotonic() - began)
    return sorted(waits)[15]


async def test_a_body_without_end_takes_no_memory_worth_the_name(service):
    token = service.issuer.mint("p", roles=[Role.POLICE_SUBMITTER], areas=["E23000007"])
    signed = b"Authorization: Bearer " + token.encode() + b"\r\nContent-Type: application/json\r\n"
    endless = b"Transfer-Encoding: chunked\r\n\r\n" + b"10000\r\n" + b" " * 65536 + b"\r\n"
    before = resident()
    async with listening(service) as port:
        for head in (POST + signed, POST):
            async with Line(port) as line:
                reading = asyncio.create_task(line.reader.read())
                await line.say(head + endless)
                try:
                    for _ in range(512):
                        await line.say(b"10000\r\n" + b" " * 65536 + b"\r\n")
                except ConnectionError:
                    pass
                reading.cancel()

    assert resident() - before < 64 * 1024


def resident():
    """This process's memory, in kB."""
    said = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert said
    return int(said[1])
