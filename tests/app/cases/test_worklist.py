from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.triage.schemas import OFFENCE_EXAMPLE
from tests.service import GATESHEAD, NEWCASTLE, NORTH_TYNESIDE, a_case, a_child

FRIDAY = datetime(2026, 9, 11, 9, 30, tzinfo=UTC)
UNSCORED = [{**OFFENCE_EXAMPLE, "offence_code": "ZZ99999"}]


async def submitted(service, *, at=FRIDAY, home=NORTH_TYNESIDE, **changes):
    with clock.standing_at(at):
        reply = await service.police.submit(a_case(child=a_child(home_area=home), **changes))
    return reply.json()["id"]


async def listed(user, **query):
    reply = await user.get("/v1/cases", params=query)
    assert reply.status_code == 200
    return [case["id"] for case in reply.json()["items"]]


async def walked(user, **query):
    """Every case, a page at a time, as a client would."""
    pages, cursor = [], None
    while True:
        page = await user.get(
            "/v1/cases", params={**query, **({"cursor": cursor} if cursor else {})}
        )
        pages.append([case["id"] for case in page.json()["items"]])
        cursor = page.json()["next"]
        if cursor is None:
            return pages


async def test_a_listed_case_says_where_it_stands_and_what_is_due(service):
    key = await submitted(service)

    with clock.standing_at(FRIDAY):
        (case,) = (await service.officer.get("/v1/cases")).json()["items"]

    assert set(case) == {
        *("id", "reference", "version", "stage", "closed_as", "area", "child_id"),
        *("allocated_to", "route", "gravity", "received_at", "due_on", "overdue"),
    }
    assert (case["id"], case["due_on"], case["overdue"]) == (key, "2026-09-25", False)


async def test_only_cases_of_the_caller_s_areas_are_listed(service):
    here = await submitted(service, home=NEWCASTLE)
    there = await submitted(service, home=GATESHEAD)

    assert await listed(service.user("yot_officer", areas=[NEWCASTLE])) == [here]
    assert await listed(service.user("yot_officer", areas=[])) == []
    assert set(await listed(service.officer)) == {here, there}


async def test_an_area_that_is_not_the_caller_s_lists_nothing(service):
    await submitted(service, home=GATESHEAD)
    newcastle = service.user("yot_officer", areas=[NEWCASTLE])

    assert await listed(newcastle, area=GATESHEAD) == []


async def test_the_list_is_narrowed_by_area_and_stage(service):
    at_review = await submitted(service, offences=UNSCORED)
    here = await submitted(service, home=NEWCASTLE)

    assert await listed(service.officer, stage="review") == [at_review]
    assert await listed(service.officer, area=NEWCASTLE) == [here]
    assert await listed(service.officer, area=NEWCASTLE, stage="review") == []


async def test_the_list_is_narrowed_to_one_officer_s_cases(service):
    mine, _ = await submitted(service), await submitted(service)
    await service.manager.post(f"/v1/cases/{mine}/allocation", {"officer": "sw@nt"}, version=1)

    assert await listed(service.officer, allocated_to="sw@nt") == [mine]
    assert await listed(service.officer, allocated_to="") == []
    assert await listed(service.officer, allocated_to="sw%") == []


async def test_what_is_due_before_a_day_and_what_is_overdue_are_found(service):
    early = await submitted(service, at=FRIDAY)
    late = await submitted(service, at=FRIDAY + timedelta(days=7))
    await submitted(service, at=FRIDAY, history=[])  # resolved by an officer, and closed

    assert await listed(service.officer, due_before="2026-09-26") == [early]
    assert await listed(service.officer, due_before="2026-09-25") == []
    with clock.standing_at(datetime(2026, 9, 25, 12, tzinfo=UTC)):
        assert await listed(service.officer, overdue="true") == []
    with clock.standing_at(datetime(2026, 9, 26, 12, tzinfo=UTC)):
        assert await listed(service.officer, overdue="true") == [early]
        assert set(await listed(service.officer, overdue="false")) == {late}


async def test_no_case_is_lost_or_doubled_while_the_pages_are_walked(service):
    """Three arrive in the same instant, so that the id has to settle the order between them."""
    instants = [FRIDAY + timedelta(seconds=number // 3) for number in range(11)]
    keys = [await submitted(service, at=instant) for instant in instants]

    for limit in (1, 2, 3, 11, 200):
        pages = await walked(service.officer, limit=limit)
        everything = [key for page in pages for key in page]
        assert sorted(everything) == sorted(keys)
        assert all(len(page) == limit for page in pages[:-1])
        assert everything == await listed(service.officer, limit=200)


async def test_cases_that_arrive_while_the_pages_are_walked_come_at_the_end(service):
    first = [await submitted(service, at=FRIDAY + timedelta(seconds=n)) for n in range(4)]
    page = (await service.officer.get("/v1/cases", params={"limit": 2})).json()
    newcomer = await submitted(service, at=FRIDAY + timedelta(minutes=1))

    rest = await listed(service.officer, limit=200, cursor=page["next"])

    assert [case["id"] for case in page["items"]] + rest == [*first, newcomer]


async def test_a_cursor_opens_nothing_beyond_the_caller_s_areas(service):
    for home in (NEWCASTLE, NEWCASTLE, GATESHEAD):
        await submitted(service, home=home)
    cursor = (await service.officer.get("/v1/cases", params={"limit": 1})).json()["next"]

    assert await listed(service.user("yot_officer", areas=["E08000024"]), cursor=cursor) == []


async def test_a_cursor_that_was_tampered_with_is_refused(service):
    for _ in range(2):
        await submitted(service)
    cursor = (await service.officer.get("/v1/cases", params={"limit": 1})).json()["next"]
    changed = ("A" if cursor[20] != "A" else "B").join((cursor[:20], cursor[21:]))

    for wrong in (changed, cursor[:-4], cursor + "AAAA", "", "x", "%00", "ü", "A" * 999):
        reply = await service.officer.get("/v1/cases", params={"cursor": wrong})
        assert reply.status_code == 422, wrong


async def test_a_cursor_of_another_list_is_refused(service):
    for _ in range(2):
        await submitted(service)
    cursor = (await service.officer.get("/v1/cases", params={"limit": 1})).json()["next"]

    reply = await service.officer.post(
        "/v1/children/search", {"family_name": "Example"}, params={"cursor": cursor}
    )

    assert reply.status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=-1", "limit=201", "limit=1000000000", "limit=1.0", "limit=true"),
        *("limit=%201", "limit=1_0", "limit=", "limit=1&limit=2"),
        *("area=Newcastle", "area=e08000021", "stage=open", "stage=", "due_before=2026-02-30"),
        *("due_before=1", "due_before=2026-09-11T00:00:00Z", "overdue=yes", "overdue=1"),
        *("sort=name", "allocated_to=%00", "AREA=E08000021"),
    ],
)
async def test_a_parameter_nobody_can_mean_is_refused(service, query):
    reply = await service.officer.get(f"/v1/cases?{query}")

    assert reply.status_code == 422
    assert reply.json()["errors"]


async def test_an_area_elsewhere_lists_nothing(service):
    await submitted(service)

    assert await listed(service.officer, area="E06000001") == []


async def test_closed_cases_are_listed_only_where_they_are_asked_for(service):
    closed = await submitted(service, history=[])
    still_open = await submitted(service)

    assert await listed(service.officer) == [still_open]
    assert await listed(service.officer, stage="closed") == [closed]
