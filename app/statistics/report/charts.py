"""From figures to pictures: lines, bars and intervals; what is hidden is a gap, never a guess.

Nothing is told by colour alone: lines differ by dash and by the shape of their points, what is
hidden is striped, what may still grow is hollow, and values stand beside their marks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.panels.markup import Content, Markup, element
from app.statistics.report.drawing import (
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Axis,
    Scale,
    across,
    between,
    hatched,
    paper,
    shape,
    ticks,
    words,
)

_PLOT = 126.0  # how high
_FLOOR = TOP + _PLOT
_HEIGHT = _FLOOR + 26
_APART = 13.0  # of two labels, so that both can be read
_BAND = 14.0
_FURTHEST = WIDTH - 34.0  # to the right that the middle of a label may stand
_ROW = 34.0

Shown = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure to draw. One that is hidden has no value; one `so_far` may still grow."""

    value: float | None
    hidden: bool = False
    so_far: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`kind` is how it is drawn; it is not joined across the places in `breaks`."""

    name: str
    marks: Sequence[Mark]
    kind: str = "ours"
    breaks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Span:
    """A middle value and how far it reaches on both sides."""

    name: str
    low: float | None
    middle: float | None
    high: float | None
    note: str
    hidden: bool = False


def plain(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _panel(key: str, title: str, says: str, *drawn: Content) -> Markup:
    return paper(key, title, says, _HEIGHT, words(0, 13, title, "panel-title"), *drawn)


def lines(
    key: str, title: str, says: str, *, names: Sequence[str], drawn: Sequence[Line], most: float
) -> Markup:
    """One panel over time; every panel of a figure has the same `most`, so that they compare."""
    marks = ticks(most)
    up, place = between(0, marks[-1], _FLOOR, TOP), across(names)
    return _panel(
        key,
        title,
        says,
        _grid(marks, up, plain),
        _names(names, place),
        [_gaps(line, place) for line in drawn],
        [_line(line, place, up) for line in drawn],
        _last_values(drawn, place, up),
    )


def bars(
    key: str,
    title: str,
    says: str,
    *,
    names: Sequence[str],
    marks: Sequence[Mark],
    most: float,
    shown: Shown = plain,
) -> Markup:
    """One panel of bars, each with its value above it."""
    scale = ticks(most)
    up, place = between(0, scale[-1], _FLOOR, TOP + 8), across(names)
    return _panel(
        key,
        title,
        says,
        _grid(scale, up, shown),
        _names(names, place),
        [_bar(place(number), mark, up, shown) for number, mark in enumerate(marks)],
    )


def intervals(
    key: str,
    title: str,
    says: str,
    *,
    rows: Sequence[Span],
    axis: Axis,
    shown: Shown = plain,
    line_at: float | None = None,
) -> Markup:
    """One row a name: a bar from low to high, and a mark at the middle."""
    right = axis.place
    floor = TOP + _ROW * len(rows)
    guides = [
        [
            shape("line", "grid", x1=right(tick), x2=right(tick), y1=TOP - 8, y2=floor),
            words(right(tick), floor + 16, shown(tick), "label middle"),
        ]
        for tick in axis.ticks
    ]
    at = None if line_at is None else right(line_at)
    return paper(
        key,
        title,
        says,
        floor + 24,
        words(0, 13, title, "panel-title"),
        guides,
        None if at is None else shape("line", "even", x1=at, x2=at, y1=TOP - 8, y2=floor),
        [_span(TOP + _ROW * number, row, right) for number, row in enumerate(rows)],
    )


def _grid(marks: Sequence[float], up: Scale, shown: Shown) -> Iterator[Markup]:
    for mark in marks:
        kind = "grid" if mark else "axis"
        yield shape("line", kind, x1=LEFT, x2=WIDTH - RIGHT, y1=up(mark), y2=up(mark))
        yield words(LEFT - 6, up(mark) + 4, shown(mark), "label end")


def _names(names: Sequence[str], place: Scale) -> list[Markup]:
    at = [place(number) for number in range(len(names))]
    return [words(x, _FLOOR + 17, name, "label middle") for x, name in zip(at, names, strict=True)]


def _gaps(line: Line, place: Scale) -> Iterator[Markup]:
    for number, mark in enumerate(line.marks):
        x = place(number)
        if mark.hidden and line.kind == "ours":
            yield hatched(x - _BAND / 2, TOP, _BAND, _PLOT)
        elif mark.hidden:
            cross = f"M{x - 4} {_FLOOR - 9}l8 8m0-8l-8 8"
            yield shape("path", f"suppressed {line.kind}", d=cross)


def _line(line: Line, place: Scale, up: Scale) -> Iterator[Markup]:
    for run in _runs(line):
        points = " ".join(f"{place(at):.1f},{up(line.marks[at].value or 0):.1f}" for at in run)
        if len(run) > 1:
            yield shape("polyline", f"line {line.kind}", points=points)
    for number, mark in enumerate(line.marks):
        if mark.value is not None:
            yield _point(line.kind, place(number), up(mark.value), so_far=mark.so_far)


def _runs(line: Line) -> list[list[int]]:
    """Neighbours that may be joined: nothing hidden, nothing unfinished, no break between them."""
    found: list[list[int]] = [[]]
    for number, mark in enumerate(line.marks):
        if mark.value is None or mark.so_far or number in line.breaks:
            found.append([])
        if mark.value is not None and not mark.so_far:
            found[-1].append(number)
    return [run for run in found if run]


def _point(kind: str, x: float, y: float, *, so_far: bool) -> Markup:
    class_ = f"point {kind} so-far" if so_far else f"point {kind}"
    if kind == "ours":
        return shape("circle", class_, cx=x, cy=y, r=3.5)
    return shape("rect", class_, x=x - 3.5, y=y - 3.5, width=7, height=7)


def _last_values(drawn: Sequence[Line], place: Scale, up: Scale) -> Iterator[Markup]:
    """Over the last finished points the value of each line; of several, with their names."""
    finished = [(line.marks[at].value or 0, at, line) for line in drawn if (at := _last(line)) >= 0]
    finished.sort(key=lambda each: each[0])
    if not finished:
        return
    x, highest = place(max(at for _, at, _ in finished)), up(finished[-1][0])
    # One above the other in the order of their values, and on the paper.
    lowest = max(highest - 8, TOP + _APART * (len(finished) - 1))
    for number, (value, _, line) in enumerate(finished):
        said = plain(value) if len(drawn) == 1 else f"{line.name} {plain(value)}"
        yield words(min(x, _FURTHEST), lowest - _APART * number, said, f"value middle {line.kind}")


def _last(line: Line) -> int:
    """The place of the last point that is finished."""
    ended = (at for at, mark in enumerate(line.marks) if mark.value is not None and not mark.so_far)
    return max(ended, default=-1)


def _bar(x: float, mark: Mark, up: Scale, shown: Shown) -> list[Markup]:
    if mark.hidden:
        return [hatched(x - _BAND / 2, TOP, _BAND, _PLOT)]
    if mark.value is None:
        return [words(x, _FLOOR - 5, "–", "label middle")]
    top, wide = up(mark.value), 22
    class_ = "bar so-far" if mark.so_far else "bar"
    drawn = shape("rect", class_, x=x - wide / 2, y=top, width=wide, height=_FLOOR - top)
    return [drawn, words(x, top - 5, shown(mark.value), "value middle")]


def _span(y: float, row: Span, right: Scale) -> list[Markup | None]:
    middle, floor = y + 20, y + 14
    heading = [words(4, y + 9, row.name), words(WIDTH - 14, y + 9, row.note, "value end")]
    if row.hidden:
        return [*heading, hatched(4, floor, WIDTH - 18, 12)]
    if row.low is None or row.high is None or row.middle is None:
        return [*heading]
    low, high, at = right(row.low), right(row.high), right(row.middle)
    return [
        *heading,
        shape("rect", "reach", x=low, y=floor + 2, width=max(high - low, 1), height=8),
        shape("path", "middle-mark", d=f"M{at:.1f} {middle - 7}v14"),
    ]


def legend(*entries: tuple[str, str]) -> Markup:
    """What each way of drawing means, in words beside a sample of it."""
    return element(
        "ul",
        [element("li", _SAMPLES[sample](), text) for sample, text in entries],
        class_="legend",
    )


def _sample(*content: Markup) -> Markup:
    return element("svg", *content, viewBox="0 0 34 14", aria_hidden="true", class_="sample")


def _sample_line(kind: str) -> Markup:
    return _sample(
        shape("polyline", f"line {kind}", points="2,7 32,7"), _point(kind, 17, 7, so_far=False)
    )


_SAMPLES: dict[str, Callable[[], Markup]] = {
    "ours": lambda: _sample_line("ours"),
    "published": lambda: _sample_line("published"),
    "published second": lambda: _sample_line("published second"),
    "so-far": lambda: _sample(_point("ours", 17, 7, so_far=True)),
    "so-far-bar": lambda: _sample(shape("rect", "bar so-far", x=10, y=2, width=14, height=11)),
    "hidden": lambda: _sample(hatched(4, 1, 26, 12)),
    "suppressed": lambda: _sample(shape("path", "suppressed published", d="M13 3l8 8m0-8l-8 8")),
    "reach": lambda: _sample(
        shape("rect", "reach", x=3, y=3, width=28, height=8),
        shape("path", "middle-mark", d="M17 0v14"),
    ),
    "even": lambda: _sample(shape("line", "even", x1=17, x2=17, y1=0, y2=14)),
}
