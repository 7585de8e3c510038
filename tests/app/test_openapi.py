"""The documentation a client is written from is complete."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.main import create_app
from app.settings import Settings


@pytest.fixture(scope="module")
def document(tmp_path_factory) -> dict[str, Any]:
    return create_app(Settings(data_dir=tmp_path_factory.mktemp("data"))).openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def test_it_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")


def test_every_field_is_described(document):
    undescribed = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, said in schema.get("properties", {}).items()
        if "description" not in said
    ]

    assert undescribed == []


def test_every_parameter_is_described(document):
    undescribed = [
        f"{name} {parameter['name']}"
        for name, operation in operations(document)
        for parameter in operation.get("parameters", [])
        if "description" not in parameter
    ]

    assert undescribed == []


def test_every_operation_says_what_it_is_for_and_how_it_is_refused(document):
    for name, operation in operations(document):
        assert operation.get("description"), name
        open_to_all = operation.get("security") == []
        refusals = {code for code in operation["responses"] if code[0] in "45"}
        assert open_to_all or {"401", "403", "429", "503"} <= refusals, name
        for code in refusals - {"503"}:
            content = operation["responses"][code].get("content", {})
            assert "application/problem+json" in content, f"{name} {code}"


def test_every_body_has_a_worked_example(document):
    schemas = document["components"]["schemas"]
    without = []
    for name, operation in operations(document):
        if "requestBody" not in operation:
            continue
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        schema = schema.get("anyOf", [schema])[0]  # a body that may be left out
        named = schemas[schema["$ref"].split("/")[-1]] if "$ref" in schema else schema
        if not named.get("examples"):
            without.append(name)

    assert without == []


def test_the_tags_come_in_the_order_of_the_journey(document):
    assert [tag["name"] for tag in document["tags"]] == [
        "The protocol",
        "Cases",
        "Children",
        "Assessment",
        "Panels",
        "Disposal and decision",
        "Conditions",
        "Statistics",
        "Records and rights",
        "Operations",
    ]
    used = {tag for _, operation in operations(document) for tag in operation["tags"]}
    assert used <= {tag["name"] for tag in document["tags"]}


def test_every_reply_names_its_request_and_a_change_says_the_version_it_led_to(document):
    for name, operation in operations(document):
        for code, response in operation["responses"].items():
            assert "X-Request-Id" in response["headers"], f"{name} {code}"
    said = {
        operation["operationId"]: operation["responses"]
        for _, operation in operations(document)
        if "operationId" in operation
    }
    assert set(said["submit_case"]["201"]["headers"]) == {"X-Request-Id", "Location", "ETag"}
    assert set(said["convene_panel"]["201"]["headers"]) == {"X-Request-Id", "Location", "ETag"}
    assert "ETag" in said["withdraw_case"]["200"]["headers"]
    assert "ETag" not in said["list_cases"]["200"]["headers"]
    assert "Retry-After" in said["list_cases"]["429"]["headers"]


def test_a_version_is_needed_only_where_leaving_it_out_is_refused(document):
    needed = {
        name: parameter["required"]
        for name, operation in operations(document)
        for parameter in operation.get("parameters", [])
        if parameter["name"] == "If-Match"
    }

    assert needed["POST /v1/cases/{case_id}/withdrawal"] is True
    assert needed["POST /v1/panels/{panel_id}/agenda"] is False
    assert needed["POST /v1/cases/{case_id}/victims"] is False
    assert "428" not in document["paths"]["/v1/panels/{panel_id}/agenda"]["post"]["responses"]


def test_the_measures_are_named(document):
    for path in ("/v1/statistics/live/{measure}", "/v1/statistics/releases/{release}/{measure}"):
        parameters = document["paths"][path]["get"]["parameters"]
        (measure,) = [each for each in parameters if each["name"] == "measure"]
        assert "first-time-entrants" in measure["schema"]["enum"]


def test_a_table_is_had_in_three_forms_and_a_csv_names_what_describes_it(document):
    for path in ("/v1/statistics/live/{measure}", "/v1/statistics/releases/{release}/{measure}"):
        reply = document["paths"][path]["get"]["responses"]["200"]
        assert set(reply["content"]) == {"application/json", "text/csv", "application/csvm+json"}
        assert "csvm+json" in reply["headers"]["Link"]["description"]


def test_a_caller_is_told_that_the_protocol_may_have_no_answer(document):
    reading = document["paths"]["/v1/protocol"]["get"]["responses"]
    problem = document["components"]["schemas"]["Problem"]["properties"]

    assert "protocol-incomplete" in reading["409"]["description"]
    assert {"parameter", "question", "asks"} <= problem.keys()
