"""What a line's MAC is over, so that any change to what it says is found."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

FORM = 2

_FIRST = ("at category action actor roles agency area request_id case_id children resource").split()
# What each form of line says. A form is never changed: a new one is added.
FIELDS: dict[int, list[str]] = {
    1: _FIRST,
    2: [
        *_FIRST,
        *"form purpose outcome actor_kind areas reason recipient_organisation".split(),
        "recipient_person",
    ],
}


def mac(key: bytes, line: Mapping[str, Any]) -> str:
    """HMAC-SHA256 over what the line says, as canonical JSON."""
    said = {name: line[name] for name in FIELDS[line["form"]]}
    return hmac.new(key, canonical(said).encode(), hashlib.sha256).hexdigest()


def key_id(key: bytes) -> str:
    """Which key signed a line, without saying anything of the key."""
    return hashlib.sha256(b"oocd-journal-key-id" + key).hexdigest()[:16]


def authentic(key: bytes, line: Mapping[str, Any]) -> bool:
    """Whether the line is as it was written; what its form has no place for must be empty."""
    fields = FIELDS.get(line["form"])
    if fields is None:
        return False
    unsaid = [name for name in FIELDS[FORM] if name not in (*fields, "form")]
    if any(line[name] is not None for name in unsaid):
        return False
    return hmac.compare_digest(mac(key, line), line["mac"])


def canonical(said: Mapping[str, Any]) -> str:
    """Sorted keys, no spaces, instants in UTC to the microsecond."""
    return json.dumps(
        dict(said), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return str(value)
