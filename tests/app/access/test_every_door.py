"""AUT-1: no route answers a caller it does not know, whatever else is wrong with the request."""

import re

from app.access.authenticate import OPEN_PATHS
from tests.identity import EllipticProvider
from tests.refusals import refused
from tests.service import tolerant

DOCUMENTATION = {"/docs", "/openapi.json"}  # open in development; off in production
STRANGERS: list[dict[str, str]] = [
    {},
    {"Authorization": "Basic dTpw"},
    {"Authorization": f"Bearer {EllipticProvider().token()}"},
]
BODIES = [b"", b"{broken", b" " * 2_000_000]


def doors(service):
    """Every method and path that is served, its ids filled in with one that nobody has."""
    for path, methods in service.app.openapi()["paths"].items():
        for method in methods:
            yield method.upper(), re.sub(r"\{[^}]+\}", "A" * 22, path)


async def test_every_door_but_the_open_ones_asks_for_a_credential(service):
    tolerant(service.app)
    shut = [(method, path) for method, path in doors(service) if path not in OPEN_PATHS]
    assert len(shut) > 40

    for stranger, body in zip(STRANGERS, BODIES, strict=True):
        async with service.stranger({"Content-Type": "text/plain", **stranger}) as nobody:
            for method, path in shut:
                reply = await nobody.request(method, path, content=body)
                refused(reply, 401)
                assert reply.headers["www-authenticate"] == "Bearer"


async def test_an_unknown_door_asks_too_and_only_the_named_ones_stand_open(service):
    async with service.stranger() as nobody:
        for path in ("/", "/v1", "/v2/cases", "/healthz/", "/metrics", "/v1/healthz"):
            refused(await nobody.get(path), 401)
        for path in OPEN_PATHS | DOCUMENTATION:
            assert (await nobody.get(path)).status_code == 200
