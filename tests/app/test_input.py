import unicodedata

import pytest

from app.children.tables import Child
from app.triage.schemas import OFFENCE_EXAMPLE
from tests.records import counts, rows
from tests.refusals import JSON, changed, raw, refused
from tests.service import a_case, a_child

WITHDRAWN = {"reason": "other", "narrative": "Ended."}


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
