"""Values as people say them: yes, 8 April 2013, youth conditional caution."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from panel_protocol.authority import Grade, Kind

_KINDS = {
    Kind.LAW: "law",
    Kind.LOCAL_DEFAULT: "local default",
    Kind.ILLUSTRATIVE: "illustrative stand-in",
}
GRADES = {
    Grade.A: "A statute or official code, read in full",
    Grade.B: "An official or specialist page, read in part",
    Grade.C: "Local or secondary",
    Grade.INFERENCE: "Our inference",
    Grade.LOCAL: "A choice of ours, until the partnership makes its own",
}


def written(when: date) -> str:
    """A day as it is written to people."""
    return f"{when.day} {when:%B %Y}"


def words(name: str) -> str:
    """A name of the protocol as it is spoken: `youth_caution` is a youth caution."""
    return name if " " in name else name.replace("_", " ")


def standing(kind: Kind, confirmed: str) -> str:
    """Law, or a choice: and whether anybody has made it."""
    if kind is Kind.LAW:
        return _KINDS[kind]
    return f"{_KINDS[kind]}, " + (f"confirmed: {confirmed}" if confirmed else "not confirmed")


def value(held: Any) -> str:
    """On one line, whatever its shape: lists by commas, tables by semicolons."""
    if isinstance(held, bool):
        return "yes" if held else "no"
    if isinstance(held, str):
        return words(held)
    if isinstance(held, Mapping):
        return "; ".join(f"{words(str(k))}: {value(v)}" for k, v in held.items())
    if isinstance(held, tuple):
        # A row of a table holds commas of its own.
        between = " / " if any(isinstance(each, Mapping) for each in held) else ", "
        return between.join(map(value, held)) or "none"
    return str(held)
