"""Reading a request's body: bounded in size and time, and only ever as JSON."""

import asyncio
import re
from http import HTTPStatus
from typing import Any

from starlette.requests import ClientDisconnect, Request

from app.problems import Problem, TooLarge, Unacceptable, Unreadable, WrongMediaType
from app.wire import strict_json

_JSON = re.compile(r'\s*application/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?;?\s*', re.IGNORECASE)

# What is left of the body is not worth waiting for, so the connection goes with the refusal.
_CLOSE = {"Connection": "close"}


class TooSlow(Problem):
    status = HTTPStatus.REQUEST_TIMEOUT
    slug = "too-slow"
    title = "The request took too long to arrive"


async def read_body(request: Request, *, most: int, seconds: float) -> tuple[bytes, Any]:
    """The body as it came and as a value; nothing at all is `(b"", None)`."""
    _expect_json(request)
    raw = await _arrived(request, most, seconds)
    if not raw:
        return b"", None
    if "content-type" not in request.headers:
        raise WrongMediaType("Say Content-Type: application/json")
    try:
        value = strict_json.read(raw)
        found = strict_json.flaws(value)
    except strict_json.NotStrictJson as why:
        raise Unreadable(str(why)) from None
    if found:
        raise Unacceptable(found)
    return raw, value


def _expect_json(request: Request) -> None:
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise WrongMediaType("A compressed body is not read here", headers=_CLOSE)
    said = request.headers.get("content-type")
    if said is None:
        return
    if not _JSON.fullmatch(said):
        raise WrongMediaType("Only application/json in UTF-8 is read here", headers=_CLOSE)


async def _arrived(request: Request, most: int, seconds: float) -> bytes:
    too_large = TooLarge(f"At most {most} bytes are read", headers=_CLOSE)
    # A length without end is not worth turning into a number either.
    length = request.headers.get("content-length", "0")[:18]
    if length.isdecimal() and int(length) > most:
        raise too_large
    raw = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                raw += chunk
                if len(raw) > most:
                    raise too_large
    except TimeoutError:
        raise TooSlow("The body did not arrive in time", headers=_CLOSE) from None
    except ClientDisconnect:
        raise Unreadable("The body broke off") from None
    return bytes(raw)
