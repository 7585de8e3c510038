"""Which names the service answers to."""

import pytest

from tests.service import running

HOSTS = ["panels.example", "[::1]"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("panels.example", 200),
        ("PANELS.example:8000", 200),
        ("[::1]", 200),
        ("[::1]:8000", 200),
        ("10.0.0.7:8000", 400),
        ("panels.example.attacker.example", 400),
    ],
)
async def test_a_request_for_another_name_is_refused(database_url, tmp_path, host, status):
    async with running(database_url, tmp_path / "data", allowed_hosts=HOSTS) as service:
        reply = await service.officer.get("/v1/protocol", headers={"Host": host})

    assert reply.status_code == status


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_whoever_asks_after_its_health_may_do_so_by_address(database_url, tmp_path, path):
    async with running(database_url, tmp_path / "data", allowed_hosts=HOSTS) as service:
        reply = await service.stranger().get(path, headers={"Host": "10.0.0.7:8000"})

    assert reply.status_code == 200
