"""Which records were destroyed, kept outside the database: a restored backup must not undo it.

Opaque ids and times, one line each, written before the database is told: after a crash between
the two the record is still there, and whoever reads the file next finishes what was decided.
"""

import asyncio
import json
import os
from datetime import datetime
from pathlib import Path


class DamagedErasureJournal(ValueError):
    """A line that cannot be read might name a record that must not come back."""


class ErasureJournal:
    def __init__(self, path: Path) -> None:
        self.path = path

    async def note(self, child_id: str, *, at: datetime, authority: str) -> None:
        line = {"child": child_id, "at": at.isoformat(), "authority": authority}
        await asyncio.to_thread(self._append, json.dumps(line))

    async def erased(self) -> list[str]:
        """Every id, in the order they were destroyed."""
        return list(dict.fromkeys(await asyncio.to_thread(self._read)))

    def _append(self, line: str) -> None:
        """On disk when this returns. What a crash left of a line before is closed off first."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(file).st_size
            torn = size > 0 and os.pread(file, 1, size - 1) != b"\n"
            before = "\n" if torn else ""
            os.write(file, f"{before}{line}\n".encode())
            os.fsync(file)
        finally:
            os.close(file)

    def _read(self) -> list[str]:
        if not self.path.exists():
            return []
        lines = self.path.read_text().splitlines()
        return [_child(n, line) for n, line in enumerate(lines, 1) if not _torn(line)]


def _torn(line: str) -> bool:
    """Begun and never finished: then the database was not told either."""
    return not line.endswith("}")


def _child(number: int, line: str) -> str:
    try:
        return str(json.loads(line)["child"])
    except (ValueError, KeyError, TypeError):
        raise DamagedErasureJournal(f"Line {number} of the erasure journal is damaged") from None
