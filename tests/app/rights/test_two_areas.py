"""One child, known to two areas: what one keeps holds for both, and only they let it go."""

from datetime import UTC, date, datetime

import pytest

import app.tables
from app.database import entered, inserting, new_id
from tests.app.rights.people import FAMILY, LIFTED, RESTRICTED, TODAY, auditor, erase, withdrawn
from tests.pathway import Pathway, on
from tests.records import say
from tests.refusals import refused
from tests.schedules import a_schedule
from tests.service import GATESHEAD, NORTH_TYNESIDE, a_case, a_child, running

CHILD = a_child()
OVER = {"reason": "other", "narrative": "The police withdrew it."}


@pytest.fixture
async def scheduled(database_url, tmp_path):
    laid = a_schedule(tmp_path)
    async with running(database_url, tmp_path / "data", protocol_dir=laid) as service:
        yield service


@pytest.fixture
async def here(scheduled):
    """North Tyneside's case, which is over; the child has moved to Gateshead since."""
    return await withdrawn(scheduled, child=CHILD)


@pytest.fixture
async def there(scheduled, here):
    """Gateshead's, which is not."""
    moved = a_case(child={**CHILD, "home_area": GATESHEAD})
    moved["offences"][0]["area"] = GATESHEAD
    with on(date(2026, 9, 20)):
        opened = await scheduled.police.submit(moved)
    assert opened.status_code == 201, opened.text
    case = Pathway(scheduled)
    case.id, case.child_id, case.version = opened.json()["id"], here.child_id, 1
    return case


@pytest.fixture
def ours(scheduled):
    return auditor(scheduled, subject="dpo@nt", areas=[NORTH_TYNESIDE])


@pytest.fixture
def theirs(scheduled):
    return auditor(scheduled, subject="dpo@gateshead", areas=[GATESHEAD])


async def kept(user, case):
    """How long the record is kept, as the child is told it."""
    asked = {"received_on": str(TODAY), "recipient": FAMILY}
    with on(TODAY):
        report = await user.post(f"/v1/children/{case.child_id}/subject-access", asked)
    assert report.status_code == 200, report.text
    assert len(report.json()["cases"]) == 1, "of the other area's case there is nothing else"
    told = report.json()["kept_until"]
    return told["due_on"] or [reason["code"] for reason in told["held"]]


async def review(user, case, decision):
    body = {"child_id": case.child_id, "decision": decision, "reason": "A claim was announced."}
    with on(TODAY):
        return await user.post("/v1/retention/reviews", body)


async def test_a_case_of_another_area_keeps_the_record_as_one_of_our_own_would(
    scheduled, here, there, ours
):
    assert await kept(ours, here) == ["open_case"]
    await there.act("withdrawal", OVER, by=scheduled.officer, day=date(2026, 10, 5))
    await say(scheduled, f"UPDATE panel_case SET closed_as = 'charged' WHERE id = '{there.id}'")
    assert await kept(ours, here) == ["court_pending"]

    await at_court(scheduled, there)

    # A year after the last day of the other area's case, as the schedule of this test has it.
    assert await kept(ours, here) == "2027-10-05"


async def at_court(service, case):
    result = {
        "id": new_id(),
        "case_id": case.id,
        "result": "acquitted",
        "result_on": date(2026, 10, 20),
        "recorded_at": datetime(2026, 10, 21, tzinfo=UTC),
        "recorded_by": "court@example",
    }
    async with service.behind.writing() as db:
        of = app.tables.disposals.CourtResult
        await db.execute(inserting(of), entered(of, result))


async def test_only_the_area_that_placed_a_legal_hold_releases_it(
    scheduled, here, there, ours, theirs
):
    assert (await review(ours, here, "hold")).json()["areas"] == [NORTH_TYNESIDE]

    assert refused(await review(theirs, here, "release"), 403)["type"] == "/problems/forbidden"
    # Not even by placing one more and taking that away.
    assert (await review(theirs, here, "hold")).status_code == 201
    assert (await review(theirs, here, "release")).status_code == 201
    refused(await review(theirs, here, "release"), 403)
    assert await holding(scheduled, here) == {"open_case", "legal_hold"}

    assert (await review(ours, here, "release")).status_code == 201
    assert await holding(scheduled, here) == {"open_case"}
    refused(await review(ours, here, "release"), 409)


async def holding(service, case):
    """What an auditor of every area is told who would erase it."""
    problem = refused(await erase(service, case.child_id), 409)
    return {reason["code"] for reason in problem["reasons"]}


async def test_a_hold_placed_for_every_area_or_before_that_was_kept_is_released_for_every_area(
    scheduled, here, there, ours
):
    everywhere = auditor(scheduled)
    for forgotten in (False, True):
        await review(everywhere, here, "hold")
        if forgotten:
            await say(scheduled, "UPDATE retention_decision SET areas = NULL WHERE step = 'hold'")
        refused(await review(ours, here, "release"), 403)
        assert (await review(everywhere, here, "release")).status_code == 201
    assert await holding(scheduled, here) == {"open_case"}


async def test_only_the_area_that_restricted_a_record_lifts_that(
    scheduled, here, there, ours, theirs
):
    path = f"/v1/children/{here.child_id}/restriction"
    assert (await ours.post(path, RESTRICTED)).status_code == 200

    refused(await theirs.post(path, LIFTED), 403)
    refused(await scheduled.officer.get(f"/v1/cases/{there.id}"), 404)
    lifted = await ours.post(path, LIFTED)

    assert (lifted.status_code, lifted.json()["restricted"]) == (200, False)
    assert (await scheduled.officer.get(f"/v1/cases/{there.id}")).status_code == 200
