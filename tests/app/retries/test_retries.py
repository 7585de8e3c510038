from uuid import uuid4

import pytest

from app.cases.tables import Case
from app.retries.tables import FirstReply
from tests.records import at_once, counts, rows
from tests.service import a_case, a_child, running


async def test_a_retry_gets_the_first_reply_byte_for_byte(service):
    case, key = a_case(), uuid4().hex

    first = await service.police.submit(case, key=key)
    again = await service.police.submit(case, key=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    for header in ("location", "etag", "content-type"):
        assert first.headers[header] == again.headers[header]
    assert len(await rows(service, Case)) == 1


async def test_a_retry_gets_the_first_reply_even_after_the_case_has_moved_on(service):
    case, key = a_case(), uuid4().hex
    first = await service.police.submit(case, key=key)
    await service.manager.post(
        f"/v1/cases/{first.json()['id']}/allocation", {"officer": "sw@nt"}, version=1
    )

    assert (await service.police.submit(case, key=key)).content == first.content


async def test_the_same_json_written_otherwise_is_the_same_request(service):
    case, key = a_case(), uuid4().hex
    first = await service.police.submit(case, key=key)

    again = await service.police.submit(dict(reversed(case.items())), key=key)

    assert again.content == first.content


async def test_a_key_used_for_another_body_is_refused(service):
    key = uuid4().hex
    await service.police.submit(key=key)
    before = await counts(service)

    reply = await service.police.submit(key=key)

    assert reply.status_code == 422
    assert reply.json()["errors"][0]["code"] == "key_reused"
    assert await counts(service) == before


async def test_a_key_used_for_another_kind_of_request_is_refused(service):
    key = uuid4().hex
    child = a_child()
    await service.police.submit(a_case(child=child), key=key)
    outcome = {"outcome": "conviction", "given_on": "2026-08-14", "home_area": "E08000022"}

    reply = await service.police.post(
        "/v1/outcomes", {"child": child, "outcome": outcome}, headers={"Idempotency-Key": key}
    )

    assert reply.status_code == 422


async def test_each_client_has_keys_of_its_own(service):
    key = "nightly-1"
    colleague = service.user("police_submitter", subject="another@police")

    first, second = await service.police.submit(key=key), await colleague.submit(key=key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "a" * 256])
async def test_a_key_is_one_to_255_visible_ascii_characters(service, key):
    reply = await service.police.post(
        "/v1/cases", a_case(), headers={"Idempotency-Key": key.encode()}
    )

    assert reply.status_code == 400


async def test_a_submission_without_a_key_is_refused(service):
    for path in ("/v1/cases", "/v1/outcomes"):
        reply = await service.police.post(path, a_case())
        assert (reply.status_code, reply.json()["type"]) == (400, "/problems/unreadable")


async def test_the_longest_key_is_taken(service):
    case, key = a_case(), "k" * 255

    replies = [await service.police.submit(case, key=key) for _ in range(2)]

    assert replies[0].content == replies[1].content


async def test_fifty_at_once_with_one_key_open_one_case(service):
    case, key = a_case(), uuid4().hex

    replies = await at_once(50, lambda _: service.police.submit(case, key=key))

    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.content for reply in replies}) == 1
    assert len(await rows(service, Case)) == 1
    assert len(await rows(service, FirstReply)) == 1


async def test_a_refused_submission_does_not_use_up_its_key(service):
    key = uuid4().hex
    refused = await service.police.submit(
        a_case(child=a_child(date_of_birth="2020-01-01")), key=key
    )

    mended = await service.police.submit(key=key)

    assert (refused.status_code, mended.status_code) == (422, 201)


async def test_a_retry_after_a_restart_gets_the_first_reply(database_url, tmp_path):
    case, key = a_case(), uuid4().hex
    async with running(database_url, tmp_path / "data") as service:
        first = await service.police.submit(case, key=key)

    async with running(database_url, tmp_path / "data") as service:
        again = await service.police.submit(case, key=key)

    assert again.content == first.content
