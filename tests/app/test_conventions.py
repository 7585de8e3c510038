from app.triage.schemas import CASE_EXAMPLE
from tests.records import counts
from tests.refusals import JSON, changed, dressed, raw, refused
from tests.service import GATESHEAD, a_case, a_child, running

CANARY = "Canary Featherstone"
WITHDRAWN = {"reason": "other", "narrative": CANARY}


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
