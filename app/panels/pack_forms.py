"""Which form of the papers a reader asked for, by their Accept header."""

from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Header

from app.problems import MEDIA_TYPE, Problem
from app.wire import preferred


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
    form = preferred(accept, list(Form))
    if form is None:
        raise NotOffered("Ask for application/json or text/html")
    return Form(form)


AskedForm = Annotated[Form, Depends(_form)]
