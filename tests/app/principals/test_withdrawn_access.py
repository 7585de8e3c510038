"""AUT-6: a bearer loses access at once, although the credential is good for hours yet."""

import asyncio
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app import wall
from app.access.actor import Actor, Role
from app.access.standing import FRESH_FOR
from app.principals import actions, queries
from app.problems import Duplicate, NotFound, Unacceptable
from tests.records import journal
from tests.refusals import refused
from tests.service import GATESHEAD, NORTH_TYNESIDE, running

WHY = "Left the service"


@asynccontextmanager
async def change(service):
    keeper = Actor("command-line:keeper", frozenset({Role.ADMINISTRATOR}), frozenset())
    async with service.transaction(keeper, said=wall.NOBODY) as tx:
        yield tx


async def withdraw(service, subject, *, roles=(), areas=()):
    async with change(service) as tx:
        await actions.withdraw(tx, subject=subject, roles=roles, areas=areas, because=WHY)


async def restore(service, subject, *, roles=(), areas=()):
    async with change(service) as tx:
        await actions.restore(tx, subject=subject, roles=roles, areas=areas, because="Came back")


async def a_second():
    await asyncio.sleep(FRESH_FOR)


async def test_every_server_refuses_within_a_second_who_has_lost_access(database_url, tmp_path):
    async with (
        running(database_url, tmp_path / "data") as one,
        running(database_url, tmp_path / "data") as other,
    ):
        opened = (await one.police.submit()).json()
        both = [server.user("yot_officer", subject="leaver") for server in (one, other)]
        stays = one.user("yot_officer", subject="stays")
        chair = [
            server.user("panel_chair", subject="half", areas=[GATESHEAD, NORTH_TYNESIDE])
            for server in (one, other)
        ]
        case = f"/v1/cases/{opened['id']}"
        for user in [*both, *chair, stays]:
            assert (await user.get(case)).status_code == 200

        await withdraw(one, "leaver")
        await withdraw(one, "half", areas=[NORTH_TYNESIDE])
        await a_second()

        for user in both:
            assert refused(await user.get(case), 401)["detail"]
        for user in chair:
            refused(await user.get(case), 404)
            assert (await user.get("/v1/cases")).json()["items"] == []
        assert (await stays.get(case)).status_code == 200

        await restore(one, "leaver")
        await withdraw(one, "half", roles=[Role.PANEL_CHAIR])
        await a_second()

        for user in both:
            assert (await user.get(case)).status_code == 200
        for user in chair:
            refused(await user.get("/v1/cases"), 403)


async def test_what_was_withdrawn_and_restored_is_kept_and_the_journal_says_so_without_why(service):
    await withdraw(service, "half", roles=[Role.PANEL_CHAIR], areas=[GATESHEAD])
    await restore(service, "half", areas=[GATESHEAD])

    async with change(service) as tx:
        now = await queries.on_record(tx, restored=False)
        ever = await queries.on_record(tx, restored=True)
    assert [(row.taken, row.which, row.withdrawn_because) for row in now] == [
        ("role", "panel_chair", WHY)
    ]
    assert {(row.which, row.restored_because) for row in ever} == {
        ("panel_chair", None),
        (GATESHEAD, "Came back"),
    }
    assert {row.withdrawn_by for row in ever} == {"command-line:keeper"}

    area, role = f"area:{GATESHEAD}", "role:panel_chair"
    assert [(line.action, line.resource) for line in await journal(service)] == [
        ("withdraw_access", {"subject": "half", "taken": [area, role]}),
        ("restore_access", {"subject": "half", "taken": [area]}),
    ]


async def test_nothing_is_withdrawn_twice_nor_restored_that_was_not_withdrawn(service):
    await withdraw(service, "half", areas=[GATESHEAD])

    with pytest.raises(Duplicate):
        await withdraw(service, "half", areas=[GATESHEAD, NORTH_TYNESIDE])
    with pytest.raises(NotFound):
        await restore(service, "half", areas=[NORTH_TYNESIDE])
    with pytest.raises(NotFound):
        await restore(service, "half", areas=[GATESHEAD, NORTH_TYNESIDE])
    with pytest.raises(NotFound):
        await restore(service, "somebody")
    await withdraw(service, "half", areas=[NORTH_TYNESIDE])
    await withdraw(service, "half")


async def test_a_withdrawal_that_would_match_nobody_or_say_nothing_is_refused(service):
    sound: dict[str, Any] = {"subject": "half", "roles": (), "areas": (), "because": WHY}
    for wrong in (
        {"subject": ""},
        {"subject": "two\nlines"},
        {"areas": ["E23000007"]},
        {"areas": ["Gateshead"]},
        {"because": ""},
        {"because": "x" * 501},
    ):
        async with change(service) as tx:
            with pytest.raises(Unacceptable):
                await actions.withdraw(tx, **(sound | wrong))
