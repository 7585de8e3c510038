"""A report names a child; it neither moves them nor opens their record to where it comes from."""

import pytest

from app.children.tables import Child, ChildArea
from tests.records import rows
from tests.service import GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, a_case, a_child

CAUTIONED = {"outcome": "youth_caution", "given_on": "2026-08-14", "home_area": GATESHEAD}


@pytest.mark.parametrize("said", [{"home_area": GATESHEAD}, {"date_of_birth": "2010-03-14"}])
async def test_police_of_another_area_do_not_move_a_child_or_come_to_see_them(service, said):
    child = a_child(home_area=NORTH_TYNESIDE)
    opened = (await service.police.submit(a_case(child=child, history=[]))).json()
    police = service.user("police_submitter", subject="other", areas=[GATESHEAD])
    officer = service.user("yot_officer", areas=[GATESHEAD])

    reported = await police.report({**child, **said}, CAUTIONED)

    assert reported.status_code == 201
    assert reported.json()["outcome"]["home_area"] == GATESHEAD
    (kept,) = await rows(service, Child)
    assert (kept.version, kept.home_area) == (1, NORTH_TYNESIDE)
    assert str(kept.date_of_birth) == child["date_of_birth"]
    assert {each.area for each in await rows(service, ChildArea)} == {NORTH_TYNESIDE}
    assert (await officer.get(f"/v1/children/{opened['child_id']}")).status_code == 404
    own = await service.officer.get(f"/v1/children/{opened['child_id']}")
    assert [each["outcome"] for each in own.json()["outcomes"]] == ["youth_caution"]


async def test_police_who_act_for_the_home_area_may_say_that_the_child_moved(service):
    child = a_child(home_area=NORTH_TYNESIDE)
    await service.police.submit(a_case(child=child, history=[]))

    await service.police.report({**child, "home_area": GATESHEAD}, CAUTIONED)

    (kept,) = await rows(service, Child)
    assert kept.home_area == GATESHEAD
    assert {each.area for each in await rows(service, ChildArea)} == {NORTH_TYNESIDE, GATESHEAD}


async def test_of_a_child_who_lives_outside_who_knows_them_may_say_where(service):
    child = a_child(home_area="OTHER")
    await service.police.submit(a_case(child=child, history=[]))  # an offence in Newcastle
    moved = {**child, "home_area": GATESHEAD}
    stranger, known = [
        service.user("police_submitter", subject=area, areas=[area])
        for area in (GATESHEAD, NEWCASTLE)
    ]

    await stranger.report(moved, CAUTIONED)
    assert (await rows(service, Child))[0].home_area == "OTHER"
    await known.report(moved, {**CAUTIONED, "given_on": "2026-08-15"})

    assert (await rows(service, Child))[0].home_area == GATESHEAD
