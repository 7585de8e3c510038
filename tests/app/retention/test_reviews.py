"""RET-1, RET-2: nothing goes before its day, without a person's word, or against a hold."""

import asyncio
import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

import app.tables
from app import clock
from app.cli import main
from app.retries.tables import FirstReply
from tests.app.rights.people import auditor, withdrawn
from tests.pathway import Pathway, on
from tests.records import counts, journal, rows
from tests.refusals import refused
from tests.schedules import a_schedule
from tests.service import running

SHELL = CliRunner()
DUE = date(2027, 9, 14)  # twelve months after the case was withdrawn


@pytest.fixture
async def scheduled(database_url, tmp_path):
    laid = a_schedule(tmp_path)
    async with running(database_url, tmp_path / "data", protocol_dir=laid) as service:
        yield service


async def oocd(service, *words, day=DUE):
    """`oocd retention run` on that day, as a script reads it."""
    chosen = service.settings
    environment = {
        "OOCD_DATA_DIR": str(chosen.data_dir),
        "OOCD_DATABASE_URL": chosen.database_url,
        "OOCD_PROTOCOL_DIR": str(chosen.protocol_dir) if chosen.protocol_dir else None,
    }
    command = ["retention", "run", "--json", *words]
    with on(day):
        ran = await asyncio.to_thread(SHELL.invoke, main, command, env=environment)
    assert ran.exit_code == 0, ran.output
    return [json.loads(line) for line in ran.stdout.splitlines()]


async def decide(service, case, decision, *, day=DUE, **more):
    body = {"child_id": case.child_id, "decision": decision, "reason": "Nothing since.", **more}
    with on(day):
        return await auditor(service).post("/v1/retention/reviews", body)


async def test_a_reply_kept_for_a_retry_goes_after_thirty_days_and_a_dry_run_lets_it_be(service):
    submitted = clock.now().date()
    await service.police.submit()

    for day, words, left in [
        (submitted + timedelta(days=29), (), 1),
        (submitted + timedelta(days=32), ("--dry-run",), 1),
        (submitted + timedelta(days=32), (), 0),
    ]:
        await oocd(service, *words, day=day)
        assert len(await rows(service, FirstReply)) == left


async def test_a_record_goes_when_it_is_due_somebody_decided_and_the_days_of_grace_are_over(
    scheduled,
):
    case = await withdrawn(scheduled)
    other = await Pathway(scheduled).submitted()
    held = {"what": "held", "child_id": other.child_id, "on": None, "because": ["open_case"]}

    assert await oocd(scheduled, day=DUE - timedelta(days=1)) == [held]
    early = await decide(scheduled, case, "dispose", day=DUE - timedelta(days=1))
    assert refused(early, 409)["type"] == "/problems/wrong-state"
    flagged = await oocd(scheduled)
    again = await oocd(scheduled)
    decided = await decide(scheduled, case, "dispose")
    waiting = await oocd(scheduled, day=DUE + timedelta(days=13))
    gone = await oocd(scheduled, day=DUE + timedelta(days=14))

    def of_the_case(said):
        return [(each["what"], each["on"]) for each in said if each["child_id"] == case.child_id]

    assert of_the_case(flagged) == [("flag", str(DUE))]
    assert of_the_case(again) == [("wait", None)]
    assert decided.json()["dispose_on"] == "2027-09-28"
    assert of_the_case(waiting) == [("wait", "2027-09-28")]
    assert of_the_case(gone) == [("dispose", str(DUE))]
    assert await rows(scheduled, app.tables.children.Child, id=case.child_id) == []
    assert (await scheduled.officer.get(f"/v1/cases/{other.id}")).status_code == 200
    (certificate,) = await rows(scheduled, app.tables.retention.DisposalCertificate)
    assert certificate.authority == "retention"
    assert certificate.rows["child"] == 1
    (line,) = await journal(scheduled, category="erasure")
    assert line.actor.startswith("command-line:")


async def test_a_dry_run_says_what_the_run_then_does_and_changes_nothing(scheduled):
    due = [await withdrawn(scheduled) for _ in range(2)]
    await Pathway(scheduled).submitted()
    await oocd(scheduled)
    await decide(scheduled, due[0], "dispose")
    day = DUE + timedelta(days=20)
    before = await counts(scheduled)

    foretold = await oocd(scheduled, "--dry-run", day=day)
    assert await counts(scheduled) == before
    done = await oocd(scheduled, day=day)

    assert foretold == done
    assert {each["what"] for each in done} == {"dispose", "wait", "held"}
    assert await counts(scheduled) != before
    await decide(scheduled, due[1], "dispose")
    await decide(scheduled, due[1], "hold")
    held = [each for each in await oocd(scheduled, day=date(2028, 6, 1)) if each["on"] is None]
    assert {due[1].child_id} <= {each["child_id"] for each in held}, "a hold goes before a decision"
    await decide(scheduled, due[1], "release")
    gone = await oocd(scheduled, day=date(2028, 6, 1))
    assert ("dispose", due[1].child_id) in [(each["what"], each["child_id"]) for each in gone]


async def test_a_record_that_is_retained_comes_up_again_on_its_next_review(scheduled):
    case = await withdrawn(scheduled)
    await oocd(scheduled)
    refused(await decide(scheduled, case, "retain"), 422)
    refused(await decide(scheduled, case, "retain", next_review_on=str(DUE)), 422)
    refused(await decide(scheduled, case, "flagged"), 422)
    retained = await decide(scheduled, case, "retain", next_review_on="2029-01-15")

    assert retained.status_code == 201, retained.text
    assert await oocd(scheduled, day=date(2029, 1, 14)) == []
    (again,) = await oocd(scheduled, day=date(2029, 1, 15))
    assert again["what"] == "flag"
    listed = await auditor(scheduled).get("/v1/retention/reviews?limit=2")
    assert [each["step"] for each in listed.json()["items"]] == ["flagged", "retain"]
    following = await auditor(scheduled).get(
        "/v1/retention/reviews", params={"cursor": listed.json()["next"]}
    )
    assert [each["step"] for each in following.json()["items"]] == ["flagged"]


async def test_until_the_records_manager_has_said_nothing_is_due(service):
    case = await withdrawn(service)

    (held,) = await oocd(service, day=date(2060, 1, 1))
    refusal = refused(await decide(service, case, "dispose", day=date(2060, 1, 1)), 409)

    assert (held["what"], held["because"]) == ("held", ["awaiting_decision"])
    assert "records manager" in refusal["reasons"][0]["text"]
