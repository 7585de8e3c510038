from app.children.tables import Child, ChildArea, ChildOutcome, ChildVersion
from tests.records import at_once, rows
from tests.service import GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, a_case, a_child

RESOLUTION = {
    "outcome": "community_resolution",
    "given_on": "2025-05-01",
    "home_area": NORTH_TYNESIDE,
}
EARLIER_CAUTION = {
    "outcome": "youth_caution",
    "given_on": "2025-09-01",
    "home_area": NORTH_TYNESIDE,
}


async def test_a_child_submitted_twice_is_one_child(service):
    child = a_child()

    first = (await service.police.submit(a_case(child=child))).json()
    second = (await service.police.submit(a_case(child=child))).json()

    assert first["child_id"] == second["child_id"]
    assert first["id"] != second["id"]
    (kept,) = await rows(service, Child)
    assert kept.version == 1
    assert len(await rows(service, ChildVersion)) == 1


async def test_a_new_description_is_a_new_version_and_the_old_one_stays(service):
    child = a_child(school="Example Academy", home_area=NORTH_TYNESIDE)
    await service.police.submit(a_case(child=child))

    await service.police.submit(a_case(child={**child, "school": None, "home_area": GATESHEAD}))

    (kept,) = await rows(service, Child)
    assert (kept.version, kept.school, kept.home_area) == (2, None, GATESHEAD)
    said = sorted(await rows(service, ChildVersion), key=lambda row: row.version)
    assert [each.details["school"] for each in said] == ["Example Academy", None]
    assert {each.recorded_by for each in said} == {service.police.subject}


async def test_a_child_who_moved_is_known_to_both_areas(service):
    child = a_child(home_area=NEWCASTLE)
    opened = (await service.police.submit(a_case(child=child))).json()
    await service.police.submit(a_case(child={**child, "home_area": GATESHEAD}))

    known = await rows(service, ChildArea, child_id=opened["child_id"])

    assert {each.area for each in known} == {NEWCASTLE, GATESHEAD}


async def test_two_first_submissions_at_once_make_one_child(service):
    child = a_child()

    replies = await at_once(
        12, lambda each: service.police.submit(a_case(child={**child, "school": f"School {each}"}))
    )

    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["child_id"] for reply in replies}) == 1
    assert len({reply.json()["id"] for reply in replies}) == 12
    (kept,) = await rows(service, Child)
    versions = sorted(each.version for each in await rows(service, ChildVersion))
    assert versions == list(range(1, kept.version + 1))
    assert len(await rows(service, ChildOutcome)) == 1


async def test_earlier_outcomes_a_submission_leaves_out_still_count(service):
    child = a_child()
    told = (await service.police.submit(a_case(child=child, history=[RESOLUTION]))).json()
    assert told["triage"]["route"] == "panel"

    silent = (await service.police.submit(a_case(child=child, history=[]))).json()

    assert silent["triage"]["route"] == "panel"
    assert "earlier_outcome" in {reason["code"] for reason in silent["triage"]["reasons"]}


async def test_history_told_twice_is_kept_once(service):
    child = a_child()
    for _ in range(2):
        await service.police.submit(a_case(child=child, history=[RESOLUTION, RESOLUTION]))

    assert len(await rows(service, ChildOutcome)) == 1


async def test_history_told_with_more_detail_is_the_same_outcome(service):
    child = a_child()
    more = {**RESOLUTION, "offence_code": "TH68010", "offence_committed_on": "2025-04-20"}

    await service.police.submit(a_case(child=child, history=[RESOLUTION, more]))
    await service.police.submit(a_case(child=child, history=[RESOLUTION]))

    (standing,) = await rows(service, ChildOutcome, replaced_at=None)
    assert (standing.offence_code, str(standing.offence_committed_on)) == ("TH68010", "2025-04-20")


async def test_two_outcomes_of_one_day_for_different_offences_are_two(service):
    theft = {**RESOLUTION, "offence_code": "TH68010"}
    damage = {**RESOLUTION, "offence_code": "CD71039"}

    await service.police.submit(a_case(history=[theft, damage]))

    assert len(await rows(service, ChildOutcome, replaced_at=None)) == 2


async def test_history_does_not_move_where_the_child_lived_when_it_was_given(service):
    child = a_child()
    await service.police.submit(a_case(child=child, history=[EARLIER_CAUTION]))

    elsewhere = {**EARLIER_CAUTION, "home_area": GATESHEAD}
    await service.police.submit(a_case(child=child, history=[elsewhere]))

    (standing,) = await rows(service, ChildOutcome)
    assert standing.home_area == NORTH_TYNESIDE


async def test_history_that_says_an_outcome_was_overturned_is_believed(service):
    child = a_child()
    await service.police.submit(a_case(child=child, history=[EARLIER_CAUTION]))

    overturned = {**EARLIER_CAUTION, "overturned_on": "2026-02-01"}
    await service.police.submit(a_case(child=child, history=[overturned]))

    (standing,) = await rows(service, ChildOutcome, replaced_at=None)
    assert str(standing.overturned_on) == "2026-02-01"


async def test_what_a_report_leaves_out_of_a_child_is_not_denied_by_it(service):
    child = a_child()
    await service.police.submit(a_case(child=child))
    required = "police_person_id given_names family_name date_of_birth sex home_area looked_after"
    shorter = {name: child[name] for name in required.split()} | {"home_area": GATESHEAD}

    await service.police.report(shorter, EARLIER_CAUTION)

    (kept,) = await rows(service, Child)
    assert (kept.version, kept.home_area) == (2, GATESHEAD)
    assert (kept.communication_needs, kept.school, kept.ethnicity) == (
        ["speech_language"],
        "Example Academy",
        "W1",
    )
    (said,) = await rows(service, ChildVersion, version=2)
    assert said.details["school"] == "Example Academy"
