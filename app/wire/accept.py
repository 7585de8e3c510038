"""Which of the forms a reply can take its caller would rather have (RFC 9110, Accept)."""

import re
from collections.abc import Sequence

_QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """The form wanted most, the first of equals; None if the caller takes none of them."""
    said = dict(map(_range, (accept or "*/*").split(",")))
    best = max(offered, key=lambda form: _weight(said, form))
    return best if _weight(said, best) > 0 else None


def _weight(said: dict[str, float], form: str) -> float:
    """What the most exact of the caller's ranges says of this form."""
    kind, _, _ = form.partition("/")
    ranges = (form, f"{kind}/*", "*/*")
    return next((said[each] for each in ranges if each in said), 0.0)


def _range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    said = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    return name, float(said) if _QUALITY.fullmatch(said) else 0.0
