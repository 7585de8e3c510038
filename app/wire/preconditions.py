"""The two headers a change may need: which version it changes, and under which key it retries."""

import re
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from fastapi.dependencies.models import Dependant

from app.problems import StaleVersion, Unreadable, VersionMissing

# Nine digits fit the integer columns of both databases.
_ETAG = re.compile(r'"(0|[1-9][0-9]{0,8})"')
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def _version(
    request: Request,
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="The ETag you last read, so that no one's change is overwritten unseen.",
            examples=['"3"'],
        ),
    ] = None,
) -> int:
    if if_match is None:
        raise VersionMissing
    return _told(request, if_match)


def _version_if_said(
    request: Request,
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="The case's ETag as you last read it; left out, its version is not looked"
            " at.",
            examples=['"3"'],
        ),
    ] = None,
) -> int | None:
    return None if if_match is None else _told(request, if_match)


def _told(request: Request, if_match: str) -> int:
    said = _ETAG.fullmatch(if_match)
    # One version, named exactly: a list or `*` would say "whichever it is by now".
    if said is None or len(request.headers.getlist("if-match")) != 1:
        raise StaleVersion("If-Match must be one ETag as this service sent it")
    return int(said[1])


def _key(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="Your own name for this request, so that sending it again does it once.",
            examples=["8e03978e-40d5-43dd-bc93-6894a57f9324"],
        ),
    ] = None,
) -> str:
    if idempotency_key is None:
        raise Unreadable("An Idempotency-Key header is needed here")
    if not _KEY.fullmatch(idempotency_key) or len(request.headers.getlist("idempotency-key")) != 1:
        raise Unreadable("An Idempotency-Key is 1 to 255 visible ASCII characters")
    return idempotency_key


IfMatch = Annotated[int, Depends(_version)]
# For what is done to a case through something else, such as a panel's agenda.
IfMatchCase = Annotated[int | None, Depends(_version_if_said)]
IdempotencyKey = Annotated[str, Depends(_key)]


def needs_version(dependant: Dependant) -> bool:
    """Whether a route that takes If-Match refuses to do without it."""
    return any(each.call is _version for each in dependant.dependencies)


def tagged(response: Response, version: int) -> None:
    """Tell the caller which version they now hold."""
    response.headers["ETag"] = f'"{version}"'
