import unicodedata
from copy import deepcopy

import pytest

from app.children.tables import Child
from app.triage.schemas import CASE_EXAMPLE, OFFENCE_EXAMPLE
from tests.records import counts, rows
from tests.service import GATESHEAD, a_case, a_child, running

SECURITY = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
CANARY = "Canary Featherstone"
JSON = {"Content-Type": "application/json"}
WITHDRAWN = {"reason": "other", "narrative": CANARY}


def refused(reply, status):
    """A refusal as every refusal is made."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(problem)
    assert problem["status"] == status
    assert problem["instance"] == reply.headers["x-request-id"]
    assert problem["type"].startswith("/problems/")
    dressed(reply)
    return problem


def dressed(reply):
    assert reply.headers["x-request-id"]
    for name, value in SECURITY.items():
        assert reply.headers[name] == value, name
    assert "server" not in reply.headers
    assert not [name for name in reply.headers if name.startswith("access-control")]


async def raw(user, path, content, **headers):
    return await user.post(
        path, content=content, headers={**JSON, "Idempotency-Key": "k", **headers}
    )


async def test_every_refusal_can_be_provoked_and_is_a_problem(service):
    police, officer, manager = service.police, service.officer, service.manager
    opened = (await police.submit()).json()
    case = f"/v1/cases/{opened['id']}"
    elsewhere = service.user("yot_officer", areas=[GATESHEAD])

    problems = {
        "no key": refused(await police.post("/v1/cases", a_case()), 400),
        "not JSON": refused(await raw(police, "/v1/cases", b"{"), 400),
        "nobody": refused(await service.stranger().get("/v1/cases"), 401),
        "wrong role": refused(await service.partner.get("/v1/cases"), 403),
        "not theirs": refused(await elsewhere.get(f"{case}/history"), 404),
        "no such path": refused(await officer.get("/v1/nothing"), 404),
        "method": refused(await officer.delete("/v1/cases"), 405),
        "stage": refused(
            await manager.post(
                f"{case}/triage-review", {"route": "panel", "rationale": "x"}, version=1
            ),
            409,
        ),
        "stale": refused(await officer.post(f"{case}/withdrawal", WITHDRAWN, version=7), 412),
        "large": refused(await raw(police, "/v1/cases", b" " * (1024 * 1024 + 1)), 413),
        "media": refused(
            await raw(police, "/v1/cases", b"a=1", **{"Content-Type": "text/plain"}), 415
        ),
        "field": refused(await police.submit({**a_case(), "police_reference": 7}), 422),
        "no version": refused(await officer.post(f"{case}/withdrawal", WITHDRAWN), 428),
    }

    assert problems["field"]["errors"] == [
        {"pointer": "/police_reference", "code": "string_type", "message": "Text is wanted here"}
    ]
    assert len({problem["type"] for problem in problems.values()}) >= 11


async def test_a_credential_is_asked_for_by_name(service):
    reply = await service.stranger().get("/v1/cases")

    assert reply.headers["www-authenticate"] == "Bearer"


async def test_a_method_that_is_not_taken_is_answered_with_those_that_are(service):
    assert (await service.officer.put("/v1/cases", {})).headers["allow"] == "GET, POST"
    for method in ("TRACE", "OPTIONS", "PUT", "BREW", "HEAD"):
        reply = await service.officer.client.request(method, "/v1/submissions/search")
        assert (reply.status_code, reply.headers["allow"]) == (405, "GET, POST")
    for override in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        reply = await service.officer.get("/v1/cases", headers={override: "DELETE"})
        assert reply.status_code == 200


async def test_a_client_that_asks_too_much_is_told_when_to_come_back(database_url, tmp_path):
    async with running(database_url, tmp_path / "data", rate_limit="3/minute") as service:
        user, other = service.officer, service.manager
        statuses = [(await user.get("/v1/cases")).status_code for _ in range(3)]
        reply = await user.get("/v1/cases")

        refused(reply, 429)
        assert statuses == [200] * 3
        assert 1 <= int(reply.headers["retry-after"]) <= 60
        assert (await other.get("/v1/cases")).status_code == 200


async def test_a_reply_that_is_no_refusal_is_dressed_too(service):
    dressed(await service.police.submit())
    dressed(await service.officer.get("/v1/cases"))
    dressed(await service.stranger().get("/healthz"))


async def test_a_role_that_may_never_do_this_is_told_so_before_its_body_is_read(service):
    for content, headers in (
        (b"{", {}),
        (b" " * (1024 * 1024 + 1), {}),
        (b"a=1", {"Content-Type": "text/plain"}),
        (b'{"unknown": 1}', {}),
    ):
        refused(await raw(service.partner, "/v1/cases", content, **headers), 403)
        refused(await raw(service.officer, "/v1/cases", content, **headers), 403)


async def test_nobody_is_told_so_before_their_body_is_read(service):
    for content in (b"{", b" " * (1024 * 1024 + 1)):
        refused(await service.stranger().post("/v1/cases", content=content, headers=JSON), 401)


def places(value, at=()):
    """Every place in a body that holds something."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*at, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, (*at, number))
    yield at


def changed(body, place, value):
    whole = deepcopy(body)
    *way, last = place
    inner = whole
    for step in way:
        inner = inner[step]
    inner[last] = value
    return whole


async def test_no_refusal_repeats_what_was_submitted(service):
    """A canary in place of each field in turn: as text, as text no one may send, as a number."""
    told = 0
    for place in places(CASE_EXAMPLE):
        if not place:
            continue
        for canary in (f"{CANARY}\n2011-03-14", f"{CANARY}\x00", 20110314.5, [CANARY], {CANARY: 1}):
            reply = await service.police.submit(changed(a_case(), place, canary))
            if reply.status_code == 201:
                continue
            told += 1
            problem = refused(reply, 422)
            assert problem["errors"], place
            for trace in ("Canary", "Featherstone", "2011", "20110314"):
                assert trace not in reply.text, place
    assert told > 150


async def test_no_refusal_repeats_a_name_a_client_made_up(service):
    for name in (CANARY, "canary_featherstone", "a" * 50, "a/b~c", "canary\x00"):
        for place in (
            (),
            ("child",),
            ("offences", 0),
            ("offences", 0, "victims", 0),
            ("evidence",),
        ):
            reply = await service.police.submit(changed(a_case(), (*place, name), 1))
            problem = refused(reply, 422)
            assert "anary" not in reply.text
            assert problem["errors"][0]["pointer"].startswith(
                "/" + "/".join(map(str, place)) if place else "/"
            )
    for query in ("Canary=1", "area=Canary", "limit=Canary", "cursor=Canary", "due_before=Canary"):
        reply = await service.officer.get(f"/v1/cases?{query}")
        refused(reply, 422)
        assert "Canary" not in reply.text
    for header in ({"If-Match": '"Canary"'}, {"If-Match": "Canary"}):
        reply = await service.officer.post("/v1/cases/Canary/withdrawal", WITHDRAWN, headers=header)
        assert "Canary" not in reply.text


async def test_a_field_the_service_owns_cannot_be_sent(service):
    before = await counts(service)
    for name in ("id", "reference", "version", "stage", "area", "child_id", "route", "received_at"):
        refused(await service.police.submit({**a_case(), name: "x"}), 422)
    for name in ("id", "version", "areas", "created_at", "is_admin"):
        case = a_case()
        case["child"][name] = "x"
        refused(await service.police.submit(case), 422)

    assert await counts(service) == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"1",
        b"{}",
        b"{} {}",
        b"// comment\n{}",
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
        b'{"police_reference": NaN}',
        b'{"police_reference": Infinity}',
        b'{"police_reference": 1e999}',
        b'{"child": {}, "child": {}}',
        b'{"child": {"a": 1, "a": 1}}',
        b'{"a":' * 33 + b"1" + b"}" * 33,
        b"[" * 100_000,
        b'{"a": "\\ud800"}',
        b'{"a": "\xff"}',
        b"{'a': 1}",
    ],
)
async def test_json_that_two_readers_could_understand_differently_is_refused(service, content):
    reply = await raw(service.police, "/v1/cases", content)

    assert reply.status_code in (400, 422)
    refused(reply, reply.status_code)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (("child", "looked_after"), ["true", 1, 0, "off", None, 1.0]),
        (("child", "date_of_birth"), [20110314, "14/03/2011", "2011-3-14", "2011-02-30", "0"]),
        (("child", "date_of_birth"), ["2011-03-14T00:00:00", "1899-12-31", "٢٠١١-٠٣-١٤", ""]),
        (("child", "home_area"), ["e08000022", "E0800002٢", "Newcastle", "", "E080000221"]),
        (("child", "sex"), ["MALE", "m", "", 1]),
        (("child", "communication_needs"), ["speech", {}, [1], ["A B"], ["x"] * 21]),
        (("child", "given_names"), ["", "   ", "a\nb", "a\tb", "\u202eSam", "\ue000", "x" * 101]),
        (("child", "police_person_id"), ["", "a b", "x" * 41, "é"]),
        (("child", "pnc_id"), ["x" * 41, "", 1]),
        (("police_reference",), ["x" * 41, " ", 104577, None]),
        (("offences",), [[], {}, None, [OFFENCE_EXAMPLE] * 51]),
        (
            ("offences", 0, "offence_code"),
            ["CD\u0667\u0661\u0660\u0663\u0669", "cd71039", "71039", "", "CD71039 "],
        ),
        (("evidence", "test"), ["full", "", True]),
        (("circumstances", "co_accused"), [1, ["x" * 201], ["x"] * 51]),
    ],
)
async def test_nothing_is_read_as_what_it_is_not(service, place, wrong):
    for value in wrong:
        reply = await service.police.submit(changed(a_case(), place, value))
        problem = refused(reply, 422)
        assert problem["errors"][0]["pointer"].startswith("/" + "/".join(map(str, place))), value


async def test_the_longest_text_each_field_takes_is_kept_on_both_databases(service):
    """In letters of four bytes, and of a kind that case folding makes three of."""
    for letter in ("x", "\U0001f9d2", "\u0390"):
        child = a_child(
            pnc_id=letter * 40,
            given_names=letter * 100,
            family_name=letter * 100,
            responsible_authority=letter * 200,
            interpreter_language=letter * 200,
            school=letter * 200,
            communication_needs=["n" * 40] * 20,
        )
        victim = {"kind": "person", "name": letter * 200, "may_share_with_yjs": True}
        case = a_case(
            police_reference=letter * 40,
            child=child,
            offences=[{**OFFENCE_EXAMPLE, "summary": letter * 4000, "victims": [victim]}],
            officer=dict.fromkeys(("name", "collar_number", "unit"), letter * 100),
        )

        opened = await service.police.submit(case)

        assert opened.status_code == 201, opened.text
        path = f"/v1/cases/{opened.json()['id']}"
        for send, tail, body in (
            (service.manager.post, "allocation", {"officer": letter * 200}),
            (service.officer.post, "withdrawal", {**WITHDRAWN, "narrative": letter * 4000}),
        ):
            version = 1 if tail == "allocation" else 2
            assert (await send(f"{path}/{tail}", body, version=version)).status_code == 200
        found = await service.officer.post("/v1/children/search", {"family_name": letter * 100})
        assert [each["family_name"] for each in found.json()["items"]] == [letter * 100]


async def test_text_that_grows_when_it_is_composed_is_measured_afterwards(service):
    reply = await service.police.submit(a_case(child=a_child(given_names="\u0344" * 100)))

    refused(reply, 422)


@pytest.mark.parametrize(
    "name", ["Ŵyn", "O’Neill", "محمد", "👩‍👧", "Zoe\u0308", "a\u00a0b", "张伟"]
)
async def test_a_name_is_kept_as_its_owner_writes_it(service, name):
    await service.police.submit(a_case(child=a_child(given_names=name)))

    (child,) = await rows(service, Child)
    assert child.given_names == unicodedata.normalize("NFC", name)


async def test_no_id_can_be_guessed_from_another(service):
    opened = [(await service.police.submit()).json() for _ in range(10)]

    ids = [each[name] for each in opened for name in ("id", "child_id")]

    assert len(set(ids)) == 20
    assert all(len(each) == 22 for each in ids)
    assert ids != sorted(ids)


async def test_a_failure_nobody_foresaw_says_only_its_request_id(service, monkeypatch, caplog):
    async def broken(*_, **__):
        raise KeyError(CANARY)

    monkeypatch.setattr("app.triage.actions.submit", broken)
    before = await counts(service)

    reply = await service.police.submit()

    problem = refused(reply, 500)
    assert set(problem) == {"type", "title", "status", "detail", "instance"}
    assert CANARY not in reply.text + caplog.text
    assert await counts(service) == before


async def test_nothing_of_a_child_is_logged(service, caplog, capfd):
    child = a_child(given_names="Canary", family_name="Featherstone", school="Birdcage Academy")
    case = a_case(child=child)
    await service.police.submit(case)
    await service.police.submit(case)
    await service.police.submit({**case, "police_reference": 1})
    await service.officer.post("/v1/children/search", {"family_name": "Featherstone"})

    printed = capfd.readouterr()
    for word in ("Canary", "Featherstone", "Birdcage", child["police_person_id"]):
        assert word not in caplog.text + printed.out + printed.err


async def test_a_compressed_body_is_not_opened(service):
    refused(await raw(service.police, "/v1/cases", b"x", **{"Content-Encoding": "gzip"}), 415)


async def test_a_body_without_a_length_is_measured_as_it_comes(service):
    async def endless():
        for _ in range(40):
            yield b" " * 65536

    reply = await service.police.client.post(
        "/v1/cases", content=endless(), headers={**JSON, "Idempotency-Key": "k"}
    )

    refused(reply, 413)
