"""The report's words: names of what is counted, and what is said about it, from `words.toml`."""

import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from app.statistics.report.charts import Mark, Shown, plain

_FILE = Path(__file__).with_name("words.toml")
APRIL = 4


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def text(section: str, name: str) -> str:
    found = _words()[section][name]
    return str(found).strip()


def name_of(code: str) -> str:
    """What readers call it; a code that nobody has named is said as plainly as it goes."""
    names: dict[str, str] = _words()["names"]
    return names.get(code) or code.replace("_", " ").capitalize()


def inside(name: str) -> str:
    """A name within a sentence: outcomes keep their capital, as the guidance writes them."""
    return name if name.startswith("Outcome") else f"{name[:1].lower()}{name[1:]}"


def year_name(period: tuple[date, date]) -> str:
    """`2025/26` for a financial year, `2025` for a calendar year; longer runs by both ends."""
    first, last = period
    begins = f"{first.year}"
    if first.month != APRIL:
        return begins
    years = (last + timedelta(days=1)).year - first.year
    return f"{begins}/{(first.year + 1) % 100:02}" if years == 1 else f"{begins} to {last.year}"


def headed(period: tuple[date, date], *, so_far: bool) -> str:
    """For the head of a column."""
    return f"{year_name(period)} so far" if so_far else year_name(period)


def short_name(period: tuple[date, date]) -> str:
    """For the foot of a chart."""
    name = year_name(period)
    return name[2:] if "/" in name else name


def quarter_name(period: tuple[date, date]) -> str:
    return f"{period[0]:%b}–{period[1]:%b %Y}"


def day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def one_by_one(names: Sequence[str], marks: Sequence[Mark], shown: Shown = plain) -> str:
    """What a chart shows, for who hears it read."""
    return "; ".join(
        f"{name}: {_one(mark, shown)}" for name, mark in zip(names, marks, strict=True)
    )


def _one(mark: Mark, shown: Shown) -> str:
    if mark.hidden:
        return "hidden"
    if mark.value is None:
        return "none"
    return f"{shown(mark.value)} so far" if mark.so_far else shown(mark.value)


def change(now: float, before: float) -> str:
    """Both figures are shown, so their difference is nothing new."""
    by = now - before
    if not by:
        return "as many as"
    return f"{plain(abs(by))} {'more' if by > 0 else 'fewer'} than"
