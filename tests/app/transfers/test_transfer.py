"""A case is handed to another service by both sides (AZ-7), and the record says to whom (LAW-3)."""

from datetime import date

import pytest

from app.children.tables import Child, ChildArea, ChildVersion
from app.transfers.tables import CaseTransfer
from tests.app.transfers.offers import OUT, answer, offer
from tests.pathway import DECIDED, Pathway, a_listed_case, a_plan_under_way, on
from tests.records import at_once, journal, lines_of, rows
from tests.service import GATESHEAD, NORTH_TYNESIDE, a_case, a_child

DISPOSALS = "/v1/statistics/live/disposals"


async def seen(user, case):
    return (await user.get(f"/v1/cases/{case.id}")).status_code


async def test_a_case_stays_where_it_is_until_the_other_service_accepts(
    service, case, sending, receiving
):
    await sending.post(f"/v1/cases/{case.id}/allocation", {"officer": "sw"}, version=1)
    case.version = 2
    offered = await offer(sending, case)
    assert offered.status_code == 200, offered.text
    assert (offered.json()["area"], offered.json()["transfer"]["status"]) == (
        NORTH_TYNESIDE,
        "offered",
    )
    assert offered.headers["etag"] == '"3"'
    assert (await seen(sending, case), await seen(receiving, case)) == (200, 404)
    (waiting,) = (await receiving.get("/v1/transfers")).json()["items"]
    assert (waiting["case_id"], waiting["version"]) == (case.id, 1)
    assert "Sam" not in str(waiting)

    accepted = await answer(receiving, case, "accepted", comment="Visit on Thursday.")

    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["status"] == "accepted"
    assert (await seen(sending, case), await seen(receiving, case)) == (404, 200)
    assert (await sending.get(f"/v1/children/{case.child_id}")).status_code == 404
    assert (await receiving.get(f"/v1/children/{case.child_id}")).status_code == 200
    read = (await receiving.get(f"/v1/cases/{case.id}")).json()
    assert (read["area"], read["allocated_to"]) == (GATESHEAD, None)
    assert (read["stage"], read["reference"][:2]) == ("assessment", "NT")
    assert (await receiving.get("/v1/transfers")).json()["items"] == []
    changes = (await receiving.get(f"/v1/cases/{case.id}/history")).json()["changes"]
    assert [(each["action"], each["by"]) for each in changes[-2:]] == [
        ("transfer_case", "manager@nt"),
        ("answer_transfer", "manager@gateshead"),
    ]


async def test_the_journal_of_the_service_it_leaves_names_who_received_it(
    service, case, sending, receiving
):
    await offer(sending, case)
    assert await journal(service, category="disclosure") == []

    accepted = await answer(receiving, case, "accepted")

    (line,) = await journal(service, category="disclosure")
    assert line in await lines_of(service, accepted)
    assert (line.area, line.case_id, line.children) == (NORTH_TYNESIDE, case.id, [case.child_id])
    assert (line.recipient_organisation, line.recipient_person) == (GATESHEAD, "manager@gateshead")


async def test_the_child_s_home_moves_with_a_case_that_follows_it(
    service, case, sending, receiving
):
    await offer(sending, case)
    (before,) = await rows(service, Child)
    await answer(receiving, case, "accepted")

    (child,) = await rows(service, Child)
    assert (before.home_area, child.home_area) == (NORTH_TYNESIDE, GATESHEAD)
    assert [each.details["home_area"] for each in await rows(service, ChildVersion)] == [
        NORTH_TYNESIDE,
        GATESHEAD,
    ]


async def test_a_service_with_another_case_of_the_child_goes_on_knowing_them(
    service, sending, receiving
):
    child = a_child()
    cases = []
    for _ in range(2):
        opened = (await service.police.submit(a_case(child=child))).json()
        pathway = Pathway(service)
        pathway.id, pathway.child_id, pathway.version = opened["id"], opened["child_id"], 1
        cases.append(pathway)
    await offer(sending, cases[0])
    await answer(receiving, cases[0], "accepted")

    assert (await sending.get(f"/v1/children/{cases[0].child_id}")).status_code == 200
    assert {each.area for each in await rows(service, ChildArea)} == {NORTH_TYNESIDE, GATESHEAD}


async def test_a_declined_or_withdrawn_offer_leaves_the_case_where_it_is(
    service, case, sending, receiving
):
    await offer(sending, case)
    unsaid = await answer(receiving, case, "declined")
    declined = await answer(receiving, case, "declined", comment="The child is still with you.")
    assert (unsaid.status_code, declined.status_code) == (422, 200)
    case.version = 3
    assert (await offer(sending, case)).status_code == 200
    assert (await answer(sending, case, "accepted")).status_code == 422
    assert (await answer(receiving, case, "withdrawn")).status_code == 422
    assert (await answer(sending, case, "withdrawn")).status_code == 200

    assert (await answer(receiving, case, "accepted")).status_code == 404
    assert (await seen(sending, case), await seen(receiving, case)) == (200, 404)
    assert await journal(service, category="disclosure") == []


async def test_a_third_area_and_an_officer_have_no_say_in_it(service, case, sending, receiving):
    third = service.user("yot_manager", areas=["E08000024"])
    officer = service.user("yot_officer", areas=[GATESHEAD])
    assert (await offer(third, case)).status_code == 404
    await offer(sending, case)

    assert (await answer(third, case, "accepted")).status_code == 404
    assert (await answer(officer, case, "accepted")).status_code == 403
    assert (await third.get("/v1/transfers")).json()["items"] == []
    assert (await answer(receiving, case, "accepted", version=9)).status_code == 412


async def test_a_manager_of_both_areas_hands_it_over_at_once(service, case, sending, receiving):
    done = await offer(service.manager, case)

    assert done.json()["transfer"]["status"] == "accepted"
    assert done.json()["area"] == GATESHEAD
    assert (await seen(sending, case), await seen(receiving, case)) == (404, 200)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"to_area": NORTH_TYNESIDE}, "/to_area"),
        ({"to_area": "E06000001"}, "/to_area"),
        ({"to_area": "OTHER"}, "/receiving_service"),
        ({"receiving_service": "Leeds"}, "/receiving_service"),
        ({"child_moved_on": None}, "/child_moved_on"),
        ({"child_moved_on": "2099-01-01"}, "/child_moved_on"),
        ({"receiving_manager": None}, "/receiving_manager"),
        ({"reason": "offence_was_there"}, "/reason"),
    ],
)
async def test_a_transfer_names_both_sides_and_why(service, case, sending, changes, pointer):
    reply = await offer(sending, case, **changes)

    assert reply.status_code == 422, reply.text
    assert pointer in [error["pointer"] for error in reply.json()["errors"]]
    assert await rows(service, CaseTransfer) == []


async def test_a_looked_after_child_s_case_does_not_follow_a_placement(service, sending):
    child = a_child(looked_after=True, responsible_authority="North Tyneside Council")
    opened = (await service.police.submit(a_case(child=child))).json()
    case = Pathway(service)
    case.id, case.version = opened["id"], 1

    placed = await offer(sending, case)
    agreed = await offer(sending, case, reason="agreed_between_services")

    assert placed.status_code == 409
    assert [why["code"] for why in placed.json()["reasons"]] == ["looked_after_home"]
    assert agreed.status_code == 200


async def test_a_case_before_a_panel_is_taken_off_its_agenda_first(service, sending):
    case = await a_listed_case(service)

    refused = await offer(sending, case)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-stage")


async def test_a_case_that_leaves_the_six_areas_closes_and_says_who_has_it(service, case, sending):
    left = await offer(sending, case, **OUT)

    assert (left.json()["stage"], left.json()["closed_as"]) == ("closed", "transferred_out")
    (line,) = await journal(service, category="disclosure")
    assert line.recipient_organisation == "Leeds Youth Justice Service"
    assert (await rows(service, Child))[0].home_area == "OTHER"
    assert await seen(sending, case) == 200


async def test_what_was_counted_in_an_area_stays_counted_there(service, sending, receiving):
    case = await a_plan_under_way(service, "community_resolution")
    with on(date(2026, 10, 5)):
        await offer(sending, case)
        assert (await answer(receiving, case, "accepted")).status_code == 200
        there, here = [
            sum(item["count"] for item in (await user.get(DISPOSALS)).json()["items"])
            for user in (sending, receiving)
        ]
    assert date(2026, 10, 5) > DECIDED
    assert (there > 0, here) == (True, 0)


async def test_only_who_could_answer_an_offer_is_told_that_they_may(service, case, sending):
    async def may():
        read = (await sending.get(f"/v1/cases/{case.id}")).json()
        return {"transfer_case", "answer_transfer"} & set(read["allowed_actions"])

    assert await may() == {"transfer_case"}
    await offer(sending, case)
    assert await may() == {"transfer_case", "answer_transfer"}


async def test_of_many_who_accept_at_once_one_has_the_case_and_the_others_find_nothing(
    service, case, sending, receiving
):
    await offer(sending, case)

    replies = await at_once(4, lambda _: answer(receiving, case, "accepted"))

    assert sorted(reply.status_code for reply in replies) == [200, 404, 404, 404]


async def test_a_child_who_still_lives_there_is_not_forgotten_when_their_case_goes(
    service, case, sending, receiving
):
    agreed = {"reason": "agreed_between_services", "child_moved_on": None}
    await offer(sending, case, **agreed)
    await answer(receiving, case, "accepted")

    assert await seen(sending, case) == 404
    assert (await sending.get(f"/v1/children/{case.child_id}")).status_code == 200
