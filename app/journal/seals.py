"""A seal: a signed link of one area's chain over lines of the journal."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from app.database import Record, table
from app.journal.lines import canonical
from app.journal.tables import JournalSeal

# The chain of lines about no one area: a worklist over several, a calculator.
MULTI = "multi"
# What the first seal of a chain stands on.
NOTHING = "0" * 64

_CONTEXT = b"oocd-journal-seal\0"
FIELDS = [column.name for column in table(JournalSeal).columns]
_SIGNED = [name for name in FIELDS if name != "signature"]

Seal = Mapping[str, Any]


def signing_key(secret: bytes, purpose: bytes = _CONTEXT) -> Ed25519PrivateKey:
    """The key a secret of any length stands for; another for each purpose."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(purpose + secret).digest())


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def made(key: Ed25519PrivateKey, **said: Any) -> dict[str, Any]:
    whole = said | {"public_key": public(key)}
    return whole | {"signature": key.sign(_statement(whole)).hex()}


def signed_by(seal: Seal, trusted: Collection[str]) -> bool:
    """Whether one of the keys we trust signed exactly this."""
    if seal["public_key"] not in trusted:
        return False
    return signature_holds(seal["public_key"], seal["signature"], _statement(seal))


def signature_holds(public_key: str, signature: str, statement: bytes) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def _statement(seal: Seal) -> bytes:
    return _CONTEXT + canonical({name: seal[name] for name in _SIGNED}).encode()


def fingerprint(seal: Seal) -> str:
    """What the next seal of the chain holds as its `prev`."""
    return hashlib.sha256(canonical({name: seal[name] for name in FIELDS}).encode()).hexdigest()


def digest(members: Iterable[tuple[int, str]]) -> str:
    """Over each line's place and its MAC, in order."""
    return hashlib.sha256(canonical({"lines": list(members)}).encode()).hexdigest()


def said(row: Record) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


def heads_after(seal: Seal | None) -> dict[str, list[Any]]:
    """The newest seal of every chain once this one was made: it holds all but its own."""
    if seal is None:
        return {}
    return {**seal["heads"], seal["chain"]: [seal["number"], fingerprint(seal)]}


def others(heads: Mapping[str, list[Any]], chain: str) -> dict[str, list[Any]]:
    """What a seal of this chain bears witness to."""
    return {name: head for name, head in sorted(heads.items()) if name != chain}
