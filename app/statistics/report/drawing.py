"""The paper that charts are drawn on: a titled, described SVG, with its scale and its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from math import floor, log, log10

from app.panels.markup import Content, Markup, element

WIDTH = 340
LEFT, RIGHT, TOP = 38, 10, 34

_STRIPE = 6  # from one to the next
_ENDS = (12, WIDTH - 18)
_RATIOS = (0.125, 0.25, 0.5, 1, 2, 4, 8)

Scale = Callable[[float], float]


def paper(key: str, title: str, says: str, height: float, *content: Content) -> Markup:
    """A picture that says in words what it shows, to whoever cannot see it."""
    return element(
        "svg",
        element("title", title, id=f"{key}-title"),
        element("desc", says, id=f"{key}-desc"),
        *content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {said(height)}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_="chart",
    )


def shape(name: str, class_: str, *content: Content, **at: float | str) -> Markup:
    return element(name, *content, class_=class_, **{key: said(value) for key, value in at.items()})


def words(x: float, y: float, text: str, class_: str = "label") -> Markup:
    return shape("text", class_, text, x=x, y=y)


def hatched(x: float, y: float, width: float, height: float) -> Markup:
    """Where a count is hidden: striped, so that it is seen without colour."""
    size = min(width, height)
    # Line by line: a pattern would be printed as a picture, many times as large.
    if height > width:
        starts = [(x, y + size + down) for down in range(0, int(height - size) + 1, _STRIPE)]
    else:
        starts = [(x + right, y + size) for right in range(0, int(width - size) + 1, _STRIPE)]
    step = f"l{said(size)} {said(-size)}"
    path = "".join(f"M{said(left)} {said(low)}{step}" for left, low in starts)
    at = {"x": x, "y": y, "width": width, "height": height}
    return element("g", shape("rect", "hidden", **at), shape("path", "stripes", d=path))


def said(value: float | str) -> str:
    """Coordinates to a tenth: finer is not seen, and makes the page larger."""
    return value if isinstance(value, str) else f"{round(value, 1):g}"


def ticks(most: float, *, about: int = 4) -> list[float]:
    """Round numbers from nought up to the first that is at least `most`."""
    if most <= 0:
        return [0, 1]
    rough = most / about
    size = 10.0 ** floor(log10(rough))
    step = next(size * by for by in (1, 2, 5, 10) if size * by >= rough)
    found: list[float] = []
    for number in count():
        found.append(round(number * step, 10))
        if found[-1] >= most:
            return found
    raise AssertionError


def between(first: float, last: float, start: float, end: float) -> Scale:
    """From values to places on the paper."""
    return lambda value: start + (end - start) * (value - first) / (last - first)


def across(marks: Sequence[object]) -> Scale:
    """The middle of each of so many equal columns."""
    width = (WIDTH - LEFT - RIGHT) / max(len(marks), 1)
    return lambda place: LEFT + width * (place + 0.5)


@dataclass(frozen=True, slots=True)
class Axis:
    """From left to right: what stands at its foot, and where each value comes."""

    ticks: Sequence[float]
    place: Scale


def even_axis(most: float) -> Axis:
    marks = ticks(most)
    return Axis(marks, between(0, marks[-1], *_ENDS))


def ratio_axis() -> Axis:
    """Twice and half are equally far from one; what reaches beyond the ends is cut off there."""
    first, last = _RATIOS[0], _RATIOS[-1]
    right = between(log(first), log(last), *_ENDS)
    return Axis(_RATIOS, lambda value: right(log(min(max(value, first), last))))
