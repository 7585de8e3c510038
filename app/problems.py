"""What can go wrong, in domain words, and how HTTP says it (RFC 9457)."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from panel_protocol.decision import Reason

MEDIA_TYPE = "application/problem+json"

# Where, as a JSON Pointer; a code; and a message.
FieldError = tuple[str, str, str]


class Problem(Exception):
    """A refusal the caller can understand and act on. One subclass for each kind of refusal.

    `detail` and everything in `extra` end up in replies and logs: never a submitted value,
    never anything about a child.
    """

    status: ClassVar[HTTPStatus] = HTTPStatus.CONFLICT
    slug: ClassVar[str] = "conflict"
    title: ClassVar[str] = "The request conflicts with the state of the record"
    # Whether the transaction that raised it is kept, and with it a line of its own on the journal.
    noted: ClassVar[bool] = False

    def __init__(self, detail: str, *, headers: dict[str, str] | None = None, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers or {}
        self.extra = extra

    def document(self, request_id: str) -> dict[str, Any]:
        """The body of the reply; `instance` is the request's id, never its path."""
        return {
            "type": f"/problems/{self.slug}",
            "title": self.title,
            "status": self.status.value,
            "detail": self.detail,
            "instance": request_id,
            **self.extra,
        }


class Unreadable(Problem):
    status = HTTPStatus.BAD_REQUEST
    slug = "unreadable"
    title = "The request could not be read"


class Unauthenticated(Problem):
    status = HTTPStatus.UNAUTHORIZED
    slug = "unauthenticated"
    title = "A valid credential is needed"

    def __init__(self, detail: str = "No credential, or one that is not valid here") -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(Problem):
    status = HTTPStatus.FORBIDDEN
    slug = "forbidden"
    title = "This role may not do this"


class NotFound(Problem):
    status = HTTPStatus.NOT_FOUND
    slug = "not-found"
    title = "No such record, or not one you may see"

    def __init__(self, detail: str = "No such record, or not one you may see") -> None:
        super().__init__(detail)


class NothingNamed(NotFound):
    """Told as any other 404. The next attempt is heard only when this one is counted."""

    noted = True


class WrongStage(Problem):
    slug = "wrong-stage"
    title = "The case is not at a stage where this can happen"


class WrongState(Problem):
    """Of a record, or a request about one, which go through no stages."""

    slug = "wrong-state"
    title = "The record does not stand where this can happen"


class Duplicate(Problem):
    slug = "duplicate"
    title = "This has been recorded already"


class AlreadyOffered(Problem):
    slug = "already-offered"
    title = "The case has been offered to another service, which has not answered"


class RecordFull(Problem):
    slug = "record-full"
    title = "There is more of this on the record than can be right"


class Restricted(Problem):
    slug = "restricted"
    title = "The use of this record is restricted"


class Held(Problem):
    """A record that must be kept, and why."""

    slug = "held"
    title = "This record must be kept"

    def __init__(self, detail: str, reasons: Sequence[Reason]) -> None:
        super().__init__(detail, reasons=said(reasons))


class RefusedByProtocol(Problem):
    slug = "refused-by-protocol"
    title = "The panel protocol does not allow this"

    def __init__(self, detail: str, reasons: Sequence[Reason]) -> None:
        super().__init__(detail, reasons=said(reasons))


class ProtocolIncomplete(Problem):
    """Law that nobody has established yet: the case stops, and the reply says whom to ask."""

    slug = "protocol-incomplete"
    title = "The protocol has no answer to this yet"


class StaleVersion(Problem):
    status = HTTPStatus.PRECONDITION_FAILED
    slug = "stale-version"
    title = "Somebody changed this since you read it"

    def __init__(self, detail: str = "Read it again and send its present ETag in If-Match") -> None:
        super().__init__(detail)


class VersionMissing(Problem):
    status = HTTPStatus.PRECONDITION_REQUIRED
    slug = "version-missing"
    title = "Say which version you are changing"

    def __init__(self, detail: str = "Send the ETag you read in an If-Match header") -> None:
        super().__init__(detail)


class TooLarge(Problem):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    slug = "too-large"
    title = "The request is too large"


class WrongMediaType(Problem):
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    slug = "wrong-media-type"
    title = "Only application/json is read here"


class Unacceptable(Problem):
    """A field that is readable but wrong: each with a JSON Pointer, a code and a message."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    slug = "unacceptable"
    title = "Some of the request is not acceptable"

    def __init__(self, errors: Sequence[FieldError], reasons: Sequence[Reason] = ()) -> None:
        listed = [{"pointer": p, "code": c, "message": m} for p, c, m in errors]
        extra: dict[str, Any] = {"reasons": said(reasons)} if reasons else {}
        count = "One field needs" if len(listed) == 1 else f"{len(listed)} fields need"
        super().__init__(f"{count} attention", errors=listed, **extra)


class TooManyRequests(Problem):
    status = HTTPStatus.TOO_MANY_REQUESTS
    slug = "too-many-requests"
    title = "Slow down"


class Unavailable(Problem):
    status = HTTPStatus.SERVICE_UNAVAILABLE
    slug = "unavailable"
    title = "Something this service rests on is away"

    def __init__(self, detail: str, retry_after: int = 2) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class Unexpected(Problem):
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    slug = "unexpected"
    title = "Something went wrong here"

    def __init__(self) -> None:
        super().__init__("It has been noted under the request id; nothing was changed")


def said(reasons: Sequence[Reason]) -> list[dict[str, str]]:
    """Reasons as every reply carries them."""
    return [{"code": r.code, "text": r.text, "source": r.source} for r in reasons]
