"""LAW-4, LAW-10, RET-3, RET-4: what is erased is gone, and what is held cannot be."""

from pathlib import Path

from sqlalchemy import make_url, select
from sqlmodel import SQLModel

import app.tables
from app.problems import Unavailable
from tests.app.rights.people import FAMILY, TODAY, answer, auditor, erase, withdrawn
from tests.pathway import Pathway, on
from tests.records import at_once, counts, journal, rows, say
from tests.refusals import refused
from tests.service import NORTH_TYNESIDE, a_case, a_child

CANARIES = ("Canaria", "Featherstone", "Birdcage", "NBP-CANARY", "Violetta", "cagebird")
KEPT_FOR_THE_LAW = {"journal_line", "disposal_certificate"}


def a_case_full_of_canaries():
    case = a_case(
        child=a_child(
            police_person_id="NBP-CANARY",
            given_names="Canaria",
            family_name="Featherstone",
            school="Birdcage Academy",
        )
    )
    victim = {"kind": "person", "name": "Violetta", "may_share_with_yjs": True}
    case["offences"][0] |= {"victims": [victim], "summary": "A cagebird was let out."}
    return case


async def everything(service):
    """Every row of every table, as text."""
    found = {}
    async with service.behind.reading() as connection:
        for table in SQLModel.metadata.sorted_tables:
            found[table.name] = str((await connection.execute(select(table))).all())
    return found


async def test_an_erased_child_is_nowhere_but_in_the_journal_by_an_opaque_id(service, database_url):
    case = await withdrawn(service, **a_case_full_of_canaries())
    victims = await rows(service, app.tables.cases.Victim, case_id=case.id)
    other = await withdrawn(service)
    await answer(service, case.child_id)
    before = await everything(service)
    keys = [
        key.wrapped
        for person in (case.child_id, *(victim.id for victim in victims))
        for key in await rows(service, app.tables.sealed.PersonKey, person_id=person)
    ]
    assert len(keys) == 2
    assert all(any(word in text for text in before.values()) for word in CANARIES)

    erased = await erase(service, case.child_id)

    assert erased.status_code == 200, erased.text
    after = await everything(service)
    for name, text in after.items():
        assert not any(word in text for word in (*CANARIES, *keys)), name
        assert case.id not in text or name in KEPT_FOR_THE_LAW, name
        assert case.child_id not in text or name == "journal_line", name
    (line,) = await journal(service, category="erasure")
    assert (line.children, line.actor) == ([case.child_id], "auditor@example")
    assert line.resource["authority"] == "infringes_principles"
    certificate = erased.json()
    assert {"child", "panel_case", "victim", "first_reply"} <= certificate["rows"].keys()
    assert (await service.officer.get(f"/v1/cases/{other.id}")).status_code == 200
    refused(await answer(service, case.child_id), 404)
    kept = service.settings.erasures.read_text()
    assert case.child_id in kept
    assert not any(word in kept for word in CANARIES)
    _no_trace_in_files(database_url, keys)


def _no_trace_in_files(database_url, keys):
    """Neither a word nor a key, in the database's pages or in its log."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return
    for suffix in ("", "-wal"):
        file = Path(f"{url.database}{suffix}")
        held = file.read_bytes() if file.exists() else b""
        assert not [word for word in (*CANARIES, *keys) if word.encode() in held], suffix


async def test_what_is_open_at_court_asked_for_or_on_hold_is_not_erased(service):
    still_open = await Pathway(service).submitted()
    asked = await withdrawn(service)
    on_hold = await withdrawn(service)
    at_court = await withdrawn(service)
    await say(service, _charged(at_court))
    user = auditor(service)
    with on(TODAY):
        await user.post(
            f"/v1/children/{asked.child_id}/subject-requests", {"received_on": "2026-10-30"}
        )
        hold = {"child_id": on_hold.child_id, "decision": "hold", "reason": "An appeal is pending."}
        assert (await user.post("/v1/retention/reviews", hold)).status_code == 201

    for case, code in (
        (still_open, "open_case"),
        (asked, "request_unanswered"),
        (on_hold, "legal_hold"),
        (at_court, "court_pending"),
    ):
        problem = refused(await erase(service, case.child_id), 409)
        assert [reason["code"] for reason in problem["reasons"]] == [code]
        assert (await rows(service, app.tables.children.Child, id=case.child_id)) != []
    path = f"/v1/children/{on_hold.child_id}/erasure"
    for ground in (None, "because", ""):
        refused(await user.post(path, {"ground": ground}), 422)
    assert not service.settings.erasures.exists()

    with on(TODAY):
        lifted = {**hold, "decision": "release", "reason": "The appeal was dismissed."}
        assert (await user.post("/v1/retention/reviews", lifted)).status_code == 201
        again = refused(await user.post("/v1/retention/reviews", lifted), 409)
        assert again["title"] == "The record does not stand where this can happen"
    assert (await erase(service, on_hold.child_id)).status_code == 200


def _charged(case):
    return f"UPDATE panel_case SET closed_as = 'charged' WHERE id = '{case.id}'"


async def test_one_area_does_not_erase_what_another_holds_too(service):
    case = await withdrawn(service)
    alone = auditor(service, areas=[NORTH_TYNESIDE])
    path = f"/v1/children/{case.child_id}/outcomes"
    theirs = {"outcome": "conviction", "given_on": "2026-08-14", "home_area": "E08000022"}
    await service.officer.post(path, theirs)
    moved = a_case(child=await _as_submitted(service, case, home_area="E08000037"))
    moved["offences"][0]["area"] = "E08000037"
    opened = (await service.police.submit(moved)).json()
    over = {"reason": "other", "narrative": "It was over."}
    await service.officer.post(f"/v1/cases/{opened['id']}/withdrawal", over, version=1)

    with on(TODAY):
        held = await alone.post(
            f"/v1/children/{case.child_id}/erasure", {"ground": "legal_obligation"}
        )
        report = await alone.post(
            f"/v1/children/{case.child_id}/subject-access",
            {"received_on": "2026-11-02", "recipient": FAMILY},
        )

    problem = refused(held, 409)
    assert [reason["code"] for reason in problem["reasons"]] == ["held_elsewhere"]
    assert len(report.json()["cases"]) == 1, "the other area answers for its own case"


async def _as_submitted(service, case, **changes):
    (sent,) = await rows(service, app.tables.cases.Submission, case_id=case.id)
    return {**sent.body["child"], **changes}


async def test_an_erasure_that_failed_half_way_is_finished_before_anybody_is_served(
    service, monkeypatch
):
    service.app.state.readiness.fresh = 0
    case = await withdrawn(service)
    before = await counts(service)

    async def away(*_, **__):
        raise Unavailable("The journal cannot be written")

    with monkeypatch.context() as patched:
        patched.setattr("app.retention.erasing.journal.record", away)
        refused(await erase(service, case.child_id), 503)

    assert await counts(service) == before, "nothing is half gone"
    assert (await service.stranger().get("/readyz")).status_code == 503
    assert (await erase(service, case.child_id)).status_code == 200
    assert (await service.stranger().get("/readyz")).status_code == 200


async def test_of_two_who_erase_at_once_one_has_erased(service):
    case = await withdrawn(service)

    replies = await at_once(2, lambda _: erase(service, case.child_id))

    assert sorted(reply.status_code for reply in replies) == [200, 404]
    assert len(await rows(service, app.tables.retention.DisposalCertificate)) == 1
    assert len(await journal(service, category="erasure")) == 1
