"""A real server on a free port, over a database of its own, for as long as a measurement lasts."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from app.access.actor import Role
from app.access.issuer import DevelopmentIssuer

_STARTS_WITHIN = 120.0
_SERVE = """
import sys
from app.cli import serving
from app.settings import Settings

serving.prepare(Settings())
serving.run(Settings(), host="127.0.0.1", port=int(sys.argv[1]), workers=int(sys.argv[2]))
"""


@dataclass(frozen=True, slots=True)
class Served:
    address: str
    issuer: DevelopmentIssuer
    process: "subprocess.Popen[bytes]"

    def headers(self, role: Role, subject: str, *, areas: tuple[str, ...]) -> dict[str, str]:
        token = self.issuer.mint(subject, roles=[role], areas=areas)
        return {"Authorization": f"Bearer {token}"}


@contextmanager
def serving(folder: Path, database_url: str | None, *, workers: int = 1) -> Iterator[Served]:
    """The server as `oocd serve` runs it, in a process of its own; it ends with the block."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "OOCD_DATA_DIR": str(folder),
        # One client here asks as much as many offices do.
        "OOCD_RATE_LIMIT": "1000000/minute",
        **({"OOCD_DATABASE_URL": database_url} if database_url else {}),
    }
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", _SERVE, str(port), str(workers)],
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_until_ready(server, address)
            yield Served(address, DevelopmentIssuer(folder, production=False), server)
        finally:
            server.terminate()
            server.wait(30)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_until_ready(server: "subprocess.Popen[bytes]", address: str) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(f"{address}/readyz", trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError("The server did not become ready; its folder holds server.log")
