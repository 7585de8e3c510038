"""An offer stands for one case, one service and as long as the case is open."""

from app.transfers.tables import CaseTransfer
from tests.app.transfers.offers import OUT, answer, offer
from tests.records import at_once, lines_of, rows
from tests.service import GATESHEAD


async def closed(service, case, version):
    over = {"reason": "other", "narrative": "The police withdrew it."}
    gone = await service.officer.post(f"/v1/cases/{case.id}/withdrawal", over, version=version)
    assert gone.status_code == 200, gone.text
    return gone


async def test_an_offer_lapses_with_its_case_and_leaves_that_as_it_was_closed(
    service, case, sending, receiving
):
    await offer(sending, case)
    gone = await closed(service, case, 2)

    for user, decision in (
        (receiving, "accepted"),
        (receiving, "declined"),
        (sending, "withdrawn"),
    ):
        refused = await answer(user, case, decision, comment="The child is with you.")
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-stage")
        assert "lapsed" in refused.json()["detail"]
        assert (await user.get("/v1/transfers")).json()["items"] == []
    third = service.user("yot_manager", areas=["E08000024"])
    assert (await answer(third, case, "accepted")).status_code == 404
    assert (await sending.get(f"/v1/cases/{case.id}")).json()["version"] == 3
    (ended,) = await rows(service, CaseTransfer)
    assert (ended.status, ended.answered_by) == ("withdrawn", service.officer.subject)
    (line,) = await lines_of(service, gone)
    assert line.resource["offers_lapsed"] == 1


async def test_of_an_offer_taken_back_before_the_case_closed_nothing_more_is_told(
    service, case, sending, receiving
):
    await offer(sending, case)
    await answer(sending, case, "withdrawn")
    await closed(service, case, 3)

    assert (await answer(receiving, case, "accepted")).status_code == 404


async def test_a_case_that_closes_while_it_is_accepted_is_either_closed_or_theirs(
    service, case, sending, receiving
):
    await offer(sending, case)
    over = {"reason": "other", "narrative": "The police withdrew it."}
    path = f"/v1/cases/{case.id}/withdrawal"
    asked = (
        lambda: service.officer.post(path, over, version=2),
        lambda: answer(receiving, case, "accepted"),
    )

    replies = await at_once(2, lambda each: asked[each]())

    assert [r.status_code for r in replies] in ([200, 409], [412, 200]), [r.text for r in replies]


async def test_a_case_on_offer_is_offered_to_nobody_else_until_that_is_withdrawn(
    service, case, sending, receiving
):
    await offer(sending, case)
    case.version = 2

    for again in ({"to_area": "E08000024"}, {}, OUT):
        refused = await offer(sending, case, **again)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/already-offered")
        assert GATESHEAD in refused.json()["detail"]
    assert (await sending.get(f"/v1/cases/{case.id}")).json()["version"] == 2
    await answer(sending, case, "withdrawn")
    case.version = 3
    assert (await offer(sending, case, to_area="E08000024")).status_code == 200
    assert (await receiving.get("/v1/transfers")).json()["items"] == []
