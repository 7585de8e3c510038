"""A release's sum over every figure, and the signature under that and everything said beside it."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.database import Record
from app.journal.lines import canonical
from app.journal.seals import public, signature_holds, signing_key

# The secret that seals the journal signs releases too, by a key of their own.
_CONTEXT = b"oocd-statistics-release\0"
_SIGNED = (
    "id number as_at made_at made_by edition series disclosure_rule public_rule measures notes "
    "revisions sha256"
).split()
_CELL = json.JSONEncoder(sort_keys=True, default=str)
# A release made before there were signatures was summed without these, and by another name.
_SINCE = ("audience", "values")
_RENAMED = {"series": "disposal"}


def release_key(secret: bytes) -> Ed25519PrivateKey:
    return signing_key(secret, _CONTEXT)


def sha256_of(cells: Iterable[Mapping[str, Any]]) -> str:
    """Over the cells as canonical JSON, one a line, in the order of their text."""
    lines = sorted(_CELL.encode(dict(cell)) for cell in cells)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def signature(key: Ed25519PrivateKey, release: Mapping[str, Any]) -> dict[str, str]:
    return {"signature": key.sign(_statement(release)).hex(), "key": public(key)}


def wrong_with(
    release: Record, cells: Iterable[Mapping[str, Any]], trusted: Collection[str]
) -> str | None:
    """What a release that is not as it was made has wrong with it."""
    if release.signature is None:
        cells = map(_as_it_was, cells)
    if sha256_of(cells) != release.sha256:
        return "its figures are not those it was made with"
    if release.signature is None:
        return "its figures add up, and it is not signed: it was made before releases were"
    if release.key not in trusted:
        return "it is signed with another key"
    said = {name: getattr(release, name) for name in _SIGNED}
    if not signature_holds(release.key, release.signature, _statement(said)):
        return "its signature does not fit what it says"
    return None


def _as_it_was(cell: Mapping[str, Any]) -> dict[str, Any]:
    return {_RENAMED.get(name, name): value for name, value in cell.items() if name not in _SINCE}


def _statement(release: Mapping[str, Any]) -> bytes:
    # As JSON keeps it, so that what is read back is what was signed.
    said = {name: release[name] for name in _SIGNED}
    said["made_at"] = said["made_at"].astimezone(UTC)
    said = json.loads(canonical(said))
    return _CONTEXT + canonical(said).encode()
