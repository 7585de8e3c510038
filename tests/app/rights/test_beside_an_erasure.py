"""What is asked while a record is being destroyed finds nothing, or begins a new record."""

import asyncio

import pytest

from app.cases.tables import Case
from app.children.tables import Child
from app.retention import erasing
from tests.app.rights.people import RESTRICTED, TODAY, auditor, erase, withdrawn
from tests.pathway import on
from tests.records import journal, rows
from tests.service import GATESHEAD, a_case, a_child

FOUND = {
    "outcome": "conviction",
    "given_on": "2026-08-14",
    "home_area": "E08000022",
    "offence_code": "TH68010",
}
RIGHT = {"details": {"school": "Another School"}, "reason": "The school register."}


@pytest.fixture
def beside(service, monkeypatch):
    """Ask it of a record that is locked to be destroyed and not gone yet."""

    async def both(child_id, ask):
        asked = []
        destroy = erasing.destroy

        async def slowly(*args, **given):
            asked.append(asyncio.create_task(ask()))
            # On SQLite, and behind a lock, it waits for the erasure: which must not wait for it.
            await asyncio.wait(asked, timeout=0.3)
            return await destroy(*args, **given)

        monkeypatch.setattr(erasing, "destroy", slowly)
        erased = await erase(service, child_id)
        return erased.status_code, await asked[0]

    return both


async def rectify(service, case):
    path = f"/v1/children/{case.child_id}/rectifications"
    return await auditor(service).post(path, RIGHT, version=1)


async def ask_for_access(service, case):
    path = f"/v1/children/{case.child_id}/subject-requests"
    with on(TODAY):
        return await auditor(service).post(path, {"received_on": str(TODAY)})


async def restrict(service, case):
    path = f"/v1/children/{case.child_id}/restriction"
    return await auditor(service).post(path, RESTRICTED)


async def hold(service, case):
    held = {"child_id": case.child_id, "decision": "hold", "reason": "An appeal is pending."}
    return await auditor(service).post("/v1/retention/reviews", held)


async def add_outcome(service, case):
    return await service.officer.post(f"/v1/children/{case.child_id}/outcomes", FOUND)


async def report_outcome(service, child):
    return await service.police.report(child, FOUND)


async def submit(service, child):
    return await service.police.submit(a_case(child=child))


async def break_glass(service, case):
    (known,) = await rows(service, Case, id=case.id)
    officer = service.user("yot_officer", subject="night@gateshead", areas=[GATESHEAD])
    why = {"case_reference": known.reference, "reason": "In custody here tonight.", "hours": 1}
    return await officer.post("/v1/break-glass", why)


@pytest.mark.parametrize(
    "ask",
    [rectify, ask_for_access, restrict, hold, add_outcome, break_glass],
    ids=lambda each: each.__name__,
)
async def test_whoever_asks_something_of_a_record_during_its_erasure_finds_nothing(
    service, beside, ask
):
    case = await withdrawn(service)

    erased, reply = await beside(case.child_id, lambda: ask(service, case))

    assert (erased, reply.status_code) == (200, 404), reply.text
    assert await rows(service, Child) == []
    assert len(await journal(service, category="erasure")) == 1


@pytest.mark.parametrize("tell", [report_outcome, submit], ids=lambda each: each.__name__)
async def test_what_the_police_send_during_an_erasure_begins_a_new_record(service, beside, tell):
    child = a_child()
    case = await withdrawn(service, child=child)

    erased, reply = await beside(case.child_id, lambda: tell(service, child))
    if reply.status_code == 404:
        # They met the record as it went, and nothing of what they sent was stored.
        assert await rows(service, Child) == []
        reply = await tell(service, child)

    assert (erased, reply.status_code) == (200, 201), reply.text
    assert [each.id for each in await rows(service, Child)] == [reply.json()["child_id"]]
    assert reply.json()["child_id"] != case.child_id


async def test_an_erasure_under_way_is_not_taken_for_a_restored_backup(service, beside):
    service.app.state.readiness.fresh = 0
    case = await withdrawn(service)

    erased, ready = await beside(case.child_id, lambda: service.stranger().get("/readyz"))

    assert (erased, ready.status_code) == (200, 200), ready.text
