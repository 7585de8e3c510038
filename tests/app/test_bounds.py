"""AVL-5, INP-8, SUP-2: nothing on a record grows without end, and an address has one meaning."""

from app.main import create_app
from app.settings import Settings
from tests.pathway import DECIDED, a_plan_under_way
from tests.records import counts
from tests.refusals import refused
from tests.service import a_child

OUTCOME = {"outcome": "conviction", "home_area": "E08000022"}


async def test_a_childs_record_holds_only_so_many_outcomes(service, monkeypatch):
    monkeypatch.setattr("app.children.outcome_actions._MOST", 3)
    child = a_child()
    for day in (1, 2, 3):
        given = {**OUTCOME, "given_on": f"2026-01-0{day}"}
        assert (await service.police.report(child, given)).status_code == 201
    before = await counts(service)

    beyond = await service.police.report(child, {**OUTCOME, "given_on": "2026-01-04"})
    mended = await service.police.report(
        child, {**OUTCOME, "given_on": "2026-01-03", "overturned_on": "2026-02-01"}
    )

    assert refused(beyond, 409)["type"] == "/problems/record-full"
    assert (await counts(service))["child"] == before["child"]
    assert mended.status_code == 201


async def test_a_plan_and_a_case_hold_only_so_much(service, monkeypatch):
    monkeypatch.setattr("app.conditions.actions._MOST_CHANGES", 1)
    monkeypatch.setattr("app.cases.victim_actions._MOST", 1)
    pathway = await a_plan_under_way(service)
    (condition, *_) = (await pathway.plan())["items"]
    came = {"occurred_on": str(DECIDED), "attendance": "attended", "hours": 0}

    noted = await pathway.to_condition(condition, "progress", came, day=DECIDED)
    victim = await service.officer.post(
        f"/v1/cases/{pathway.id}/victims", {"kind": "person", "may_share_with_yjs": False}
    )

    assert refused(noted, 409)["type"] == "/problems/record-full"
    assert refused(victim, 409)["type"] == "/problems/record-full"


async def test_a_list_is_asked_for_in_pages_and_never_whole(service):
    opened = (await service.police.submit()).json()
    section = f"/v1/cases/{opened['id']}/assessment/sections/views"
    for path, most in (("/v1/cases", 200), ("/v1/panels", 200), (section, 20)):
        for limit in (
            "0",
            "-1",
            str(most + 1),
            "1000000000",
            "1" * 40,
            "1.0",
            " 1",
            "1_0",
            "\u0661",
        ):
            reply = await service.officer.get(path, params={"limit": limit})
            assert refused(reply, 422)["errors"][0]["pointer"] == "/query/limit", (path, limit)
        for cursor in ("x", "A" * 1001, "\u0661", "=", opened["id"]):
            reply = await service.officer.get(path, params={"cursor": cursor})
            assert reply.status_code in (404, 422), (path, cursor)


ADDRESSES = [
    "/v1/cases/{case}%2fhistory",
    "/v1/cases/{case}%2Fhistory",
    "/v1/cases/{case}%252fhistory",
    "/v1/cases/{case}/%68istory",
    "/v1/cases/x/..%2f{case}",
    "/v1/cases/%2e%2e/cases/{case}",
    "/v1/cases/{case}%00",
    "/v1/cases/{case};a=b",
    "/v1//cases/{case}",
    "/v1/cases/{case}/",
    "/v1/cases/{case}\\history",
    "/V1/cases/{case}",
    "/v1/cases/%C3%A9",
    "//panels.example/v1/cases/{case}",
]


async def test_an_address_with_two_meanings_leads_nowhere(service):
    known = (await service.police.submit()).json()["id"]
    for address in ADDRESSES:
        asked = "http://panels.example" + address.format(case=known)
        refused(await service.officer.get(asked), 404)


def unbounded(schema, schemas, at, seen=frozenset()):
    """Every text and list in what a client may send that could be of any length."""
    if "$ref" in schema:
        name = schema["$ref"].split("/")[-1]
        inside = {} if name in seen else schemas[name]
        yield from unbounded(inside, schemas, name, seen | {name}) if inside else ()
        return
    for each in schema.get("anyOf", []):
        yield from unbounded(each, schemas, at, seen)
    kind, pattern = schema.get("type"), schema.get("pattern", "+")
    if kind == "string" and not {"enum", "const", "maxLength", "format"} & schema.keys():
        yield from [at] if {"+", "*"} & set(pattern) else []
    if kind == "array":
        yield from [f"{at}[]"] if "maxItems" not in schema else []
        yield from unbounded(schema["items"], schemas, f"{at}[]", seen)
    for name, inner in schema.get("properties", {}).items():
        yield from unbounded(inner, schemas, f"{at}.{name}", seen)


def test_no_text_and_no_list_a_client_sends_may_be_of_any_length(tmp_path):
    """SUP-2: SQLite would keep fifty letters where twenty are meant, so none may come so far."""
    document = create_app(Settings(data_dir=tmp_path)).openapi()
    schemas = document["components"]["schemas"]
    bodies = [
        (operation["operationId"], body["content"]["application/json"]["schema"])
        for item in document["paths"].values()
        for operation in item.values()
        if (body := operation.get("requestBody"))
    ]
    free = {place for name, schema in bodies for place in unbounded(schema, schemas, name)}

    assert len(bodies) > 25
    assert free == set()
    assert list(unbounded({"type": "array", "items": {"type": "string"}}, {}, "x")) == ["x[]"] * 2
