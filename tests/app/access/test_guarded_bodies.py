import asyncio
import json
from typing import Any

import pytest

from tests.guarded import app, built, client, is_problem, issuer, post

__all__ = ["app", "issuer"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"said": "a"} ]',
        b'{"said": "a"}{"said": "b"}',
        b'{"said": "a", "said": "b"}',
        b'{"said": "a", "more": {"x": [{"y": 1, "y": 2}]}}',
        b'{"said": "a", "more": NaN}',
        b'{"said": "a", "more": -Infinity}',
        b'{"said": "a", "more": 1e999}',
        b'{"said": "a", "more": ' + b"9" * 5000 + b"}",
        b'{"said": "a", "more": ' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"said": "a", "more": ' + b"[" * 500 + b"]" * 500 + b"}",
        b"\xef\xbb\xbf" + b'{"said": "a"}',
        '{"said": "a"}'.encode("utf-16"),
        b'{"said": "\xff"}',
        b'{"said": "\xed\xa0\x80"}',
        b"{'said': 'a'}",
        b'{"said": "a" /* b */}',
        b'{"said": "a",}',
        b'{"said": "\n"}',
    ],
    ids=lambda body: repr(body[:40]),
)
async def test_a_body_two_readers_could_read_differently_is_refused(issuer, body):
    reply = await post(built(issuer, most=10_000), issuer, body)

    assert is_problem(reply, 400)


@pytest.mark.parametrize(
    "text",
    ["\x00", "a\x07", "\x1b[2J", "\x7f", "\x85", "\ud800", "\u202e", "\u2067", "\ufffe", "\r"],
    ids=lambda text: text.encode("unicode-escape").decode(),
)
@pytest.mark.parametrize("place", ["said", "more", "key"])
async def test_text_that_cannot_be_kept_is_refused_where_it_stands(app, issuer, text, place):
    body: dict[str, Any] = {"said": "a", "more": {"deep": ["b"]}}
    pointer = {"said": "/said", "more": "/more/deep/0", "key": "/more"}[place]
    if place == "said":
        body["said"] = text
    elif place == "more":
        body["more"]["deep"][0] = text
    else:
        body["more"][text] = 1

    reply = await post(app, issuer, json.dumps(body))

    assert is_problem(reply, 422)
    assert [error["pointer"] for error in reply.json()["errors"]] == [pointer]
    assert text not in reply.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/merge-patch+json"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": ""},
        {"Content-Encoding": "gzip"},
    ],
    ids=repr,
)
async def test_only_plain_json_is_read(app, issuer, headers):
    assert is_problem(await post(app, issuer, b'{"said": "a"}', **headers), 415)


async def test_a_body_that_does_not_say_what_it_is_is_not_read(app, issuer):
    async with client(app, issuer) as c:
        reply = await c.post("/v1/cases", content=b'{"said": "a"}')

    assert is_problem(reply, 415)


async def chunks(*parts, wait=0.0):
    for part in parts:
        await asyncio.sleep(wait)
        yield part


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_over_the_limit_is_refused_before_it_is_parsed(app, issuer, chunked):
    size = [b"[" * 1000] * 3
    reply = await post(app, issuer, chunks(*size) if chunked else b"".join(size))

    assert is_problem(reply, 413)
    assert reply.headers["connection"] == "close"


async def test_a_body_that_dribbles_in_is_not_waited_for(issuer):
    app = built(issuer, seconds=0.05)

    reply = await post(app, issuer, chunks(b"{", b'"said"', b': "a"}', wait=0.04))

    assert is_problem(reply, 408)
