"""Which form of the papers a reader asked for, by their Accept header."""

from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Header

from app.problems import MEDIA_TYPE, Problem


class Form(StrEnum):
    JSON = "application/json"
    HTML = "text/html"


class NotOffered(Problem):
    status = HTTPStatus.NOT_ACCEPTABLE
    slug = "not-acceptable"
    title = "These papers are not kept in that form"


# For the route's `responses`: beside JSON, a page; and the refusal of anything else.
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {Form.HTML.value: {"schema": {"type": "string"}}}},
    406: {
        "description": "Neither JSON nor HTML was asked for",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
}


def _form(
    accept: Annotated[
        str | None,
        Header(
            description="application/json, or text/html for a page to print.",
            examples=["text/html"],
        ),
    ] = None,
) -> Form:
    wanted = [(_weight(accept or "*/*", form), form) for form in Form]
    weight, form = max(wanted, key=lambda each: each[0])
    if weight <= 0:
        raise NotOffered("Ask for application/json or text/html")
    return form


def _weight(accept: str, form: Form) -> float:
    """How much this form is wanted: by the most specific range that covers it (RFC 9110)."""
    ranges = [form.value, f"{form.value.split('/')[0]}/*", "*/*"]
    said = dict(map(_range, accept.split(",")))
    return next((said[name] for name in ranges if name in said), 0.0)


def _range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            return name, _number(parameter[2:])
    return name, 1.0


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


AskedForm = Annotated[Form, Depends(_form)]
