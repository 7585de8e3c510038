"""What OpenAPI says of refusals: every error a route can give, and how a caller signs in."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute

from app.access.authenticate import OPEN_PATHS
from app.problems import MEDIA_TYPE
from app.wire import needs_version

_SAID: dict[int, str] = {
    400: "The request could not be read",
    401: "No credential, or one that is not valid here",
    403: "This role may never do this",
    404: "Not there, or not yours",
    408: "The request took too long to arrive",
    409: "Wrong stage, recorded already, refused by the protocol, with its reasons, or a value "
    "that nobody has established yet (protocol-incomplete), with whom to ask",
    412: "Somebody changed this since you read it",
    413: "The request is too large",
    415: "Not application/json",
    422: "A field or parameter is not acceptable; `errors` says which",
    428: "If-Match is missing",
    429: "Too many requests; see Retry-After",
    503: "Something this service rests on is away; see Retry-After",
}

_TEXT = {"type": "string"}


def _listed(*fields: str) -> dict[str, Any]:
    item = {
        "type": "object",
        "properties": dict.fromkeys(fields, _TEXT),
        "required": list(fields),
    }
    return {"type": "array", "items": item}


PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "A refusal (RFC 9457). It never repeats a submitted value.",
    "type": "object",
    "properties": {
        "type": {
            **_TEXT,
            "description": "Which kind of refusal, for a program to tell apart",
            "format": "uri-reference",
            "examples": ["/problems/wrong-stage"],
        },
        "title": {**_TEXT, "description": "What kind of refusal this is"},
        "status": {"type": "integer", "description": "The HTTP status"},
        "detail": {**_TEXT, "description": "What is wrong this time"},
        "instance": {**_TEXT, "description": "The request's id, as in X-Request-Id"},
        "errors": {
            **_listed("pointer", "code", "message"),
            "description": "Each field at fault, by JSON Pointer",
        },
        "reasons": {
            **_listed("code", "text", "source"),
            "description": "Why the protocol refuses, each with its authority",
        },
        "parameter": {**_TEXT, "description": "The value of the protocol nobody has established"},
        "question": {**_TEXT, "description": "What must be answered before the case can go on"},
        "asks": {**_TEXT, "description": "Who must answer it"},
    },
    "required": ["type", "title", "status", "detail", "instance"],
}


def problem_response(status: int) -> dict[str, Any]:
    """One error for a route's `responses`, for what the rule of `refusals` does not foresee."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": _SAID[status], "content": {MEDIA_TYPE: {"schema": schema}}}


def refusals(route: APIRoute) -> dict[int | str, dict[str, Any]]:
    """Every error this route can give, from what it takes."""
    # An unknown query parameter is refused everywhere, so 422 is possible everywhere.
    statuses = {401, 403, 422, 429, 503}
    headers = {field.alias.lower() for field in get_flat_params(route.dependant)}
    if route.body_field is not None:
        statuses |= {400, 408, 413, 415}
    if route.param_convertors:
        statuses |= {404, 409}
    if route.methods != {"GET"}:
        statuses.add(409)
    if "if-match" in headers:
        statuses.add(412)
    if needs_version(route.dependant):
        statuses.add(428)
    if "idempotency-key" in headers:
        statuses.add(400)
    return {status: problem_response(status) for status in sorted(statuses)}


def success(route: APIRoute) -> dict[int | str, dict[str, Any]]:
    """The headers of a route's success, from what it takes: where the new thing is, its version.

    Only a route that sets headers takes the reply; one that describes its own 200 sets Vary.
    """
    if route.dependant.response_param_name is None or HTTPStatus.OK in route.responses:
        return {}
    headers = {"ETag": _header("The version you now hold, for If-Match")}
    status = route.status_code or HTTPStatus.OK
    if status == HTTPStatus.CREATED and not route.param_convertors:
        headers["Location"] = _header("Where the new thing is read")
    return {int(status): {"headers": headers}}


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "required": True, "schema": _TEXT}


def describe(app: FastAPI) -> None:
    """Complete the generated OpenAPI: the problem schema, the credential, the needed headers."""
    generated = app.openapi

    def complete() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete(generated())
        return generated()

    app.openapi = complete  # type: ignore[method-assign]


def _complete(document: dict[str, Any]) -> None:
    components = document.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }
    document["security"] = [{"bearer": []}]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            if path in OPEN_PATHS:
                operation["security"] = []
            _need_headers(operation)
            _say_paths(operation.get("parameters", []))
            _say_reply_headers(operation)


def _say_paths(parameters: list[dict[str, Any]]) -> None:
    """What stands in a path is always one opaque id or one name from the contract."""
    for parameter in parameters:
        if parameter["in"] == "path" and "description" not in parameter:
            kind, _, id_ = parameter["name"].partition("_")
            parameter["description"] = (
                f"Opaque id of the {kind}." if id_ else f"Name of the {kind}."
            )


def _need_headers(operation: dict[str, Any]) -> None:
    """They are optional to FastAPI only so that leaving them out is 428 or 400, not 422."""
    for parameter in operation.get("parameters", []):
        if parameter["name"] in ("If-Match", "Idempotency-Key"):
            needed = parameter["name"] == "Idempotency-Key" or "428" in operation["responses"]
            parameter["required"] = needed
            parameter["schema"] = _TEXT


_REQUEST_ID = "The id of this request, as in the journal"
_ON_REFUSAL = {
    "401": ("WWW-Authenticate", "How to sign in"),
    "429": ("Retry-After", "Seconds to wait"),
    "503": ("Retry-After", "Seconds to wait"),
}


def _say_reply_headers(operation: dict[str, Any]) -> None:
    """What each reply carries besides its body."""
    for status, response in operation["responses"].items():
        headers = response.setdefault("headers", {})
        headers["X-Request-Id"] = _header(_REQUEST_ID)
        if status in _ON_REFUSAL:
            name, says = _ON_REFUSAL[status]
            headers[name] = _header(says)
