"""The identity provider: which public keys it signs with, or that it cannot be asked."""

import asyncio
import ssl
from functools import cache
from urllib.parse import urlsplit

import httpx

from app.problems import Unavailable
from app.wire import strict_json

_SECONDS = 5.0
_MOST_BYTES = 64 * 1024


class IdentityProviderUnavailable(Unavailable):
    def __init__(self, detail: str) -> None:
        super().__init__(detail, retry_after=5)


class IdentityProvider:
    """Its published keys (a JWKS), as they came: what they are good for is the gate's to say."""

    def __init__(self, client: httpx.AsyncClient, jwks_url: str, *, production: bool) -> None:
        if production and urlsplit(jwks_url).scheme != "https":
            raise ValueError("OOCD_JWKS_URL must be https in production")
        self._client = client
        self._url = jwks_url

    async def published_keys(self) -> list[object]:
        try:
            async with asyncio.timeout(_SECONDS):
                document = strict_json.read(await self._text())
            keys = document["keys"]
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as why:
            raise IdentityProviderUnavailable("The identity provider did not answer") from why
        except (KeyError, TypeError, ValueError) as why:
            raise IdentityProviderUnavailable(
                "The identity provider's answer is unreadable"
            ) from why
        if not isinstance(keys, list) or not keys:
            raise IdentityProviderUnavailable("The identity provider publishes no keys")
        return keys

    async def _text(self) -> bytes:
        text = bytearray()
        async with self._client.stream("GET", self._url) as reply:
            reply.raise_for_status()
            if reply.status_code != httpx.codes.OK or "content-encoding" in reply.headers:
                raise ValueError("neither a redirect nor a compressed answer is followed")
            async for chunk in reply.aiter_bytes():
                text += chunk
                if len(text) > _MOST_BYTES:
                    raise ValueError("the answer is too long")
        return bytes(text)


def open_client(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """A client that goes where it is told: no proxy from the environment, no redirect."""
    return httpx.AsyncClient(
        transport=transport,
        verify=_authorities(),
        timeout=_SECONDS,
        follow_redirects=False,
        trust_env=False,
        headers={"Accept": "application/json", "Accept-Encoding": "identity"},
    )


@cache
def _authorities() -> ssl.SSLContext:
    """The well-known certificate authorities: a long list, read once."""
    return httpx.create_ssl_context(trust_env=False)
