import asyncio
from collections import Counter
from contextlib import AsyncExitStack

import pytest

from app.cases.tables import Case, CaseChange
from app.children.tables import Child
from tests.records import at_once, journal, rows, statements
from tests.service import a_case, a_child, running


async def test_many_submit_while_many_read_and_no_case_is_lost_or_doubled(service):
    """A small one of what benchmarks/submissions_under_load.py does at full size."""
    accepted: list[str] = []
    statuses: Counter[int | str] = Counter()
    writing = True

    async def submits(client):
        police = service.user("police_submitter", subject=f"police-{client}")
        for number in range(15):
            # Every third case is about a child whom other clients submit at the same time.
            child = a_child() if number % 3 else a_child(police_person_id=f"SHARED-{number}")
            reply = await police.submit(a_case(child=child))
            statuses[reply.status_code] += 1
            accepted.append(reply.json()["id"])

    async def reads(client):
        officer = service.user("yot_officer", subject=f"officer-{client}")
        while writing:
            walk = await walked(officer)
            assert len(walk) == len(set(walk))
            statuses["read"] += 1

    async def walked(officer):
        seen, cursor = [], None
        while True:
            query = {"limit": 20, **({"cursor": cursor} if cursor else {})}
            page = await officer.get("/v1/cases", params=query)
            assert page.status_code == 200
            seen += [case["id"] for case in page.json()["items"]]
            cursor = page.json()["next"]
            if cursor is None:
                return seen

    readers = [asyncio.create_task(reads(client)) for client in range(8)]
    await asyncio.gather(*(submits(client) for client in range(8)))
    writing = False
    await asyncio.gather(*readers)

    assert statuses[201] == 120
    assert len(set(accepted)) == 120
    assert sorted(case.id for case in await rows(service, Case)) == sorted(accepted)
    assert sorted(await walked(service.officer)) == sorted(accepted)
    assert len(await journal(service, action="submit_case")) == 120
    shared = [each for each in await rows(service, Child) if each.police_person_id == "SHARED-0"]
    assert len(shared) == 1
    assert len(await rows(service, Child)) == 5 + 8 * 10


@pytest.fixture
async def patient(database_url, tmp_path):
    """A service that waits for its pool as long as it must: what is asked is whether any of it
    waits for ever, however slow the machine."""
    async with running(database_url, tmp_path / "data", pool_seconds=60) as service:
        yield service


@pytest.mark.parametrize("many", [64, 128])
async def test_many_at_once_on_a_small_pool_all_come_through(patient, many):
    service = patient
    opened = (await service.police.submit()).json()
    paths = ["/v1/cases", f"/v1/cases/{opened['id']}/history", f"/v1/cases/{opened['id']}"]

    replies = await at_once(many, lambda each: service.officer.get(paths[each % 3]))

    assert Counter(reply.status_code for reply in replies) == {200: many}


async def test_many_refusals_at_once_come_through_although_each_is_journalled_apart(patient):
    service = patient
    replies = await at_once(64, lambda _: service.officer.get("/v1/cases/nowhere/history"))

    assert Counter(reply.status_code for reply in replies) == {404: 64}
    assert len(await journal(service, category="denied")) == 64


async def test_more_than_can_be_served_are_told_to_come_back_and_the_service_recovers(
    database_url, tmp_path
):
    async with (
        running(database_url, tmp_path / "data", pool_size=2, pool_seconds=0.2) as service,
        AsyncExitStack() as held,
    ):
        database = service.app.state.database
        for _ in range(database._writer.pool.size()):
            await held.enter_async_context(database.writing())

        replies = await at_once(5, lambda _: service.officer.get("/v1/cases"))
        refused = await service.partner.get("/v1/cases")
        alive = await service.stranger().get("/healthz")
        await held.aclose()
        after = await service.officer.get("/v1/cases")

        assert {reply.status_code for reply in (*replies, refused)} == {503}
        assert {reply.headers["retry-after"] for reply in replies} == {"2"}
        assert (alive.status_code, after.status_code) == (200, 200)


async def test_changes_to_one_child_and_one_case_by_many_never_lock_each_other_out(patient):
    """Submissions take the child first, case changes the case: no two may wait for each other."""
    service = patient
    child = a_child()
    opened = (await service.police.submit(a_case(child=child))).json()
    case, person = f"/v1/cases/{opened['id']}", f"/v1/children/{opened['child_id']}"

    def ask(number):
        kinds = [
            lambda: service.police.submit(a_case(child={**child, "school": f"School {number}"})),
            lambda: service.officer.post(
                f"{person}/outcomes",
                {
                    "outcome": "conviction",
                    "given_on": f"2026-01-{number % 28 + 1:02d}",
                    "home_area": "E08000022",
                    "offence_code": f"TH{68000 + number}",
                },
            ),
            lambda: service.officer.post(
                f"{case}/victims", {"kind": "person", "may_share_with_yjs": True}
            ),
            lambda: service.police.report(
                {**child, "school": None},
                {
                    "outcome": "youth_caution",
                    "given_on": f"2026-02-{number % 28 + 1:02d}",
                    "home_area": "E08000022",
                    "offence_code": f"CD{71000 + number}",
                },
            ),
        ]
        return kinds[number % 4]()

    replies = await at_once(40, ask)

    assert Counter(reply.status_code for reply in replies) == {201: 40}


async def test_one_withdrawal_of_many_at_once_is_recorded(service):
    opened = (await service.police.submit()).json()
    gone = {"reason": "other", "narrative": "Ended."}

    replies = await at_once(
        20,
        lambda _: service.officer.post(f"/v1/cases/{opened['id']}/withdrawal", gone, version=1),
    )

    assert Counter(reply.status_code for reply in replies) == {200: 1, 409: 19}
    assert len(await rows(service, CaseChange, action="withdraw_case")) == 1


async def test_a_request_costs_few_statements_however_much_it_shows(service):
    with statements(service) as submitting:
        opened = (await service.police.submit()).json()
    for _ in range(30):
        await service.police.submit()
    with statements(service) as reading:
        await service.police.get(f"/v1/submissions/{opened['id']}")
    with statements(service) as listing:
        await service.officer.get("/v1/cases", params={"limit": 30})

    # Two of them ask of the child's other cases: a hold, and what officers resolved. Three keep
    # the keys of the child and the victims, and the digests the child is found by.
    doors = [said for said in submitting if said.startswith("SELECT set_config")]
    assert len(submitting) - len(doors) <= 20, submitting
    # On PostgreSQL the wall is opened for the child's record, and for each of those two questions.
    assert len(doors) <= 5, doors
    assert len(reading) <= 3, reading
    assert len(listing) <= 2, listing
