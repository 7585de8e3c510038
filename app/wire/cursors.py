"""Where a list goes on: a cursor nobody but this service can read, make or change."""

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Sequence
from typing import Annotated, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import Query
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from app.problems import Unacceptable

_NONCE = 12
_DIGITS = re.compile(r"[0-9]{1,9}")

Key = str | int | None


def _plain_digits(said: Any) -> Any:
    if isinstance(said, str) and not _DIGITS.fullmatch(said):
        raise PydanticCustomError("whole_number", "A whole number in plain digits is wanted here")
    return said


Limit = Annotated[
    int,
    BeforeValidator(_plain_digits),
    Query(ge=1, le=200, description="How many items to return at most."),
]
# For a list whose every item may be as large as a whole body.
FewAtOnce = Annotated[
    int,
    BeforeValidator(_plain_digits),
    Query(ge=1, le=20, description="How many items to return at most."),
]
Cursor = Annotated[
    str | None,
    Query(max_length=1000, description="The `next` of the page before; left out, the first page."),
]


def seal_cursor(key: bytes, of: str, last: Sequence[Key]) -> str:
    """A cursor after the item whose sort keys are `last`, good for the list named `of` alone.

    It is encrypted, not only signed: sort keys may be names and dates, and a cursor travels in
    a URL.
    """
    nonce = secrets.token_bytes(_NONCE)
    text = json.dumps(list(last), separators=(",", ":")).encode()
    sealed = nonce + _cipher(key).encrypt(nonce, text, of.encode())
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def open_cursor(key: bytes, of: str, cursor: str | None) -> tuple[Any, ...] | None:
    """The sort keys to go on after; a cursor this service did not make is refused."""
    if cursor is None:
        return None
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        text = _cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], of.encode())
    except (ValueError, InvalidTag):
        message = "This is not a cursor of this list"
        raise Unacceptable([("/query/cursor", "cursor", message)]) from None
    return tuple(json.loads(text))


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(hashlib.sha256(b"oocd-cursor\0" + key).digest())
