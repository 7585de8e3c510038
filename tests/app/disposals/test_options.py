from app.cases.tables import CaseDecision
from app.journal.tables import JournalCategory
from app.triage.schemas import EVIDENCE_EXAMPLE
from tests.pathway import HELD, Pathway, a_listed_case, on
from tests.records import lines_of, rows
from tests.service import GATESHEAD

SEVEN = [
    "no_further_action",
    "community_resolution",
    "outcome_22",
    "outcome_23",
    "youth_caution",
    "youth_conditional_caution",
    "charge",
]


async def options_of(pathway, *, by=None, day=HELD):
    with on(day):
        return await (by or pathway.service.chair).get(f"/v1/cases/{pathway.id}/options")


def named(reply, disposal):
    return next(each for each in reply.json()["options"] if each["disposal"] == disposal)


async def test_all_seven_disposals_are_shown_by_seriousness_each_with_its_reasons(service):
    pathway = await Pathway(service).submitted()

    reply = await options_of(pathway)

    assert reply.status_code == 200
    asked = reply.json()
    assert [each["disposal"] for each in asked["options"]] == SEVEN
    assert (asked["on"], asked["edition"], asked["gravity"]) == ("2026-09-23", "2026.2", 2)
    assert all(each["reasons"] for each in asked["options"])
    assert named(reply, "outcome_22")["starting_point"] is True
    assert named(reply, "youth_caution")["consequences"] == {
        "first_time_entrant": True,
        "home_office_code": "2",
        "kpi_6": "yc_yjs",
        "spent_on": "2026-09-23",
        "recorded_on": "2026-09-23",
    }


async def test_a_caution_given_elsewhere_since_means_the_child_is_an_entrant_already(service):
    pathway = await Pathway(service).submitted()
    given = {"outcome": "youth_caution", "given_on": "2026-09-15", "home_area": "OTHER"}
    with on(HELD):
        added = await service.officer.post(f"/v1/children/{pathway.child_id}/outcomes", given)
    assert added.status_code == 201, added.text

    reply = await options_of(pathway)

    caution = named(reply, "youth_caution")
    assert caution["consequences"]["first_time_entrant"] is False
    assert "already_entrant" in {reason["code"] for reason in caution["reasons"]}


async def test_a_denial_closes_cautions_and_resolutions_but_neither_outcome_22_nor_23(service):
    pathway = await Pathway(service).submitted(evidence=EVIDENCE_EXAMPLE | {"admission": "denies"})

    reply = await options_of(pathway)

    closed = [each["disposal"] for each in reply.json()["options"] if not each["open"]]
    assert closed == ["community_resolution", "youth_caution", "youth_conditional_caution"]
    assert "no_admission" in {reason["code"] for reason in named(reply, "youth_caution")["reasons"]}


async def test_reading_the_options_is_journalled_and_nothing_else_is_kept(service):
    pathway = await Pathway(service).submitted()
    decisions = await rows(service, CaseDecision, case_id=pathway.id)

    reply = await options_of(pathway)

    (line,) = await lines_of(service, reply)
    assert (line.category, line.action) == (JournalCategory.CONSULTATION, "read_options")
    assert line.children == [pathway.child_id]
    assert await rows(service, CaseDecision, case_id=pathway.id) == decisions


async def test_the_options_of_another_areas_child_are_not_there(service):
    pathway = await a_listed_case(service)

    elsewhere = service.user("yot_officer", areas=[GATESHEAD])

    assert (await options_of(pathway, by=elsewhere)).status_code == 404
    assert (await options_of(pathway, by=service.police)).status_code == 403
