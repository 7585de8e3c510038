"""The seals once more, outside the database: what an external copy is made of."""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.journal.lines import canonical
from app.journal.seals import FIELDS, Seal

_TAIL = 256 * 1024


def append(file: Path, seals: Sequence[Seal]) -> None:
    """Add them and see them on disk. A seal added twice says the same twice, and does no harm."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as opened:
        # What a crash cut short is left standing, on a line of its own.
        torn = opened.seek(0, os.SEEK_END) and os.pread(opened.fileno(), 1, opened.tell() - 1)
        lines = "".join(canonical(seal) + "\n" for seal in seals).encode()
        opened.write((b"\n" if torn not in (0, b"\n") else b"") + lines)
        opened.flush()
        os.fsync(opened.fileno())


def newest(file: Path) -> int:
    """The serial of the last whole seal in the file; 0 if there is none."""
    if not file.exists():
        return 0
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - _TAIL))
        lines = opened.read().splitlines()
    return next((seal["serial"] for line in reversed(lines) if (seal := _read(line))), 0)


def seals_in(file: Path) -> Iterator[dict[str, Any] | None]:
    """Every seal of the file, one at a time; None for a line that holds none."""
    with file.open("rb") as opened:
        for line in opened:
            yield _read(line)


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    whole = isinstance(said, dict) and said.keys() == set(FIELDS)
    return said if whole and isinstance(said["serial"], int) else None
