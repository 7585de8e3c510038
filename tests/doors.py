"""Every operation the service offers, found in its own description, and a way to try each."""

import re
from typing import Any, NamedTuple
from uuid import uuid4

import httpx

from tests.service import User

# What a place in an address stands for, if it is the id of somebody's record.
RECORDS = {"case_id", "child_id", "victim_id", "panel_id", "condition_id", "request_id"}


class Operation(NamedTuple):
    """`example` is the body its documentation shows, `fields` what that body may hold."""

    action: str
    method: str
    path: str
    example: Any
    fields: frozenset[str]

    @property
    def places(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)

    @property
    def of_a_record(self) -> bool:
        return not RECORDS.isdisjoint(self.places)


def operations(document: dict[str, Any]) -> list[Operation]:
    """All but those that need no credential."""
    return [
        Operation(said["operationId"], method.upper(), path, *_body(document, said))
        for path, item in document["paths"].items()
        for method, said in item.items()
        if said.get("security") != []
    ]


def _body(document: dict[str, Any], said: dict[str, Any]) -> tuple[Any, frozenset[str]]:
    if "requestBody" not in said:
        return None, frozenset()
    schema = said["requestBody"]["content"]["application/json"]["schema"]
    schema = schema.get("anyOf", [schema])[0]
    named = document["components"]["schemas"][schema["$ref"].split("/")[-1]]
    return named["examples"][0], frozenset(named["properties"])


async def attempt(
    user: User, operation: Operation, ids: dict[str, str], **options: Any
) -> httpx.Response:
    """As its documentation shows it, on these records; `options` replace what is sent."""
    if operation.example is not None:
        options.setdefault("json", operation.example)
    headers = {"Idempotency-Key": uuid4().hex, "If-Match": '"1"'} | options.pop("headers", {})
    path = operation.path.format_map(ids)
    return await user.client.request(operation.method, path, headers=headers, **options)
