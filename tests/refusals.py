"""A refusal as every refusal is made, and requests that provoke one."""

from copy import deepcopy
from typing import Any

import httpx

from tests.service import User

SECURITY = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
JSON = {"Content-Type": "application/json"}


def refused(reply: httpx.Response, status: int) -> dict[str, Any]:
    """A refusal as every refusal is made."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = reply.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(problem)
    assert problem["status"] == status
    assert problem["instance"] == reply.headers["x-request-id"]
    assert problem["type"].startswith("/problems/")
    dressed(reply)
    return problem


def dressed(reply: httpx.Response) -> None:
    """What every reply carries."""
    assert reply.headers["x-request-id"]
    for name, value in SECURITY.items():
        assert reply.headers[name] == value, name
    assert "server" not in reply.headers
    assert not [name for name in reply.headers if name.startswith("access-control")]


async def raw(user: User, path: str, content: bytes, **headers: str) -> httpx.Response:
    """A body as it is, whatever it is."""
    return await user.post(
        path, content=content, headers={**JSON, "Idempotency-Key": "k", **headers}
    )


def changed(body: dict[str, Any], place: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """The same body with something else at that place."""
    whole = deepcopy(body)
    *way, last = place
    inner: Any = whole
    for step in way:
        inner = inner[step]
    inner[last] = value
    return whole
