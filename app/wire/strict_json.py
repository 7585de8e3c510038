"""The one JSON reader: one meaning for one text, and no text that only half the world can store."""

import json
import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

DEEPEST = 32

# Right-to-left overrides and isolates: they make a name on screen differ from the name kept.
_TURNS_TEXT_ROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNKEEPABLE = frozenset({"Cc", "Cs", "Cn", "Co"})

_FIELD = re.compile(r"[a-z0-9_]{1,40}")

_Place = tuple[str | int, ...]


class NotStrictJson(ValueError):
    """Not JSON, or JSON that two readers could understand differently. Quotes nothing of it."""


def read(raw: bytes) -> Any:
    """The value of a JSON text in UTF-8 without a byte order mark."""
    try:
        return json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_finite,
            parse_constant=_no_constant,
        )
    except NotStrictJson:
        raise
    except UnicodeDecodeError:
        raise NotStrictJson("The text is not UTF-8") from None
    except (ValueError, RecursionError):
        raise NotStrictJson("The text is not a JSON value") from None


def flaws(value: Any) -> list[tuple[str, str, str]]:
    """Text no database should be given, by JSON Pointer; refuses what is nested too deep."""
    found: list[tuple[str, str, str]] = []
    waiting: list[tuple[_Place, Any]] = [((), value)]
    while waiting:
        place, here = waiting.pop()
        if isinstance(here, str):
            if not keepable(here):
                found.append((pointer(place), "text", "This holds characters that are not text"))
            continue
        if len(place) >= DEEPEST and isinstance(here, dict | list):
            raise NotStrictJson(f"The value is nested more than {DEEPEST} deep")
        if isinstance(here, dict):
            if not all(map(keepable, here)):
                found.append((pointer(place), "text", "A field's name is not text"))
            waiting += [((*place, name), inner) for name, inner in here.items()]
        elif isinstance(here, list):
            waiting += [((*place, index), inner) for index, inner in enumerate(here)]
    return found


def keepable(text: str) -> bool:
    """Whether every character can be stored, shown and read back: new lines and tabs are fine."""
    return text.isprintable() or all(
        letter in "\n\t"
        or (letter not in _TURNS_TEXT_ROUND and unicodedata.category(letter) not in _UNKEEPABLE)
        for letter in text
    )


def pointer(place: Sequence[str | int]) -> str:
    """A JSON Pointer that names only what could be a field of ours: other names are a client's
    own words, which may say anything."""
    return "/" + "/".join(part if _FIELD.fullmatch(part) else "?" for part in map(str, place))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotStrictJson("A field is given twice")
    return value


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NotStrictJson("A number is too large")
    return number


def _no_constant(_: str) -> None:
    raise NotStrictJson("NaN and Infinity are not numbers in JSON")
