"""What every test may ask for by name."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import (
    database_url,
    empty_database_url,
    pytest_configure_node,
    pytest_unconfigure,
    sqlite_template,
)
from tests.service import Service, running

__all__ = [
    "anyio_backend",
    "database_url",
    "empty_database_url",
    "pytest_configure_node",
    "pytest_unconfigure",
    "sqlite_template",
]

# How long an example takes says something of the machine, and nothing of the rule.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The loop the service runs on."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture
async def service(database_url: str, tmp_path: Path) -> AsyncIterator[Service]:
    """The service, on a fresh database of each kind."""
    async with running(database_url, tmp_path / "data") as service:
        yield service
