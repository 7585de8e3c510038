"""What the service is made of, and what it refuses to start with (SUP-1, SUP-2, SUP-3, SUP-4)."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from packaging.version import Version
from pydantic import ValidationError
from sqlalchemy import Enum, String
from sqlmodel import SQLModel

import app.tables  # noqa: F401 - so that every table is known
from app.main import create_app
from app.settings import Settings
from tests.architecture.source import ROOT, python, read

LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-build.txt")

# Below these, each has a published hole that concerns a service such as this one.
FLOORS = {
    "starlette": "1.3.1",
    "h11": "0.16",
    "anyio": "4.14.2",
    "python-jose": "3.5.0",
    "cryptography": "50",
    "pyjwt": "2.12",
}
# May be absent, and had better be: we take no forms.
ONLY_IF_THERE = {"python-multipart": "0.0.31"}

SECRETS = {
    "journal_key": "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c",  # pragma: allowlist secret
    "cursor_key": "1f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c",  # pragma: allowlist secret
    "sealing_key": "2f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c",  # pragma: allowlist secret
    "index_key": "3f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c",  # pragma: allowlist secret
    "record_key": "4f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c",  # pragma: allowlist secret
}
PRODUCTION: dict[str, Any] = {
    "environment": "production",
    "database_url": "postgresql://panels@db.example/panels",
    "issuer": "https://id.example",
    "jwks_url": "https://id.example/jwks",
    "allowed_hosts": "panels.example",
    **SECRETS,
}


def locked(lock):
    return {
        name.lower(): Version(version)
        for name, version in re.findall(
            r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==(\S+)", lock, re.MULTILINE
        )
    }


def too_old(lock):
    """What is missing counts as too old: a check that was skipped has failed."""
    found = locked(lock)
    return [
        name
        for name, floor in (FLOORS | ONLY_IF_THERE).items()
        if (name in found or name in FLOORS) and found.get(name, Version("0")) < Version(floor)
    ]


def test_nothing_locked_is_older_than_its_known_holes():
    assert too_old(read("requirements-dev.txt")) == []
    assert set(too_old(read("requirements.txt"))) <= {"pyjwt"}, "only the tests use PyJWT"


@pytest.mark.parametrize(
    ("lock", "found"),
    [
        ("starlette==1.0.0 \\\n", "starlette"),
        ("python-multipart==0.0.20 \\\n", "python-multipart"),
        ("", "h11"),
    ],
)
def test_an_old_or_missing_package_is_found(lock, found):
    assert found in too_old(lock)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_to_its_hash(lock):
    said = re.sub(r"^\s*#.*\n", "", read(lock), flags=re.MULTILINE)
    pinned = re.split(r"\n(?=\S)", said.strip())

    assert pinned
    for each in pinned:
        assert re.match(r"[A-Za-z0-9._-]+(\[.*?\])?==", each), each[:60]
        assert "--hash=sha256:" in each, each[:60]


def test_the_bill_of_materials_names_every_package_and_its_version(tmp_path):
    made = tmp_path / "sbom.json"
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "--output-reproducible"]
    subprocess.run(
        [*command, "--output-file", str(made), str(ROOT / "requirements.txt")],
        check=True,
        capture_output=True,
    )

    listed = {
        each["name"].lower(): Version(each["version"])
        for each in json.loads(made.read_text())["components"]
    }
    assert listed == locked(read("requirements.txt"))


def test_no_test_is_ever_skipped():
    skipping = re.compile(r"pytest\.(skip|importorskip|xfail)\b|mark\.(skip|skipif|xfail)\b")
    assert [path for path, text in python("tests") if skipping.search(text)] == []


def test_no_column_promises_a_length_that_only_one_database_keeps():
    """SQLite stores fifty letters in VARCHAR(20); lengths are kept at the door instead."""
    promised = [
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String) and not isinstance(column.type, Enum)
        if column.type.length is not None
    ]
    assert len(SQLModel.metadata.tables) > 1
    assert promised == []


@pytest.mark.parametrize("name", sorted(SECRETS))
@pytest.mark.parametrize(
    "value",
    [None, "", "changeme", "Short-But-Otherwise-Fine-4711", "x" * 64, "changeme" * 8],
)
def test_production_starts_with_no_secret_that_is_missing_short_or_a_default(name, value):
    with pytest.raises(ValidationError) as refused:
        Settings(**{**PRODUCTION, name: value})

    assert not value or value not in str(refused.value.errors(include_input=False))


def test_production_shows_neither_its_documentation_nor_its_figures_and_debugs_nothing(tmp_path):
    settings = Settings(**PRODUCTION, data_dir=tmp_path)
    service = create_app(settings)

    assert (settings.docs, settings.metrics_enabled, service.debug) == (False, False, False)
    assert (service.docs_url, service.redoc_url, service.openapi_url) == (None, None, None)


def test_there_is_no_switch_for_debugging(monkeypatch):
    monkeypatch.setenv("OOCD_DEBUG", "true")
    with pytest.raises(ValidationError, match="OOCD_DEBUG"):
        Settings(**PRODUCTION)
