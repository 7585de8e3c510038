"""LAW-1, LAW-2: every route of the service is taken once, and has left its line: what was done,
and exactly the children that were shown or changed.
"""

from collections import defaultdict
from datetime import date

from fastapi.routing import APIRoute
from starlette.routing import Match

from app.access.actor import Role
from app.access.rules import RULES
from app.cases.tables import Case, Victim
from app.children.tables import Child
from app.disposals.tables import Condition
from app.journal.purposes import PURPOSES
from app.journal.tables import JournalCategory
from app.main import ROUTERS
from app.triage.schemas import OFFENCE_EXAMPLE
from panel_protocol.library import load
from tests.app.rights.people import (
    LIFTED,
    TODAY,
    answer,
    auditor,
    erase,
    restrict,
    withdrawn,
)
from tests.counting import release
from tests.journeys.casework import making_amends
from tests.pathway import HELD, LETTER, a_listed_case, on
from tests.records import journal, rows
from tests.service import NORTH_TYNESIDE, a_case, a_child

OCTOBER, NOVEMBER = date(2026, 10, 10), date(2026, 11, 20)

# What is the same for everybody and is about nobody.
ABOUT_NOBODY = set(
    "read_protocol search_offences read_assessment_tool list_panels list_releases read_release "
    "read_release_report read_released_measure read_live_measure read_published".split()
)
# Its page holds lines that name children; which lines those were stands in its own.
NAMES_LINES = {"read_journal"}
# Taken in a test of its own, which looks for its line: say which.
_GLASS, _TRANSFER = "tests/app/cases/test_break_glass.py", "tests/app/transfers/test_transfer.py"
ELSEWHERE: dict[str, str] = {
    "break_glass": _GLASS,
    "list_break_glass": _GLASS,
    "transfer_case": _TRANSFER,
    "answer_transfer": _TRANSFER,
    "list_transfers": _TRANSFER,
}


CONSULTATION = JournalCategory.CONSULTATION
COLLECTS = set(
    "submit_case report_outcome add_child_outcome add_victim convene_panel "
    "record_subject_request".split()
)
PARTICULAR = {
    "answer_subject_access": JournalCategory.DISCLOSURE,
    "erase_child": JournalCategory.ERASURE,
}
CALCULATES = set(
    "triage_described_case check_conditions compute_timescales check_disclosure "
    "check_duties".split()
)
READS = ("read_", "list_", "search_", "verify_", "check_entrant")
AGENCIES = {"police_submitter": "police", "auditor": "information_governance"} | dict.fromkeys(
    ("yot_officer", "yot_manager", "panel_chair"), "youth_justice"
)


def category_of(name):
    """As DPA 2018 s.62(1) would call what a route of this name does."""
    if name in CALCULATES:
        return JournalCategory.ADMIN
    # Putting a case on an agenda lists nothing.
    if name.startswith(READS) and name != "list_case_at_panel":
        return CONSULTATION
    changes = JournalCategory.COLLECTION if name in COLLECTS else JournalCategory.ALTERATION
    return PARTICULAR.get(name, changes)


def watched(service):
    """Every reply from now on, with the name of the route that gave it."""
    replies = []
    made = service.stranger

    def stranger(headers=None):
        client = made(headers)

        async def note(reply):
            await reply.aread()
            if reply.is_success:
                replies.append((route_of(reply.request), reply))

        client.event_hooks["response"].append(note)
        return client

    service.stranger = stranger
    return replies


def route_of(request) -> str:
    scope = {"type": "http", "path": request.url.path, "root_path": "", "headers": []}
    return next(
        route.name
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        if route.matches(scope | {"method": request.method})[0] is Match.FULL
    )


async def test_every_route_leaves_a_line_that_names_exactly_the_children_it_showed(service):
    replies = watched(service)
    await the_whole_pathway(service)
    await what_came_in_and_went(service)
    await what_was_asked(service)
    await what_a_child_asked(service)
    over = await withdrawn(service)
    owners = await owners_of_ids(service)
    await erase(service, over.child_id)
    lines = defaultdict(list)
    for line in await journal(service):
        lines[line.request_id].append(line)

    for name, reply in replies:
        mine = lines[reply.headers["x-request-id"]]
        if name in ABOUT_NOBODY:
            assert mine == [], name
            continue
        category = category_of(name)
        assert {line.category for line in mine if line.action == name} == {category}, name
        assert {line.agency for line in mine} == {AGENCIES.get(mine[0].roles[0])}, name
        assert category is not CONSULTATION or len(mine) == 1, name
        assert {line.purpose for line in mine} <= set(PURPOSES.values())
        assert {line.outcome for line in mine} == {"done"}
        if name not in NAMES_LINES:
            said = f"{reply.request.url.path} {reply.text}"
            shown = {child for word, child in owners.items() if word in said}
            assert {child for line in mine for child in line.children} == shown, name
    walked = {name for name, _ in replies}
    assert set(RULES) - walked - ELSEWHERE.keys() == set()


async def owners_of_ids(service):
    """Every id by which a child may be shown: their own, or of what belongs to their cases."""
    owners = {child.id: child.id for child in await rows(service, Child)}
    for case in await rows(service, Case):
        owners |= {case.id: case.child_id, case.reference: case.child_id}
    for kind in (Condition, Victim):
        for each in await rows(service, kind):
            owners[each.id] = owners[each.case_id]
    return owners


async def the_whole_pathway(service):
    """From submission to conclusion, with a breach on the way; and a caution given."""
    case = await making_amends(service)
    await case.worked("community_payback", 10, day=OCTOBER)
    varied = LETTER | {
        "agreed_by_child": True,
        "agreed_on": str(OCTOBER),
        "reason": "Writing is very hard for Sam.",
    }
    letter = await case.condition("letter_of_apology", day=OCTOBER)
    await case.to_condition(letter, "variation", varied, day=OCTOBER)
    await case.breached("community_payback", day=OCTOBER)
    await case.breach_decided("no_action", day=OCTOBER)
    for kind in ("letter_of_apology", "community_payback"):
        await case.finished(kind, day=NOVEMBER)
    await case.concluded(day=NOVEMBER)
    caution = await a_listed_case(service)
    await caution.decided("youth_caution", departs=True)
    await caution.agreed()
    assert (await caution.given()).status_code == 200
    charged = await (await a_listed_case(service)).decided("charge", departs=True)
    await charged.agreed()
    convicted = {"result": "convicted", "result_on": str(NOVEMBER)}
    await charged.act("court-result", convicted, day=NOVEMBER)


async def what_came_in_and_went(service):
    """Reviewed, allocated, withdrawn; told of from elsewhere."""
    unscored = await service.police.submit(
        a_case(offences=[{**OFFENCE_EXAMPLE, "offence_code": "ZZ99999"}])
    )
    reviewed = f"/v1/cases/{unscored.json()['id']}"
    seen = {"route": "panel", "rationale": "Seen.", "gravity_score": 3}
    await service.manager.post(f"{reviewed}/triage-review", seen, version=1)
    await service.manager.post(f"{reviewed}/allocation", {"officer": "sw"}, version=2)
    victim = await service.officer.post(
        f"{reviewed}/victims", {"kind": "person", "may_share_with_yjs": True}
    )
    await service.officer.patch(
        f"/v1/victims/{victim.json()['id']}", {"status": "contacted"}, version=1
    )
    await service.officer.post(
        f"{reviewed}/withdrawal", {"reason": "other", "narrative": "Ended."}, version=3
    )
    conviction = {"outcome": "conviction", "given_on": "2026-08-14", "home_area": NORTH_TYNESIDE}
    await service.police.report(a_child(), conviction)
    child = unscored.json()["child_id"]
    await service.officer.post(f"/v1/children/{child}/outcomes", conviction)


async def what_was_said_at_the_table(service, case):
    """An interest, a recommendation, a hold and its release; and the case leaves the agenda."""
    worker = service.user(Role.YOT_OFFICER, subject="y.worker", agency="youth_justice")
    said = {
        "recommendations": {"disposal": "outcome_22", "reason": "Work has begun."},
        "conflicts": {"interest": "Treats the child's brother."},
    }
    item = f"/v1/panels/{case.panel_id}/agenda/{case.id}"
    with on(HELD):
        for part, body in said.items():
            await worker.post(f"{item}/{part}", body)
    concern = {"concern": "Seen with two phones.", "referred_on": None}
    await case.act("exploitation", concern, by=service.officer, day=HELD)
    safe = {"rationale": "The lead met the child.", "referral_decision": None}
    await case.act("exploitation/release", safe, by=service.manager, day=HELD)
    with on(HELD):
        await service.chair.delete(item, {"reason": "listed_in_error"})


async def what_was_asked(service):
    """Every reading, and every calculator with the example its documentation gives."""
    case = await a_listed_case(service)
    await release(service)
    officer = service.officer
    section = load().tool_on(HELD).sections[0].id
    with on(HELD):
        for path in ("", "/history", "/assessment", f"/assessment/sections/{section}", "/options"):
            await officer.get(f"/v1/cases/{case.id}{path}")
        for path in ("", "/entrant-check"):
            await officer.get(f"/v1/children/{case.child_id}{path}")
        for path in ("", f"/{case.panel_id}", f"/{case.panel_id}/pack"):
            await service.chair.get(f"/v1/panels{path}")
        await officer.get("/v1/cases", params={"limit": 2})
        await officer.post("/v1/children/search", {"given_names": "Sam"})
        await service.police.get(f"/v1/submissions/{case.id}")
        await service.police.post("/v1/submissions/search", {"police_reference": "1/26"})
    await what_was_said_at_the_table(service, case)
    for path in ("", "/offences?q=bus", "/assessment-tool"):
        await officer.get(f"/v1/protocol{path}")
    for path, body in calculators(service.app).items():
        await officer.post(path, body)
    for path in ("", "/latest", "/latest/disposals", "/latest/report"):
        await service.partner.get(f"/v1/statistics/releases{path}")
    await service.partner.get("/v1/statistics/published")
    await service.manager.get("/v1/statistics/live/disposals")
    await auditor(service).get("/v1/journal")
    await auditor(service).get("/v1/journal/verification")


async def what_a_child_asked(service):
    """To read the record, to have it put right and not used; and how long it is kept."""
    case, user = await withdrawn(service), auditor(service)
    child = f"/v1/children/{case.child_id}"
    with on(TODAY):
        request = await user.post(f"{child}/subject-requests", {"received_on": "2026-10-30"})
        asked = {"event": "clarification_asked", "on": "2026-11-01"}
        await user.post(f"/v1/subject-requests/{request.json()['id']}/clock", asked)
        await user.get(f"{child}/subject-requests")
        words = {"statement": "He was not there.", "reason": "The school said so."}
        await user.post(f"{child}/rectifications", words, version=1)
        hold = {"child_id": case.child_id, "decision": "hold", "reason": "An appeal is pending."}
        await user.post("/v1/retention/reviews", hold)
        await user.get("/v1/retention/reviews")
    await answer(service, case.child_id)
    await restrict(service, case.child_id)
    await restrict(service, case.child_id, LIFTED)


def calculators(app):
    document = app.openapi()
    found = {}
    for path, operations in document["paths"].items():
        if path.startswith("/v1/protocol/") and "post" in operations:
            body = operations["post"]["requestBody"]["content"]["application/json"]["schema"]
            schema = document["components"]["schemas"][body["$ref"].split("/")[-1]]
            found[path] = schema["examples"][0]
    return found
