import asyncio
import json
from types import SimpleNamespace
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Query, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict

from app.access.authenticate import Authenticate, CurrentActor
from app.access.documented import describe
from app.access.guard import GuardedRoute, RouteWithoutRule
from app.access.issuer import ISSUER, DevelopmentIssuer
from app.access.keys import KeyRing
from app.access.rate import RateLimit
from app.access.token import Gate
from app.access.verifier import Verifier
from app.problems import Problem, Unacceptable
from app.wire import EveryReply, IdempotencyKey, IfMatch, Limit, say, tagged
from tests.identity import PARTNERSHIP

router = APIRouter(prefix="/v1", route_class=GuardedRoute)


class Saying(BaseModel):
    model_config = ConfigDict(extra="forbid")
    said: str
    more: object = None


@router.post("/cases")
async def submit_case(body: Saying, actor: CurrentActor, key: IdempotencyKey) -> dict[str, str]:
    return {"said": body.said, "by": actor.subject, "key": key}


@router.get("/cases")
async def list_cases(q: Annotated[str, Query()] = "", limit: Limit = 50) -> dict[str, object]:
    if q == "break":
        raise ValueError("Sam Example, born 2011-03-14")
    return {"q": q, "limit": limit}


@router.post("/cases/{case_id}/withdrawal")
async def withdraw_case(
    case_id: str, body: Saying, version: IfMatch, reply: Response
) -> dict[str, str]:
    tagged(reply, version + 1)
    return {"id": case_id, "said": body.said}


@pytest.fixture
def issuer(tmp_path):
    return DevelopmentIssuer(tmp_path, production=False)


@pytest.fixture
def app(issuer):
    return built(issuer)


def built(issuer, *, rate="1000/minute", failures=1000, most=2000, seconds=5.0):
    service = FastAPI(docs_url=None, redoc_url=None)
    service.state.settings = SimpleNamespace(max_body_bytes=most, body_seconds=seconds)
    service.include_router(router)

    async def refuse(request, problem):
        assert isinstance(problem, Problem)
        return say(problem, request.state.request_id)

    async def unacceptable(request, _):
        return say(Unacceptable([("/", "invalid", "Not acceptable")]), request.state.request_id)

    service.add_exception_handler(Problem, refuse)
    service.add_exception_handler(RequestValidationError, unacceptable)
    verifier = Verifier(
        Gate(issuer=ISSUER, audience="oocd"), KeyRing(issuer.published_keys), PARTNERSHIP
    )
    service.add_middleware(RateLimit, rate=rate)
    service.add_middleware(Authenticate, verifier=verifier, failures_per_minute=failures)
    service.add_middleware(EveryReply)
    describe(service)
    return service


def client(app, issuer=None, role="police_submitter"):
    headers = {}
    if issuer is not None:
        headers["Authorization"] = f"Bearer {issuer.mint('someone', roles=[role])}"
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)


async def post(app, issuer, body, role="police_submitter", **headers):
    sent = {"Content-Type": "application/json", "Idempotency-Key": "k"} | headers
    async with client(app, issuer, role) as c:
        return await c.post("/v1/cases", content=body, headers=sent)


def is_problem(reply, status):
    document = reply.json()
    return (
        reply.status_code == document["status"] == status
        and reply.headers["content-type"] == "application/problem+json"
        and document["instance"] == reply.headers["x-request-id"]
    )


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
    "body",
    [
        b"{",
        b'{"said": "a"} ]',
        b'{"said": "a"}{"said": "b"}',
        b'{"said": "a", "said": "b"}',
        b'{"said": "a", "more": {"x": [{"y": 1, "y": 2}]}}',
        b'{"said": "a", "more": NaN}',
        b'{"said": "a", "more": -Infinity}',
        b'{"said": "a", "more": 1e999}',
        b'{"said": "a", "more": ' + b"9" * 5000 + b"}",
        b'{"said": "a", "more": ' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"said": "a", "more": ' + b"[" * 500 + b"]" * 500 + b"}",
        b"\xef\xbb\xbf" + b'{"said": "a"}',
        '{"said": "a"}'.encode("utf-16"),
        b'{"said": "\xff"}',
        b'{"said": "\xed\xa0\x80"}',
        b"{'said': 'a'}",
        b'{"said": "a" /* b */}',
        b'{"said": "a",}',
        b'{"said": "\n"}',
    ],
    ids=lambda body: repr(body[:40]),
)
async def test_a_body_two_readers_could_read_differently_is_refused(issuer, body):
    reply = await post(built(issuer, most=10_000), issuer, body)

    assert is_problem(reply, 400)


@pytest.mark.parametrize(
    "text",
    ["\x00", "a\x07", "\x1b[2J", "\x7f", "\x85", "\ud800", "\u202e", "\u2067", "\ufffe", "\r"],
    ids=lambda text: text.encode("unicode-escape").decode(),
)
@pytest.mark.parametrize("place", ["said", "more", "key"])
async def test_text_that_cannot_be_kept_is_refused_where_it_stands(app, issuer, text, place):
    body: dict[str, Any] = {"said": "a", "more": {"deep": ["b"]}}
    pointer = {"said": "/said", "more": "/more/deep/0", "key": "/more"}[place]
    if place == "said":
        body["said"] = text
    elif place == "more":
        body["more"]["deep"][0] = text
    else:
        body["more"][text] = 1

    reply = await post(app, issuer, json.dumps(body))

    assert is_problem(reply, 422)
    assert [error["pointer"] for error in reply.json()["errors"]] == [pointer]
    assert text not in reply.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/merge-patch+json"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": ""},
        {"Content-Encoding": "gzip"},
    ],
    ids=repr,
)
async def test_only_plain_json_is_read(app, issuer, headers):
    assert is_problem(await post(app, issuer, b'{"said": "a"}', **headers), 415)


async def test_a_body_that_does_not_say_what_it_is_is_not_read(app, issuer):
    async with client(app, issuer) as c:
        reply = await c.post("/v1/cases", content=b'{"said": "a"}')

    assert is_problem(reply, 415)


async def chunks(*parts, wait=0.0):
    for part in parts:
        await asyncio.sleep(wait)
        yield part


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_over_the_limit_is_refused_before_it_is_parsed(app, issuer, chunked):
    size = [b"[" * 1000] * 3
    reply = await post(app, issuer, chunks(*size) if chunked else b"".join(size))

    assert is_problem(reply, 413)
    assert reply.headers["connection"] == "close"


async def test_a_body_that_dribbles_in_is_not_waited_for(issuer):
    app = built(issuer, seconds=0.05)

    reply = await post(app, issuer, chunks(b"{", b'"said"', b': "a"}', wait=0.04))

    assert is_problem(reply, 408)


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
    assert "ValueError at test_guard.py:" in caplog.text


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
