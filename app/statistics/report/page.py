"""A release as one page to read or print: it loads nothing, and runs nothing."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from app.panels.markup import Markup, element, facts
from app.statistics.audience import Audience
from app.statistics.report.charts import legend
from app.statistics.report.release import Told
from app.statistics.report.sections import SECTIONS
from app.statistics.report.sections.layout import Section, Tile, paragraphs
from app.statistics.report.wording import day, name_of, text

_FOR = {Audience.PARTNERS: "partners", Audience.PUBLIC: "the public"}
_HERE = Path(__file__).parent


@cache
def style() -> str:
    return (_HERE / "style.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """Nothing but this page's own style, named by its hash."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def page(told: Told) -> str:
    title = text("report", "title").format(told.force.name)
    sections = [section for make in SECTIONS if (section := make(told)) is not None]
    head = element(
        "head",
        Markup('<meta charset="utf-8"/>'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1"/>'),
        element("title", f"{title}: release {told.about.id}"),
        # The policy names this text by its hash, so it stands here exactly as it was hashed.
        Markup(f"<style>{style()}</style>"),
    )
    body = element(
        "body",
        element("a", "Skip to the figures", href="#main", class_="skip"),
        _header(told, title),
        _contents(sections),
        element(
            "main",
            _glance([tile for section in sections for tile in section.tiles]),
            _how_to_read(),
            [section.markup() for section in sections],
            _hidden(told),
            _made(told),
            id="main",
        ),
        element("footer", element("p", f"Release {told.about.id}")),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en-GB')}\n"


def _header(told: Told, title: str) -> Markup:
    return element(
        "header",
        element("p", "Statistics of the out-of-court disposal panels", class_="kicker"),
        element("h1", title),
        element("p", f"What was known on {day(told.about.as_at)}", class_="as-at"),
        element("p", f"Release {told.about.id}, for {_FOR[told.rule.audience]}"),
    )


def _contents(sections: Sequence[Section]) -> Markup:
    listed = [("reading", "How to read this report")]
    listed += [(section.key, section.title) for section in sections]
    listed += [("hidden", "What is hidden, and why"), ("made", "How it was made")]
    links = [element("li", element("a", title, href=f"#{key}")) for key, title in listed]
    return element(
        "nav", element("h2", "Contents", id="contents"), element("ol", links),
        aria_labelledby="contents",
    )  # fmt: skip


def _glance(tiles: Sequence[Tile]) -> Markup | None:
    if not tiles:
        return None
    said = [
        element(
            "div",
            element("dt", tile.name),
            element("dd", element("strong", tile.figure), " ", tile.note),
        )
        for tile in tiles
    ]
    return element(
        "section",
        element("h2", "At a glance", id="glance-heading"),
        element("dl", said, class_="tiles"),
        id="glance",
        aria_labelledby="glance-heading",
    )


def _how_to_read() -> Markup:
    return Section(
        "reading",
        "How to read this report",
        [
            paragraphs("report", "reading"),
            legend(
                ("ours", "a figure counted here, in full"),
                ("so-far", "a period that had not ended: it may still grow"),
                ("hidden", "hidden, so that no child can be found in it"),
            ),
            paragraphs("report", "tables"),
        ],
    ).markup()


def _hidden(told: Told) -> Markup:
    public = told.rule.audience is Audience.PUBLIC
    many = {
        each.measure: each.hidden_from_public if public else each.hidden
        for each in told.about.measures
    }
    rows = [
        (name_of(each.measure), f"{many[each.measure] or 0:,} of {each.figures:,} figures")
        for each in told.about.measures
    ]
    return Section(
        "hidden",
        "What is hidden, and why",
        [
            element("p", told.rule.text),
            element("p", f"The threshold is {told.rule.threshold}. Hidden are:"),
            facts(*rows),
        ],
    ).markup()


def _made(told: Told) -> Markup:
    about = told.about
    return Section(
        "made",
        "How it was made",
        [
            paragraphs("report", "made"),
            element("h3", "Notes"),
            element("ul", [element("li", note) for note in _notes(told)]),
            element("h3", "This release"),
            facts(
                ("Release", about.id),
                ("Counts what was known on", day(about.as_at)),
                ("Made on", day(about.made_at.date())),
                ("Edition of the protocol", about.edition),
                ("Series", about.series),
                ("Figures' SHA-256", about.sha256),
                ("Signature (Ed25519)", about.signature),
                ("Key", about.key),
            ),
        ],
    ).markup()


def _notes(told: Told) -> list[str]:
    """Each once, the release's own first."""
    every = [
        *told.about.notes,
        *(note for table in told.tables.values() for note in table.read.notes),
    ]
    return list(dict.fromkeys(every))
