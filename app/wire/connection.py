"""One client's connection: how long it may keep us waiting, and what is no request at all.

The server has no such limits of its own, and its refusals are plain text. They hold here, so
that the embedded service is safe without a gateway in front of it.
"""

import asyncio
import secrets
from http import HTTPStatus
from typing import Any

from starlette.datastructures import MutableHeaders
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.problems import Problem, TooLarge, Unreadable
from app.wire.replies import dress, say


class HeadTooLarge(TooLarge):
    status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    slug = "head-too-large"
    title = "The request's address and headers are too large"


class Connection(HttpToolsProtocol):
    """Closes on whoever is slow to ask or to read; answers what cannot be read with a problem."""

    head_seconds = 10.0
    # More than a body may take where one is read (OOCD_BODY_SECONDS), which is told as 408.
    body_seconds = 30.0
    reply_seconds = 30.0
    head_bytes = 64 * 1024

    _deadline: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _in_head = False
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self._is_read()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head:
            self._head += len(data)
            if self._head > self.head_bytes:
                self._refuse(HeadTooLarge(f"At most {self.head_bytes} bytes of them are read"))
        elif self._deadline is None and self._idle():
            # Empty lines before a request are no request, and end the server's own patience.
            self._wait(self.head_seconds)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head = True, 0
        self._wait(self.head_seconds)

    def on_headers_complete(self) -> None:
        self._in_head = False
        hosts = sum(name == b"host" for name, _ in self.headers)
        # Before 1.1 a request need not say whom it is for; what comes after it is not read here.
        if hosts not in {"1.0": (0, 1), "1.1": (1,)}.get(self.parser.get_http_version(), ()):
            raise ValueError("no request as this service reads one")
        super().on_headers_complete()
        self._wait(self.body_seconds)

    def on_message_complete(self) -> None:
        self._stop_waiting()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        self._refuse(Unreadable("This is not a request in HTTP as it is read here"))

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self.reply_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        self._is_read()
        super().resume_writing()

    def _refuse(self, problem: Problem) -> None:
        """Say so and close. Where an earlier request is still owed its reply, close alone: a
        refusal in its place would be read as the reply to it."""
        self._stop_waiting()
        if not self._owed():
            self.transport.write(_written(problem, self.server_state.default_headers))
        if self.cycle is not None:
            self.cycle.disconnected = True
        self.transport.close()

    def _idle(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def _owed(self) -> bool:
        """Whether a reply is due or has begun that is not the one to what cannot be read."""
        if self._idle():
            return False
        return self.cycle.response_started or not self.cycle.more_body or bool(self.pipeline)

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        # Whatever is being answered is still answered; then, or if nothing is, it closes.
        self._deadline = self.loop.call_later(seconds, self.shutdown)

    def _is_read(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def _written(problem: Problem, defaults: list[tuple[bytes, bytes]]) -> bytes:
    """A whole reply, for a request that never became one."""
    request_id = secrets.token_urlsafe(16)
    reply = say(problem, request_id)
    dress(MutableHeaders(raw=reply.raw_headers), request_id)
    status = problem.status
    lines = [f"HTTP/1.1 {status.value} {status.phrase}".encode()]
    headers: list[tuple[bytes, Any]] = [*defaults, *reply.raw_headers, (b"connection", b"close")]
    lines += [name + b": " + value for name, value in headers]
    return b"\r\n".join([*lines, b"", bytes(reply.body)])
