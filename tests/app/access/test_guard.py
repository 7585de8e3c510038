import json
from typing import Any

import pytest
from fastapi import APIRouter

from app.access.guard import GuardedRoute, RouteWithoutRule
from tests.guarded import app, built, client, is_problem, issuer, post

__all__ = ["app", "issuer"]


async def test_a_good_request_reaches_the_route_as_who_sent_it(app, issuer):
    reply = await post(app, issuer, '{"said": "é ŵ 😀 O’Neill\\nŵŷ"}')

    assert reply.json() == {"said": "é ŵ 😀 O’Neill\nŵŷ", "by": "someone", "key": "k"}


@pytest.mark.parametrize("path", ["/v1/cases", "/v1/nothing-here", "/", "/healthz/x", "/docs"])
@pytest.mark.parametrize("body", [b"", b"{broken", b"x" * 100_000])
@pytest.mark.parametrize(
    "credential",
    [None, "", "Bearer", "Bearer ", "Basic dTpw", "Bearer x.y.z", "Bearer " + "A" * 60_000],
    ids=lambda c: str(c)[:12],
)
async def test_without_a_credential_everything_is_401_whatever_is_sent(app, path, body, credential):
    headers = {} if credential is None else {"Authorization": credential}
    async with client(app) as c:
        reply = await c.post(path, content=body, headers=headers)

    assert is_problem(reply, 401)
    assert reply.headers["www-authenticate"] == "Bearer"


async def test_two_credentials_are_none(app, issuer):
    token = issuer.mint("someone", roles=["police_submitter"])
    async with client(app) as c:
        reply = await c.get("/v1/cases", headers=[("Authorization", f"Bearer {token}")] * 2)

    assert is_problem(reply, 401)


async def test_the_body_of_an_unknown_caller_is_never_read(app):
    async def receive():
        raise AssertionError("the body was read")

    sent = []

    async def send(message):
        sent.append(message)

    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/v1/cases", "headers": []}
    await app(scope, receive, send)

    assert sent[0]["status"] == 401


async def test_a_role_that_may_never_do_this_is_told_so_before_its_body_is_read(app, issuer):
    reply = await post(app, issuer, "{broken" * 1000, role="regional_partner")

    assert is_problem(reply, 403)


async def test_open_paths_ask_for_no_credential(app):
    async with client(app) as c:
        assert (await c.get("/healthz")).status_code == 404


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("colour=red", "/query"),
        ("q=a&q=b", "/query/q"),
        ("q=%00", "/query/q"),
        ("q=a%E2%80%AEb", "/query/q"),
    ],
)
async def test_a_query_nobody_reads_is_not_passed_over(app, issuer, query, pointer):
    async with client(app, issuer, "yot_officer") as c:
        reply = await c.get(f"/v1/cases?{query}")

    assert is_problem(reply, 422)
    assert reply.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    "limit", ["0", "-1", "201", "1000000000", "1.0", "+1", "1_0", "%201", "true", "", "9" * 5000]
)
async def test_a_limit_is_a_whole_number_from_one_to_two_hundred(app, issuer, limit):
    async with client(app, issuer, "yot_officer") as c:
        assert is_problem(await c.get(f"/v1/cases?limit={limit}"), 422)
        assert (await c.get("/v1/cases?limit=200")).json()["limit"] == 200


async def test_an_address_that_is_not_text_is_nobodys(app, issuer):
    async with client(app, issuer, "yot_officer") as c:
        for case_id in ("%00", "a%1f", "%E2%80%AE"):
            reply = await c.post(
                f"/v1/cases/{case_id}/withdrawal",
                json={"said": "a"},
                headers={"If-Match": '"1"'},
            )
            assert is_problem(reply, 404)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ([], 428),
        (["*"], 412),
        (["1"], 412),
        (['W/"1"'], 412),
        (['"1", "2"'], 412),
        (['"1"', '"2"'], 412),
        (['"-1"'], 412),
        (['"01"'], 412),
        (['"9999999999"'], 412),
        (['""'], 412),
        (['"3"'], 200),
    ],
    ids=repr,
)
async def test_a_change_names_the_one_version_it_changes(app, issuer, sent, status):
    headers = [("If-Match", value) for value in sent]
    async with client(app, issuer, "yot_officer") as c:
        reply = await c.post("/v1/cases/7/withdrawal", json={"said": "a"}, headers=headers)

    assert reply.status_code == status
    if status == 200:
        assert reply.headers["etag"] == '"4"'
    else:
        assert is_problem(reply, status)


@pytest.mark.parametrize("key", [None, "", " ", "two words", "é", "x" * 256])
async def test_a_submission_has_a_key_of_visible_ascii(app, issuer, key):
    headers = {} if key is None else {"Idempotency-Key": key.encode()}
    async with client(app, issuer) as c:
        assert is_problem(await c.post("/v1/cases", json={"said": "a"}, headers=headers), 400)


async def test_an_unforeseen_failure_says_and_logs_nothing_of_the_record(app, issuer, caplog):
    async with client(app, issuer, "yot_officer") as c:
        reply = await c.get("/v1/cases?q=break")

    assert is_problem(reply, 500)
    assert "Sam" not in reply.text + caplog.text
    assert reply.headers["x-request-id"] in caplog.text
    assert "'error': 'ValueError', 'place': 'guard.py:" in caplog.text


async def test_every_reply_is_private_and_numbered_by_the_server(app, issuer):
    async with client(app, issuer, "yot_officer") as c:
        replies = [
            await c.get("/v1/cases", headers={"X-Request-Id": "mine"}),
            await c.get("/v1/cases?q=break"),
            await c.get("/v1/none"),
            await c.get("/v1/cases", headers={"Authorization": "x"}),
        ]

    assert [reply.status_code for reply in replies] == [200, 500, 404, 401]
    assert len({reply.headers["x-request-id"] for reply in replies} - {"mine"}) == 4
    for reply in replies:
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["x-frame-options"] == "DENY"
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        assert "max-age=" in reply.headers["strict-transport-security"]


async def test_one_client_asking_too_much_waits_and_the_others_do_not(issuer):
    app = built(issuer, rate="5/minute")
    async with client(app, issuer, "yot_officer") as c:
        replies = [await c.get("/v1/cases") for _ in range(7)]
        other = issuer.mint("another", roles=["yot_officer"])
        fine = await c.get("/v1/cases", headers={"Authorization": f"Bearer {other}"})

    assert [reply.status_code for reply in replies] == [200] * 5 + [429] * 2
    assert is_problem(replies[-1], 429)
    assert 1 <= int(replies[-1].headers["retry-after"]) <= 60
    assert fine.status_code == 200


async def test_many_failed_attempts_are_told_to_wait_but_shut_no_one_else_out(issuer):
    app = built(issuer, failures=3)
    async with client(app, issuer, "yot_officer") as c:
        failed = [await c.get("/v1/cases", headers={"Authorization": "x"}) for _ in range(5)]
        fine = await c.get("/v1/cases")

    assert [reply.status_code for reply in failed] == [401] * 3 + [429] * 2
    assert is_problem(failed[-1], 429)
    assert fine.status_code == 200


def test_a_route_nobody_has_decided_about_is_not_served():
    async def shred_case() -> None: ...

    with pytest.raises(RouteWithoutRule, match=r"shred_case \(/cases\) has no entry"):
        APIRouter(route_class=GuardedRoute).get("/cases")(shred_case)


def test_every_operation_declares_its_refusals_and_its_credential(app):
    document = app.openapi()
    paths = document["paths"]

    assert set(paths["/v1/cases"]["get"]["responses"]) == {
        "200", "401", "403", "422", "429", "503",
    }  # fmt: skip
    assert set(paths["/v1/cases"]["post"]["responses"]) == {
        "200", "400", "401", "403", "408", "409", "413", "415", "422", "429", "503",
    }  # fmt: skip
    withdrawal = paths["/v1/cases/{case_id}/withdrawal"]["post"]
    assert {"404", "412", "428"} <= set(withdrawal["responses"])
    assert withdrawal["operationId"] == "withdraw_case"
    (if_match,) = [p for p in withdrawal["parameters"] if p["name"] == "If-Match"]
    assert if_match["required"] is True
    assert list(withdrawal["responses"]["422"]["content"]) == ["application/problem+json"]
    assert "HTTPValidationError" not in json.dumps(paths)
    assert "Problem" in document["components"]["schemas"]
    assert document["security"] == [{"bearer": []}]
