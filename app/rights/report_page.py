"""Everything held on a child as one page to read or print: it loads nothing, and runs nothing."""

from typing import Any

from fastapi.responses import HTMLResponse

from app.panels.markup import Markup, element, facts, table
from app.panels.pack_forms import Form
from app.panels.pack_page import POLICY, document
from app.rights.schemas import EntryHeld, SectionHeld, SubjectReport


def reply(report: SubjectReport, form: Form) -> SubjectReport | HTMLResponse:
    if form is Form.JSON:
        return report
    headers = {"Content-Security-Policy": POLICY, "Vary": "Accept"}
    return HTMLResponse(page(report), headers=headers)


def page(report: SubjectReport) -> str:
    title = "Everything that is held on you"
    return document(title, _front(report, title), map(_section, report.sections), _end(report))


def _front(report: SubjectReport, title: str) -> list[Markup]:
    links = [
        element("li", element("a", each.title, href=f"#{each.section}")) for each in report.sections
    ]
    rows = [(case.reference, _words(case.category)) for case in report.cases]
    return [
        element("h1", title),
        element("p", element("strong", "Confidential: about a child.")),
        facts(
            ("Asked for on", f"{report.request.received_on:%d %B %Y}"),
            ("Drawn up on", f"{report.made_at:%d %B %Y}"),
            ("Where it came from", ", ".join(map(_words, report.sources))),
        ),
        element("ul", (element("li", each) for each in report.notices)),
        table("Your cases, and what you are in each", ("Case", "You are"), rows),
        element("nav", element("h2", "What is held"), element("ol", links), aria_label="Contents"),
    ]


def _section(section: SectionHeld) -> Markup:
    many = section.withheld
    return element(
        "section",
        element("h2", section.title),
        element(
            "p",
            f"Recorded by: {_words(section.source)}. "
            f"Answerable: {', '.join(section.controllers) or _words(section.controller)}.",
        ),
        element("p", f"{many} entries about other people are withheld.") if many else None,
        (_entry(number, each) for number, each in enumerate(section.entries, 1)),
        id=section.section,
    )


def _entry(number: int, entry: EntryHeld) -> Markup:
    rows = [(_words(name), _said(value)) for name, value in entry.values.items()]
    rows += [
        (f"{_words(each.field)} ({each.nature}, {_words(each.author)})", _said(each.said))
        for each in entry.narratives
    ]
    return table(f"Entry {number}", ("What", "What it says"), rows)


def _end(report: SubjectReport) -> list[Markup]:
    told = [(each.organisation, f"{each.at:%d %B %Y}") for each in report.recipients]
    kept = report.kept_until
    until = f"{kept.due_on:%d %B %Y}" if kept.due_on else "Not settled"
    return [
        element("h2", "Who was told before"),
        table("Disclosures", ("To whom", "When"), told) if told else element("p", "Nobody."),
        element("h2", "How long it is kept"),
        facts(("To be looked at on", until)),
        element("ul", (element("li", reason.text) for reason in kept.held)),
    ]


def _words(code: str) -> str:
    return str(code).replace("_", " ").capitalize()


def _said(value: Any) -> str:
    if value is None:
        return "Not recorded"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict):
        return "\n".join(f"{_words(name)}: {_said(part)}" for name, part in value.items())
    if isinstance(value, list):
        return "\n".join(_said(each) for each in value) or "None"
    return str(value)
