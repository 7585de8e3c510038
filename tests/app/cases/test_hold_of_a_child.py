"""A hold follows the child to every open case, and to whatever would end one."""

from tests.app.cases.test_hold import EXPLOITED, SAFE, codes, held
from tests.pathway import DECIDED, HELD, LETTER, a_listed_case, a_plan_under_way, a_submission, on
from tests.service import a_child


async def test_a_hold_follows_the_child_into_a_new_submission(service):
    child = a_child()
    first = await a_listed_case(service, child=child)
    await held(first)
    with on(HELD):
        again = await service.police.submit(a_submission(child=child))
    second, path = again.json(), f"/v1/cases/{again.json()['id']}"
    assert (second["stage"], second["triage"]["route"]) == ("review", "review")

    body = {"gravity_score": None, "rationale": "Decided by the manager."}
    for route in ("officer_resolution", "charge_consideration", "no_further_action"):
        with on(HELD):
            refused = await service.manager.post(
                f"{path}/triage-review", body | {"route": route}, version=1
            )
        assert refused.status_code == 409
        assert "exploitation_hold" in codes(refused)

    await first.act("exploitation/release", SAFE, by=service.manager, day=HELD)
    with on(HELD):
        decided = await service.manager.post(
            f"{path}/triage-review", body | {"route": "no_further_action"}, version=1
        )
    assert decided.status_code == 200


async def test_a_hold_follows_the_child_into_a_case_already_before_a_panel(service):
    child = a_child()
    listed = await a_listed_case(service, child=child)
    with on(HELD):
        await service.police.submit(a_submission(child=child, circumstances=EXPLOITED))
    body = listed.disposal("outcome_22", conditions=[LETTER])

    refused = await listed.act("disposal", body, day=HELD)

    assert refused.status_code == 409
    assert "exploitation_hold" in codes(refused)
    with on(HELD):
        shown = (await service.chair.get(f"/v1/cases/{listed.id}")).json()
    assert "record_disposal" not in shown["allowed_actions"]


async def test_a_hold_on_one_child_holds_no_other(service):
    await held(await a_listed_case(service))
    with on(HELD):
        opened = await service.police.submit(a_submission())

    assert opened.json()["stage"] == "assessment", opened.text


async def test_a_held_case_is_neither_withdrawn_nor_concluded(service):
    listed = await a_listed_case(service)
    await held(listed)
    body = {"reason": "other", "narrative": "No longer needed."}
    withdrawn = await listed.act("withdrawal", body, by=service.officer, day=HELD)
    await listed.act("exploitation/release", SAFE, by=service.manager, day=HELD)
    again = await listed.act("withdrawal", body, by=service.officer, day=HELD)

    assert (withdrawn.status_code, again.status_code) == (409, 200)
    assert "exploitation_hold" in codes(withdrawn)


async def test_a_plan_is_not_concluded_while_the_child_is_held(service):
    running = await a_plan_under_way(service, conditions=[LETTER])
    (letter,) = (await running.plan())["items"]
    done = {"completed_on": str(DECIDED), "evidence": "Seen."}
    await running.to_condition(letter, "completion", done, day=DECIDED)
    await held(running, day=DECIDED)
    body = {"concluded_on": str(DECIDED), "summary": "All was done."}

    refused = await running.act("conclusion", body, day=DECIDED)
    await running.act("exploitation/release", SAFE, by=service.manager, day=DECIDED)
    concluded = await running.act("conclusion", body, day=DECIDED)

    assert (refused.status_code, concluded.status_code) == (409, 200)
    assert "exploitation_hold" in codes(refused)
