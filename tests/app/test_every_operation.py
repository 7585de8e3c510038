"""INP-3, INP-8, INP-10, AUT-1: every documented operation, asked as it is documented and as not.

What is sent is made by schemathesis from the service's own OpenAPI document, and what is
answered is held against it: no 5xx, no undocumented status, header or body, no bad credential
let in, nothing taken that the document refuses.
"""

import asyncio
from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.python import asgi
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from app.access.actor import Role
from app.access.authenticate import Authenticate
from app.access.rules import RULES
from app.main import create_app
from app.settings import Settings
from panel_protocol.journey import Stage
from tests.pathway import Pathway, a_listed_case, a_plan_under_way
from tests.service import EVERYWHERE

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
# A precondition is looked at before the rest of the request, so its refusal may come first.
REFUSED = ["400", "401", "403", "404", "405", "409", "412", "415", "422", "428"]
EACH = settings(
    max_examples=3,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    """Made once: it takes longer than many of the requests."""
    return create_app(Settings(data_dir=tmp_path_factory.mktemp("data"))).openapi()


async def test_every_operation_keeps_to_its_document_whatever_it_is_sent(service, document):
    known = await places(service)
    token = service.issuer.mint(
        "everyone", roles=list(Role), areas=[EVERYWHERE], agency="youth_justice"
    )
    app = create_app(service.settings)
    app.openapi_schema = document
    asking = Asking(app, known, token)

    answered = await asyncio.to_thread(asking.everything)

    assert set(RULES) <= asking.asked
    assert {200, 201, 404, 409, 412, 422} <= set(answered)


async def places(service) -> dict[Any, str]:
    """Things there are, by what a path calls them; cases also by the stage they have come to."""
    fresh = await Pathway(service).submitted()
    listed = await a_listed_case(service)
    running = await a_plan_under_way(service)
    victim = await service.officer.post(
        f"/v1/cases/{fresh.id}/victims", {"kind": "person", "may_share_with_yjs": True}
    )
    request = await service.user(Role.AUDITOR).post(
        f"/v1/children/{running.child_id}/subject-requests", {"received_on": "2026-09-25"}
    )
    return {
        Stage.ASSESSMENT: fresh.id,
        Stage.LISTED: listed.id,
        Stage.INTERVENTION: running.id,
        "child_id": fresh.child_id,
        "panel_id": listed.panel_id,
        "victim_id": victim.json()["id"],
        "request_id": request.json()["id"],
        "condition_id": (await running.plan())["items"][0]["id"],
    }


class Asking:
    """Everything the document names, asked by one who may do everything."""

    def __init__(self, app, known, token):
        for each in app.user_middleware:
            if each.cls is Authenticate:
                each.kwargs["failures_per_minute"] = 1_000_000
        load_all_checks()
        self.app, self.known = app, known
        self.headers = {"Authorization": f"Bearer {token}"}
        self.schema = schemathesis.openapi.from_dict(app.openapi())
        self.schema.app = app
        self.schema.config.checks.negative_data_rejection.expected_statuses = REFUSED
        self.asked: set[str] = set()
        self.statuses: Counter[int] = Counter()

    def everything(self) -> Counter[int]:
        try:
            with asgi.get_client(self.app) as self.client:
                for found in self.schema.get_all_operations():
                    assert isinstance(found, Ok)
                    self._all_ways(found.ok())
        finally:
            asgi.shutdown_lifespans()
        return self.statuses

    def _all_ways(self, operation) -> None:
        action = operation.definition.raw.get("operationId")
        self.asked.add(action)
        there = self._there(operation.path, action)
        modes = [GenerationMode.POSITIVE]
        raw = operation.definition.raw
        if "requestBody" in raw or any(p["in"] == "query" for p in raw.get("parameters", [])):
            modes.append(GenerationMode.NEGATIVE)
        for mode in modes:
            self._ask(operation, mode, there)
        if there:
            self._ask(operation, GenerationMode.POSITIVE, {})

    def _there(self, path: str, action: str) -> dict[str, str]:
        """Of what the path names, what there is: a case at a stage where this can be done."""
        rule = RULES.get(action)
        cases = [self.known[s] for s in (rule and rule.stages) or () if s in self.known]
        here = {**self.known, "case_id": (cases or [self.known[Stage.ASSESSMENT]])[0]}
        return {name: here[name] for name in here if f"{{{name}}}" in path}

    def _ask(self, operation, mode: GenerationMode, there: dict[str, str]) -> None:
        first = mode is GenerationMode.POSITIVE  # once is enough to see who is let in

        @EACH
        @given(case=operation.as_strategy(mode, path_parameters=there or None))
        def ask(case):
            nonlocal first
            if there and mode is GenerationMode.POSITIVE and "If-Match" in case.headers:
                case.headers["If-Match"] = self._version(case)
            reply = case.call(session=self.client, headers=self.headers)
            self.statuses[reply.status_code] += 1
            case.validate_response(
                reply,
                checks=[*CHECKS, ignored_auth] if first else CHECKS,
                headers=self.headers,
                transport_kwargs={"session": self.client, "headers": self.headers},
            )
            first = False

        ask()

    def _version(self, case) -> str:
        """What the thing is at by now, so that what is sent gets further than the door."""
        path = case.formatted_path
        of = "/".join(path.split("/")[: 5 if "/assessment" in path else 4])
        read = self.client.get(of, headers=self.headers)
        return read.headers.get("ETag", '"1"')
