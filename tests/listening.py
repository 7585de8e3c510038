"""The service behind a real socket, as `oocd serve` puts it, for clients that are no clients."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import uvicorn

from app.cli.serving import options
from tests.service import Service

PATIENCE = 60


class Line:
    """One client's connection, over which any bytes may be sent."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def __aenter__(self) -> Self:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()

    async def say(self, sent: bytes) -> None:
        self.writer.write(sent)
        await self.writer.drain()

    async def keep_saying(self, sent: bytes) -> None:
        while True:
            await self.say(sent)
            await asyncio.sleep(0.01)

    def stop_reading(self) -> None:
        self.writer.transport.pause_reading()  # type: ignore[attr-defined]

    async def heard(self) -> bytes:
        """All that comes until the service closes; the test fails if it never does."""
        async with asyncio.timeout(PATIENCE):
            return await self.reader.read()


@asynccontextmanager
async def listening(service: Service, **changes: Any) -> AsyncIterator[int]:
    """The port of a server over a running service, with its limits changed where a test must."""
    chosen = options() | {"log_config": None}
    limits = type("Limits", (chosen["http"],), changes)
    server = uvicorn.Server(
        uvicorn.Config(service.app, lifespan="off", **(chosen | {"http": limits}))
    )
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        try:
            while not server.started:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.005)
            yield bound.getsockname()[1]
        finally:
            server.should_exit = True
            await serving


async def asked(port: int, sent: bytes) -> bytes:
    async with Line(port) as line:
        await line.say(sent)
        return await line.heard()
