import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
ADDRESS = "http://127.0.0.1:8000"
OOCD = [sys.executable, "-c", "from app.cli import main; main()"]

# What the walk asks of curl, on machines that have none; every exchange is written down.
CURL = """
import json, os, sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

method, headers, body, url = None, {}, None, ""
words = iter(sys.argv[1:])
for word in words:
    if word == "-X":
        method = next(words)
    elif word == "-H":
        name, _, value = next(words).partition(":")
        headers[name] = value.strip()
    elif word == "-d":
        body = next(words).encode()
    elif word != "-s":
        url = word
at = urlsplit(url)
asked = HTTPConnection(at.netloc)
target = at.path + ("?" + at.query if at.query else "")
method = method or ("GET" if body is None else "POST")
asked.request(method, target, body, headers)
reply = asked.getresponse()
said = reply.read().decode()
with open(os.environ["EXCHANGES"], "a") as exchanges:
    line = {"method": method, "path": at.path, "status": reply.status, "said": said}
    exchanges.write(json.dumps(line) + "\\n")
sys.stdout.write(said)
"""


def walk() -> str:
    """The README's shell from the first answer on, as one script."""
    _, found, rest = (ROOT / "README.md").read_text().partition("## A first answer")
    blocks = re.findall(r"^```sh\n(.*?)^```", rest, re.DOTALL | re.MULTILINE)
    assert found
    assert blocks
    return "\n".join(blocks)


def free_port() -> int:
    with socket.socket() as anywhere:
        anywhere.bind(("127.0.0.1", 0))
        return int(anywhere.getsockname()[1])


def programs(directory: Path) -> Path:
    """`oocd`, `curl` and `python3` as a reader of the README has them on their path."""
    directory.mkdir()
    (directory / "curl.py").write_text(CURL)
    runs = {
        "oocd": f"'{sys.executable}' -c '{OOCD[-1]}'",
        "curl": f"'{sys.executable}' -S '{directory / 'curl.py'}'",
        "python3": f"'{sys.executable}'",
    }
    for name, command in runs.items():
        program = directory / name
        program.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return directory


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A clean one: a data directory of its own, and no setting of whoever runs the tests."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("OOCD_")}
    return inherited | {
        "OOCD_DATA_DIR": str(tmp_path / "data"),
        "PYTHONPATH": str(ROOT),
        "PATH": f"{programs(tmp_path / 'bin')}{os.pathsep}{os.environ['PATH']}",
        "EXCHANGES": str(tmp_path / "exchanges"),
    }


@contextmanager
def serving(port: int, directory: Path, environment: dict[str, str]) -> Iterator[None]:
    """`oocd serve`, from nothing to ready, for as long as the block lasts."""
    log = directory / "serving.log"
    with log.open("wb") as out:
        service = subprocess.Popen(
            [*OOCD, "serve", "--port", str(port)],
            cwd=directory,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_ready(port, service, log)
            yield
        finally:
            service.terminate()
            service.wait(30)


def wait_until_ready(port: int, service: "subprocess.Popen[bytes]", log: Path) -> None:
    give_up = time.monotonic() + 300
    while time.monotonic() < give_up:
        assert service.poll() is None, log.read_text()
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(log.read_text())


def walked(directory: Path, environment: dict[str, str]) -> list[dict[str, Any]]:
    """Every request the walk made, and its reply, in order."""
    port = free_port()
    script = "set -e\n" + walk().replace(ADDRESS, f"http://127.0.0.1:{port}")
    with serving(port, directory, environment):
        done = subprocess.run(
            ["sh"],
            input=script,
            cwd=directory,
            env=environment,
            capture_output=True,
            text=True,
            timeout=900,  # a busy machine is no broken walk
            check=False,
        )
    exchanges = Path(environment["EXCHANGES"])
    said = exchanges.read_text() if exchanges.exists() else ""
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr}\n{said[-2000:]}"
    return [json.loads(line) for line in said.splitlines()]


def test_the_readmes_walk_takes_a_case_all_the_way_to_outcome_22(tmp_path, environment):
    exchanges = walked(tmp_path, environment)

    # One refusal is shown on purpose: what nobody has established is asked of whom it concerns.
    refused = [each for each in exchanges if not 200 <= each["status"] < 300]
    assert [(each["path"], each["status"]) for each in refused] == [
        ("/v1/protocol/disclosure", 409)
    ]
    (concluded,) = [e for e in exchanges if e["path"].endswith("/conclusion")]
    done = json.loads(concluded["said"])
    assert (done["stage"], done["closed_as"]) == ("closed", "outcome_22")
    (checked,) = [e for e in exchanges if e["path"].endswith("/entrant-check")]
    assert json.loads(checked["said"])["first_entry"] is None
    released = [e["path"] for e in exchanges if e["path"].startswith("/v1/statistics/releases/")]
    assert released == ["/v1/statistics/releases/latest/first-time-entrants"]


def test_every_step_of_the_walk_is_in_the_readme():
    steps = ["/v1/cases", "/assessment/", "/v1/panels", "/disposal", "/police-decision"]

    assert [step for step in steps if step not in walk()] == []
