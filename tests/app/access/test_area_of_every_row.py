"""AZ-8: a row stands in the area of the case it belongs to, in every table and after a transfer.

Nobody says so but the database: a key names the area and the case together.
"""

import asyncio
from datetime import UTC, datetime

import pytest
from psycopg import errors
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

import app.tables as kept
import migrations
from app import refusals, wall
from app.access.actor import Actor, Role
from app.database import kept_by, new_id, table
from app.sealed.columns import sealed_row
from app.tables import metadata
from app.transaction import seen_by
from migrations.drift import drift
from migrations.row_security import PERSONAL
from panel_protocol.terms import CourtOutcome, Disposal, HoldSource
from tests.app.transfers.offers import answer, offer
from tests.databases import behind
from tests.pathway import LETTER, PAYBACK, Pathway, a_plan_under_way, on
from tests.records import rows
from tests.refusals import refused
from tests.reviews import NOVEMBER, breach, decide
from tests.service import GATESHEAD, NORTH_TYNESIDE, a_child

ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
BELONGING = {name: key for name in PERSONAL if (key := kept_by(metadata.tables[name]))}
OF_A_PANEL = {"panel_member", "panel_attendance"}
FAR = wall.seen_by(areas=[GATESHEAD], subject="y.far")
NEAR = wall.seen_by(areas=[NORTH_TYNESIDE], subject="y.near")
BOTH = wall.seen_by(areas=[GATESHEAD, NORTH_TYNESIDE], subject="y.both")
SOMEBODY = Actor("y.near", frozenset({Role.YOT_MANAGER}), frozenset({NORTH_TYNESIDE}))
ASKED = (LETTER, PAYBACK, PAYBACK)
AT = datetime(2026, 11, 12, 12, tzinfo=UTC)


@pytest.fixture
async def case(service):
    """A case of North Tyneside with a row in every table that a case has rows in."""
    case = await a_plan_under_way(service, "community_resolution", conditions=ASKED)
    letter, payback, more = (await case.plan(day=NOVEMBER))["items"]
    hours = {"occurred_on": "2026-10-20", "hours": 2, "attendance": "attended", "note": None}
    assert (await case.to_condition(payback, "progress", hours, day=NOVEMBER)).is_success
    done = {"completed_on": "2026-11-01", "evidence": "A copy is on file."}
    assert (await case.to_condition(letter, "completion", done, day=NOVEMBER)).is_success
    varied = {**PAYBACK, "agreed_by_child": True, "agreed_on": "2026-11-10", "reason": "A move."}
    reply = await case.to_condition(more, "variation", varied, day=NOVEMBER)
    assert reply.is_success, reply.text
    assert (await breach(case, [payback["id"]])).is_success
    assert (await decide(case, "no_action")).is_success
    await added(service, case)
    assert [name for name, found in (await records(service)).items() if not found] == []
    return case


# What no one case has beside all the rest.
ADDED = (
    (kept.panels.PanelMember, {"position": 9, "name": "H. Nurse"}),
    (kept.panels.DeclaredInterest, {"name": "H. Nurse", "interest": "A niece of hers."}),
    (kept.panels.Recommendation, {"disposal": Disposal.OUTCOME_22, "reason": "It is fair."}),
    (kept.cases.ExploitationHold, {"source": HoldSource.CONCERN, "released_at": AT}),
    (kept.disposals.CourtResult, {"result": CourtOutcome.ACQUITTED, "result_on": AT.date()}),
    (kept.conditions.Conclusion, {"disposal": Disposal.OUTCOME_22, "summary": "All done."}),
)


async def added(service, case):
    (plan,) = await rows(service, kept.disposals.Plan)
    told = {"case_id": case.id, "panel_id": case.panel_id, "disposal_id": plan.disposal_id}
    told |= dict.fromkeys(("recorded_at", "declared_at", "made_at", "opened_at"), AT)
    told |= dict.fromkeys(("recorded_by", "declared_by", "made_by", "opened_by"), "tests")
    told |= {"id": new_id(), "agency": "health", "concluded_on": AT.date()}
    async with service.transaction(SOMEBODY, said=seen_by(SOMEBODY)) as tx:
        for of, row in ADDED:
            every = table(of).columns.keys()
            await tx.add(of, **{n: v for n, v in (told | row).items() if n in every})


async def areas(service):
    """In which one area the rows of each table stand."""
    found = {}
    async with service.behind.reading() as db:
        for name, key in BELONGING.items():
            said = await db.execute(select(key.elements[0].parent).distinct())
            found[name] = said.scalar_one()
    return found


def ordered(of):
    return select(of).order_by(*of.primary_key.columns)


async def records(service):
    """Every row that belongs to another, by its table."""
    async with service.behind.reading() as db:
        return {
            name: [dict(row) for row in (await db.execute(ordered(each))).mappings()]
            for name, each in metadata.tables.items()
            if name in BELONGING
        }


async def test_every_row_stands_in_the_area_of_its_case_and_goes_with_it(service, case):
    assert await areas(service) == dict.fromkeys(BELONGING, NORTH_TYNESIDE)
    sending = service.user("yot_manager", subject="manager@nt", areas=[NORTH_TYNESIDE])
    receiving = service.user("yot_manager", subject="manager@gateshead", areas=[GATESHEAD])

    with on(NOVEMBER):
        assert (await offer(sending, case)).status_code == 200
        assert await areas(service) == dict.fromkeys(BELONGING, NORTH_TYNESIDE)
        assert (await answer(receiving, case, "accepted")).status_code == 200
        plans = [await u.get(f"/v1/cases/{case.id}/conditions") for u in (sending, receiving)]

    # The panel met where it met, whoever has the case since.
    stayed = dict.fromkeys(OF_A_PANEL, NORTH_TYNESIDE)
    assert await areas(service) == dict.fromkeys(BELONGING, GATESHEAD) | stayed
    assert [plan.status_code for plan in plans] == [404, 200]


@ON_POSTGRESQL
async def test_no_row_is_attached_to_another_areas_case_whichever_area_it_says(service, case):
    key, _ = service.app.state.database.keyring.make("whoever")
    for name, (row, *_) in (await records(service)).items():
        area, link = (each.parent.name for each in BELONGING[name].elements)
        told = set()
        for said in (GATESHEAD, NORTH_TYNESIDE, None):
            for whose in (row[link], "nowhere"):
                attached = row | {area: said, link: whose}
                told.add(await refusal(service, FAR, insert(metadata.tables[name]), attached, key))
        # With its own area, with the other's or with none; to a case that is there or is not.
        assert told == {f'new row violates row-level security policy for table "{name}"'}


async def refusal(service, reader, statement, row, key):
    sealed = sealed_row(statement.table, row, key)
    with pytest.raises(ProgrammingError) as told:
        async with service.app.state.database.writing(reader) as db:
            await db.execute(statement.values(**sealed))
    assert isinstance(told.value.orig, errors.InsufficientPrivilege)
    return told.value.orig.diag.message_primary


@ON_POSTGRESQL
async def test_no_row_is_given_to_another_area_by_itself(service, case):
    far = await Pathway(service).submitted(child=a_child(home_area=GATESHEAD))
    for name, key in BELONGING.items():
        area, link = (each.parent for each in key.elements)
        every = update(metadata.tables[name]).where(area == NORTH_TYNESIDE)
        moves = [{area.name: GATESHEAD}]
        if link.name == "case_id":
            moves += [{link.name: far.id}, {area.name: GATESHEAD, link.name: far.id}]
            moves += [{link.name: "nowhere"}]
        # Who speaks for both areas could hand the case over, and does no more than that.
        for reader, move in [*((NEAR, move) for move in moves), (BOTH, moves[0])]:
            with pytest.raises(ProgrammingError) as told:
                async with service.app.state.database.writing(reader) as db:
                    await db.execute(every.values(**move))
            assert isinstance(told.value.orig, errors.InsufficientPrivilege), (name, move)


async def test_the_key_alone_keeps_a_row_to_the_area_of_its_case(service, case):
    for name, key in BELONGING.items():
        area = key.elements[0].parent
        for said in (GATESHEAD, None):
            with pytest.raises(IntegrityError):
                async with service.behind.writing() as db:
                    await db.execute(update(metadata.tables[name]).values({area: said}))

    assert await areas(service) == dict.fromkeys(BELONGING, NORTH_TYNESIDE)


@pytest.mark.parametrize(
    ("of", "row"),
    [
        (
            kept.cases.ExploitationHold,
            {"case_id": "nowhere", "id": "new", "opened_at": AT, "opened_by": "tests"}
            | {"source": HoldSource.CONCERN},
        ),
        (
            kept.disposals.ConditionVersion,
            {"condition_id": "nowhere", "version": 1, "action": "tests", "at": AT, "by": "tests"}
            | {"due_on": AT.date()},
        ),
        (
            kept.panels.PanelMember,
            {"panel_id": "nowhere", "position": 1, "agency": "health", "name": "H. Nurse"},
        ),
    ],
)
async def test_what_belongs_to_nothing_is_answered_as_any_record_that_is_not_there(
    service, monkeypatch, of, row
):
    async def mistaken(tx, *_, **__):
        await tx.add(of, **row)

    monkeypatch.setattr("app.triage.actions.submit", mistaken)

    problem = refused(await service.police.submit(), 404)

    assert problem["type"] == "/problems/not-found"
    # In development the service may be somebody whom the wall does not hold.
    with pytest.raises(IntegrityError) as told:
        async with service.transaction(SOMEBODY, said=NEAR, database=service.behind) as tx:
            await tx.add(of, **row)
    assert refusals._points_nowhere(told.value)


async def test_what_was_there_before_gets_the_area_of_its_case_and_loses_only_that(
    service, case, database_url
):
    before, url = await records(service), behind(database_url)
    await service.app.state.database.close()

    await asyncio.to_thread(migrations.downgrade, url, "0019_counted")
    async with service.behind.reading() as db:
        for name, key in BELONGING.items():
            said = await db.execute(text(f"SELECT * FROM {name}"))
            assert set(before[name][0]) - set(said.keys()) == {key.column_keys[0]}
    await service.behind.close()
    await asyncio.to_thread(migrations.upgrade, url)

    assert await records(service) == before
    assert drift(url) == ""
