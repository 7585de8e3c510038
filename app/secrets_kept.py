"""The service's own keys: given by the environment, or made on first start in development."""

import contextlib
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import SecretStr

from app.sealed.keyring import Keyring
from app.settings import Settings

RECORD_KEYS = "record.keys"
_SHORTEST = 32


class KeptElsewhere(ValueError):
    """The keys are not in a file this service may write."""


class ShortKey(ValueError):
    """A key that could be guessed is no key."""


def journal_key(settings: Settings) -> bytes:
    """What the journal's lines are authenticated with; kept outside the database."""
    return _key(settings, settings.journal_key, "journal.key")


def cursor_key(settings: Settings) -> bytes:
    return _key(settings, settings.cursor_key, "cursor.key")


def sealing_key(settings: Settings) -> bytes:
    """What the journal's seals are signed with: a secret of its own, in no other's hands."""
    return _key(settings, settings.sealing_key, "sealing.key")


def lacking(settings: Settings) -> list[str]:
    """The journal's keys that are neither given nor kept: a new one would fit nothing written."""
    return _lacking(settings, {"journal_key": "journal.key", "sealing_key": "sealing.key"})


def lacking_for_records(settings: Settings) -> list[str]:
    """The same, of the keys without which a record can be neither read nor found."""
    given_by_file = settings.record_key_file is not None
    record = {} if given_by_file else {"record_key": RECORD_KEYS}
    return _lacking(settings, {**record, "index_key": "index.key"})


def _lacking(settings: Settings, kept_in: Mapping[str, str]) -> list[str]:
    return [
        name
        for name, file in kept_in.items()
        if getattr(settings, name) is None and not (settings.data_dir / file).exists()
    ]


def keyring(settings: Settings) -> Keyring:
    """What records are sealed and found with; kept outside the database."""
    return Keyring(
        lambda: record_keys(settings), index_key=_key(settings, settings.index_key, "index.key")
    )


def record_keys(settings: Settings) -> list[bytes]:
    """The key-encryption keys, the current one first."""
    if settings.record_key is not None:
        keys = settings.record_key.get_secret_value().encode().replace(b",", b"\n").split()
    else:
        keys = _kept_keys(settings).split()
    if not keys or any(len(key) < _SHORTEST for key in keys):
        raise ShortKey(f"A record key must have at least {_SHORTEST} characters")
    return keys


def _kept_keys(settings: Settings) -> bytes:
    if settings.record_key_file is not None:
        return settings.record_key_file.read_bytes()
    return kept(settings.data_dir / RECORD_KEYS, new_record_key)


def add_record_key(settings: Settings) -> None:
    """Put a new key before those in the file, whole or not at all."""
    if settings.record_key is not None:
        raise KeptElsewhere(
            "The record keys are in OOCD_RECORD_KEY: put the new one before the others there, "
            "separated by a comma, and run this again"
        )
    place = settings.record_key_file or settings.data_dir / RECORD_KEYS
    both = b"\n".join([new_record_key(), *record_keys(settings)])
    draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    kept(draft, lambda: both)
    draft.replace(place)


def new_record_key() -> bytes:
    return secrets.token_hex(32).encode()


def _key(settings: Settings, given: SecretStr | None, file: str) -> bytes:
    if given is not None:
        return given.get_secret_value().encode()
    return kept(settings.data_dir / file, lambda: secrets.token_hex(32).encode())


def kept(place: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds, made on first use and readable by its owner alone.

    Workers that start together each make one; the first to place it wins.
    """
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(make())
        try:
            # A link appears whole or not at all, and never replaces what is there.
            with contextlib.suppress(FileExistsError):
                place.hardlink_to(draft)
        finally:
            draft.unlink()
    return place.read_bytes()
