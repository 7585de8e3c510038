from collections import Counter
from datetime import date

import pytest

from app.cases.tables import CaseDecision
from app.journal.tables import JournalCategory
from tests.journeys.casework import CONCLUDED, making_amends
from tests.pathway import DECIDED, HELD, RECEIVED, on
from tests.records import journal, rows

WORKED = date(2026, 10, 17)
STAGES = [
    ("submit_case", None, "assessment"),
    ("countersign_assessment", "assessment", "panel_ready"),
    ("list_case_at_panel", "panel_ready", "listed"),
    ("record_disposal", "listed", "decided"),
    ("record_police_decision", "decided", "intervention"),
    ("conclude_case", "intervention", "closed"),
]


@pytest.fixture
async def finished(service):
    """A window broken, a letter written, ten hours worked: closed as Outcome 22."""
    case = await making_amends(service)
    await case.finished("letter_of_apology", day=WORKED)
    await case.worked("community_payback", 10, day=WORKED)
    await case.finished("community_payback", day=WORKED)
    await case.concluded()
    return case


async def test_the_history_of_a_finished_case_tells_who_moved_it_and_when(service, finished):
    changes = (await finished.history(day=CONCLUDED))["changes"]

    assert [(c["action"], c["from_stage"], c["to_stage"]) for c in changes] == STAGES
    assert [c["case_version"] for c in changes] == [1, 2, 3, 4, 5, 6]
    assert [c["by"].partition("@")[0] for c in changes] == [
        "police_submitter",
        "yot_manager",
        "panel_chair",
        "panel_chair",
        "police_submitter",
        "yot_officer",
    ]
    days = [str(day) for day in (RECEIVED, RECEIVED, HELD, HELD, DECIDED, CONCLUDED)]
    assert [c["at"][:10] for c in changes] == days
    assert changes[3]["why"] == "Sam is sorry and wants to put it right."
    assert changes[5]["why"] == "Everything asked was done."
    assert [c["closed_as"] for c in changes] == [None] * 5 + ["outcome_22"]


async def test_every_decision_is_told_with_its_reasons_their_authority_and_the_edition(
    service, finished
):
    decisions = (await finished.history(day=CONCLUDED))["decisions"]

    assert Counter(d["kind"] for d in decisions) == Counter(
        ["triage", "assessment", "panel_quorum", "disposal", "police_decision", "conclusion"]
    )
    assert [d["case_version"] for d in decisions] == sorted(d["case_version"] for d in decisions)
    assert {d["edition"] for d in decisions} == {"2026.2"}
    looked_at = {d["kind"]: d["looked_at"] for d in decisions}
    assert looked_at["disposal"] == looked_at["panel_quorum"] == str(HELD)
    assert looked_at["police_decision"] == str(DECIDED)
    assert looked_at["conclusion"] == str(CONCLUDED)
    sources = service.app.state.protocol.sources
    told = [reason for d in decisions for reason in d["reasons"]]
    assert {reason["source"] for reason in told} <= set(sources)
    (disposal,) = [d for d in decisions if d["kind"] == "disposal"]
    assert disposal["answer"]["disposal"] == "outcome_22"
    assert "starting_point" in [reason["code"] for reason in disposal["reasons"]]


async def test_the_facts_a_decision_rested_on_are_kept_to_ask_it_again(service, finished):
    kept = {d.kind: d.facts for d in await rows(service, CaseDecision, case_id=finished.id)}

    assert kept["triage"]["date_of_birth"] == "2012-03-14"
    assert kept["disposal"]["case"]["offences"] == kept["triage"]["offences"]
    assert kept["disposal"]["gravity"] == 2
    assert [p["agency"] for p in kept["panel_quorum"]["present"]] == [
        "police",
        "youth_justice",
        "health",
    ]
    assert set(kept["conclusion"]["conditions"].values()) == {"completed"}


async def test_the_journal_has_a_line_for_every_step_and_names_the_child_in_each(service, finished):
    lines = await journal(service, case_id=finished.id)

    assert {tuple(line.children) for line in lines} == {(finished.child_id,)}
    changes = [line for line in lines if line.category != JournalCategory.CONSULTATION]
    # A countersignature changes an assessment and moves its case: one act, and a line for each.
    acts = {(line.request_id, line.action) for line in changes}
    sections = service.app.state.protocol.tool_on(RECEIVED).sections
    assert Counter(action for _, action in acts) == Counter(
        {
            "submit_case": 1,
            "save_assessment_section": len(sections),
            "sign_assessment": 1,
            "countersign_assessment": 1,
            "list_case_at_panel": 1,
            "record_disposal": 1,
            "record_police_decision": 1,
            "record_completion": 2,
            "record_progress": 1,
            "conclude_case": 1,
        }
    )
    assert [line.at for line in lines] == sorted(line.at for line in lines)


async def test_reading_the_case_is_a_line_of_its_own_with_who_and_when(service, finished):
    before = await journal(service, action="read_case")

    await finished.read(day=CONCLUDED, by=service.manager)

    (line,) = (await journal(service, action="read_case"))[len(before) :]
    assert (line.actor, line.roles) == (service.manager.subject, ["yot_manager"])
    assert (line.category, line.children) == (JournalCategory.CONSULTATION, [finished.child_id])
    assert line.at.date() == CONCLUDED


async def test_what_is_refused_leaves_nothing_behind_but_the_case_as_it_was(service, finished):
    before = await finished.history(day=CONCLUDED)

    await finished.tried(
        "conclusion", day=CONCLUDED, concluded_on=str(CONCLUDED), summary="Once more."
    )

    assert await finished.history(day=CONCLUDED) == before
    written = await journal(service, case_id=finished.id, action="conclude_case")
    assert len(written) == 1


async def test_no_line_of_the_journal_repeats_what_the_record_says(service, finished):
    with on(CONCLUDED):
        await service.officer.post("/v1/children/search", {"family_name": "Example"})
    personal = ("Sam", "Example", "NBP-", "sorry", "2012-03-14", "bus shelter")

    for line in await journal(service):
        assert not any(word in str(line.resource) for word in personal), line.action


async def test_the_whole_case_shows_a_breach_what_was_decided_and_what_the_court_did(service):
    case = await making_amends(service)
    await case.breached("community_payback", day=WORKED)
    (waiting,) = (await case.read(day=WORKED))["breaches"]
    assert waiting["narrative"].startswith("Three sessions missed")
    assert (waiting["decision"], waiting["decided_by"]) == (None, None)

    await case.breach_decided("resume_prosecution", day=WORKED)
    await case.convicted(day=CONCLUDED)

    (reviewed,) = (await case.read(day=CONCLUDED))["breaches"]
    payback = await case.condition("community_payback", day=CONCLUDED)
    assert (reviewed["decision"], reviewed["conditions"]) == ("resume_prosecution", [payback["id"]])
    for user in (service.officer, service.police):
        (result,) = (await case.read(day=CONCLUDED, by=user))["court_results"]
        assert (result["result"], result["result_on"]) == ("convicted", str(CONCLUDED))


async def test_the_whole_case_says_how_its_plan_ended(service, finished):
    read = await finished.read(day=CONCLUDED)

    assert read["conclusion"] == {
        "concluded_on": str(CONCLUDED),
        "summary": "Everything asked was done.",
        "home_office_code": "22",
    }
    assert (read["breaches"], read["court_results"]) == ([], [])
