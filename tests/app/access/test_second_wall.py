"""AZ-8: with the service's own filter forgotten, PostgreSQL still shows nobody what is not theirs.

On SQLite, which has no such wall, the same reads succeed: so the filter was really off.
"""

import asyncio
import re
import sys
from contextlib import asynccontextmanager

import pytest
from psycopg import errors
from sqlalchemy import func, insert, select, text, true, update
from sqlalchemy.exc import ProgrammingError

from app import wall
from app.access import scope
from app.access.actor import Actor, Role
from app.cases import queries
from app.cases.tables import Case, CaseChange, CaseOffence, Submission, Victim
from app.children.tables import Child, ChildArea, ChildVersion
from app.database import col, table
from app.journal.tables import JournalLine
from app.operations import second_wall
from app.sealed.columns import sealed_row
from app.tables import metadata
from app.transaction import seen_by
from migrations.row_security import PERSONAL
from tests.journeys.casework import making_amends
from tests.pathway import DECIDED, on
from tests.records import rows, say
from tests.service import GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, a_case, a_child, running

ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
FAR = wall.seen_by(areas=[GATESHEAD], subject="y.far")
NEAR = wall.seen_by(areas=[NORTH_TYNESIDE], subject="y.near")
ROLES = ("yot_manager", "panel_member", "police_submitter")


@pytest.fixture
def forgetful(monkeypatch):
    """The service as it would be had it forgotten to narrow what it reads."""
    sound = {scope.visible: lambda s, **_: s, scope.within: lambda *_: true()}
    sound[scope.holds] = lambda *_: True
    for module in [m for name, m in sys.modules.items() if name.startswith("app.")]:
        for name, value in list(vars(module).items()):
            if callable(value) and any(value is each for each in sound):
                monkeypatch.setattr(module, name, sound[value])


@pytest.fixture
async def case(service):
    """A case of North Tyneside that has come as far as its conditions."""
    return await making_amends(service)


@pytest.fixture
async def opened(service):
    """A case of North Tyneside just submitted, with a victim."""
    return (await service.police.submit()).json()


async def test_an_officer_of_another_area_reads_no_row_though_the_filter_is_off(
    service, case, forgetful
):
    ids = {"case_id": case.id, "child_id": case.child_id, "panel_id": case.panel_id}
    ids |= {"condition_id": (await case.plan(day=DECIDED))["items"][0]["id"], "section": "family"}
    shown = {}
    for role in ROLES:
        stranger = service.user(role, subject=f"far.{role}", areas=[GATESHEAD])
        for path, methods in service.app.openapi()["paths"].items():
            filled = re.sub(r"{(\w+)}", lambda place: ids.get(place[1], "unknown"), path)
            if "get" in methods and filled != path:
                with on(DECIDED):
                    reply = await stranger.get(filled)
                if reply.status_code == 200:
                    shown[role, path] = reply.text
    manager = service.user("yot_manager", subject="far.manager", areas=[GATESHEAD])
    listed = await manager.get("/v1/cases")
    found = await manager.post("/v1/children/search", {"family_name": "Example"})
    met = await manager.get("/v1/panels")
    lists = [reply.json()["items"] for reply in (listed, found, met)]

    if service.app.state.database.sqlite:
        assert ("yot_manager", "/v1/cases/{case_id}") in shown
        # A name is found by a digest of the area's own, which no forgotten filter gives.
        assert [bool(each) for each in lists] == [True, False, True]
        return
    assert {p: t for p, t in shown.items() if p[1].startswith("/v1/statistics")} == shown
    assert lists == [[], [], []]


@ON_POSTGRESQL
async def test_an_officer_of_another_area_changes_no_row_though_the_filter_is_off(
    service, case, forgetful
):
    condition = (await case.plan(day=DECIDED))["items"][0]
    before = await everything(service)
    manager = service.user("yot_manager", subject="far.manager", areas=[GATESHEAD])
    chair = service.user("panel_chair", subject="far.chair", areas=[GATESHEAD])
    panel = await chair.post(
        "/v1/panels", {"area": GATESHEAD, "held_on": str(DECIDED), "venue": "Town hall"}
    )
    tried = [
        ("cases/{}/withdrawal", {"reason": "other", "narrative": "Not theirs."}),
        ("cases/{}/allocation", {"officer": "far.officer"}),
        ("cases/{}/victims", {"kind": "person", "may_share_with_yjs": False}),
        ("cases/{}/conclusion", {"concluded_on": str(DECIDED), "summary": "Not theirs."}),
    ]

    with on(DECIDED):
        replies = [
            await manager.post(f"/v1/{path.format(case.id)}", body, version=case.version)
            for path, body in tried
        ]
        replies.append(
            await manager.post(
                f"/v1/conditions/{condition['id']}/progress",
                {"occurred_on": str(DECIDED), "hours": 1, "attendance": "attended", "note": None},
                version=condition["version"],
            )
        )
        agenda = f"/v1/panels/{panel.json()['id']}/agenda"
        replies.append(await chair.post(agenda, {"case_id": case.id}))

    assert {reply.status_code for reply in replies} == {404}, [r.text for r in replies]
    after = await everything(service)
    assert {name: after[name] - before[name] for name in before if after[name] != before[name]} == {
        "journal_line": after["journal_line"] - before["journal_line"],
        "panel": 1,
    }


@ON_POSTGRESQL
async def test_where_nothing_is_said_nothing_is_seen_and_a_partner_is_told_nothing(service, opened):
    partner = Actor("p", frozenset({Role.REGIONAL_PARTNER}), frozenset({NORTH_TYNESIDE}))

    for reader in (wall.NOBODY, seen_by(partner), FAR):
        assert await seen(service, reader) == {}
    assert (await seen(service, NEAR)).keys() >= {"panel_case", "submission", "child", "victim"}


@ON_POSTGRESQL
async def test_one_pooled_connection_serves_two_areas_in_turn_and_carries_nothing_over(
    database_url, tmp_path, forgetful
):
    async with running(database_url, tmp_path / "data", pool_size=1) as service:
        for area in (NORTH_TYNESIDE, NEWCASTLE):
            child = a_child(home_area=area)
            await service.police.submit(a_case(child=child))
        officers = {
            area: service.user("yot_officer", subject=area, areas=[area])
            for area in (NORTH_TYNESIDE, NEWCASTLE, GATESHEAD)
        }

        async def listed(area):
            page = await officers[area].get("/v1/cases")
            return area, [item["area"] for item in page.json()["items"]]

        replies = await asyncio.gather(*(listed(area) for area in list(officers) * 10))
        # What somebody left on the connection itself holds for nobody after them.
        async with service.app.state.database.writing() as left:
            await left.execute(text(f"SET SESSION app.areas = '{NORTH_TYNESIDE}'"))
        after = await seen(service, wall.NOBODY)

    assert all(areas == ([] if area == GATESHEAD else [area]) for area, areas in replies)
    assert after == {}


@ON_POSTGRESQL
async def test_a_row_is_not_attached_to_what_its_writer_does_not_see(service, opened):
    key, _ = service.app.state.database.keyring.make("whoever")
    for of in (Victim, CaseOffence, CaseChange, Child, ChildVersion, ChildArea):
        taken = (await rows(service, of))[0]._asdict()
        ours = taken | {name: GATESHEAD for name in ("area",) if name in taken}
        nowhere = {name: "nowhere" for name in ("case_id", "child_id") if name in taken}
        # For a case or child that is not there at all it is refused alike, and as early.
        for row in (ours, ours | nowhere):
            sealed = sealed_row(table(of), row, key)
            with pytest.raises(ProgrammingError) as refused:
                async with service.app.state.database.writing(FAR) as db:
                    await db.execute(insert(table(of)).values(**sealed).inline())
            assert isinstance(refused.value.orig, errors.InsufficientPrivilege)


@ON_POSTGRESQL
async def test_a_case_wrongly_taken_for_ones_own_is_answered_as_one_that_is_not_there(
    service, opened, monkeypatch
):
    (theirs,) = await rows(service, Case)
    believed = queries.CaseRow(*(getattr(theirs, name) for name in queries.CaseRow.__slots__))

    async def mistaken(*_, **__):
        return believed

    monkeypatch.setattr(queries, "case", mistaken)
    manager = service.user("yot_manager", subject="far.manager", areas=[GATESHEAD])
    victim = {"kind": "person", "may_share_with_yjs": False}

    with on(DECIDED):
        reply = await manager.post(
            f"/v1/cases/{opened['id']}/victims", victim, version=believed.version
        )

    assert reply.status_code == 404, reply.text
    assert reply.json()["type"] == "/problems/not-found"
    assert "row" not in reply.text


@ON_POSTGRESQL
async def test_a_granted_case_is_read_with_its_child_and_never_written(service, opened):
    async with service.app.state.database.writing(FAR) as db:
        await wall.grant(db, [opened["id"]])
        for of in (Case, Submission, Child, ChildVersion):
            assert (await db.execute(select(func.count()).select_from(table(of)))).scalar_one()
        changed = await db.execute(update(table(Case)).values(allocated_to="far.officer"))
        described = await db.execute(update(table(Child)).values(version=7))

    assert (changed.rowcount, described.rowcount) == (0, 0)
    assert await seen(service, FAR) == {}


@ON_POSTGRESQL
async def test_a_case_handed_over_goes_to_the_area_that_takes_it_and_to_no_other(service, opened):
    moved = update(table(Case)).where(col(Case.id) == opened["id"])
    async with service.app.state.database.writing(FAR) as db:
        assert (await db.execute(moved.values(area=GATESHEAD))).rowcount == 0
        await wall.hand_over(db, opened["id"])
        assert (await db.execute(moved.values(area=GATESHEAD))).rowcount == 1

    assert "panel_case" in await seen(service, FAR)
    assert "panel_case" not in await seen(service, NEAR)


@ON_POSTGRESQL
async def test_the_journal_is_written_by_all_and_read_by_those_who_keep_it(service, opened):
    lines = len(await rows(service, JournalLine))

    assert (await seen(service, wall.JOURNAL)) == {"journal_line": lines}
    assert "journal_line" not in await seen(service, NEAR)
    for change in ("UPDATE journal_line SET action = 'x'", "DELETE FROM journal_line"):
        with pytest.raises(ProgrammingError):
            async with service.app.state.database.writing(wall.JOURNAL) as db:
                await db.execute(text(change))


@ON_POSTGRESQL
async def test_production_refuses_whom_the_wall_does_not_hold(service):
    ours, theirs = service.app.state.database, service.behind

    await second_wall.check(ours, production=True)
    with pytest.raises(second_wall.OpenWall, match=r"is a superuser.*it owns"):
        await second_wall.check(theirs, production=True)
    await second_wall.check(theirs, production=False)
    await say(service, "ALTER TABLE victim NO FORCE ROW LEVEL SECURITY")
    with pytest.raises(second_wall.OpenWall, match="not forced on victim"):
        await second_wall.check(ours, production=True)


@ON_POSTGRESQL
async def test_production_refuses_a_login_that_passes_by_or_may_act_as_the_owner(service):
    async with logged_in(service, "BYPASSRLS") as passing:
        (found,) = await second_wall.openings(passing)
    async with logged_in(service, "IN ROLE oocd_owner") as acting:
        (owned,) = await second_wall.openings(acting)

    assert "BYPASSRLS" in found
    assert owned.startswith("it owns, or may act for the owner of")


@asynccontextmanager
async def logged_in(service, power):
    """A transaction as somebody with that power, who never was."""
    async with service.behind.writing() as connection:
        trial = await connection.begin_nested()
        await connection.execute(text(f"CREATE ROLE oocd_trial {power}"))
        await connection.execute(text("SET LOCAL ROLE oocd_trial"))
        yield connection
        await trial.rollback()


async def seen(service, reader):
    """How many rows of each personal table a transaction for that reader sees, if any."""
    async with service.app.state.database.reading(reader) as db:
        found = {
            name: (await db.execute(select(func.count()).select_from(metadata.tables[name])))
            for name in PERSONAL
        }
    counted = {name: count.scalar_one() for name, count in found.items()}
    return {name: count for name, count in counted.items() if count}


async def everything(service):
    async with service.behind.reading() as db:
        return {
            name: (await db.execute(select(func.count()).select_from(each))).scalar_one()
            for name, each in metadata.tables.items()
        }
