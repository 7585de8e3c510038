"""The keys that records are sealed with: one for each person, wrapped by a key kept elsewhere.

A wrapped key stands in the database, what unwraps it never does: who has the one without the
other, a stolen backup for instance, can read nothing. Deleting a person's wrapped key makes
whatever was sealed with it unreadable for good, wherever it was copied to.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.sealed.index import BlindIndex

_NONCE = 12


class CannotOpen(RuntimeError):
    """A sealed value that no key opens here: moved, changed, or of another installation."""


def _seal(cipher: AESGCM, said: bytes, place: str) -> str:
    nonce = secrets.token_bytes(_NONCE)
    return urlsafe_b64encode(nonce + cipher.encrypt(nonce, said, place.encode())).decode()


def _open(cipher: AESGCM, sealed: str, place: str) -> bytes:
    try:
        raw = urlsafe_b64decode(sealed)
        return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], place.encode())
    except (ValueError, InvalidTag):
        # Without the cause: its traceback could show what was being opened.
        column = place.partition("|")[0]
        raise CannotOpen(f"What stands in {column} is not what was sealed there") from None


@dataclass(frozen=True, slots=True)
class DataKey:
    """One person's own key."""

    person_id: str
    cipher: AESGCM

    def seal(self, place: str, said: str) -> str:
        """Good at this place alone (table, column and row), and with this key."""
        sealed = _seal(self.cipher, said.encode(), f"{place}|{self.person_id}")
        return f"{self.person_id}.{sealed}"

    def open(self, place: str, sealed: str) -> str:
        person_id, _, rest = sealed.partition(".")
        return _open(self.cipher, rest, f"{place}|{person_id}").decode()


class Keyring:
    """The key-encryption keys, the current one first; `read` asks again for a key not known."""

    def __init__(self, read: Callable[[], Sequence[bytes]], index_key: bytes) -> None:
        self.index = BlindIndex(index_key)
        self._read = read
        self._take_in()

    def _take_in(self) -> None:
        given = self._read()
        self._keys = {key_id(secret): _cipher(secret) for secret in given}
        self.current = key_id(given[0])

    @property
    def known(self) -> list[str]:
        """The ids of the keys given, the current one first."""
        return list(self._keys)

    def make(self, person_id: str) -> tuple[DataKey, str]:
        """A new key for a person, and the same wrapped."""
        raw = AESGCM.generate_key(256)
        return DataKey(person_id, AESGCM(raw)), self._wrap(person_id, raw)

    def unwrap(self, person_id: str, wrapped: str) -> DataKey:
        return DataKey(person_id, _unwrapped(self._key(wrapped), person_id, wrapped))

    def wrap_again(self, person_id: str, wrapped: str) -> str:
        """The same key under the current key-encryption key: nothing sealed with it changes."""
        return self._wrap(person_id, _raw(self._key(wrapped), person_id, wrapped))

    def _wrap(self, person_id: str, raw: bytes) -> str:
        place = f"person_key|{person_id}|{self.current}"
        return f"{self.current}.{_seal(self._keys[self.current], raw, place)}"

    def _key(self, wrapped: str) -> AESGCM:
        kek_id = wrapped.partition(".")[0]
        if kek_id not in self._keys:
            # Rotated since this process started: the file of keys has grown.
            self._take_in()
        if kek_id not in self._keys:
            raise CannotOpen(f"No key {kek_id} was given to this process")
        return self._keys[kek_id]


def key_id(secret: bytes) -> str:
    """Which key-encryption key wrapped something, without saying anything of the key."""
    return hmac.digest(secret, b"oocd-record-key-id", "sha256").hex()[:16]


def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(hmac.digest(secret, b"oocd-record-key", "sha256"))


def _raw(kek: AESGCM, person_id: str, wrapped: str) -> bytes:
    kek_id, _, sealed = wrapped.partition(".")
    return _open(kek, sealed, f"person_key|{person_id}|{kek_id}")


@lru_cache(maxsize=512)
def _unwrapped(kek: AESGCM, person_id: str, wrapped: str) -> AESGCM:
    """Kept a while: a page of one child's case opens the same key dozens of times."""
    return AESGCM(_raw(kek, person_id, wrapped))
