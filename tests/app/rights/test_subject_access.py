"""LAW-6, LAW-7, LAW-8: a child reads what is held on them, and nothing of anybody else."""

from datetime import date

import pytest
from sqlmodel import SQLModel

import app.tables
from app.provenance.whole import KEPT, child_in_case
from app.retention.graph import about_a_child
from panel_protocol.terms import ClosedAs, CourtOutcome
from tests.app.rights.people import FAMILY, TODAY, a_child_with_a_plan, answer, auditor, withdrawn
from tests.pathway import on
from tests.records import journal, rows
from tests.refusals import refused
from tests.service import GATESHEAD, NORTH_TYNESIDE, a_case, a_child

VICTIM = "Violet Bystander"


def a_case_with_others():
    case = a_case(child=a_child(given_names="Sam", family_name="Ownname <script>alert(1)</script>"))
    victim = {"kind": "person", "name": VICTIM, "may_share_with_yjs": True}
    case["offences"][0]["victims"] = [victim]
    case["officer"] = {"name": "PC Namely", "collar_number": "9876", "unit": "harm_reduction"}
    return case


async def test_the_report_holds_everything_and_says_what_each_thing_is(service):
    case = await a_child_with_a_plan(service)

    answered = await answer(service, case.child_id)

    assert answered.status_code == 200, answered.text
    report = answered.json()
    sections = {each["section"]: each for each in report["sections"]}
    assert {"child", "child_version", "panel_case", "case_offence", "assessment_section"} <= set(
        sections
    )
    assert {"disposal", "police_decision", "administration", "condition", "progress"} <= set(
        sections
    )
    (offence,) = sections["case_offence"]["entries"]
    (summary,) = offence["narratives"]
    assert (summary["nature"], summary["author"]) == ("allegation", "police")
    (progress,) = sections["progress"]["entries"]
    assert progress["narratives"][0] == {
        "field": "note",
        "said": "Wrote.",
        "nature": "fact",
        "author": "youth_justice",
    }
    natures = {
        told["nature"]
        for entry in sections["assessment_section"]["entries"]
        for told in entry["narratives"]
    }
    assert {"fact", "assessment"} <= natures
    assert sections["disposal"]["controllers"] == ["North Tyneside"]
    assert [each["category"] for each in report["cases"]] == ["suspect"]
    assert report["kept_until"]["due_on"] is None
    assert {"open_case"} <= {each["code"] for each in report["kept_until"]["held"]}
    assert report["request"]["answer_by"] == "2026-12-02"


async def test_a_childs_page_is_escaped_and_holds_nothing_of_victims_or_professionals(service):
    opened = (await service.police.submit(a_case_with_others())).json()
    (victim,) = await rows(service, app.tables.cases.Victim, case_id=opened["id"])
    await service.officer.patch(
        f"/v1/victims/{victim.id}",
        {"status": "views_recorded", "views": "I was frightened, says Violet."},
        version=1,
    )

    for accept in ("application/json", "text/html"):
        answered = await answer(service, opened["child_id"], headers={"Accept": accept})

        assert answered.headers["content-type"].startswith(accept)
        assert "Ownname" in answered.text
        for other in ("Violet", "Bystander", "Namely", "9876", "frightened", "@example"):
            assert other not in answered.text, other
    assert "&lt;script&gt;" in answered.text
    for loads in ("<script", "src=", "http"):
        assert loads not in answered.text
    assert "default-src 'none'" in answered.headers["content-security-policy"]
    case = (await service.officer.get(f"/v1/cases/{opened['id']}")).json()
    assert case["child_category"] == "suspect"
    assert [each["category"] for each in case["victims"]] == ["victim"]
    said = {each["field"]: (each["nature"], each["author"]) for each in case["narratives"]}
    assert said["offences.summary"] == ("allegation", "police")
    assert said["disposal.rationale"] == ("assessment", "panel_chair")


async def test_a_report_is_a_disclosure_to_somebody_named_and_the_next_one_lists_them(service):
    case = await withdrawn(service)
    nobody = await answer(service, case.child_id, body={"recipient": {"person": "Alex"}})
    first = await answer(service, case.child_id)
    second = await answer(service, case.child_id)

    refused(nobody, 422)
    (line, _) = await journal(service, category="disclosure")
    assert line.children == [case.child_id]
    assert (line.recipient_organisation, line.recipient_person) == tuple(FAMILY.values())
    assert first.json()["recipients"] == []
    assert [each["organisation"] for each in second.json()["recipients"]] == [
        FAMILY["organisation"]
    ]
    left_out = {"withheld": ["exploitation_hold", "submission"]}
    partly = (await answer(service, case.child_id, body=left_out)).json()
    assert "submission" not in [each["section"] for each in partly["sections"]]
    assert "left out" in partly["notices"][-1]
    refused(await answer(service, case.child_id, body={"withheld": ["Canary"]}), 422)
    path = f"/v1/children/{case.child_id}/subject-access"
    body = {"received_on": "2026-11-02", "recipient": FAMILY}
    refused(await service.manager.post(path, body), 403)
    with on(TODAY):
        refused(await auditor(service, areas=[GATESHEAD]).post(path, body), 404)


async def test_the_clock_of_a_request_runs_stops_and_is_lengthened_once(service):
    case = await withdrawn(service)
    user, path = auditor(service), f"/v1/children/{case.child_id}/subject-requests"
    with on(date(2027, 1, 31)):
        request = (await user.post(path, {"received_on": "2027-01-31"})).json()
    clock = f"/v1/subject-requests/{request['id']}/clock"
    assert request["answer_by"] == "2027-02-28"

    with on(date(2027, 2, 20)):
        asked = {"event": "clarification_asked", "on": "2027-02-01"}
        stopped = (await user.post(clock, asked)).json()
        again = await user.post(clock, asked)
        told = await user.post(clock, {**asked, "event": "clarification_given", "on": "2027-02-04"})
        unsaid = await user.post(clock, {"event": "extended", "on": "2027-02-20"})
        extended = {"event": "extended", "on": "2027-02-20", "reason": "Six areas hold records."}
        longer = (await user.post(clock, extended)).json()
        twice = await user.post(clock, extended)

    assert (stopped["answer_by"], stopped["paused"]) == (None, True)
    assert refused(again, 409)["type"] == "/problems/wrong-state"
    assert told.json()["answer_by"] == "2027-03-03"
    refused(unsaid, 422)
    assert longer["answer_by"] == "2027-05-03"
    assert refused(twice, 409)["type"] == "/problems/wrong-state"
    answered = await answer(
        service, case.child_id, body={"received_on": None, "request_id": request["id"]}
    )
    assert answered.json()["request"]["answered_at"]
    refused(await user.post(clock, extended), 409)
    (listed,) = (await user.get(path)).json()["items"]
    assert listed["answered_at"]


def test_every_column_about_a_child_is_classified_and_no_other():
    """What a new column is must be said before it is kept: whose, by whom, fact or opinion."""
    for table in about_a_child():
        columns = {column.name for column in table.columns}
        assert KEPT[table.name].columns == columns, table.name
        parts = KEPT[table.name]
        counted = sum(
            map(
                len,
                (
                    parts.shown,
                    parts.narratives,
                    parts.keys,
                    parts.derived,
                    parts.professionals,
                    parts.others,
                ),
            )
        )
        assert counted == len(columns), f"{table.name}: something is classified twice"
    assert KEPT.keys() == {table.name for table in about_a_child()}


def test_whatever_names_a_child_outside_the_foreign_keys_is_known():
    """A stored reply and a key are destroyed by name (`app/retention/erasing.py`)."""
    about = {table.name for table in about_a_child()}
    loose = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if table.name not in about and {"child_id", "person_id", "victim_id"} & set(table.c.keys())
    }

    assert loose == {"first_reply", "person_key"}


@pytest.mark.parametrize(
    ("closed_as", "result", "overturned", "category"),
    [
        ("outcome_22", None, False, "suspect"),
        ("youth_caution", None, False, "disposed"),
        ("youth_caution", None, True, "other"),
        ("charged", "convicted", False, "convicted"),
        ("charged", "convicted", True, "other"),
        ("charged", "acquitted", False, "other"),
    ],
)
def test_what_a_child_is_in_a_case_follows_from_what_was_proved_and_still_stands(
    closed_as, result, overturned, category
):
    found = child_in_case(
        ClosedAs(closed_as), result and CourtOutcome(result), overturned=overturned
    )

    assert found == category


async def test_a_report_holds_no_other_areas_transfer_nor_who_opened_its_case(service):
    child = a_child()
    here = (await service.police.submit(a_case(child=child))).json()
    there = {**child, "home_area": GATESHEAD}
    away = (await service.police.submit(a_case(child=there))).json()
    sending = service.user("yot_manager", subject="manager@gateshead", areas=[GATESHEAD])
    offered = {
        "to_area": "E08000021",
        "receiving_manager": "manager@newcastle",
        "reason": "agreed_between_services",
        "narrative": "Spoken about at length on the telephone.",
    }
    assert (
        await sending.post(f"/v1/cases/{away['id']}/transfer", offered, version=1)
    ).status_code == 200

    own = auditor(service, areas=[NORTH_TYNESIDE])
    path = f"/v1/children/{here['child_id']}/subject-access"
    with on(TODAY):
        report = await own.post(path, {"received_on": "2026-11-02", "recipient": FAMILY})

    assert report.status_code == 200, report.text
    assert here["reference"] in report.text
    assert away["reference"] not in report.text
    assert "telephone" not in report.text
