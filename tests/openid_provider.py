"""A real OpenID provider for the tests: npm's `oidc-provider`, on a node that comes in a wheel."""

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from tests.identity import EllipticProvider
from tests.node import PATIENCE, CannotRun, installed, node

HERE = Path(__file__).parent / "openid"
RESOURCE = "https://panels.example"


class OpenIdProvider:
    """It signs with the first of its keys and publishes them all."""

    def __init__(self, keys: Sequence[EllipticProvider], clients: Mapping[str, Any]) -> None:
        self._process = subprocess.Popen(
            [node(), str(installed(HERE, "a real OpenID provider") / "provider.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._secrets = {client: f"secret-of-{client}" for client in clients}
        self.issuer = f"http://127.0.0.1:{self._tell(listening=True)['port']}"
        described = {
            client: {"secret": self._secrets[client], "claims": claims}
            for client, claims in clients.items()
        }
        self._tell(keys=[key.private_key() for key in keys], clients=described)

    @property
    def jwks_url(self) -> str:
        return f"{self.issuer}/jwks"

    @property
    def asked(self) -> int:
        """How often its keys have been fetched."""
        return int(self._tell()["asked"])

    def signs_with(self, *keys: EllipticProvider) -> None:
        self._tell(keys=[key.private_key() for key in keys])

    def goes_away(self) -> None:
        self._tell(listening=False)

    def comes_back(self) -> None:
        self._tell(listening=True)

    async def token(
        self, client: str, *, resource: str | None = RESOURCE, proof: str | None = None
    ) -> str:
        """By the client-credentials grant, as a police system asks for one.

        A `proof` of holding a key (DPoP) binds the token to it.
        """
        asked = {"grant_type": "client_credentials"} | ({"resource": resource} if resource else {})
        headers = {"DPoP": proof} if proof else {}
        identity = (client, self._secrets[client])
        async with httpx.AsyncClient(trust_env=False, headers=headers, timeout=60) as web:
            reply = await web.post(f"{self.issuer}/token", data=asked, auth=identity)
        reply.raise_for_status()
        return str(reply.json()["access_token"])

    def stop(self) -> None:
        """It ends when its stdin does."""
        self._process.communicate(timeout=PATIENCE)

    def _tell(self, **command: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise CannotRun("the OpenID provider ended; its last words are on stderr")
        said: dict[str, Any] = json.loads(answer)
        return said


def header_of(token: str) -> dict[str, Any]:
    return _segment(token, 0)


def claims_of(token: str) -> dict[str, Any]:
    return _segment(token, 1)


def _segment(token: str, number: int) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.split(".")[number] + "=="))
    return said
