"""What each role is shown of each read, by name: AZ-4.

Written by hand from the contract's table of roles. A field that is added is added here too, by
somebody who has thought about who needs it.
"""

from copy import deepcopy
from typing import Any

import pytest

from app.cases.tables import Victim
from tests.journeys.casework import Case, submitted
from tests.pathway import DECIDED, LETTER, RECEIVED, on
from tests.records import rows
from tests.service import NORTH_TYNESIDE

# A path into the reply, and the names found there.
Shown = dict[str, str]

STANDING = "id reference version stage closed_as"
RECEIPT: Shown = {
    "": f"{STANDING} area police_reference received_at triage due",
    "due": "assessment police_informed",
    "triage": "edition gravity route reasons flags would_change_the_route",
    "triage.gravity": "base final matrix",
    "triage.reasons": "code text source",
    "triage.would_change_the_route": "if route",
}
PLANNED = """kind object description due_on hours_required attendance_place amount_pounds payee
    payment_method"""
CONDITION = f"""{PLANNED} id version replaces status settled_on hours_completed evidence
    hours_short_reason progress"""
POLICE: Shown = RECEIPT | {
    "": f"""{RECEIPT[""]} disposal police_decision administration court_results decision_holds
        allowed_actions""",
    "disposal": """disposal panel_id decided_on rationale departs_from_protocol departure_rationale
        rejected child_voice victim_voice conditions long_plan_reason""",
    "disposal.conditions": PLANNED,
    "police_decision": """agrees disposal decided_on rationale officer_rank home_office_code
        prosecutor_decided_on prosecutor_reference information_form_completed_on escalated_to""",
}
OUTCOME = """id outcome given_on home_area offence_code offence_committed_on first_hearing_on
    overturned_on home_office_code case_id reported_as recorded_at"""
TURNING = "turns_18_on urgent_from urgent reasons"
WHOLE: Shown = POLICE | {
    "": f"""{POLICE[""]} child_id child officer offences evidence circumstances earlier_outcomes
        victims allocated_to assessment_status panel_id earlier_disposals conditions breaches
        exploitation_holds conclusion child_category narratives""",
    "child": """id given_names family_name date_of_birth age age_at_offence age_at_interview
        age_at_referral age_at_panel age_at_giving turning_18 sex home_area looked_after
        responsible_authority interpreter_language communication_needs synthetic""",
    "child.turning_18": TURNING,
    "officer": "name collar_number unit",
    "offences": "offence_code title committed_on area summary nature",
    "earlier_outcomes": OUTCOME,
    "victims": "id version kind name may_share_with_yjs status wishes category",
    "narratives": "field nature author",
    "conditions": CONDITION,
}
PLAN: Shown = {
    "": "case_id case_version disposal given_on ends_on items",
    "items": CONDITION,
}
HISTORY: Shown = {
    "": "changes decisions opened",
    "changes": "case_version action from_stage to_stage closed_as at by agency why",
    "decisions": """case_version kind answer reasons edition looked_at decided_at decided_by
        agency""",
    "decisions.reasons": "code text source",
}
LIST: Shown = {
    "": "items next",
    "items": f"{STANDING} area child_id allocated_to route gravity received_at due_on overdue",
}
CHILD: Shown = {
    "": """id version given_names family_name date_of_birth age home_area synthetic
        police_person_id pnc_id sex ethnicity looked_after responsible_authority
        interpreter_language communication_needs school cases outcomes""",
    "cases": "id reference stage closed_as area received_at",
    "outcomes": OUTCOME,
}
PANEL: Shown = {
    "": "id version area held_on venue convened_by members attendance agenda cases",
    "attendance": "agency subject name",
    "members": "agency subject name",
    "agenda": """case_id case_version reference stage route gravity flags age turning_18 due_on
        decided readiness conflicts recommendations""",
    "agenda.readiness": "ready reasons",
}
PACK: Shown = {
    "": "panel_id area area_name held_on venue made_at made_for members attendance cases withheld",
    "attendance": "agency subject name",
    "members": "agency subject name",
    "cases": """case_id reference stage child offences test admission gravity final_gravity flags
        triage_reasons earlier_outcomes victims assessment assessed_by recommendations conflicts
        police_informed_due""",
    "cases.child": """given_names family_name date_of_birth age home_area looked_after
        communication_needs interpreter_language school synthetic""",
    "cases.offences": "offence_code title committed_on area summary",
    "cases.gravity": "base final matrix",
    "cases.triage_reasons": "code text source",
    "cases.earlier_outcomes": "outcome given_on",
    "cases.victims": "kind status wishes",
    "cases.assessment": "section title questions answers saved_at saved_by",
    "cases.assessment.questions": "question text nature required answered_by",
}
OPTIONS: Shown = {
    "": "case_id edition on gravity options turning_18",
    "options": "disposal open starting_point reasons consequences needs",
    "options.reasons": "code text source",
    "options.consequences": "first_time_entrant home_office_code kpi_6 spent_on recorded_on",
    "turning_18": TURNING,
}
ASSESSMENT: Shown = {
    "": """case_id case_version version tool_edition tool_title status author countersigner sections
        missing cleared signatures""",
    "sections": "section title questions answers saved_at saved_by",
    "sections.questions": "question text nature required answered_by",
    "signatures": "version kind by at comment",
}
CASEWORK = {
    "cases": LIST,
    "cases/{case}": WHOLE,
    "cases/{case}/history": HISTORY,
    "cases/{case}/conditions": PLAN,
    "cases/{case}/options": OPTIONS,
    "panels/{panel}": PANEL,
    "panels/{panel}/pack": PACK,
}
READS: dict[str, dict[str, Shown]] = {
    "yot_officer": CASEWORK | {"children/{child}": CHILD, "cases/{case}/assessment": ASSESSMENT},
    "panel_chair": CASEWORK,
    "panel_member": {
        "cases/{case}": WHOLE,
        "panels/{panel}": PANEL,
        "panels/{panel}/pack": PACK,
    },
    "police_submitter": {
        "submissions/{case}": RECEIPT,
        "cases/{case}": POLICE,
        "cases/{case}/conditions": PLAN,
    },
}
# Whatever was written of the person, by whatever name: a question's, a wish's, a form's.
FREE = {"answers", "answer", "wishes", "evidence", "circumstances"}
VICTIM = {"kind": "person", "name": "Vera Canary", "may_share_with_yjs": True}
MEMBER = {"agency": "education", "subject": "e.teacher", "name": "E. Teacher"}


def shape(value: Any, path: str = "") -> dict[str, set[str]]:
    """Every path into the reply, and all the names found there."""
    found: dict[str, set[str]] = {}
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict):
            continue
        found.setdefault(path, set()).update(each)
        for name, inner in each.items():
            below = {} if name in FREE else shape(inner, f"{path}.{name}".strip("."))
            for place, names in below.items():
                found.setdefault(place, set()).update(names)
    return found


@pytest.fixture
async def case(service) -> Case:
    """One that has come as far as its plan, with a victim who may be contacted."""
    case = await submitted(service, victim=VICTIM)
    victim = (await rows(service, Victim))[0]
    with on(RECEIVED):
        await service.officer.patch(
            f"/v1/victims/{victim.id}", {"status": "contacted"}, version=victim.version
        )
    await case.assessed()
    await case.listed(members=[MEMBER])
    await case.decided("outcome_22", conditions=deepcopy([LETTER]))
    await case.police_agree()
    return case


async def test_each_role_is_shown_what_it_needs_and_not_a_field_more(service, case):
    places = {"case": case.id, "child": case.child_id, "panel": case.panel_id}
    for role, reads in READS.items():
        user = service.user(role, areas=[NORTH_TYNESIDE])
        if role == "panel_member":
            user = service.user(role, subject="e.teacher", areas=[NORTH_TYNESIDE])
        for path, expected in reads.items():
            with on(DECIDED):
                reply = await user.get(f"/v1/{path.format_map(places)}")
            assert reply.status_code == 200, (role, path, reply.text)
            for place, names in shape(reply.json()).items():
                assert names == set(expected.get(place, "").split()), (role, path, place)
            sees_victims = role == "yot_officer" and path == "cases/{case}"
            assert ("Vera Canary" in reply.text) == sees_victims, (role, path)


async def test_the_police_read_how_a_condition_stands_and_nothing_written_of_the_child(
    service, case
):
    condition = (await case.plan(day=DECIDED))["items"][0]
    said = {"completed_on": str(DECIDED), "evidence": "He cried when he wrote it."}
    await case.to_condition(condition, "completion", said, day=DECIDED)

    with on(DECIDED):
        read = await service.police.get(f"/v1/cases/{case.id}/conditions")

    (item,) = read.json()["items"]
    assert (item["status"], item["evidence"], item["progress"]) == ("completed", None, [])
