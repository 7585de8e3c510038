"""HTML that cannot be broken out of: whatever is not already markup is escaped."""

from collections.abc import Iterable
from html import escape
from typing import Any


class Markup(str):
    """Text that is HTML already; only this module and what it built may say so."""

    __slots__ = ()


Content = str | int | None | Iterable[Any]


def element(name: str, *content: Content, **attributes: str) -> Markup:
    """`<name …>content</name>`; a trailing underscore in an attribute's name is dropped."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value, quote=True)}"'
        for key, value in attributes.items()
    )
    return Markup(f"<{name}{said}>{''.join(map(_inside, content))}</{name}>")


def _inside(content: Content) -> str:
    if content is None:
        return ""
    if isinstance(content, Markup):
        return content
    if isinstance(content, str | int):
        return escape(str(content), quote=True)
    return "".join(map(_inside, content))


def facts(*pairs: tuple[str, str | None]) -> Markup:
    """Names and what is said of them; those of which nothing is said are left out."""
    said = ((element("dt", name), element("dd", value)) for name, value in pairs if value)
    return element("dl", *said)


def table(caption: str, headings: Iterable[str], rows: Iterable[Iterable[str | None]]) -> Markup:
    head = element("thead", element("tr", *(element("th", each, scope="col") for each in headings)))
    body = element("tbody", *(element("tr", *(element("td", c) for c in row)) for row in rows))
    return element("table", element("caption", caption), head, body)
