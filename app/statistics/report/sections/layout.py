"""How a section is laid out: what it says first, its charts, and the tables behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.panels.markup import Content, Markup, element
from app.statistics.report.charts import legend
from app.statistics.report.release import Told
from app.statistics.report.tabled import behind
from app.statistics.report.wording import day, text
from app.statistics.schemas import MeasureRead


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure for the top of the report."""

    name: str
    figure: str
    note: str


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    content: Sequence[Content]
    tiles: Sequence[Tile] = field(default_factory=tuple)

    def markup(self) -> Markup:
        heading = element("h2", self.title, id=f"{self.key}-heading")
        return element(
            "section", heading, *self.content, id=self.key, aria_labelledby=f"{self.key}-heading"
        )


def paragraphs(section: str, name: str) -> list[Markup]:
    """Words of the report; an empty line begins a new paragraph."""
    return [element("p", each) for each in text(section, name).split("\n\n")]


def definition(read: MeasureRead) -> Markup:
    """The release's own words; the codes among them are set as codes."""
    parts = read.definition.split("`")
    words = [element("code", part) if place % 2 else part for place, part in enumerate(parts)]
    return element(
        "details",
        element("summary", "What exactly is counted"),
        element("p", words),
        element("p", f"Source: {read.source}", class_="source") if read.source else None,
        class_="definition",
    )


def figure(
    title: str,
    *panels: Markup,
    key: Markup | None = None,
    first: Markup | None = None,
    tables: Sequence[Markup] = (),
) -> Markup:
    """Charts side by side under one heading, what their marks mean, and their figures."""
    return element(
        "figure",
        element("figcaption", title),
        key,
        first,
        element("div", *panels, class_="panels")
        if panels
        else element("p", text("report", "nothing")),
        behind(*tables) if tables else None,
    )


def bars_legend(told: Told) -> Markup:
    return legend(
        ("so-far-bar", f"counted to {day(told.counted_to)}: the period had not ended"),
        ("hidden", "hidden"),
    )
